import type { Token } from './tokens.js';
import { tokensOf } from './tokens.js';

/** A stretch of tokens, its end excluded. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

type WordTest = (word: string) => boolean;
export type Phrase = readonly WordTest[];

/** Prepares the entries of a word list, see {@link SpokenWords}. Entries without a word are ignored. */
export function phrasesOf(entries: readonly string[]): readonly Phrase[] {
  return entries
    .map((entry) => entry.split(/\s+/).flatMap(wordTestsOf))
    .filter((phrase) => phrase.length > 0);
}

function wordTestsOf(part: string): readonly WordTest[] {
  const anyBeginning = part.startsWith('*');
  const anyEnding = part.endsWith('*');
  return tokensOf(part).map(({ word }, index, all): WordTest => {
    if (anyBeginning && index === 0) return (said) => said.endsWith(word);
    if (anyEnding && index === all.length - 1) return (said) => said.startsWith(word);
    return (said) => said === word;
  });
}

/** Where the phrases stand, overlapping stretches joined: "life is in danger" also holds "in danger". */
export function spansOf(phrases: readonly Phrase[], tokens: readonly Token[]): readonly Span[] {
  const found: Span[] = [];
  for (let start = 0; start < tokens.length; start += 1) {
    for (const phrase of phrases) {
      if (phrase.every((test, offset) => isSaid(test, tokens[start + offset]))) {
        found.push({ start, end: start + phrase.length });
      }
    }
  }
  const joined: Span[] = [];
  for (const span of found) {
    const last = joined.at(-1);
    if (last && span.start < last.end) {
      joined[joined.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
    } else {
      joined.push(span);
    }
  }
  return joined;
}

function isSaid(test: WordTest, token: Token | undefined): boolean {
  return token !== undefined && test(token.word);
}

/** The indexes of all tokens that stand in one of the spans. */
export function covered(...lists: readonly (readonly Span[])[]): ReadonlySet<number> {
  const indexes = new Set<number>();
  for (const { start, end } of lists.flat()) {
    for (let index = start; index < end; index += 1) indexes.add(index);
  }
  return indexes;
}
