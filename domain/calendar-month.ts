import { DateTime } from 'luxon';
import { z } from 'zod';

/** A calendar month, e.g. `2026-11`. */
export const monthSchema = z
  .string()
  .regex(/^(20\d\d|2100)-(0[1-9]|1[0-2])$/, 'must be a month such as 2026-11')
  .meta({ example: '2026-11' });

/** A time, its end excluded; epoch milliseconds. */
export interface MonthTime {
  readonly from: number;
  readonly to: number;
}

/**
 * From the first moment of a month to the first of the next, in a time zone. Where the clock is changed at that very
 * midnight, the day begins with the first moment that there is.
 */
export function timeOfMonth(month: string, timeZone: string): MonthTime {
  const begin = DateTime.fromISO(`${month}-01T12:00:00`, { zone: timeZone }).startOf('month');
  return { from: begin.toMillis(), to: begin.plus({ months: 1 }).startOf('month').toMillis() };
}

/** The month that a moment (epoch milliseconds) falls into, in a time zone. */
export function monthOf(moment: number, timeZone: string): string {
  return DateTime.fromMillis(moment, { zone: timeZone, locale: 'en' }).toFormat('yyyy-MM');
}

/** The month so many months later, or earlier where the number is negative. */
export function monthAfter(month: string, count: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const months = year * 12 + (number - 1) + count;
  return `${String(Math.floor(months / 12)).padStart(4, '0')}-${String((months % 12) + 1).padStart(2, '0')}`;
}

/** All months from the one to the other, both included; none where they are the wrong way round. */
export function monthsBetween(from: string, to: string): readonly string[] {
  const months: string[] = [];
  for (let month = from; month <= to; month = monthAfter(month, 1)) months.push(month);
  return months;
}
