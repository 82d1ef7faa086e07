import type { SpokenWords } from '../domain/speech/spoken-words.js';
import type { en } from './locales/en/index.js';

type EnglishTexts = (typeof en)['texts'];

/** The same tree of texts in another language: a locale that lacks a text, or has one too many, does not compile. */
type SameTexts<Tree> = {
  readonly [Key in keyof Tree]: Tree[Key] extends string ? string : SameTexts<Tree[Key]>;
};
export type Texts = SameTexts<EnglishTexts>;

/** Everything Beistand says and understands in one language. */
export interface Locale {
  readonly texts: Texts;
  readonly words: SpokenWords;
}

type Leaves<Tree, Path extends string = ''> = {
  [Key in keyof Tree & string]: Tree[Key] extends string
    ? { readonly key: `${Path}${Key}`; readonly text: Tree[Key] }
    : Leaves<Tree[Key], `${Path}${Key}.`>;
}[keyof Tree & string];
type Leaf = Leaves<EnglishTexts>;

/** Texts that depend on a number have a form for each plural category (`_one`, `_other`) under one key. */
type WithoutPlural<Key extends string> = Key extends `${infer Stem}_${'one' | 'other'}` ? Stem : Key;

/** The key of a text, e.g. `sms.reply.statusOk`. */
export type TextKey = WithoutPlural<Leaf['key']>;

type TextOf<Key extends TextKey> = Extract<
  Leaf,
  { readonly key: Key | `${Key}_one` | `${Key}_other` }
>['text'];

type PlaceholderIn<Text extends string> = Text extends `${string}{{${infer Name}}}${infer Rest}`
  ? Name | PlaceholderIn<Rest>
  : never;

/** What has to be filled into a text. For several possible keys: everything that any of them needs. */
export type ValuesOf<Key extends TextKey> = {
  readonly [Name in PlaceholderIn<TextOf<Key>>]: Name extends 'count' ? number : string | number;
};
