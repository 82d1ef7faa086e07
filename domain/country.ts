import { z } from 'zod';

const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

/** A country by its ISO 3166 code, e.g. `HU`. */
export const countrySchema = z
  .string()
  .regex(/^[A-Z]{2}$/, 'must be an ISO 3166 code such as DE')
  .refine((code) => code !== 'ZZ' && isRegion(code), { message: 'is no country' });

function isRegion(code: string): boolean {
  try {
    return names.of(code) !== undefined;
  } catch {
    return false;
  }
}
