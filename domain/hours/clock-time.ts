import { z } from 'zod';

/** In the order of the week; their position + 1 is the number of ISO 8601. */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

/** A time that a clock on the wall shows; `24:00` is the end of the day. */
export const clockTimeSchema = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'must be a time of day such as 08:30');

/** A stretch of a day by the wall clock. With `nextDay` it ends on the following day. */
export interface DaySpan {
  readonly from: string;
  readonly to: string;
  readonly nextDay?: boolean | undefined;
}

const hourMinutes = 60;
export const dayMinutes = 24 * hourMinutes;

/** Minutes since midnight, as the clock shows them: 24:00 is 1440. */
export function minutesOf(clockTime: string): number {
  const [hours = 0, minutes = 0] = clockTime.split(':').map(Number);
  return hours * hourMinutes + minutes;
}

/** Where a span ends, in minutes since the midnight with which its day begins. */
export function endMinutesOf({ to, nextDay }: DaySpan): number {
  return minutesOf(to) + (nextDay ? dayMinutes : 0);
}
