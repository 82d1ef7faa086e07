import { describe, expect, it } from '@jest/globals';
import { countTry, noPinAttempts, type PinAttempts } from './pin-attempts.js';

const minute = 60_000;

/** Tries as soon as it is allowed, so many times, and returns the moments at which it was. */
function momentsOfTries(count: number): number[] {
  const moments: number[] = [];
  let now = 0;
  let attempts: PinAttempts = noPinAttempts;
  while (moments.length < count) {
    const counted = countTry(attempts, now);
    if (counted === undefined) {
      now = attempts.lockedUntil;
    } else {
      moments.push(now);
      attempts = counted;
    }
  }
  return moments;
}

describe('guessing a PIN (I9, security rules)', () => {
  it('is locked after five tries, each time twice as long, at the most for a day', () => {
    const locks = momentsOfTries(60).filter((_moment, index) => index % 5 === 0);
    const pauses = locks.slice(1).map((moment, index) => (moment - (locks[index] ?? 0)) / minute);
    expect(pauses).toEqual([15, 30, 60, 120, 240, 480, 960, 1440, 1440, 1440, 1440]);
  });

  it('has fifteen tries in the first hour, thirty-five on the first day, then five a day', () => {
    const hour = 60 * minute;
    const moments = momentsOfTries(400);
    const within = (from: number, until: number) =>
      moments.filter((moment) => moment >= from && moment < until).length;
    expect(within(0, hour)).toBe(15);
    expect(within(0, 24 * hour)).toBe(35);
    for (let day = 2; day < 30; day += 1) expect(within(day * 24 * hour, (day + 1) * 24 * hour)).toBe(5);
  });

  it('has in a month not even two hundred tries', () => {
    const month = 30 * 24 * 60 * minute;
    expect(momentsOfTries(400).filter((moment) => moment < month).length).toBeLessThan(200);
  });

  it('allows nothing while it is locked, and does not make the lock longer', () => {
    const locked: PinAttempts = { tries: 0, locks: 1, lockedUntil: 100 };
    expect(countTry(locked, 99)).toBeUndefined();
    expect(countTry(locked, 100)).toEqual({ tries: 1, locks: 1, lockedUntil: 100 });
  });
});
