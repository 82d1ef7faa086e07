import { foldedText } from '../folded-text.js';

/** Shorter words find too much; longer ones are addresses and keys that nobody types, and are cut in text and query alike. */
const leastCharacters = 2;
const mostCharacters = 40;

/** Letters of this length at most may be the beginning of an identifier that is written apart: `VN 12-345678`. */
const mostLeadingLetters = 4;

/** A text of twenty pages. What is written behind it is found by what stands before. */
const mostTextCharacters = 60_000;

/** A text of some pages has half as many. */
const mostTerms = 10_000;

/** A number that is typed digit by digit has as many groups; more of them are numbers beside each other. */
const mostGroups = mostCharacters;

/** Apostrophes of all keyboards; within a word they are left out: `don't` is `dont`. */
const apostrophes = /['\u2018\u2019\u201B\u02BC\u0060\u00B4\uFF07]/g;

/** Words, and what hyphens, dots, strokes and underlines hold together: `B-2026-000123`, `2026.11.21`, `e-mail`. */
const groups = /[\p{L}\p{N}]+(?:[\p{Pd}./_]+[\p{L}\p{N}]+)*/gu;

interface WordsTerm {
  readonly is: 'words';
  readonly words: readonly string[];
  /** What hyphens hold together as one word. */
  readonly compound?: string;
}

/** Groups with numbers in them, with nothing but blanks between: people put them into long numbers. */
interface NumbersTerm {
  readonly is: 'numbers';
  /** Some letters before, which may belong to it. */
  readonly lead?: string;
  readonly groups: readonly NumberGroup[];
}

/** A group without its separators, and by its words. */
interface NumberGroup {
  readonly whole: string;
  readonly words: readonly string[];
}

/** A stretch of a text, folded. */
export type SearchTerm = WordsTerm | NumbersTerm;

/** One that may still grow. */
type GrowingTerm = WordsTerm | (NumbersTerm & { readonly groups: NumberGroup[] });

/** What the beginning of a text consists of for search, in its order; the work is bounded, however long the text is. */
export function searchTermsOf(text: string): readonly SearchTerm[] {
  const folded = foldedText(text.slice(0, mostTextCharacters).replace(apostrophes, ''));
  const terms: GrowingTerm[] = [];
  let end = -1;
  for (const match of folded.matchAll(groups)) {
    const [group] = match;
    const follows = end >= 0 && /^[^\S\r\n]+$/.test(folded.slice(end, match.index));
    end = match.index + group.length;
    const next = termOf(group);
    const before = follows ? terms.at(-1) : undefined;
    if (before?.is === 'numbers' && next.is === 'numbers' && before.groups.length < mostGroups) {
      before.groups.push(...next.groups);
    } else if (terms.length === mostTerms) {
      break;
    } else if (next.is === 'words') {
      terms.push(next);
    } else {
      const lead = leadOf(before);
      if (lead !== undefined) terms.pop();
      terms.push(lead === undefined ? next : { ...next, lead });
    }
  }
  return terms.map(withoutShortWords);
}

function termOf(group: string): GrowingTerm {
  const words = (group.match(/[\p{L}\p{N}]+/gu) ?? []).map(cut);
  const whole = cut(words.join(''));
  if (/\p{N}/u.test(group)) return { is: 'numbers', groups: [{ whole, words }] };
  const isCompound = words.length > 1 && /\p{Pd}/u.test(group);
  return { is: 'words', words, ...(isCompound ? { compound: whole } : {}) };
}

/** The letters that a number behind them may begin with. */
function leadOf(before: SearchTerm | undefined): string | undefined {
  if (before?.is !== 'words') return undefined;
  const [lead, ...more] = before.words;
  return lead !== undefined && more.length === 0 && lead.length <= mostLeadingLetters ? lead : undefined;
}

function withoutShortWords(term: SearchTerm): SearchTerm {
  const longEnough = (words: readonly string[]) => words.filter((word) => word.length >= leastCharacters);
  return term.is === 'words'
    ? { ...term, words: longEnough(term.words) }
    : { ...term, groups: term.groups.map(({ whole, words }) => ({ whole, words: longEnough(words) })) };
}

/** The identifiers that a term may be: each group, all groups together, and those with the letters before them. */
export function identifiersOf(term: NumbersTerm): readonly string[] {
  const parts = term.groups.map(({ whole }) => whole);
  const together = parts.join('');
  const all = [...parts, together, `${term.lead ?? ''}${together}`];
  return [...new Set(all)].filter((identifier) => identifier.length <= mostCharacters);
}

function cut(word: string): string {
  return word.slice(0, mostCharacters);
}
