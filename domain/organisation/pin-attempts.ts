/** How often a PIN was entered wrongly, over all channels together. Moments are epoch milliseconds. */
export interface PinAttempts {
  /** Tries since the last right one, or since the last lock. */
  readonly tries: number;
  /** How often it was locked since the last right one: each lock lasts twice as long as the one before. */
  readonly locks: number;
  readonly lockedUntil: number;
}

export const noPinAttempts: PinAttempts = { tries: 0, locks: 0, lockedUntil: 0 };

export const triesUntilLock = 5;
const firstLockMilliseconds = 15 * 60_000;
const longestLockMilliseconds = 24 * 3_600_000;

/**
 * Counts a try before it is known whether it is right, so that tries at the same moment cannot be more than allowed: the
 * last allowed one locks, and a right one takes that back.
 *
 * @returns undefined while the PIN is locked: no try is allowed.
 */
export function countTry({ tries, locks, lockedUntil }: PinAttempts, now: number): PinAttempts | undefined {
  if (now < lockedUntil) return undefined;
  if (tries + 1 < triesUntilLock) return { tries: tries + 1, locks, lockedUntil };
  const lock = Math.min(longestLockMilliseconds, firstLockMilliseconds * 2 ** locks);
  return { tries: 0, locks: locks + 1, lockedUntil: now + lock };
}
