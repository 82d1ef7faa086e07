import { z } from 'zod';
import { textPerLanguageSchema } from '../text-per-language.js';
import { checkDigitKinds } from './check-digits.js';

const mostCharacters = 40;
const mostVaryingParts = 2;

const partSchema = z.discriminatedUnion('of', [
  z
    .strictObject({
      of: z.enum(['digits', 'letters', 'letters-or-digits']),
      least: z.number().int().min(1).max(mostCharacters),
      most: z.number().int().min(1).max(mostCharacters),
    })
    .refine(({ least, most }) => least <= most, { message: 'must be at least least', path: ['most'] }),
  /** These very characters, e.g. a prefix. */
  z.strictObject({ of: z.literal('text'), text: z.string().regex(/^[A-Z0-9]{1,20}$/) }),
]);
export type IdentifierPart = z.infer<typeof partSchema>;

/**
 * A kind of identifier that partners quote: merchant ID, contract number … (C2, C3).
 *
 * What it looks like is said in parts and not by a regular expression: those who write settings need not know how to, and a
 * careless expression could keep a process busy for ever. So only two parts may vary in length.
 */
export const identifierTypeSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{1,39}$/, 'must be lower-case letters, digits and hyphens'),
  name: textPerLanguageSchema(80),
  parts: z
    .array(partSchema)
    .min(1)
    .max(8)
    .refine(
      (parts) =>
        parts.filter((part) => part.of !== 'text' && part.least !== part.most).length <= mostVaryingParts,
      { message: `may have at most ${mostVaryingParts} parts of varying length` },
    )
    .refine((parts) => parts.reduce((sum, part) => sum + mostOf(part), 0) <= mostCharacters, {
      message: `must be at most ${mostCharacters} characters in all`,
    }),
  checkDigits: z.enum(checkDigitKinds).optional(),
  /** As people write it, with the separators that they know. */
  example: z.string().trim().min(1).max(60),
});
export type IdentifierType = z.infer<typeof identifierTypeSchema>;

function mostOf(part: IdentifierPart): number {
  return part.of === 'text' ? part.text.length : part.most;
}
