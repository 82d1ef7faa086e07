import type { FieldError } from '../errors.js';
import type { DuressCode } from '../organisation/duress-code.js';
import { phrasesOf, spansOf } from './phrases.js';
import type { SpokenWords } from './spoken-words.js';
import { tokensOf } from './tokens.js';
import { saysNothing, understandSpeech, understandWrittenWords } from './understand-speech.js';

/** Shorter ones are said by chance, or heard into noise. */
const fewestLetters = 8;

/** Whether a phrase of the code was said or written: the words in a row, whatever stands around them (I14). */
export function saysDuress(text: string, { phrases }: DuressCode): boolean {
  return spansOf(phrasesOf(phrases.map(withoutStars)), tokensOf(text)).length > 0;
}

/** The same for a text message, in which the keys may be written too. */
export function writesDuress(text: string, code: DuressCode): boolean {
  const written = tokensOf(text).map(({ word }) => word);
  return saysDuress(text, code) || (code.keys !== undefined && written.join('') === code.keys);
}

/**
 * What is wrong with the phrases of a code, by JSON pointer: too short, or something that means an answer in any language,
 * so that everybody who gives that answer would be taken for somebody under duress.
 *
 * @param languages the words of every language.
 */
export function duressPhraseErrors(
  code: Pick<DuressCode, 'phrases'> | undefined,
  languages: readonly SpokenWords[],
): readonly FieldError[] {
  return (code?.phrases ?? []).flatMap((phrase, index): readonly FieldError[] => {
    const path = `/duressCode/phrases/${index}`;
    const text = withoutStars(phrase);
    const letters = tokensOf(text).reduce((sum, { word }) => sum + word.length, 0);
    if (letters < fewestLetters) return [{ path, message: `must have at least ${fewestLetters} letters` }];
    return languages.some((words) => isAnswer(text, words))
      ? [{ path, message: 'is understood as an answer already' }]
      : [];
  });
}

function isAnswer(text: string, words: SpokenWords): boolean {
  return (
    understandSpeech(text, words) !== 'uncertain' ||
    understandWrittenWords(text, words) !== 'uncertain' ||
    saysNothing(text, words)
  );
}

/** In word lists a star stands for any ending; in a code it is a sign like any other, and none that is said. */
function withoutStars(phrase: string): string {
  return phrase.replaceAll('*', ' ');
}
