import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cleanHeader, cleanText, cut, messageIdsOf } from './header-text.js';

describe('cleanHeader', () => {
  it('leaves no line break behind which another header could begin', () => {
    expect(cleanHeader('Question\r\nBcc: someone@example.org', 100)).toBe(
      'Question Bcc: someone@example.org',
    );
    expect(cleanHeader('a\u2028b\u0085c\u0000d', 100)).toBe('a b c d');
  });

  it('removes characters that turn the direction of writing', () => {
    expect(cleanHeader('invoice\u202Efdp.exe', 100)).toBe('invoicefdp.exe');
  });

  it('never makes more than was asked for, nor half a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 40 }), (value, most) => {
        const cleaned = cleanHeader(value, most);
        expect(cleaned.length).toBeLessThanOrEqual(most);
        expect(cleaned).not.toMatch(/[\p{Cc}\p{Cs}\p{Cf}]/u);
      }),
    );
  });
});

describe('cleanText', () => {
  it('keeps lines and tabulators, and nothing else that is a control character', () => {
    expect(cleanText('\uFEFFone\r\ntwo\rthree\tx\u0000\u0007\u001B[31m')).toBe('one\ntwo\nthree\tx[31m');
  });
});

describe('cut', () => {
  it('does not leave half a character', () => {
    expect(cut('ab🆘', 3)).toBe('ab');
    expect(cut('ab🆘', 4)).toBe('ab🆘');
  });
});

describe('messageIdsOf', () => {
  it('finds identifiers between anything', () => {
    expect(messageIdsOf('<a@x> (comment) <b@y>\t<c@z>')).toEqual(['<a@x>', '<b@y>', '<c@z>']);
  });

  it('takes identifiers without brackets where there are no others', () => {
    expect(messageIdsOf('a@x, b@y')).toEqual(['<a@x>', '<b@y>']);
  });

  it('keeps the last of too many, each once', () => {
    const many = Array.from({ length: 300 }, (_, index) => `<${index}@x>`).join('');
    expect(messageIdsOf(many + many)).toHaveLength(100);
    expect(messageIdsOf(many).at(-1)).toBe('<299@x>');
    expect(messageIdsOf('<a@x><a@x>')).toEqual(['<a@x>']);
  });

  it('finds nothing in what is none', () => {
    expect(messageIdsOf('<>< ><<<<')).toEqual([]);
    expect(messageIdsOf(`<${'a'.repeat(2000)}@x>`)).toEqual([]);
  });
});
