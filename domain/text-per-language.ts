import { z } from 'zod';

/** A text that people read, in each of the languages (X2): none may be missing. */
export function textPerLanguageSchema(mostCharacters: number) {
  const text = z.string().trim().min(1).max(mostCharacters);
  return z.strictObject({ en: text, de: text, hu: text });
}
export type TextPerLanguage = z.infer<ReturnType<typeof textPerLanguageSchema>>;
