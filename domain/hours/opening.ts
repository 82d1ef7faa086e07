import { isWithin } from '../interval.js';
import { openIntervals } from './open-intervals.js';
import type { OpeningHours } from './opening-hours.js';

const dayMilliseconds = 86_400_000;

/** Most answers lie within days; the last window is longer than a year, so that every yearly exception has been seen. */
const windowsDays = [4, 30, 400] as const;

/** Whether it is open at a moment (epoch milliseconds). */
export function isOpen(hours: OpeningHours, moment: number): boolean {
  return isWithin(openIntervals(hours, moment, moment + 1), moment);
}

/** The first moment from `moment` on at which it is open: `moment` itself when it is; undefined: not within 400 days. */
export function nextOpening(hours: OpeningHours, moment: number): number | undefined {
  for (const days of windowsDays) {
    const [first] = openIntervals(hours, moment, moment + days * dayMilliseconds);
    if (first !== undefined) return first.from;
  }
  return undefined;
}

/** The first moment from `moment` on at which it is closed: `moment` itself when it is; undefined: not within 400 days. */
export function nextClosing(hours: OpeningHours, moment: number): number | undefined {
  for (const days of windowsDays) {
    const end = moment + days * dayMilliseconds;
    const [first] = openIntervals(hours, moment, end);
    if (first === undefined || first.from > moment) return moment;
    if (first.to < end) return first.to;
  }
  return undefined;
}
