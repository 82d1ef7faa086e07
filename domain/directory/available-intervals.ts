import { IANAZone } from 'luxon';
import { intervalsOfDays } from '../hours/local-days.js';
import { type Interval, without } from '../interval.js';
import type { ZonedAvailability } from '../organisation/availability.js';
import type { Reachable } from './people.js';

const hourMilliseconds = 3_600_000;

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
 * in order, merged where they touch, and cut to `from` … `from + hours`; {@link intervalsOfDays} says what holds when the
 * clocks change.
 *
 * With a time zone that nobody knows the contact counts as available: a call at the wrong time is better than none.
 */
export function availableIntervals(
  availability: ZonedAvailability,
  from: Date,
  hours: number,
): readonly Interval[] {
  const within = { from: from.getTime(), to: from.getTime() + hours * hourMilliseconds };
  if (!IANAZone.isValidZone(availability.timeZone)) return [within];
  return intervalsOfDays(availability.timeZone, within, ({ weekday }) =>
    availability.weekly.filter(({ days }) => days.includes(weekday)),
  );
}
