import { z } from 'zod';

const momentSchema = z.iso.datetime({ offset: true });

/** A time in which somebody cannot be reached, e.g. a holiday; it counts beside the weekly hours (I6). */
export const absenceSchema = z
  .strictObject({
    from: momentSchema,
    /** The first moment at which they are back. */
    until: momentSchema,
    note: z.string().trim().min(1).max(200).optional(),
  })
  .refine(({ from, until }) => Date.parse(from) < Date.parse(until), {
    message: 'must be later than from',
    path: ['until'],
  });
export type Absence = z.infer<typeof absenceSchema>;

export const absencesSchema = z.array(absenceSchema).max(50).optional();
