import { IANAZone } from 'luxon';
import { intervalsOfDays } from '../hours/local-days.js';
import { openIntervals } from '../hours/open-intervals.js';
import type { OpeningHours } from '../hours/opening-hours.js';
import { type Interval, isWithin, without } from '../interval.js';
import type { ZonedAvailability } from '../organisation/availability.js';
import type { Reachable } from './people.js';

const hourMilliseconds = 3_600_000;

/**
 * When somebody may be called in the coming hours: a provider when it is open, anybody else in their weekly hours but for
 * their absences. Undefined: at any time.
 */
export function whenAvailable(
  { availability, absences = [], hours: opening }: Pick<Reachable, 'availability' | 'absences' | 'hours'>,
  from: Date,
  hours: number,
): readonly Interval[] | undefined {
  const all = { from: from.getTime(), to: from.getTime() + hours * hourMilliseconds };
  if (opening !== undefined) return openIn(opening, all);
  const away = absences.filter((absence) => absence.from < all.to && all.from < absence.to);
  if (availability === undefined && away.length === 0) return undefined;
  return without(availability === undefined ? [all] : availableIntervals(availability, from, hours), away);
}

/** Whether somebody may be called at a moment (epoch milliseconds). */
export function isAvailable(
  person: Pick<Reachable, 'availability' | 'absences' | 'hours'>,
  moment: number,
): boolean {
  const available = whenAvailable(person, new Date(moment), 1);
  return available === undefined || isWithin(available, moment);
}

/** As contacts: with a time zone that nobody knows a provider counts as open. */
function openIn(hours: OpeningHours, within: Interval): readonly Interval[] {
  return IANAZone.isValidZone(hours.timeZone) ? openIntervals(hours, within.from, within.to) : [within];
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
