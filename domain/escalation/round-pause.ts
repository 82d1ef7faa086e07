import { targetKey } from '../target.js';
import type { Skip } from '../timeline.js';
import type { Roster } from './roster.js';

/** A round in which nobody could be asked is repeated after so long at the latest: somebody may have been saved meanwhile. */
export const longestLookAway = 60_000;
/** The same where nobody can ever be saved: nothing is missed. */
export const pauseForGood = 15 * 60_000;

/** The pause behind a round in which somebody was asked, in milliseconds. */
export function pauseAfterRound(delaySeconds: number): number {
  return delaySeconds * 1000;
}

/**
 * The pause behind a round in which there was nobody to ask: until somebody becomes available, and never so short that it
 * runs hot. Milliseconds, as is `longest`.
 */
export function pauseAfterEmptyRound(
  now: number,
  availableFrom: number | undefined,
  longest = longestLookAway,
): number {
  return availableFrom === undefined ? longest : Math.min(longest, availableFrom - now);
}

/** When the first of those who were passed over because of their hours can be called; undefined: nobody can tell. */
export function nextAvailability(roster: Roster, skips: readonly Skip[], now: number): number | undefined {
  const unavailable = new Set(
    skips.filter(({ reason }) => reason === 'unavailable').map(({ target }) => targetKey(target)),
  );
  const begins = roster
    .filter(({ target }) => unavailable.has(targetKey(target)))
    .flatMap(({ available = [] }) => available.map(({ from }) => from))
    .filter((from) => from > now);
  return begins.length === 0 ? undefined : Math.min(...begins);
}
