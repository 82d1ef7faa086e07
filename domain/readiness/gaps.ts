import { whenAvailable } from '../directory/available-intervals.js';
import type { Reachable } from '../directory/people.js';
import { isWithin, without, type Interval } from '../interval.js';
import type { Finding, FindingCode } from './finding.js';

const hourMilliseconds = 3_600_000;

export function stretch(from: number, hours: number): Interval {
  return { from, to: from + hours * hourMilliseconds };
}

/** When nobody is there. */
export function gapsIn(within: Interval, people: readonly (readonly Interval[])[]): readonly Interval[] {
  return without([within], people.flat());
}

/** When none of these people may be called, in so many hours from a moment on. */
export function gapsBetween(people: readonly Reachable[], at: number, hours: number): readonly Interval[] {
  const within = stretch(at, hours);
  return gapsIn(
    within,
    people.map((person) => whenAvailable(person, new Date(at), hours) ?? [within]),
  );
}

/** A gap that has begun is a warning; those that come are told together. */
export function gapFindings(
  gaps: readonly Interval[],
  at: number,
  about: Pick<Finding, 'path' | 'who'>,
  codes: { readonly now: FindingCode; readonly later: FindingCode },
): readonly Finding[] {
  const now = gaps.find((gap) => isWithin([gap], at));
  const later = gaps.filter((gap) => gap !== now);
  const [next] = later;
  return [
    ...(now === undefined
      ? []
      : [{ severity: 'warning', code: codes.now, ...about, interval: now } as const]),
    ...(next === undefined
      ? []
      : [{ severity: 'note', code: codes.later, ...about, interval: next, times: later.length } as const]),
  ];
}
