import type { SpokenWords } from './spoken-words.js';
import type { Answer } from './understand-speech.js';

const lists = {
  help: 'help',
  ok: 'ok',
  acknowledge: 'acknowledge',
  decline: 'decline',
  'immediate-danger': 'immediateDanger',
  security: 'security',
  medical: 'medical',
  travel: 'travel',
} as const satisfies Record<Answer, keyof SpokenWords>;

/** The words that a recogniser should expect as answers to a question; entries with `*` are no words one could say. */
export function speechHints(words: SpokenWords, among: readonly Answer[]): readonly string[] {
  return [...new Set(among.flatMap((answer) => words[lists[answer]]))].filter(
    (entry) => !entry.includes('*'),
  );
}
