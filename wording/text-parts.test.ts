import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { inPlainSigns, textParts } from './text-parts.js';

const gsm = (parts: number) => ({ alphabet: 'GSM-7', parts });
const ucs = (parts: number) => ({ alphabet: 'UCS-2', parts });

describe('the parts of a text message', () => {
  it.each([
    ['', gsm(1)],
    ['a'.repeat(160), gsm(1)],
    ['a'.repeat(161), gsm(2)],
    ['ü'.repeat(306), gsm(2)],
    ['ü'.repeat(307), gsm(3)],
    ['Grüße für Ägypten: ñ à é ß § @ _ £', gsm(1)],
  ])('are those of GSM-7: %#', (text, expected) => {
    expect(textParts(text)).toEqual(expected);
  });

  it.each([
    ['€'.repeat(80), gsm(1)],
    ['€'.repeat(81), gsm(2)],
    // 76 of them fit into 153: none is divided.
    ['€'.repeat(152), gsm(2)],
    ['€'.repeat(153), gsm(3)],
    [`${'a'.repeat(152)}€${'a'.repeat(151)}`, gsm(2)],
    [`${'a'.repeat(152)}€${'a'.repeat(152)}`, gsm(3)],
    ['[{~}]\\^|\f'.repeat(8), gsm(1)],
  ])('count signs of the extension twice: %#', (text, expected) => {
    expect(textParts(text)).toEqual(expected);
  });

  it.each([
    ['ő'.repeat(70), ucs(1)],
    ['ő'.repeat(71), ucs(2)],
    [`ő${'a'.repeat(133)}`, ucs(2)],
    [`ő${'a'.repeat(134)}`, ucs(3)],
    ['🚨'.repeat(35), ucs(1)],
    ['🚨'.repeat(36), ucs(2)],
    // 33 of them fit into 67: none is divided.
    ['🚨'.repeat(66), ucs(2)],
    ['🚨'.repeat(67), ucs(3)],
    ['`', ucs(1)],
    ['ç', ucs(1)],
  ])('are those of UCS-2 with any other sign: %#', (text, expected) => {
    expect(textParts(text)).toEqual(expected);
  });

  it('never become fewer when a text grows', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 400 }),
        fc.string({ unit: 'grapheme' }),
        (text, more) => {
          expect(textParts(text + more).parts).toBeGreaterThanOrEqual(textParts(text).parts);
        },
      ),
    );
  });
});

describe('plain signs', () => {
  it('stand for those that say no more', () => {
    const typeset =
      '„Zug“ – “train’s” late… «voilà» 10\u00A0000\u202F€ non\u2011stop, soft\u00ADhyphen, −5 • x';
    const plain = `"Zug" - "train's" late... "voilà" 10 000 € non-stop, softhyphen, -5 - x`;
    expect(inPlainSigns(typeset)).toBe(plain);
    expect(textParts(plain).alphabet).toBe('GSM-7');
  });

  it('leave everything else as it is', () => {
    const text = 'Kérjük, hívja a segélyvonalat: őű ŐŰ `$&` 🚨 中文';
    expect(inPlainSigns(text)).toBe(text);
  });
});
