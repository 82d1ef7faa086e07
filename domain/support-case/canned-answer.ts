import { z } from 'zod';
import type { CannedAnswerId } from '../identifiers.js';
import { languages } from '../language.js';
import { singleLineSchema } from '../single-line.js';
import { textPerLanguageSchema } from '../text-per-language.js';

/** What a canned answer may leave open: it is filled in from the case that is answered. */
export const cannedAnswerVariables = ['caseNumber', 'referenceId', 'subject', 'company', 'agent'] as const;
export type CannedAnswerVariable = (typeof cannedAnswerVariables)[number];
export type CannedAnswerValues = Readonly<Record<CannedAnswerVariable, string>>;

const placeholders = /\{\{([^{}]*)\}\}/g;

function isVariable(name: string): name is CannedAnswerVariable {
  return cannedAnswerVariables.some((variable) => variable === name);
}

/** A misspelt variable would be found by the partner only. */
const textSchema = textPerLanguageSchema(10_000).superRefine((texts, context) => {
  for (const language of languages) {
    for (const [written, name = ''] of texts[language].matchAll(placeholders)) {
      if (isVariable(name.trim())) continue;
      const message = `${written.slice(0, 60)} is no variable; there are ${cannedAnswerVariables.join(', ')}`;
      context.addIssue({ code: 'custom', path: [language], message });
    }
  }
});

export const cannedAnswerInputSchema = z.strictObject({
  name: singleLineSchema(120).meta({ description: 'By which people of the desk find it.' }),
  text: textSchema,
});
export type CannedAnswerInput = z.output<typeof cannedAnswerInputSchema>;

/** An answer that the desk gives often (C10). */
export interface CannedAnswer extends CannedAnswerInput {
  readonly id: CannedAnswerId;
  /** Rises with every save; shown as ETag. */
  readonly revision: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** The text with its variables filled in, in one pass: a subject that looks like a variable stays what it is. */
export function filledIn(text: string, values: CannedAnswerValues): string {
  return text.replaceAll(placeholders, (written: string, name: string) => {
    const variable = name.trim();
    return isVariable(variable) ? values[variable] : written;
  });
}
