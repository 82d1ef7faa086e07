import { clipped, type Interval } from '../interval.js';

/**
 * The opening hours of a stretch of time, computed before: within it, it is open in these intervals (in order, apart from
 * each other) and closed between them; nothing is known of the time before and after. Workflows get them from an activity,
 * since the arithmetic of time zones and holidays changes with the tables of the machine.
 */
export interface KnownHours extends Interval {
  readonly open: readonly Interval[];
  /** Of the hours that they were computed from; absent: nobody has said. */
  readonly revision?: string;
}

/** The known hours do not reach far enough. Whoever asks gets hours of at least this stretch, and asks again. */
export interface HoursNeeded {
  readonly is: 'hours-needed';
  readonly from: number;
  /** The earliest moment at which the answer can lie: hours until then may still be too few, fewer certainly are. */
  readonly to: number;
}

export type BusinessMoment = { readonly is: 'known'; readonly at: number } | HoursNeeded;
export type BusinessDuration = { readonly is: 'known'; readonly duration: number } | HoursNeeded;

/**
 * The earliest moment at which it has been open for a duration (milliseconds) since `from`: eight hours from 9:00 on a day
 * that closes at 17:00 are 17:00, not the next morning. No duration is `from` itself, open or closed.
 *
 * @throws RangeError for a negative duration.
 */
export function addBusinessTime(hours: KnownHours, from: number, duration: number): BusinessMoment {
  if (!(duration >= 0)) throw new RangeError('A duration is not negative.');
  if (duration === 0) return { is: 'known', at: from };
  if (from < hours.from) return { is: 'hours-needed', from, to: from + duration };
  let missing = duration;
  for (const interval of clipped(hours.open, { from, to: hours.to })) {
    const length = interval.to - interval.from;
    if (missing <= length) return { is: 'known', at: interval.from + missing };
    missing -= length;
  }
  return { is: 'hours-needed', from, to: Math.max(from, hours.to) + missing };
}

/** How long it is open from one moment to another (milliseconds); 0 when the second is not later. */
export function businessTimeBetween(hours: KnownHours, from: number, to: number): BusinessDuration {
  if (to <= from) return { is: 'known', duration: 0 };
  if (from < hours.from || to > hours.to) return { is: 'hours-needed', from, to };
  const parts = clipped(hours.open, { from, to });
  return { is: 'known', duration: parts.reduce((sum, part) => sum + part.to - part.from, 0) };
}
