import { createInstance } from 'i18next';
import type { Language } from '../domain/language.js';
import { languages } from '../domain/language.js';
import type { SpokenWords } from '../domain/speech/spoken-words.js';
import type { Locale, TextKey, ValuesOf } from './locale.js';
import { checkLocales } from './check-locales.js';
import { inPlainSigns } from './text-parts.js';
import { de } from './locales/de/index.js';
import { en } from './locales/en/index.js';
import { hu } from './locales/hu/index.js';

/** Another language is a folder in locales/, an entry here and one in domain/language.ts (X2). */
const locales: Record<Language, Locale> = { en, de, hu };

/** Everything Beistand says and understands, in every language. */
export interface Wording {
  /**
   * A text with its values filled in, as plain text: whoever puts it into HTML or XML escapes it there. The compiler
   * checks that every value is given.
   */
  readonly text: <Key extends TextKey>(
    language: Language,
    key: Key,
    ...values: keyof ValuesOf<Key> extends never ? [] : [ValuesOf<Key>]
  ) => string;
  /** The words by which people answer in this language. */
  readonly words: (language: Language) => SpokenWords;
}

/** @throws Error when a locale lacks a text or a placeholder: better at the start than in the middle of a call. */
export function createWording(): Wording {
  checkLocales(locales, 'en');
  const translator = createInstance({
    resources: Object.fromEntries(
      languages.map((language) => [language, { texts: locales[language].texts }]),
    ),
    ns: ['texts'],
    defaultNS: 'texts',
    fallbackLng: 'en',
    supportedLngs: [...languages],
    nsSeparator: false,
    // Texts are spoken, sent as SMS and logged; escaping for HTML belongs to where HTML is made.
    interpolation: { escapeValue: false, skipOnVariables: true },
    initAsync: false,
  });
  void translator.init();
  return {
    text: (language, key, ...[values]) => {
      // As `replace` the values cannot be taken for options; without nesting a traveller's `$t(…)` stays what it is.
      const options = { lng: language, replace: values ?? {}, nest: false, ...countOf(values) };
      const text = translator.t(key, options);
      // Values bring typographic signs along, e.g. the space within an amount of money; in a text they cost a part more.
      return key.startsWith('sms.') ? inPlainSigns(text) : text;
    },
    words: (language) => locales[language].words,
  };
}

function countOf(values: object | undefined): { readonly count?: number } {
  return values && 'count' in values && typeof values.count === 'number' ? { count: values.count } : {};
}
