import { z } from 'zod';
import { timeZoneSchema } from '../time-zone.js';

const clockTimeSchema = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'must be a time of day such as 08:30');

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/**
 * When an internal contact may be called outside life-safety (I6): weekly intervals in the contact's own time zone, or the
 * organisation's where none is given. No availability at all means: at any time.
 */
export const availabilitySchema = z.strictObject({
  timeZone: timeZoneSchema.optional(),
  weekly: z
    .array(
      z
        .strictObject({
          days: z.array(z.enum(weekdays)).min(1).max(7),
          from: clockTimeSchema,
          to: clockTimeSchema,
        })
        .refine((hours) => hours.from < hours.to, { message: 'must end after it begins', path: ['to'] }),
    )
    .min(1)
    .max(50),
});
export type Availability = z.infer<typeof availabilitySchema>;

/** Hours whose time zone is known. */
export type ZonedAvailability = Availability & { readonly timeZone: string };
