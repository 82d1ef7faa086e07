import type { SpokenWords } from './spoken-words.js';
import { tokensOf } from './tokens.js';
import type { Understanding } from './understand-speech.js';
import { saysNothing, understandWrittenWords } from './understand-speech.js';

/** What somebody answered by text: a reply code that we had offered, or words. */
export type TextUnderstanding =
  | { readonly by: 'code'; readonly code: string }
  | { readonly by: 'words'; readonly understanding: Understanding };

/**
 * Reads a text message (I2, I6). A call for help in words goes before any code; a code counts only alone or beside words
 * that mean the same ("1 = OK"), so "1 person is hurt" is no answer 1.
 *
 * @param meanings what the offered codes mean, e.g. `{ 1: 'ok', 2: 'help' }`; only these codes are read.
 */
export function understandText(
  body: string,
  words: SpokenWords,
  meanings: Readonly<Record<string, Understanding>>,
): TextUnderstanding {
  const understanding = understandWrittenWords(body, words);
  const tokens = tokensOf(body);
  const numbers = tokens.map(({ word }) => word).filter((word) => /^\p{N}+$/u.test(word));
  const [code, ...others] = new Set(numbers);
  if (code === undefined || understanding === 'help' || understanding === 'immediate-danger') {
    return { by: 'words', understanding };
  }
  const meaning = meanings[code];
  if (meaning === undefined || others.length > 0) return { by: 'words', understanding: 'uncertain' };
  const rest = tokens.map(({ word }) => word).filter((word) => word !== code);
  const said = understandWrittenWords(rest.join(' '), words);
  const agrees = saysNothing(rest.join(' '), words) || said === meaning || (isYes(said) && isYes(meaning));
  return agrees ? { by: 'code', code } : { by: 'words', understanding: 'uncertain' };
}

function isYes(understanding: Understanding): boolean {
  return understanding === 'ok' || understanding === 'acknowledge';
}
