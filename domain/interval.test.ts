import { describe, expect, it } from '@jest/globals';
import fastCheck from 'fast-check';
import { clipped, isWithin, merged, without } from './interval.js';

const intervalsArbitrary = fastCheck
  .uniqueArray(fastCheck.integer({ min: 0, max: 60 }), { maxLength: 12 })
  .map((moments) => {
    const sorted = [...moments].sort((one, other) => one - other);
    return sorted.flatMap((from, index) => {
      const to = sorted[index + 1];
      return index % 2 === 0 && to !== undefined ? [{ from, to }] : [];
    });
  });

const anyIntervals = fastCheck.array(
  fastCheck.tuple(fastCheck.nat(60), fastCheck.integer({ min: 1, max: 20 })).map(([from, length]) => ({
    from,
    to: from + length,
  })),
  { maxLength: 6 },
);

describe('taking times away', () => {
  it('leaves exactly the moments of the first that are in none of the others', () => {
    fastCheck.assert(
      fastCheck.property(intervalsArbitrary, anyIntervals, (intervals, taken) => {
        const left = without(intervals, taken);
        for (let moment = 0; moment < 90; moment += 1) {
          expect(isWithin(left, moment)).toBe(isWithin(intervals, moment) && !isWithin(taken, moment));
        }
        expect(left.every(({ from, to }) => from < to)).toBe(true);
      }),
    );
  });
});

describe('merging', () => {
  it('keeps exactly the moments, in order and with a gap between any two', () => {
    fastCheck.assert(
      fastCheck.property(anyIntervals, (intervals) => {
        const result = merged(intervals);
        for (let moment = 0; moment < 90; moment += 1) {
          expect(isWithin(result, moment)).toBe(isWithin(intervals, moment));
        }
        expect(result.every(({ from }, index) => from > (result[index - 1]?.to ?? -1))).toBe(true);
      }),
    );
  });
});

describe('clipping', () => {
  it('leaves exactly the moments within', () => {
    fastCheck.assert(
      fastCheck.property(
        intervalsArbitrary,
        fastCheck.nat(60),
        fastCheck.nat(60),
        (intervals, from, length) => {
          const within = { from, to: from + length };
          const result = clipped(intervals, within);
          for (let moment = 0; moment < 130; moment += 1) {
            expect(isWithin(result, moment)).toBe(isWithin(intervals, moment) && isWithin([within], moment));
          }
          expect(result.every((part) => part.from < part.to)).toBe(true);
        },
      ),
    );
  });
});
