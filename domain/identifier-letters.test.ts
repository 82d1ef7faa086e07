import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bytesOf, identifierBytes, lettersOf } from './identifier-letters.js';

describe('the letters of identifiers', () => {
  it('are those of RFC 4648, in lower case', () => {
    expect(lettersOf(Buffer.from('foobarbazz'))).toBe('mzxw6ytbojrgc6t2');
  });

  it('bring back every bit', () => {
    const bytes = fc.uint8Array({ minLength: identifierBytes, maxLength: identifierBytes });
    fc.assert(
      fc.property(bytes, (some) => {
        const text = lettersOf(some);
        expect(text).toMatch(/^[a-z2-7]{16}$/);
        expect(bytesOf(text)).toEqual(Uint8Array.from(some));
      }),
    );
  });

  it('are told from everything else', () => {
    expect(['', 'thedesk', 'mzxw6ytbojrgc6t', 'mzxw6ytbojrgc6t22', 'mzxw6ytbojrgc6t1'].map(bytesOf)).toEqual(
      Array.from({ length: 5 }, () => undefined),
    );
    expect(() => lettersOf(new Uint8Array(9))).toThrow(RangeError);
  });
});
