import { describe, expect, it } from '@jest/globals';
import { fullPace, gentlePace } from './pace.js';

/** Batches that take so long, one after the other. Returns how long each rest behind them was. Milliseconds. */
async function restsBehind(batches: readonly number[]): Promise<readonly number[]> {
  let now = 5_000;
  const rests: number[] = [];
  const pace = gentlePace({
    clock: () => now,
    rest(milliseconds) {
      rests.push(milliseconds);
      now += milliseconds;
      return Promise.resolve();
    },
  });
  for (const batch of batches) {
    now += batch;
    await pace.afterBatch();
  }
  return rests;
}

describe('the pace of deletions (R2)', () => {
  it('leaves three quarters of the time to others', async () => {
    expect(await restsBehind([10, 40, 100])).toEqual([30, 120, 300]);
  });

  it('rests even behind nothing, and never long behind what has waited for others', async () => {
    expect(await restsBehind([0, 30_000, 10])).toEqual([20, 1_000, 30]);
  });

  it('ends where the work is to end, at either pace', async () => {
    const rest = () => Promise.reject(new Error('It is to end.'));
    for (const pace of [gentlePace({ rest, clock: () => 0 }), fullPace({ rest })]) {
      await expect(pace.afterBatch()).rejects.toThrow('It is to end.');
    }
  });
});
