import { describe, expect, it } from '@jest/globals';
import { pauseBeforeRetry } from './mail-pause.js';

const hour = 3_600_000;

describe('a mail that no server takes (C5)', () => {
  it('is tried again after pauses that grow, for three days', () => {
    let [age, tries, last] = [0, 0, 0];
    for (let pause = pauseBeforeRetry(age); pause !== undefined; pause = pauseBeforeRetry(age)) {
      expect(pause).toBeGreaterThanOrEqual(last);
      [age, tries, last] = [age + pause, tries + 1, pause];
    }
    expect(age).toBeGreaterThanOrEqual(72 * hour);
    expect(age).toBeLessThan(73 * hour);
    expect(tries).toBeGreaterThan(100);
    expect(tries).toBeLessThan(300);
  });

  it('is tried again soon at first, and never later than in half an hour', () => {
    expect(pauseBeforeRetry(0)).toBe(2_000);
    expect(pauseBeforeRetry(71 * hour)).toBe(hour / 2);
  });
});
