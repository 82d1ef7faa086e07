import { DateTime } from 'luxon';
import { z } from 'zod';

const periodUnits = ['days', 'months', 'years'] as const;

/** How long data are kept after their use has ended, by the calendar. */
export const retentionPeriodSchema = z
  .strictObject({ count: z.int().min(1).max(1_200), unit: z.enum(periodUnits) })
  .refine(({ count, unit }) => unit !== 'years' || count <= 100, {
    path: ['count'],
    message: 'is more than 100 years',
  })
  .meta({ id: 'RetentionPeriod' });
export type RetentionPeriod = z.infer<typeof retentionPeriodSchema>;

/**
 * The moment from which on data may go whose use ended at another one: the midnight behind the last day of the period, as the
 * calendar of the time zone counts. Whoever is promised a year has it whole, in leap years and when clocks are changed.
 *
 * @param endOfUse epoch milliseconds.
 */
export function endOfPeriod({ count, unit }: RetentionPeriod, endOfUse: number, timeZone: string): number {
  return DateTime.fromMillis(endOfUse, { zone: timeZone })
    .plus({ [unit]: count })
    .plus({ days: 1 })
    .startOf('day')
    .toMillis();
}

/**
 * Nothing whose use ended later can have outlived the period: where to begin to look. What ended before is judged by
 * `endOfPeriod`; the day more is for months that are shorter than others.
 *
 * @param now epoch milliseconds.
 */
export function latestEndOfUse({ count, unit }: RetentionPeriod, now: number, timeZone: string): number {
  return DateTime.fromMillis(now, { zone: timeZone })
    .minus({ [unit]: count })
    .plus({ days: 1 })
    .toMillis();
}

/** Every day of a leap cycle is tried: 365 days are shorter than a year, 12 months are not. */
const daysOfLeapCycle = 1_461;
const anyDay = DateTime.utc(2024, 1, 1);

/** Whether there is a day from which on one period ends before the other. */
export function isShorter(period: RetentionPeriod, than: RetentionPeriod): boolean {
  return Array.from({ length: daysOfLeapCycle }, (_, days) => anyDay.plus({ days })).some(
    (from) => from.plus({ [period.unit]: period.count }) < from.plus({ [than.unit]: than.count }),
  );
}
