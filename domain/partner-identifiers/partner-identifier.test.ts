import { describe, expect, it } from '@jest/globals';
import fastCheck from 'fast-check';
import { hasRightCheckDigits } from './check-digits.js';
import { defaultIdentifierTypes } from './default-identifier-types.js';
import type { IdentifierType } from './identifier-type.js';
import { checkedIdentifier, identifierSearchToken, normalisedIdentifier } from './partner-identifier.js';

const name = { en: 'Number', de: 'Nummer', hu: 'Szám' };
const contract: IdentifierType = {
  id: 'contract',
  name,
  parts: [
    { of: 'text', text: 'VN' },
    { of: 'digits', least: 4, most: 8 },
    { of: 'letters', least: 1, most: 1 },
  ],
  example: 'VN 1234 A',
};

describe('an identifier that partners quote (C3)', () => {
  it.each(['VN1234A', 'vn 1234 a', ' VN-1234–A ', 'VN.1234/A', 'ＶＮ１２３４Ａ', "vn'1234_a", 'VN 12 34 A'])(
    'is the same however it is written: %s',
    (text) => {
      expect(checkedIdentifier(contract, text)).toEqual({ is: 'right', value: 'VN1234A' });
      expect(identifierSearchToken(text)).toBe('vn1234a');
    },
  );

  it.each([
    '',
    'VN123A',
    'VN123456789A',
    'XN1234A',
    'VN1234',
    'VN1234AB',
    'VN1234A\nVN1234A',
    'VN1234A!',
    `${' '.repeat(90)}VN1234A`,
  ])('has the form of its type, which %j has not', (text) => {
    expect(checkedIdentifier(contract, text)).toEqual({ is: 'wrong', because: 'form' });
  });

  it('is checked by its check digits where it has some', () => {
    const card: IdentifierType = {
      ...contract,
      parts: [{ of: 'digits', least: 12, most: 19 }],
      checkDigits: 'luhn',
    };
    expect(checkedIdentifier(card, '4539 1488 0343 6467')).toEqual({
      is: 'right',
      value: '4539148803436467',
    });
    expect(checkedIdentifier(card, '4539 1488 0343 6476')).toEqual({ is: 'wrong', because: 'check-digits' });
  });

  it('keeps its normalised form when it is normalised again', () => {
    fastCheck.assert(
      fastCheck.property(fastCheck.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        const once = normalisedIdentifier(text);
        expect(normalisedIdentifier(once).startsWith(once.slice(0, 40))).toBe(true);
      }),
    );
  });
});

describe('check digits', () => {
  it('by Luhn are those of ISO/IEC 7812', () => {
    expect(['79927398713', '00', '18'].map((value) => hasRightCheckDigits(value, 'luhn'))).toEqual([
      true,
      true,
      true,
    ]);
    expect(
      ['79927398710', '7', '', '7992739871A'].map((value) => hasRightCheckDigits(value, 'luhn')),
    ).toEqual([false, false, false, false]);
  });

  it('by MOD 97-10 are those of ISO/IEC 7064', () => {
    // A legal entity identifier (ISO 17442) ends with such digits.
    expect(hasRightCheckDigits('5493001KJTIIGC8Y1R12', 'mod97')).toBe(true);
    expect(hasRightCheckDigits('5493001KJTIIGC8Y1R21', 'mod97')).toBe(false);
    expect(hasRightCheckDigits('5493001kjtiigc8y1r12', 'mod97')).toBe(false);
  });

  it('find every single wrong digit, and MOD 97-10 every exchange of two neighbours', () => {
    const digits = fastCheck.array(fastCheck.integer({ min: 0, max: 9 }), { minLength: 3, maxLength: 18 });
    fastCheck.assert(
      fastCheck.property(digits, fastCheck.nat(17), fastCheck.integer({ min: 1, max: 9 }), (some, at, by) => {
        const position = at % some.length;
        const changed = some.map((digit, index) => (index === position ? (digit + by) % 10 : digit)).join('');
        const luhn = Array.from({ length: 10 }, (_, digit) => `${some.join('')}${digit}`).filter((value) =>
          hasRightCheckDigits(value, 'luhn'),
        );
        expect(luhn).toHaveLength(1);
        expect(hasRightCheckDigits(`${changed}${luhn[0]?.at(-1)}`, 'luhn')).toBe(false);

        const rest = Array.from({ length: 97 }, (_, check) => (check + 2).toString().padStart(2, '0'));
        const mod97 = rest.filter((check) => hasRightCheckDigits(`${some.join('')}${check}`, 'mod97'));
        expect(mod97).toHaveLength(1);
        expect(hasRightCheckDigits(`${changed}${mod97[0]}`, 'mod97')).toBe(false);
        const neighbour = some.map((digit, index) => (index === 0 ? some[1] : index === 1 ? some[0] : digit));
        if (some[0] !== some[1])
          expect(hasRightCheckDigits(`${neighbour.join('')}${mod97[0]}`, 'mod97')).toBe(false);
      }),
    );
  });
});

describe('a type of identifiers as data', () => {
  it('has defaults that fit their own examples', () => {
    for (const type of defaultIdentifierTypes) {
      const varying = type.parts.filter((part) => part.of !== 'text' && part.least !== part.most);
      expect(varying.length).toBeLessThanOrEqual(2);
      expect(checkedIdentifier(type, type.example).is).toBe('right');
    }
    expect(new Set(defaultIdentifierTypes.map(({ id }) => id)).size).toBe(defaultIdentifierTypes.length);
  });
});
