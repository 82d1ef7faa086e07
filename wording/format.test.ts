import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { languages } from '../domain/language.js';
import {
  formatDuration,
  formatList,
  formatMoment,
  formatMoney,
  formatMonth,
  formatNumber,
  formatPercent,
  formatPhoneNumber,
  plainAmount,
  shortened,
  speakableMoney,
  speakablePhoneNumber,
} from './format.js';
import { createWording } from './wording.js';

const winter = Date.UTC(2026, 10, 21, 13, 5, 9);
const summer = Date.UTC(2026, 6, 1, 13, 5, 9);

describe('formatMoment', () => {
  it.each([
    ['en', 'Europe/Budapest', winter, '21 Nov 2026, 14:05:09 CET'],
    ['de', 'Europe/Berlin', summer, '1. Juli 2026, 15:05:09 MESZ'],
    ['hu', 'Europe/Budapest', winter, '2026. nov. 21. 14:05:09 CET'],
    ['en', 'Asia/Tokyo', winter, '21 Nov 2026, 22:05:09 GMT+9'],
    ['en', 'No/Where', winter, '21 Nov 2026, 13:05:09 UTC'],
  ] as const)('tells in %s what time it is in %s, with the zone (T5)', (language, zone, at, expected) => {
    expect(formatMoment(at, zone, language)).toBe(expected);
  });
});

describe('money', () => {
  const plain = (text: string) => text.replace(/\s/gu, ' ');

  it('is written with as many minor units as the currency has', () => {
    const write = (amountMinor: number, currency: string) =>
      plain(formatMoney({ amountMinor, currency }, 'en'));
    expect(write(1_000_000, 'EUR')).toBe('€10,000');
    expect(write(1_000_050, 'EUR')).toBe('€10,000.50');
    expect(write(1_000_000, 'JPY')).toBe('JP¥1,000,000');
    expect(write(1_000_500, 'KWD')).toBe('KWD 1,000.500');
  });

  it('is written without its currency for tables, with all its minor units', () => {
    const write = (amountMinor: number, currency: string) => plainAmount({ amountMinor, currency });
    expect(write(1_000_000, 'EUR')).toBe('10000.00');
    expect(write(5, 'EUR')).toBe('0.05');
    expect(write(100_000_000_000_000, 'EUR')).toBe('1000000000000.00');
    expect(write(1_000, 'JPY')).toBe('1000');
    expect(write(1_001, 'KWD')).toBe('1.001');
  });

  it('is written as in each language, and spoken in words (X2)', () => {
    const money = { amountMinor: 1_000_000, currency: 'EUR' };
    expect(languages.map((language) => plain(formatMoney(money, language)))).toEqual([
      '€10,000',
      '10.000 €',
      '10 000 EUR',
    ]);
    expect(languages.map((language) => plain(speakableMoney(money, language)))).toEqual([
      '10,000 euros',
      '10.000 Euro',
      '10 000 euró',
    ]);
  });
});

describe('phone numbers', () => {
  it('are grouped for reading and read digit by digit', () => {
    const wording = createWording();
    expect(formatPhoneNumber('+4930901820')).toBe('+49 30 901820');
    expect(speakablePhoneNumber('+4930901820', 'en', wording)).toBe('plus 4 9, 3 0, 9 0 1 8 2 0');
    expect(speakablePhoneNumber('+3612345678', 'hu', wording)).toBe('plusz 3 6, 1, 2 3 4, 5 6 7 8');
    expect(formatPhoneNumber('112')).toBe('112');
  });
});

describe('formatList', () => {
  it('joins as each language does', () => {
    const names = ['Anna', 'Ben', 'Carla'];
    expect(languages.map((language) => formatList(names, language))).toEqual([
      'Anna, Ben and Carla',
      'Anna, Ben und Carla',
      'Anna, Ben és Carla',
    ]);
  });
});

describe('shortened', () => {
  it('ends short text like a sentence and cuts long text at a word', () => {
    expect(shortened('  Lost\n\npassport ', 40)).toBe('Lost passport.');
    expect(shortened('Really?', 40)).toBe('Really?');
    expect(shortened('Lost passport at the station', 16)).toBe('Lost passport…');
    expect(shortened('', 40)).toBe('');
  });

  it('never grows beyond the limit and never splits a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 50 }), (text, most) => {
        const result = shortened(text, most);
        const graphemes = [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(result)];
        expect(graphemes.length).toBeLessThanOrEqual(most + 1);
        expect(/\p{Surrogate}/u.test(result)).toBe(false);
      }),
    );
  });
});

describe('durations, months and parts (R3)', () => {
  it.each([
    [0, 'en', '0s'],
    [499, 'en', '0s'],
    [125_000, 'en', '2m 5s'],
    [3_600_000, 'en', '1h'],
    [93_600_000, 'en', '1d 2h'],
    [125_000, 'de', '2 Min. 5 Sek.'],
    [7_500_000, 'de', '2 Std. 5 Min.'],
    [125_000, 'hu', '2 p 5 mp'],
  ] as const)('%d ms in %s is %s', (milliseconds, language, expected) => {
    expect(formatDuration(milliseconds, language)).toBe(expected);
  });

  it('are told in the language', () => {
    expect(languages.map((language) => formatMonth('2026-03', language))).toEqual([
      'March 2026',
      'März 2026',
      '2026. március',
    ]);
    expect(languages.map((language) => formatPercent(0.955, language))).toEqual([
      '95.5%',
      '95,5\u00A0%',
      '95,5%',
    ]);
    expect(languages.map((language) => formatNumber(1234.56, language))).toEqual([
      '1,234.6',
      '1.234,6',
      '1234,6',
    ]);
  });
});
