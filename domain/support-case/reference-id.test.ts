import { describe, expect, it } from '@jest/globals';
import fastCheck from 'fast-check';
import { parseReferenceId, referenceIdBytes, referenceIdOf } from './reference-id.js';

const bytes = fastCheck.uint8Array({ minLength: referenceIdBytes, maxLength: referenceIdBytes });
const letters = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

describe('a reference ID (C3)', () => {
  it('consists of letters that nobody confuses', () => {
    fastCheck.assert(
      fastCheck.property(bytes, (some) => {
        expect(referenceIdOf(some)).toMatch(/^[2-9A-HJKMNP-Z]{3}-[2-9A-HJKMNP-Z]{3}-[2-9A-HJKMNP-Z]{3}$/);
      }),
    );
  });

  it('is the same for the same bytes, and needs 80 bits', () => {
    const some = Uint8Array.from({ length: 10 }, (_, index) => index * 20);
    expect(referenceIdOf(some)).toBe(referenceIdOf(Uint8Array.from(some)));
    expect(() => referenceIdOf(new Uint8Array(9))).toThrow(RangeError);
  });

  it('uses all letters about equally', () => {
    let seed = 1;
    const next = () => {
      // Numerical Recipes' generator: even enough for counting letters, and the same in every run.
      seed = (seed * 1_664_525 + 1_013_904_223) % 2 ** 32;
      return seed >>> 24;
    };
    const counts = new Map<string, number>();
    for (let made = 0; made < 4000; made += 1) {
      for (const letter of referenceIdOf(Uint8Array.from({ length: 10 }, next)).replaceAll('-', '')) {
        counts.set(letter, (counts.get(letter) ?? 0) + 1);
      }
    }
    expect([...counts.keys()].sort().join('')).toBe(letters);
    const expected = (4000 * 9) / letters.length;
    for (const count of counts.values()) expect(Math.abs(count - expected)).toBeLessThan(expected / 5);
  });

  it('is read in any case and grouping', () => {
    fastCheck.assert(
      fastCheck.property(bytes, (some) => {
        const id = referenceIdOf(some);
        const bare = id.replaceAll('-', '');
        for (const typed of [
          id,
          id.toLowerCase(),
          bare,
          ` ${bare.toLowerCase()} `,
          id.replaceAll('-', ' – '),
          Array.from(bare).join('.'),
        ]) {
          expect(parseReferenceId(typed)).toBe(id);
        }
      }),
    );
  });

  it('shows every wrong letter and every exchange of two', () => {
    const position = fastCheck.nat(8);
    fastCheck.assert(
      fastCheck.property(
        bytes,
        position,
        position,
        fastCheck.constantFrom(...Array.from(letters)),
        (some, at, other, letter) => {
          const right = Array.from(referenceIdOf(some).replaceAll('-', ''));
          const wrong = right.with(at, letter);
          if (right[at] !== letter) expect(parseReferenceId(wrong.join(''))).toBeUndefined();
          const exchanged = right.with(at, right[other] ?? '').with(other, right[at] ?? '');
          if (right[at] !== right[other]) expect(parseReferenceId(exchanged.join(''))).toBeUndefined();
        },
      ),
    );
  });

  it('is not read from other texts', () => {
    expect(
      ['', 'ABC', 'ABC-DEF', 'abc-def-gh0', 'B-2026-000123', 'O1I-L00-000'].map(parseReferenceId),
    ).toEqual(Array.from({ length: 6 }, () => undefined));
  });
});
