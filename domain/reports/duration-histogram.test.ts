import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { histogramOf, mergeHistograms, noDurations, quantile, relativeError } from './duration-histogram.js';

/** From nothing to a year, most of them short as in life. */
const durations = fc.array(
  fc.oneof(fc.nat({ max: 600_000 }), fc.nat({ max: 31_622_400_000 }), fc.integer({ min: -5000, max: 0 })),
  { maxLength: 200 },
);
const parts = fc.constantFrom(0, 0.1, 0.5, 0.9, 0.99, 1);

/** The same by looking at all of them. */
function exactQuantile(values: readonly number[], part: number): number {
  const sorted = values.map((value) => Math.max(0, value)).sort((one, other) => one - other);
  return sorted[Math.max(1, Math.ceil(part * sorted.length)) - 1] ?? Number.NaN;
}

describe('a histogram of durations (R3)', () => {
  it('tells every quantile within its relative error', () => {
    fc.assert(
      fc.property(durations, parts, (values, part) => {
        const told = quantile(histogramOf(values), part);
        if (values.length === 0) {
          expect(told).toBeUndefined();
          return;
        }
        const exact = exactQuantile(values, part);
        // A bucket's border is a logarithm, which is rounded: a hair beyond the error is none.
        expect(Math.abs((told ?? Number.NaN) - exact)).toBeLessThanOrEqual(exact * (relativeError + 1e-9));
      }),
    );
  });

  it('is the same, whether two times are counted together or merged, in whatever order', () => {
    fc.assert(
      fc.property(durations, durations, durations, (one, two, three) => {
        const [first, second, third] = [one, two, three].map(histogramOf);
        const together = histogramOf([...one, ...two, ...three]);
        const or = (histogram = noDurations) => histogram;
        expect(mergeHistograms(mergeHistograms(or(first), or(second)), or(third))).toEqual(together);
        expect(mergeHistograms(or(third), mergeHistograms(or(second), or(first)))).toEqual(together);
        expect(mergeHistograms(noDurations, together)).toEqual(together);
      }),
    );
  });

  it('never tells more than the longest, and takes what ended before it began for nothing', () => {
    expect(quantile(histogramOf([1000]), 0.5)).toBeLessThanOrEqual(1000);
    expect(quantile(histogramOf([-20]), 1)).toBe(0);
    expect(histogramOf([-20]).longest).toBe(0);
  });

  it('has no more buckets for a million calls than for a few hundred', () => {
    const many = Array.from({ length: 100_000 }, (_, index) => 1 + ((index * 7_919) % 31_536_000) * 1000);
    expect(histogramOf(many).buckets.length).toBeLessThan(1300);
  });
});
