import { describe, expect, it } from '@jest/globals';
import { attemptsPerDelivery, pauseAfter, respectWish, retryPausesSeconds } from './retry-schedule.js';

describe('the pauses between two attempts', () => {
  it('are those of the specification, over three days (X3)', () => {
    const pauses = Array.from({ length: attemptsPerDelivery }, (_, index) => pauseAfter(index + 1, 0));
    expect(pauses).toEqual([...retryPausesSeconds, undefined]);
    const sum = retryPausesSeconds.reduce((total, pause) => total + pause, 0);
    expect(sum).toBe(75 * 3600 + 35 * 60 + 5);
  });

  it('are lengthened by chance, by a tenth at most', () => {
    expect(pauseAfter(4, 1)).toBe(7920);
    expect(pauseAfter(4, 0.5)).toBe(7560);
  });

  it('can be lengthened by the receiver, up to a day, and never shortened', () => {
    expect(respectWish(300, undefined)).toBe(300);
    expect(respectWish(300, 10)).toBe(300);
    expect(respectWish(300, 3600)).toBe(3600);
    expect(respectWish(300, 1e9)).toBe(86_400);
  });
});
