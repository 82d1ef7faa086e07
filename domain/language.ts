import { z } from 'zod';

/** The languages of calls, messages and screens (X2). A further one is a locale file in wording/ and an entry here. */
export const languages = ['en', 'de', 'hu'] as const;

export const languageSchema = z.enum(languages);
export type Language = z.infer<typeof languageSchema>;
