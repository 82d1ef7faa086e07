import { describe, expect, it } from '@jest/globals';
import { plainJsonErrors } from './plain-json.js';

const nested = (levels: number): unknown => (levels === 0 ? 1 : { in: nested(levels - 1) });

describe('what may be kept as it was given', () => {
  it('is plain JSON, right or wrong', () => {
    expect(
      plainJsonErrors({ name: 7, providers: [null, { phones: 'none', price: '$5', 'a/b~c': true }] }),
    ).toEqual([]);
  });

  it('has no names that mean something to the database or the language', () => {
    const hostile: unknown = JSON.parse('{"a":{"$gt":""},"b.c":1,"d":[{"__proto__":{}}],"e/f":{"$where":1}}');
    expect(plainJsonErrors(hostile).map(({ path }) => path)).toEqual([
      '/a/$gt',
      '/b.c',
      '/d/0/__proto__',
      '/e~1f/$where',
    ]);
  });

  it('is neither endlessly deep nor endlessly long', () => {
    expect(plainJsonErrors(nested(10))).toEqual([]);
    expect(plainJsonErrors(nested(11))).toHaveLength(1);
    expect(plainJsonErrors(nested(5_000))).toHaveLength(1);
    expect(plainJsonErrors(Array.from({ length: 6_000 }, () => 1))).toEqual([
      { path: '', message: 'has more than 5000 values' },
    ]);
  });
});
