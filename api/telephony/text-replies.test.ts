import { describe, expect, it } from '@jest/globals';
import { settings } from '../../db/contact-book/contact-book.fixture.js';
import { createTextReplies, type TextReplies } from './text-replies.js';

const organisationId = 'org_abcdef';
const number = '+4915112345678';

/** Counts what is spent; a day with a cap is full. */
function replies(isFull: boolean) {
  const spent: number[] = [];
  let replied = 0;
  const textReplies = createTextReplies({
    attemptLimits: {
      take: () => {
        replied += 1;
        return Promise.resolve(replied > 3 ? { allowed: false, retryAfterSeconds: 60 } : { allowed: true });
      },
    },
    spending: {
      spend: (_organisation, _day, amount, cap) => {
        if (cap !== undefined && isFull) return Promise.resolve(false);
        spent.push(amount);
        return Promise.resolve(true);
      },
    },
    contactBook: {
      organisation: () =>
        Promise.resolve({
          id: organisationId,
          settings: settings({ dailySpendCap: { amountMinor: 5, currency: 'EUR' } }),
        }),
    },
    prices: { currency: 'EUR', callMinute: 20, text: 10 },
    rules: { own: [], allowedCountries: ['DE'] },
    now: () => 0,
  });
  const admit = (...asked: Parameters<TextReplies['admit']>) => textReplies.admit(...asked);
  return { admit, spent };
}
const reply = { text: 'Thanks.', organisationId, carriesHelp: false } as const;

describe('replies to texts (toll fraud)', () => {
  it('go to no number that would never be texted, not even in a call for help', async () => {
    const { admit, spent } = replies(false);
    for (const to of ['+499001234567', '+36301234567', '+447012345678']) {
      expect(await admit(to, { ...reply, carriesHelp: true })).toBe(false);
    }
    expect(spent).toEqual([]);
  });

  it('count by their parts in the day of the organisation, and are held back by its cap', async () => {
    const { admit, spent } = replies(false);
    expect(await admit(number, { ...reply, text: 'x'.repeat(161) })).toBe(true);
    expect(spent).toEqual([20]);
    expect(await replies(true).admit(number, reply)).toBe(false);
  });

  it('go to a number some times a day only, unless they belong to a call for help', async () => {
    const { admit } = replies(false);
    for (const isAdmitted of [true, true, true, false]) expect(await admit(number, reply)).toBe(isAdmitted);
    expect(await admit(number, { ...reply, carriesHelp: true })).toBe(true);
  });

  it('are counted and never held back by the cap in a call for help', async () => {
    const { admit, spent } = replies(true);
    expect(await admit(number, { ...reply, carriesHelp: true })).toBe(true);
    expect(spent).toEqual([10]);
  });
});
