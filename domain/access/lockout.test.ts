import { describe, expect, it } from '@jest/globals';
import { attemptBounds, mostTriesADay } from './lockout.js';

/** How likely somebody who tries all year hits one account. */
function chanceWithinAYear(triesADay: number, chanceOfOneTry: number): number {
  return 1 - (1 - chanceOfOneTry) ** (triesADay * 365);
}

describe('the bounds of guessing (X4)', () => {
  it('let so many guesses through within an hour and a day, and no more', () => {
    const most = Object.entries(attemptBounds).map(([kind, bound]) => {
      const hours = bound.withinSeconds / 3600;
      return [
        kind,
        { anHour: bound.failures * Math.max(1, Math.ceil(1 / hours)), aDay: mostTriesADay(bound) },
      ];
    });
    expect(Object.fromEntries(most)).toEqual({
      'sign-in/account-and-address': { anHour: 20, aDay: 480 },
      'sign-in/account': { anHour: 30, aDay: 720 },
      'sign-in/address': { anHour: 100, aDay: 2_400 },
      'second-factor/account': { anHour: 20, aDay: 480 },
      'second-factor/account-a-day': { anHour: 20, aDay: 20 },
      'password-reset/account': { anHour: 3, aDay: 72 },
      'password-reset/address': { anHour: 20, aDay: 480 },
      'application/address': { anHour: 20, aDay: 480 },
      'application/mailbox': { anHour: 3, aDay: 3 },
      'attachment/account': { anHour: 200, aDay: 4_800 },
      'question/case': { anHour: 20, aDay: 20 },
      'text-reply/number': { anHour: 20, aDay: 20 },
    });
  });

  it('let a year of guesses at a password, from everywhere, hit once in 300 at most', () => {
    const tries = mostTriesADay(attemptBounds['sign-in/account']);
    expect(tries).toBe(720);
    // The weakest password that the rule allows stands for 10^8 guesses.
    expect(chanceWithinAYear(tries, 1e-8)).toBeLessThan(1 / 300);
  });

  it('let a year of guesses at the second factor, by somebody with the password, hit once in forty at most', () => {
    const tries = mostTriesADay(attemptBounds['second-factor/account-a-day']);
    expect(chanceWithinAYear(tries, 3 / 1_000_000)).toBeLessThan(1 / 40);
  });

  it('keep the owner of an account away for an hour at most', () => {
    for (const kind of ['sign-in/account-and-address', 'sign-in/account', 'sign-in/address'] as const) {
      expect(attemptBounds[kind].withinSeconds).toBeLessThanOrEqual(3600);
    }
  });
});
