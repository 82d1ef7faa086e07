import { z } from 'zod';

/** Keys that answer a status call: part of a code they would be taken for an answer when another key gets lost. */
const answerKeys = /[129]/;

/**
 * What a traveller says, presses or writes who is forced to answer that all is well (I14): it is answered like "OK", and
 * opens a silent incident. Secret: shown to those only who may change settings.
 */
export const duressCodeSchema = z
  .strictObject({
    /** Spoken or written; anything may stand around them. Which words are fit for it, see `duressPhraseErrors`. */
    phrases: z.array(z.string().trim().min(1).max(120)).max(10).default([]),
    /** Pressed one after the other in a status call, or written. */
    keys: z
      .string()
      .regex(/^\d{2,6}$/, 'must be 2 to 6 digits')
      .refine((keys) => !answerKeys.test(keys), 'must not contain 1, 2 or 9, which are answers')
      .optional(),
    /** What the incident begins with. */
    threat: z.enum(['immediate', 'unknown']).default('immediate'),
  })
  .refine(({ phrases, keys }) => phrases.length > 0 || keys !== undefined, 'must have a phrase or keys');
export type DuressCode = z.infer<typeof duressCodeSchema>;
