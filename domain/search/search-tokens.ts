import { type Language, languages } from '../language.js';
import { identifiersOf, type SearchTerm, searchTermsOf } from './search-terms.js';
import { isStopWord } from './stop-words.js';

/** Fewer characters of an identifier find too much. */
const leastPrefix = 4;

/** As many tokens as an index entry may have; a mail of several pages has about as many different words. */
const mostTokens = 500;

export interface TokenOptions {
  /** The language of the text: its stop words are left out. Unknown: those of all languages. */
  readonly language?: Language;
  readonly most?: number;
}

/**
 * The tokens by which texts are found in an inverted index (C3), each once: words without case and accents, without stop
 * words; numbers and identifiers whole, without separators, and every beginning of them of at least four characters.
 *
 * Where there are too many, the beginnings are given up first, then the last words: whole identifiers are always found, but
 * for those far behind in a text that is longer than people write.
 */
export function searchTokens(
  texts: string | readonly string[],
  { language, most = mostTokens }: TokenOptions = {},
): readonly string[] {
  const stopWords = language === undefined ? languages : [language];
  const terms = [texts].flat().flatMap((text) => searchTermsOf(text));
  const identifiers = terms.flatMap((term) => (term.is === 'numbers' ? identifiersOf(term) : []));
  const words = terms.flatMap(wordsOf).filter((word) => !isStopWord(word, stopWords));
  const tokens = new Set<string>();
  for (const token of eachOf(identifiers, words, identifiers.flatMap(beginningsOf))) {
    if (tokens.size >= most) break;
    tokens.add(token);
  }
  return [...tokens];
}

/** The whole identifiers of a text that are long enough to be searched for, each once: the tokens that tell most of it. */
export function identifierTokens(text: string): readonly string[] {
  const identifiers = searchTermsOf(text).flatMap((term) =>
    term.is === 'numbers' ? identifiersOf(term) : [],
  );
  return [...new Set(identifiers)].filter(({ length }) => length >= leastPrefix).slice(0, mostTokens);
}

function* eachOf(...lists: readonly (readonly string[])[]): Iterable<string> {
  for (const list of lists) yield* list;
}

function wordsOf(term: SearchTerm): readonly string[] {
  if (term.is === 'words') return term.compound === undefined ? term.words : [term.compound, ...term.words];
  const ofGroups = term.groups.flatMap(({ words }) => words);
  return term.lead === undefined ? ofGroups : [term.lead, ...ofGroups];
}

function beginningsOf(identifier: string): readonly string[] {
  return Array.from({ length: Math.max(0, identifier.length - leastPrefix) }, (_, index) =>
    identifier.slice(0, leastPrefix + index),
  );
}
