import { IANAZone } from 'luxon';
import { clipped, type Interval, merged } from '../interval.js';
import { dayMinutes, type DaySpan, endMinutesOf, minutesOf, type Weekday, weekdays } from './clock-time.js';

const minuteMilliseconds = 60_000;
const dayMilliseconds = dayMinutes * minuteMilliseconds;

/** A day of a calendar on the wall. */
export interface LocalDay {
  /** ISO 8601: `2026-11-23`. */
  readonly date: string;
  readonly weekday: Weekday;
}

/**
 * What the days' spans are as moments in time: in order, merged where they touch, and cut to `within`.
 *
 * The spans are what the wall clock of the zone shows. On the days when the clocks change: an hour that does not exist is
 * left out; one that occurs twice belongs to the span both times.
 *
 * @throws RangeError for a zone that nobody knows.
 */
export function intervalsOfDays(
  timeZone: string,
  within: Interval,
  spansOf: (day: LocalDay) => readonly DaySpan[],
): readonly Interval[] {
  const zone = zoneOf(timeZone);
  if (within.from >= within.to) return [];
  const intervals: Interval[] = [];
  // Two days earlier: one for spans that end on the next day, one more since a change of the date line may double a day.
  const firstDay = dayNumberOf(zone, within.from) - 2;
  const lastDay = dayNumberOf(zone, within.to) + 1;
  for (let day = firstDay; day <= lastDay; day += 1) {
    for (const span of spansOf(localDay(day))) {
      const from = momentOf(zone, day, minutesOf(span.from), 'first');
      const to = momentOf(zone, day, endMinutesOf(span), 'last');
      if (from < to) intervals.push({ from, to });
    }
  }
  return clipped(merged(intervals), within);
}

/**
 * The day that the calendar of the zone shows at a moment.
 *
 * @throws RangeError for a zone that nobody knows.
 */
export function localDayAt(timeZone: string, moment: number): LocalDay {
  return localDay(dayNumberOf(zoneOf(timeZone), moment));
}

/** The day a number of days later, or earlier when it is negative. */
export function daysLater(date: string, days: number): LocalDay {
  return localDay(Date.parse(`${date}T00:00:00Z`) / dayMilliseconds + days);
}

function zoneOf(timeZone: string): IANAZone {
  const zone = IANAZone.create(timeZone);
  if (!zone.isValid) throw new RangeError('A time zone is not known.');
  return zone;
}

/** Days since 1970-01-01 on the calendar of the zone, whatever the time there is. */
function dayNumberOf(zone: IANAZone, moment: number): number {
  return Math.floor((moment + zone.offset(moment) * minuteMilliseconds) / dayMilliseconds);
}

function localDay(dayNumber: number): LocalDay {
  // 1970-01-01 was a Thursday.
  const weekday = weekdays[(((dayNumber + 3) % 7) + 7) % 7] ?? 'mon';
  return { date: new Date(dayNumber * dayMilliseconds).toISOString().slice(0, 'yyyy-mm-dd'.length), weekday };
}

/**
 * The moment when the wall clock of the zone first (or last) comes to a time of a day. A time that the clocks skip is the
 * moment of the skip.
 */
function momentOf(zone: IANAZone, dayNumber: number, minutes: number, which: 'first' | 'last'): number {
  // What a clock at UTC would show at this moment; the zone's offset then gives the real one.
  const shown = dayNumber * dayMilliseconds + minutes * minuteMilliseconds;
  const before = zone.offset(shown - dayMilliseconds);
  const after = zone.offset(shown + dayMilliseconds);
  const candidates = [...new Set([before, after])]
    .map((offset) => ({ offset, moment: shown - offset * minuteMilliseconds }))
    .filter(({ offset, moment }) => zone.offset(moment) === offset)
    .map(({ moment }) => moment);
  if (candidates.length > 0) return which === 'first' ? Math.min(...candidates) : Math.max(...candidates);
  return changeBetween(
    zone,
    shown - Math.max(before, after) * minuteMilliseconds,
    shown - Math.min(before, after) * minuteMilliseconds,
  );
}

/** The first moment after `from`, until `to`, at which the zone has another offset. */
function changeBetween(zone: IANAZone, from: number, to: number): number {
  const offset = zone.offset(from);
  let still = from;
  let changed = to;
  while (changed - still > 1) {
    const middle = Math.floor((still + changed) / 2);
    if (zone.offset(middle) === offset) still = middle;
    else changed = middle;
  }
  return changed;
}
