import { z } from 'zod';
import { openingHoursSchema } from '../hours/opening-hours.js';
import { contactIdSchema } from '../identifiers.js';
import { languageSchema, type Language } from '../language.js';
import { phoneNumberSchema } from '../phone-number.js';
import { timeZoneSchema } from '../time-zone.js';

/** How anybody in an organisation's settings is reached. */
export const reachableShape = {
  id: contactIdSchema.optional(),
  name: z.string().trim().min(1).max(120),
  phones: z.array(phoneNumberSchema).max(5).default([]),
  email: z.email().max(254).optional(),
};

/** When a provider answers, by the wall clock of its own time zone, or the organisation's where none is given (E1, E2). */
export const providerHoursSchema = openingHoursSchema.extend({ timeZone: timeZoneSchema.optional() });
export type ProviderHours = z.infer<typeof providerHoursSchema>;

/** By the codes of ISO 639, whether Beistand speaks them or not. */
const spokenLanguagesSchema = z
  .array(z.string().regex(/^[a-z]{2,3}$/, 'must be a code of ISO 639 such as fr'))
  .min(1)
  .max(20)
  .refine((codes) => new Set(codes).size === codes.length, 'must name each language once');

/**
 * A provider is a line that somebody answers (E1, E2): around the clock, unless it has hours. Outside them it is passed over
 * at once, but for a danger to life.
 */
export const providerSchema = z.strictObject({
  ...reachableShape,
  phones: z.array(phoneNumberSchema).min(1).max(5),
  hours: providerHoursSchema.optional(),
  /** Which languages they speak there, the preferred one first; absent: the organisation's. */
  languages: spokenLanguagesSchema.optional(),
});

const known = new Map<string, Language>(languageSchema.options.map((language) => [language, language]));

/** In which language a provider is called: the first of theirs that we speak, else English (E1). */
export function providerLanguage(
  spoken: readonly string[] | undefined,
  organisationLanguage: Language,
): Language {
  if (spoken === undefined) return organisationLanguage;
  return spoken.map((code) => known.get(code)).find((language) => language !== undefined) ?? 'en';
}
