import { z } from 'zod';
import { clockTimeSchema, weekdays } from '../hours/clock-time.js';
import { timeZoneSchema } from '../time-zone.js';

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
