import { targetKey } from '../target.js';
import type { Skip } from '../timeline.js';
import type { Roster } from './roster.js';

/** A round in which nobody could be asked is repeated after so long at the latest: somebody may have been saved meanwhile. */
export const longestLookAway = 60_000;
/** The same where nobody can ever be saved: nothing is missed. */
export const pauseForGood = 15 * 60_000;

/**
 * Rounds begin at least so far apart, in milliseconds: where nothing is paused and every call fails at once, they would
 * follow each other as fast as the machine can, to nobody's use.
 */
export const leastRoundDistance = 1_000;

/** The pause behind a round in which somebody was asked, in milliseconds. */
export function pauseAfterRound(delaySeconds: number): number {
  return delaySeconds * 1000;
}

/**
 * The same, and never so short that the next round begins sooner than the least distance allows. Milliseconds.
 *
 * @param lasted how long the round has lasted, in milliseconds.
 */
export function pauseKeepingDistance(delaySeconds: number, lasted: number): number {
  return Math.max(pauseAfterRound(delaySeconds), leastRoundDistance - lasted);
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
