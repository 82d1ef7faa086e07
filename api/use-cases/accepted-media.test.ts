import { describe, expect, it } from '@jest/globals';
import { prefersTable } from './accepted-media.js';

describe('what a client would rather have', () => {
  it.each([
    ['text/csv', true],
    ['Text/CSV; charset=utf-8', true],
    ['text/csv, */*;q=0.1', true],
    ['application/json;q=0.5, text/csv;q=0.9', true],
    ['text/csv;q=0', false],
    ['text/csv;q=nonsense', false],
    ['application/json, text/csv', false],
    ['application/json, text/csv;q=0.5', false],
    ['*/*', false],
    ['text/*', false],
    ['', false],
    [undefined, false],
  ])('by %j is a table: %s', (accept, expected) => {
    expect(prefersTable(accept)).toBe(expected);
  });
});
