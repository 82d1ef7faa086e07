import type { SearchQuery } from './search-query.js';

/** Whether a text with these tokens is found, by the rule that the database follows. */
export function isFoundBy(query: SearchQuery, tokens: Iterable<string>): boolean {
  const present = new Set(tokens);
  return (
    query.length > 0 && query.every((ways) => ways.some((way) => way.every((token) => present.has(token))))
  );
}
