import { DateTime, IANAZone } from 'luxon';
import { type Interval, without } from '../interval.js';
import type { ZonedAvailability } from '../organisation/availability.js';
import { weekdays } from '../organisation/availability.js';
import type { Reachable } from './people.js';

const hourMilliseconds = 3_600_000;
const dayHours = 24;

/**
 * When somebody may be called in the coming hours: their weekly hours but for their absences. Undefined: at any time.
 */
export function whenAvailable(
  { availability, absences = [] }: Pick<Reachable, 'availability' | 'absences'>,
  from: Date,
  hours: number,
): readonly Interval[] | undefined {
  const all = { from: from.getTime(), to: from.getTime() + hours * hourMilliseconds };
  const away = absences.filter((absence) => absence.from < all.to && all.from < absence.to);
  if (availability === undefined && away.length === 0) return undefined;
  return without(availability === undefined ? [all] : availableIntervals(availability, from, hours), away);
}

/**
 * When a contact may be called in the coming hours: the weekly hours of the contact's own time zone as moments in time,
 * in order, merged where they touch, and cut to `from` … `from + hours`.
 *
 * The hours are those the wall clock shows. On the days when the clocks change: an hour that does not exist is left out;
 * one that occurs twice belongs to the contact's hours both times.
 *
 * With a time zone that nobody knows the contact counts as available: a call at the wrong time is better than none.
 */
export function availableIntervals(availability: ZonedAvailability, from: Date, hours: number): Interval[] {
  const begin = from.getTime();
  const end = begin + hours * hourMilliseconds;
  const zone = IANAZone.create(availability.timeZone);
  if (!zone.isValid) return [{ from: begin, to: end }];
  const intervals: Interval[] = [];
  // The day before is asked too: a day may be longer than 24 hours.
  let day = DateTime.fromMillis(begin, { zone }).startOf('day').minus({ days: 1 });
  const lastDay = DateTime.fromMillis(end, { zone }).endOf('day');
  while (day <= lastDay) {
    for (const { days, from: opens, to: closes } of availability.weekly) {
      if (!days.some((name) => weekdays.indexOf(name) + 1 === day.weekday)) continue;
      const start = Math.max(begin, momentOf(day, opens, zone, 'first'));
      const stop = Math.min(end, momentOf(day, closes, zone, 'last'));
      if (start < stop) intervals.push({ from: start, to: stop });
    }
    day = day.plus({ days: 1 });
  }
  return merge(intervals);
}

function merge(intervals: readonly Interval[]): Interval[] {
  const merged: Interval[] = [];
  for (const next of [...intervals].sort((one, other) => one.from - other.from)) {
    const last = merged.at(-1);
    if (last && next.from <= last.to) {
      merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, next.to) };
    } else {
      merged.push(next);
    }
  }
  return merged;
}

/**
 * The moment when the wall clock of the zone first (or last) comes to a time of a day. A time that the clocks skip is the
 * moment of the skip.
 */
function momentOf(day: DateTime, clockTime: string, zone: IANAZone, which: 'first' | 'last'): number {
  const [hour = 0, minute = 0] = clockTime.split(':').map(Number);
  const { year, month, day: dayOfMonth } = hour === dayHours ? day.plus({ days: 1 }) : day;
  // What a clock at UTC would show at this moment; the zone's offset then gives the real one.
  const shown = Date.UTC(year, month - 1, dayOfMonth, hour % dayHours, minute);
  const before = zone.offset(shown - dayHours * hourMilliseconds);
  const after = zone.offset(shown + dayHours * hourMilliseconds);
  const candidates = [...new Set([before, after])]
    .map((offset) => ({ offset, moment: shown - offset * 60_000 }))
    .filter(({ offset, moment }) => zone.offset(moment) === offset)
    .map(({ moment }) => moment);
  if (candidates.length > 0) return which === 'first' ? Math.min(...candidates) : Math.max(...candidates);
  return changeBetween(
    zone,
    shown - Math.max(before, after) * 60_000,
    shown - Math.min(before, after) * 60_000,
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
