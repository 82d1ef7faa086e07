import { describe, expect, it } from '@jest/globals';
import fastCheck from 'fast-check';
import { computingMilliseconds } from '../../test/computing-time.js';
import { type Language, languages } from '../language.js';
import { identifierSearchToken } from '../partner-identifiers/partner-identifier.js';
import { isFoundBy } from './found-by.fixture.js';
import { searchQueryOf } from './search-query.js';
import { searchTokens } from './search-tokens.js';

function finds(query: string, text: string, language?: Language): boolean {
  return isFoundBy(searchQueryOf(query), searchTokens(text, language === undefined ? {} : { language }));
}

describe('the tokens of a text (C3)', () => {
  it.each<[Language, string, string[]]>([
    [
      'en',
      'Why was my refund declined? I don’t understand it.',
      ['refund', 'declined', 'dont', 'understand'],
    ],
    ['de', 'Die Gebühr für die Straße wurde nicht erklärt.', ['gebuhr', 'strasse', 'erklart']],
    [
      'hu',
      'Kérem, ellenőrizzék a díjat és a székhelyet: Győr, Hűvös utca.',
      ['ellenorizzek', 'dijat', 'szekhelyet', 'gyor', 'huvos', 'utca'],
    ],
  ])('in %s are its words without accents and stop words', (language, text, expected) => {
    expect(searchTokens(text, { language })).toEqual(expected);
  });

  it('leave out the stop words of all languages where the language is not known', () => {
    expect(searchTokens('the bill und a számla')).toEqual(['bill', 'szamla']);
    expect(searchTokens('the die', { language: 'en' })).toEqual(['die']);
  });

  it('keep numbers and identifiers whole, with their beginnings', () => {
    expect(searchTokens('B-2026-000123')).toEqual([
      'b2026000123',
      '2026',
      '000123',
      ...['b202', 'b2026', 'b20260', 'b202600', 'b2026000', 'b20260001', 'b202600012'],
    ]);
    expect(searchTokens('Zimmer 7')).toEqual(['7', 'zimmer']);
  });

  it('are each there once, and at most as many as allowed: whole identifiers before words before beginnings', () => {
    expect(searchTokens('fee 1234567 fee fee charge', { most: 3 })).toEqual(['1234567', 'fee1234567', 'fee']);
    const many = Array.from({ length: 2000 }, (_, index) => `word${'abcdefghij'.charAt(index % 10)}${index}`);
    expect(searchTokens(many)).toHaveLength(500);
  });

  it('have a length that an index can take', () => {
    fastCheck.assert(
      fastCheck.property(fastCheck.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        const tokens = searchTokens(text);
        expect(tokens.every((token) => token.length >= 1 && token.length <= 40)).toBe(true);
        expect(new Set(tokens).size).toBe(tokens.length);
      }),
    );
    expect(searchTokens('x'.repeat(100))).toEqual(['x'.repeat(40)]);
  });

  it.each(['1-', 'a ', '-', '1 ', 'a 1 ', '1.', 'ab12 ', '12345678901234567890 ', '1\n', '\uFDFA '])(
    'are found quickly in a hostile text of %j (C3, C4)',
    (piece) => {
      const text = piece.repeat(200_000 / piece.length);
      // Of the processor; what grows with the square takes a minute here.
      expect(computingMilliseconds(() => searchTokens(text))).toBeLessThan(3_000);
      expect(computingMilliseconds(() => searchQueryOf(text))).toBeLessThan(3_000);
    },
  );

  it('keep numbers beside each other together up to the length of the longest identifier (C3)', () => {
    const digits = Array.from({ length: 34 }, (_, index) => String(index % 10));
    expect(searchTokens(digits.join(' '))).toContain(digits.join(''));
    const many = Array.from({ length: 100 }, (_, index) => String(1000 + index));
    const tokens = searchTokens(many.join(' '));
    for (const number of many) expect(tokens).toContain(number);
    expect(tokens).not.toContain(many.slice(0, 11).join(''));
    for (const number of many) expect(finds(number, many.join(' '))).toBe(true);
  });

  it('are those of the beginning, where a text is longer than people write (C3)', () => {
    const page = 'Our payout is missing. '.repeat(100);
    expect(searchTokens(`${page.repeat(20)} INV-4711`)).toContain('inv4711');
    expect(searchTokens(`${page.repeat(60)} INV-4711`)).not.toContain('inv4711');
  });
});

describe('searching (C3)', () => {
  it.each<[Language, string, string]>([
    ['en', 'Refund', 'The refund has not arrived.'],
    ['en', 'cafe', 'A café in Zürich'],
    ['en', 'café zürich', 'A cafe in Zurich'],
    ['en', 'the refund', 'Refunds and a refund'],
    ['en', "don't", 'I don’t know'],
    ['en', 'email', 'an e-mail'],
    ['en', 'e-mail', 'an email'],
    ['de', 'strasse', 'Große Straße'],
    ['de', 'GROSSE STRASSE', 'große straße'],
    ['de', 'Straße', 'STRASSE'],
    ['de', 'Gebühr', 'gebuhr'],
    ['de', 'gebuhr', 'Die Gebühr'],
    ['hu', 'győr', 'Gyor'],
    ['hu', 'hutott', 'hűtött áru'],
    ['hu', 'HŰTÖTT ÁRU', 'hutott aru'],
    ['hu', 'ÓBUDA', 'óbuda'],
    ['en', 'Lodz', 'Łódź'],
  ])('in %s finds by “%s”: %s', (language, query, text) => {
    expect(finds(query, text, language)).toBe(true);
    expect(finds(query, text)).toBe(true);
  });

  it('needs all the words', () => {
    expect(finds('refund declined', 'The refund was declined.')).toBe(true);
    expect(finds('refund accepted', 'The refund was declined.')).toBe(false);
    expect(finds('re', 'The refund was declined.')).toBe(false);
  });

  it.each(['B-2026-000123', 'b2026000123', 'B 2026 000123', 'b-2026', 'b2026 0001', '2026-000123', '000123'])(
    'finds a case number as “%s”',
    (query) => {
      expect(finds(query, 'about B-2026-000123, please')).toBe(true);
    },
  );

  it.each([
    ['12345678', 'my number is 1234 5678'],
    ['1234 5678', 'my number is 12345678'],
    ['12-34-56-78', 'my number is 1234 5678'],
    ['VN12345678', 'contract VN 12-345678'],
    ['VN 12-345678', 'contract VN12345678'],
    ['vn 12 345 678', 'contract VN-12345678'],
    ['DE89370400440532013000', 'IBAN DE89 3704 0044 0532 0130 00'],
    ['DE89 3704 0044', 'IBAN DE89370400440532013000'],
  ])('finds by “%s”: %s', (query, text) => {
    expect(finds(query, text)).toBe(true);
  });

  it('does not find other numbers, nor the middle of one', () => {
    expect(finds('12345679', 'my number is 1234 5678')).toBe(false);
    expect(finds('3456', 'my number is 12345678')).toBe(false);
    expect(finds('123', 'my number is 12345678')).toBe(false);
  });

  it('does not take numbers of two lines for one', () => {
    expect(finds('12345678', 'one: 1234\n5678 is the other')).toBe(false);
  });

  it('finds an identifier of a form by every way to write it', () => {
    const tokens = searchTokens([identifierSearchToken('M-1234 5678'), 'Refund']);
    for (const query of ['M-1234 5678', 'm12345678', 'M 1234 5678', 'm-12345678', 'M-1234', 'refund M1234']) {
      expect([query, isFoundBy(searchQueryOf(query), tokens)]).toEqual([query, true]);
    }
  });

  it('searches for stop words only when there is nothing else, and for nothing without a word', () => {
    expect(finds('die', 'the die is cast', 'en')).toBe(true);
    expect(finds('die Gebühr', 'Gebühr')).toBe(true);
    expect(searchQueryOf(' – !?')).toEqual([]);
    expect(isFoundBy([], ['anything'])).toBe(false);
  });

  it('finds every text by itself, whatever it is, unless it is too long', () => {
    const someText = fastCheck.array(
      fastCheck.constantFrom(
        'Győr',
        'Straße',
        'B-2026-000123',
        '12 34',
        'VN',
        '7',
        'e-mail',
        'a',
        'x',
        '–',
        'I’m',
      ),
      { maxLength: 6 },
    );
    fastCheck.assert(
      fastCheck.property(someText, fastCheck.constantFrom(...languages), (parts, language) => {
        const text = parts.join(' ');
        const query = searchQueryOf(text);
        const tokens = searchTokens(text, { language });
        const onlyStopWords = tokens.length === 0;
        expect(isFoundBy(query, tokens)).toBe(query.length > 0 && !onlyStopWords);
      }),
    );
  });

  it('asks the index for no more than a dozen things', () => {
    expect(searchQueryOf('one two three four five six seven eight nine ten '.repeat(3))).toHaveLength(12);
  });
});
