import { z } from 'zod';
import { moneySchema } from '../escalation/policy.js';
import { attachmentIdSchema } from '../identifiers.js';
import type { IdentifierType } from '../partner-identifiers/identifier-type.js';
import { checkedIdentifier } from '../partner-identifiers/partner-identifier.js';
import { phoneNumberSchema } from '../phone-number.js';
import type { Question } from './question-schema.js';

/** What is answered: texts, dates (ISO 8601), phone numbers and identifiers are strings, in their one form. */
export type Answer =
  string | number | readonly string[] | { readonly amountMinor: number; readonly currency: string };

/**
 * The schema of the answer to one question, whether or not it is asked.
 *
 * @throws RangeError for a type of identifiers that is not known: the form was not checked against these types.
 */
export function answerSchemaOf(
  question: Question,
  identifierTypes: readonly IdentifierType[],
): z.ZodType<Answer> {
  switch (question.type) {
    case 'short-text':
      // A line break would end a header or a line of a list wherever the answer is told.
      return textSchema(question.mostCharacters).refine((text) => !/[\p{Cc}\u2028\u2029]/u.test(text), {
        message: 'must be a single line',
      });
    case 'long-text':
      return textSchema(question.mostCharacters);
    case 'choice':
      return z.enum(
        question.options.map(({ id }) => id),
        { error: 'must be one of the options' },
      );
    case 'several-choices':
      return z
        .array(
          z.enum(
            question.options.map(({ id }) => id),
            { error: 'must be one of the options' },
          ),
        )
        .min(1)
        .refine((chosen) => new Set(chosen).size === chosen.length, { message: 'has an option twice' });
    case 'date':
      return z.iso.date('must be a date such as 2026-11-23');
    case 'amount':
      return moneySchema.refine(({ currency }) => question.currencies.includes(currency), {
        message: `must be one of ${question.currencies.join(', ')}`,
        path: ['currency'],
      });
    case 'number':
      return numberSchema(question);
    case 'email':
      return z.email('must be an e-mail address').max(254);
    case 'phone':
      return phoneNumberSchema;
    case 'identifier':
      return identifierSchema(question.identifierType, identifierTypes);
    case 'attachment':
      return z
        .array(attachmentIdSchema)
        .min(1)
        .max(question.mostFiles)
        .refine((files) => new Set(files).size === files.length, { message: 'has a file twice' });
  }
}

function textSchema(mostCharacters: number) {
  return z.string().trim().min(1, 'must not be empty').max(mostCharacters);
}

function numberSchema({ least, most, decimals }: Extract<Question, { type: 'number' }>) {
  let schema = z.number();
  if (least !== undefined) schema = schema.min(least);
  if (most !== undefined) schema = schema.max(most);
  // By its digits: 1.1 * 10 is no whole number in binary.
  return schema.refine((value) => digitsBehindPoint(value) <= decimals, {
    message:
      decimals === 0
        ? 'must be a whole number'
        : `must have at most ${decimals} digits behind the decimal point`,
  });
}

function digitsBehindPoint(value: number): number {
  const [, digits = '', exponent = '0'] = /^-?\d+(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value)) ?? [];
  return Math.max(0, digits.length - Number(exponent));
}

function identifierSchema(id: string, identifierTypes: readonly IdentifierType[]): z.ZodType<Answer> {
  const type = identifierTypes.find((each) => each.id === id);
  if (type === undefined) throw new RangeError('A form asks for a type of identifiers that is not known.');
  return z
    .string()
    .max(80)
    .transform((text, context) => {
      const checked = checkedIdentifier(type, text);
      if (checked.is === 'right') return checked.value;
      context.addIssue({
        code: 'custom',
        message:
          checked.because === 'form'
            ? `must look like ${type.example}`
            : 'has check digits that do not fit; please look for a typing mistake',
      });
      return z.NEVER;
    });
}
