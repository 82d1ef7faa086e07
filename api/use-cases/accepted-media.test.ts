import { describe, expect, it } from '@jest/globals';
import { preferredMedia } from './accepted-media.js';

const [json, csv, pdf] = ['application/json', 'text/csv', 'application/pdf'] as const;

describe('what a client would rather have', () => {
  it.each([
    ['text/csv', csv],
    ['Text/CSV; charset=utf-8', csv],
    ['text/csv, */*;q=0.1', csv],
    ['application/json;q=0.5, text/csv;q=0.9', csv],
    ['text/csv;q=0.8, application/pdf', pdf],
    ['text/csv;q=0', json],
    ['text/csv;q=nonsense', json],
    ['application/json, text/csv', json],
    ['application/json, text/csv;q=0.5', json],
    ['*/*', json],
    ['text/*', json],
    ['', json],
    [undefined, json],
  ])('by %j is %s', (accept, expected) => {
    expect(preferredMedia(accept, [json, csv, pdf])).toBe(expected);
  });
});
