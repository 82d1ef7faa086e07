import { isWithin } from '../interval.js';
import type { Roster } from './roster.js';

/**
 * The pause before people are asked again who need not hurry, in seconds: the usual one, or less where somebody who may not
 * be called now may be before. Else a round that falls into the night once would do so for ever.
 *
 * @param now epoch milliseconds.
 */
export function unhurriedPause(roster: Roster, usualSeconds: number, now: number): number {
  const beginnings = roster.flatMap(({ available }) => {
    if (available === undefined || isWithin(available, now)) return [];
    return available.flatMap(({ from }) => (from > now ? [(from - now) / 1000] : []));
  });
  return Math.min(usualSeconds, ...beginnings);
}
