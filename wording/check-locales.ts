import type { Language } from '../domain/language.js';
import { spokenWordLists } from '../domain/speech/spoken-words.js';
import type { Locale } from './locale.js';

/** Every text of a locale by its full key. */
export function flatTexts(locale: Locale): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  const collect = (tree: object, path: string) => {
    for (const [key, value] of Object.entries(tree) as [string, unknown][]) {
      if (typeof value === 'string') texts.set(`${path}${key}`, value);
      else if (typeof value === 'object' && value !== null) collect(value, `${path}${key}.`);
    }
  };
  collect(locale.texts, '');
  return texts;
}

/** The placeholders of a text, e.g. `who` for `{{who}}`. */
export function placeholdersIn(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(/\{\{(.*?)\}\}/g)].map(([, name]) => name ?? ''));
}

/**
 * Compares every locale with the reference: the same keys, the same placeholders, no empty text, no empty list of words.
 *
 * @throws Error that names everything that is wrong.
 */
export function checkLocales(locales: Readonly<Record<Language, Locale>>, reference: Language): void {
  const expected = flatTexts(locales[reference]);
  const faults = Object.entries(locales).flatMap(([language, locale]) => {
    const texts = flatTexts(locale);
    const keys = new Set([...expected.keys(), ...texts.keys()]);
    return [
      ...[...keys].flatMap((key) => faultsOf(key, expected.get(key), texts.get(key))),
      ...wordFaults(locale),
    ].map((fault) => `${language}: ${fault}`);
  });
  if (faults.length > 0) throw new Error(`The locales do not fit together.\n${faults.join('\n')}`);
}

function faultsOf(key: string, expected: string | undefined, text: string | undefined): readonly string[] {
  if (text === undefined) return [`${key} is missing`];
  if (expected === undefined) return [`${key} is not in the reference`];
  if (text.trim() === '') return [`${key} is empty`];
  const wanted = [...placeholdersIn(expected)].sort().join(', ');
  const given = [...placeholdersIn(text)].sort().join(', ');
  return wanted === given ? [] : [`${key} has the placeholders (${given}) instead of (${wanted})`];
}

function wordFaults({ words }: Locale): readonly string[] {
  return spokenWordLists.filter((list) => words[list].length === 0).map((list) => `words.${list} is empty`);
}
