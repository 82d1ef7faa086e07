import { describe, expect, it } from '@jest/globals';
import { countedTogether, erasedSince, isToBeTriedAgain, keptTogether, lessThan } from './erasure-report.js';

const count = (collection: string, many: number) => ({ collection, count: many });

describe('what is told of an erasure (R4)', () => {
  it('is counted together, by collection and reason', () => {
    expect(countedTogether([count('b', 1), count('a', 2), count('b', 3), count('c', 0)])).toEqual([
      count('a', 2),
      count('b', 4),
    ]);
    const held = { why: 'held', holdId: 'hld_example001' } as const;
    const inUse = { why: 'in-use' } as const;
    expect(
      keptTogether([
        { ...count('a', 1), because: inUse },
        { ...count('a', 1), because: held },
        { ...count('a', 2), because: inUse },
      ]),
    ).toEqual([
      { ...count('a', 1), because: held },
      { ...count('a', 3), because: inUse },
    ]);
  });

  it('never counts less than nothing', () => {
    expect(lessThan([count('a', 2), count('b', 1)], [count('a', 5)])).toEqual([count('a', 0), count('b', 1)]);
  });

  it('counts of a try that was killed what is missing, whatever has begun to stay or came since', () => {
    const before = { goes: [count('a', 5)], standing: [count('a', 7)] };
    const left = { goes: [count('a', 1)], standing: [count('a', 3)] };
    expect(countedTogether(erasedSince(before, left))).toEqual([count('a', 4)]);
    const heldMeanwhile = { goes: [], standing: [count('a', 7)] };
    expect(countedTogether(erasedSince(before, heldMeanwhile))).toEqual([]);
    const allGone = { goes: [], standing: [] };
    expect(countedTogether(erasedSince(before, allGone))).toEqual([count('a', 5)]);
  });

  it('is to be tried again for what is in use or held, and not for the work of others', () => {
    expect(isToBeTriedAgain([{ ...count('a', 1), because: { why: 'in-use' } }])).toBe(true);
    expect(isToBeTriedAgain([{ ...count('a', 1), because: { why: 'not-theirs-alone' } }])).toBe(false);
  });
});
