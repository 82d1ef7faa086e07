import { describe, expect, it } from '@jest/globals';
import { noticeKinds } from '../timeline.js';
import { capIn, costOf, furtherMinutes, noticeBypassesCap, type Prices } from './spending.js';

const prices: Prices = { currency: 'EUR', callMinute: 20, text: 9 };

describe('what calls and texts are reckoned to cost (security rules)', () => {
  it('counts begun minutes and texts', () => {
    expect(costOf({ for: 'call', minutes: 3 }, prices)).toBe(60);
    expect(costOf({ for: 'text', texts: 2 }, prices)).toBe(18);
  });

  it.each([
    [0, 0],
    [60, 0],
    [61, 1],
    [180, 2],
  ])('has after %d seconds %d minutes beyond the one that was counted', (seconds, minutes) => {
    expect(furtherMinutes(seconds)).toBe(minutes);
  });

  it('compares a cap only in its own currency', () => {
    expect(capIn(prices, { amountMinor: 500, currency: 'EUR' })).toBe(500);
    expect(capIn(prices, { amountMinor: 500, currency: 'HUF' })).toBeUndefined();
    expect(capIn(prices, undefined)).toBeUndefined();
  });
});

describe('what bypasses the cap of the day (security rules)', () => {
  it('is what carries a call for help on, and nothing that only tells how it went', () => {
    expect(noticeKinds.filter(noticeBypassesCap)).toEqual([
      'incident-reported',
      'nobody-to-call',
      'override-fired',
      'ratification-asked',
      'approval-asked',
    ]);
  });
});
