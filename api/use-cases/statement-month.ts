import { DateTime } from 'luxon';
import { z } from 'zod';
import type { StatementTime } from '../../domain/statements/statement.js';

/** A calendar month, e.g. `2026-11`. */
export const monthSchema = z
  .string()
  .regex(/^(20\d\d|2100)-(0[1-9]|1[0-2])$/, 'must be a month such as 2026-11')
  .meta({ example: '2026-11' });

/**
 * From the first moment of a month to the first of the next, in a time zone. Where the clock is changed at that very
 * midnight, the day begins with the first moment that there is.
 */
export function timeOfMonth(month: string, timeZone: string): StatementTime {
  const begin = DateTime.fromISO(`${month}-01T12:00:00`, { zone: timeZone }).startOf('month');
  return { from: begin.toMillis(), to: begin.plus({ months: 1 }).startOf('month').toMillis() };
}
