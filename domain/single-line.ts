import { z } from 'zod';

/**
 * A text without line breaks and other control characters, which would end a header or a line of a list wherever the text
 * is told.
 */
export function singleLineSchema(mostCharacters: number) {
  return z
    .string()
    .trim()
    .min(1)
    .max(mostCharacters)
    .refine((text) => !/[\p{Cc}\u2028\u2029]/u.test(text), { message: 'must be a single line' });
}
