import { describe, expect, it } from '@jest/globals';
import { textParts } from './text-parts.js';

describe('texts on the page of phones', () => {
  it('have their addresses apart, without the full stop or bracket behind them', () => {
    expect(
      textParts('Help? https://beistand.example/a/x_1-2. (or http://127.0.0.1:3000/a/y?b=1&c=2) Thanks'),
    ).toEqual([
      { text: 'Help? ', isAddress: false },
      { text: 'https://beistand.example/a/x_1-2', isAddress: true },
      { text: '. (or ', isAddress: false },
      { text: 'http://127.0.0.1:3000/a/y?b=1&c=2', isAddress: true },
      { text: ') Thanks', isAddress: false },
    ]);
  });

  it('make no address of anything but http and https', () => {
    for (const text of ['javascript:alert(1)', 'ftp://example.org', 'https://', 'Reply 1 or 2.']) {
      expect(textParts(text)).toEqual([{ text, isAddress: false }]);
    }
  });
});
