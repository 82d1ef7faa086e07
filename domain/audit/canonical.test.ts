import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalText } from './canonical.js';

describe('the canonical text of a document (X5)', () => {
  it('does not depend on the order of fields, nor on absent ones', () => {
    expect(canonicalText({ b: 1, a: { d: [1, 2], c: undefined } })).toBe(
      canonicalText({ a: { d: [1, 2] }, b: 1 }),
    );
  });

  it('tells different contents apart', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        // Minus zero is zero in JSON.
        const isSame = isDeepStrictEqual(JSON.parse(JSON.stringify(one)), JSON.parse(JSON.stringify(other)));
        expect(canonicalText(one) === canonicalText(other)).toBe(isSame);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    [new Date(0), new Date(0).toISOString()],
    [new Date(0), { $date: new Date(0).toISOString() }],
    ['1', 1],
    [null, 'null'],
    [[], {}],
    [['a', 'b'], ['a,b']],
  ])('tells %j and %j apart', (one, other) => {
    expect(canonicalText(one)).not.toBe(canonicalText(other));
  });

  it.each([[undefined], [Number.NaN], [() => 1], [new Map()], [new Date(Number.NaN)]])(
    'refuses what no entry can contain: %p',
    (value) => {
      expect(() => canonicalText(value)).toThrow(TypeError);
    },
  );
});
