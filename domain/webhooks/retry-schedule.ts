const minute = 60;
const hour = 60 * minute;

/**
 * The pauses between the attempts to deliver one event, in seconds: the schedule that the Standard Webhooks
 * specification recommends ("Deliverability and reliability"). Ten attempts within 75 h 35 min.
 */
export const retryPausesSeconds: readonly number[] = [
  5,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
];

export const attemptsPerDelivery = retryPausesSeconds.length + 1;

/** Attempts of many events that failed together do not come back together. */
const mostJitter = 0.1;

/**
 * How long to wait after an attempt that failed; undefined: it was the last one.
 *
 * @param attempt the number of that attempt, from 1.
 * @param chance from 0 to 1: how much of the jitter is added.
 */
export function pauseAfter(attempt: number, chance: number): number | undefined {
  const pause = retryPausesSeconds[attempt - 1];
  return pause === undefined ? undefined : Math.round(pause * (1 + mostJitter * chance));
}

const longestWishSeconds = 24 * hour;

/** A receiver may ask for a longer pause (`Retry-After`), never for a shorter one, and for a day at most. */
export function respectWish(pauseSeconds: number, wishedSeconds: number | undefined): number {
  return Math.max(pauseSeconds, Math.min(wishedSeconds ?? 0, longestWishSeconds));
}
