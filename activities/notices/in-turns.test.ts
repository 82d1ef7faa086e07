import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { inTurns } from './in-turns.js';

describe('work in turns', () => {
  it('does everything once, never more at a time than allowed, and answers in order', async () => {
    let atWork = 0;
    let most = 0;
    const items = Array.from({ length: 23 }, (_, index) => index);
    const answers = await inTurns(items, 4, async (item) => {
      atWork += 1;
      most = Math.max(most, atWork);
      await pause(item % 3);
      atWork -= 1;
      return item * 2;
    });
    expect(answers).toEqual(items.map((item) => item * 2));
    expect(most).toBe(4);
  });

  it('has nothing to do for nobody', async () => {
    expect(await inTurns([], 4, () => Promise.reject(new Error('never')))).toEqual([]);
  });
});
