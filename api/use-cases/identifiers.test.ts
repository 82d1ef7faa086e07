import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { incidentIdSchema } from '../../domain/identifiers.js';
import { derivedIdentifier, hashBody, newIdentifier } from './identifiers.js';

describe('identifiers', () => {
  it('are valid, random or derived', () => {
    expect(incidentIdSchema.safeParse(newIdentifier('inc')).success).toBe(true);
    expect(newIdentifier('inc')).not.toBe(newIdentifier('inc'));
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        const id = derivedIdentifier('inc', one, other);
        expect(id).toMatch(/^inc_[a-z2-7]{16}$/);
        expect(derivedIdentifier('inc', one, other)).toBe(id);
      }),
    );
  });

  it('tell apart how the same letters are parted', () => {
    expect(derivedIdentifier('inc', 'ab', 'c')).not.toBe(derivedIdentifier('inc', 'a', 'bc'));
  });
});

describe('the hash of a body (X3)', () => {
  it('does not depend on the order of fields, but on everything else', () => {
    const body = { a: 1, b: { c: [1, 2], d: 'x' } };
    expect(hashBody({ b: { d: 'x', c: [1, 2] }, a: 1 })).toBe(hashBody(body));
    for (const other of [{ ...body, a: 2 }, { a: 1, b: { c: [2, 1], d: 'x' } }, { a: 1 }]) {
      expect(hashBody(other)).not.toBe(hashBody(body));
    }
  });
});
