import { describe, expect, it } from '@jest/globals';
import { computingMilliseconds } from '../../../test/computing-time.js';
import { textOfHtml } from './html-text.js';

/** About a quarter of a megabyte. */
const lines = 'x<br>'.repeat(48_000);

describe('the text of HTML (C4)', () => {
  it.each([
    ['quotes', '<blockquote>'.repeat(490) + lines],
    ['lists', '<ol><li>'.repeat(240) + lines],
    ['both', '<blockquote><ul><li>'.repeat(160) + lines],
    ['preformatted lines', `${'<blockquote>'.repeat(100)}<pre>${'x\n'.repeat(200_000)}`],
    [
      'quotes that are closed and opened',
      '<blockquote>'.repeat(400) + '</blockquote><blockquote>x'.repeat(8_000),
    ],
    ['quotes within others that are closed', '</ul><blockquote>'.repeat(400) + lines],
  ])('is made at a cost of no more than the HTML is long: deep %s', (_what, html) => {
    let text = '';
    // Of the processor; with the marks of each quote before each line it takes five times as long, and gigabytes.
    expect(computingMilliseconds(() => (text = textOfHtml(html)))).toBeLessThan(3_000);
    expect(text.length).toBeLessThanOrEqual(1_000_000);
    expect(text).toContain('x');
  });

  it('marks quotes as deep as people answer each other', () => {
    const deep = 40;
    const html = `${'<div><blockquote>Before.<br>'.repeat(deep)}First${'</blockquote></div>'.repeat(deep)}`;
    expect(textOfHtml(html)).toContain(`${'> '.repeat(deep)}First`);
  });
});
