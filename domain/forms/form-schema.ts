import { z } from 'zod';
import type { IdentifierType } from '../partner-identifiers/identifier-type.js';
import { textPerLanguageSchema } from '../text-per-language.js';
import { type Comparison, comparisonsIn } from './condition.js';
import { type Question, questionSchema } from './question-schema.js';

/**
 * The form of a topic (C2), in one version. Cases keep the number of the version that they were asked by, so a version is
 * never changed: another wording is another version.
 *
 * Conditions look at questions before their own only. So a form can be filled from the top to the end, and no two questions
 * can wait for each other.
 */
export const formSchema = z.strictObject({
  topic: z
    .string()
    .regex(
      /^[a-z][a-z0-9-]{1,39}$/,
      'must be lower-case letters, digits and hyphens, and begin with a letter',
    ),
  version: z.number().int().min(1).max(100_000),
  /** A complaint is counted and answered as such, whatever its topic. */
  kind: z.enum(['enquiry', 'complaint', 'request']),
  title: textPerLanguageSchema(120),
  description: textPerLanguageSchema(1000).optional(),
  questions: z.array(questionSchema).min(1).max(100).superRefine(refuseWrongReferences),
});
export type Form = z.infer<typeof formSchema>;

/** Forms whose identifier questions ask for one of these types. */
export function formSchemaWith(identifierTypes: readonly Pick<IdentifierType, 'id'>[]) {
  const known = new Set(identifierTypes.map(({ id }) => id));
  return formSchema.superRefine(({ questions }, context) => {
    questions.forEach((question, index) => {
      if (question.type === 'identifier' && !known.has(question.identifierType)) {
        context.addIssue({
          code: 'custom',
          path: ['questions', index, 'identifierType'],
          message: 'is no type of identifiers that is known',
        });
      }
    });
  });
}

function refuseWrongReferences(questions: readonly Question[], context: z.RefinementCtx): void {
  const before = new Map<string, Question>();
  const all = new Set(questions.map(({ id }) => id));
  questions.forEach((question, index) => {
    const refuse = (path: readonly PropertyKey[], message: string) => {
      context.addIssue({ code: 'custom', path: [index, ...path], message });
    };
    if (before.has(question.id)) refuse(['id'], 'is the id of another question');
    for (const { comparison, path } of question.when === undefined ? [] : comparisonsIn(question.when)) {
      const asked = before.get(comparison.question);
      if (asked !== undefined) {
        for (const wrong of wrongValues(comparison, asked))
          refuse(['when', ...path, ...wrong.path], wrong.message);
      } else if (all.has(comparison.question)) {
        refuse(['when', ...path, 'question'], 'must be a question that is asked before this one');
      } else {
        refuse(['when', ...path, 'question'], 'is no question of this form');
      }
    }
    if (!before.has(question.id)) before.set(question.id, question);
  });
}

/** Values that the answer can never have. */
function wrongValues(
  comparison: Comparison,
  asked: Question,
): readonly { readonly path: readonly PropertyKey[]; readonly message: string }[] {
  if (comparison.is === 'answered') return [];
  const values =
    comparison.is === 'equals'
      ? [{ value: comparison.value, path: ['value'] }]
      : comparison.values.map((value, index) => ({ value, path: ['values', index] }));
  switch (asked.type) {
    case 'choice':
    case 'several-choices':
      return values
        .filter(({ value }) => !asked.options.some(({ id }) => id === value))
        .map(({ path }) => ({ path, message: 'is no option of that question' }));
    case 'number':
      return values
        .filter(({ value }) => typeof value !== 'number')
        .map(({ path }) => ({ path, message: 'must be a number, as the answers to that question' }));
    case 'short-text':
    case 'long-text':
    case 'date':
    case 'amount':
    case 'email':
    case 'phone':
    case 'identifier':
    case 'attachment':
      return [
        {
          path: ['question'],
          message: 'has answers that cannot be compared; only whether it is answered counts',
        },
      ];
  }
}
