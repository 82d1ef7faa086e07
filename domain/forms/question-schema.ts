import { z } from 'zod';
import { textPerLanguageSchema } from '../text-per-language.js';
import type { Condition } from './condition.js';

/** Identifiers within a form: they stand in answers, conditions and JSON pointers. */
const slugSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be lower-case letters, digits and hyphens, and begin with a letter');

const comparedValueSchema = z.union([z.string().min(1).max(100), z.number()]);

const comparisonSchema = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('equals'), question: slugSchema, value: comparedValueSchema }),
  z.strictObject({
    is: z.literal('one-of'),
    question: slugSchema,
    values: z.array(comparedValueSchema).min(1).max(50),
  }),
  z.strictObject({ is: z.literal('answered'), question: slugSchema }),
]);

/** A depth that people still understand; without an end, a hostile body could exhaust the stack. */
const deepest = 3;

function conditionSchemaOf(depth: number): z.ZodType<Condition> {
  if (depth === 0) return comparisonSchema;
  // Named, so that the document tells it once and not in each type of question.
  const inner = conditionSchemaOf(depth - 1);
  return z
    .discriminatedUnion('is', [
      ...comparisonSchema.options,
      z.strictObject({ is: z.literal('and'), conditions: z.array(inner).min(1).max(10) }),
      z.strictObject({ is: z.literal('or'), conditions: z.array(inner).min(1).max(10) }),
      z.strictObject({ is: z.literal('not'), condition: inner }),
    ])
    .meta({ id: `FormCondition${depth}` });
}

const asked = {
  id: slugSchema,
  label: textPerLanguageSchema(200),
  help: textPerLanguageSchema(1000).optional(),
  required: z.boolean(),
  /** Asked only when this holds; else always. */
  when: conditionSchemaOf(deepest).optional(),
};

const optionsSchema = z
  .array(z.strictObject({ id: slugSchema, label: textPerLanguageSchema(200) }))
  .min(2)
  .max(100)
  .superRefine((options, context) => {
    options.forEach(({ id }, index) => {
      if (options.findIndex((other) => other.id === id) < index) {
        context.addIssue({ code: 'custom', path: [index, 'id'], message: 'is the id of another option' });
      }
    });
  });

const characters = (usual: number, most: number) => z.number().int().min(1).max(most).default(usual);

const unrefinedQuestionSchema = z.discriminatedUnion('type', [
  z.strictObject({ ...asked, type: z.literal('short-text'), mostCharacters: characters(200, 500) }),
  z.strictObject({ ...asked, type: z.literal('long-text'), mostCharacters: characters(10_000, 50_000) }),
  z.strictObject({ ...asked, type: z.literal('choice'), options: optionsSchema }),
  z.strictObject({ ...asked, type: z.literal('several-choices'), options: optionsSchema }),
  z.strictObject({ ...asked, type: z.literal('date') }),
  z.strictObject({
    ...asked,
    type: z.literal('amount'),
    /** The currencies that may be chosen (ISO 4217). */
    currencies: z
      .array(z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as EUR'))
      .min(1)
      .max(30),
  }),
  z.strictObject({
    ...asked,
    type: z.literal('number'),
    least: z.number().optional(),
    most: z.number().optional(),
    /** How many digits may stand behind the decimal point. */
    decimals: z.number().int().min(0).max(6).default(0),
  }),
  z.strictObject({ ...asked, type: z.literal('email') }),
  z.strictObject({ ...asked, type: z.literal('phone') }),
  z.strictObject({ ...asked, type: z.literal('identifier'), identifierType: slugSchema }),
  z.strictObject({
    ...asked,
    type: z.literal('attachment'),
    mostFiles: z.number().int().min(1).max(20).default(5),
  }),
]);

/** One question of a form (C2). */
export const questionSchema = unrefinedQuestionSchema.superRefine((question, context) => {
  if (question.type !== 'number') return;
  const { least, most } = question;
  if (least !== undefined && most !== undefined && least > most) {
    context.addIssue({ code: 'custom', path: ['most'], message: 'must be at least least' });
  }
});
export type Question = z.infer<typeof questionSchema>;
export type QuestionType = Question['type'];
