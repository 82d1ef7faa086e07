import { foldedText } from '../folded-text.js';

/** A word as it was said, in the form in which words are compared. */
export interface Token {
  readonly word: string;
  /** Words with the same number stand between the same punctuation marks. */
  readonly clause: number;
}

/** Apostrophes of all keyboards; an accent written alone is meant as one, and NFKD would make a space of it. */
const apostrophes = /[\u2018\u2019\u201B\u02BC\u0060\u00B4\uFF07]/g;

/** Words (with an inner apostrophe, as in "don't"), numbers, and symbols such as 🆘. */
const words = /[\p{L}\p{N}]+(?:'\p{L}+)*|\p{So}/gu;

/** The words of a text without case, accents and punctuation. */
export function tokensOf(text: string): readonly Token[] {
  const folded = foldedText(text.replace(apostrophes, "'"));
  const tokens: Token[] = [];
  let clause = 0;
  let end = 0;
  for (const match of folded.matchAll(words)) {
    if (/[^\s'"*_-]/u.test(folded.slice(end, match.index))) clause += 1;
    tokens.push({ word: match[0], clause });
    end = match.index + match[0].length;
  }
  return tokens;
}
