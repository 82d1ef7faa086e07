import { foldedText } from '../folded-text.js';

/** Shorter words find too much; longer ones are addresses and keys that nobody types, and are cut in text and query alike. */
const leastCharacters = 2;
const mostCharacters = 40;

/** Letters of this length at most may be the beginning of an identifier that is written apart: `VN 12-345678`. */
const mostLeadingLetters = 4;

/** Apostrophes of all keyboards; within a word they are left out: `don't` is `dont`. */
const apostrophes = /['\u2018\u2019\u201B\u02BC\u0060\u00B4\uFF07]/g;

/** Words, and what hyphens, dots, strokes and underlines hold together: `B-2026-000123`, `2026.11.21`, `e-mail`. */
const groups = /[\p{L}\p{N}]+(?:[\p{Pd}./_]+[\p{L}\p{N}]+)*/gu;

/** A stretch of a text, folded. */
export type SearchTerm =
  | {
      readonly is: 'words';
      readonly words: readonly string[];
      /** What hyphens hold together as one word. */
      readonly compound?: string;
    }
  | {
      /** Groups with numbers in them, with nothing but blanks between: people put them into long numbers. */
      readonly is: 'numbers';
      /** Some letters before, which may belong to it. */
      readonly lead?: string;
      /** Each group without its separators, and by its words. */
      readonly groups: readonly { readonly whole: string; readonly words: readonly string[] }[];
    };

/** What a text consists of for search, in its order. */
export function searchTermsOf(text: string): readonly SearchTerm[] {
  const folded = foldedText(text.replace(apostrophes, ''));
  const terms: SearchTerm[] = [];
  let end = -1;
  for (const match of folded.matchAll(groups)) {
    const [group] = match;
    const follows = end >= 0 && /^[^\S\r\n]+$/.test(folded.slice(end, match.index));
    end = match.index + group.length;
    const before = follows ? terms.pop() : undefined;
    terms.push(...joined(before, termOf(group)));
  }
  return terms.map(withoutShortWords);
}

function termOf(group: string): SearchTerm {
  const words = (group.match(/[\p{L}\p{N}]+/gu) ?? []).map(cut);
  const whole = cut(words.join(''));
  if (/\p{N}/u.test(group)) return { is: 'numbers', groups: [{ whole, words }] };
  const isCompound = words.length > 1 && /\p{Pd}/u.test(group);
  return { is: 'words', words, ...(isCompound ? { compound: whole } : {}) };
}

/** Two terms with a blank between them: one, where they may be parts of the same number. */
function joined(before: SearchTerm | undefined, next: SearchTerm): readonly SearchTerm[] {
  if (before === undefined) return [next];
  if (next.is === 'words') return [before, next];
  if (before.is === 'numbers') return [{ ...before, groups: [...before.groups, ...next.groups] }];
  const [lead, ...more] = before.words;
  const isLead = lead !== undefined && more.length === 0 && lead.length <= mostLeadingLetters;
  return isLead ? [{ ...next, lead }] : [before, next];
}

function withoutShortWords(term: SearchTerm): SearchTerm {
  const longEnough = (words: readonly string[]) => words.filter((word) => word.length >= leastCharacters);
  return term.is === 'words'
    ? { ...term, words: longEnough(term.words) }
    : { ...term, groups: term.groups.map(({ whole, words }) => ({ whole, words: longEnough(words) })) };
}

/** The identifiers that a term may be: each group, all groups together, and those with the letters before them. */
export function identifiersOf(term: Extract<SearchTerm, { is: 'numbers' }>): readonly string[] {
  const parts = term.groups.map(({ whole }) => whole);
  const together = parts.join('');
  const all = [...parts, together, `${term.lead ?? ''}${together}`];
  return [...new Set(all)].filter((identifier) => identifier.length <= mostCharacters);
}

function cut(word: string): string {
  return word.slice(0, mostCharacters);
}
