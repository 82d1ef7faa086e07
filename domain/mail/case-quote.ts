/** What a mail says of the case that it belongs to, in words. */
export type CaseQuote =
  | { readonly quoted: 'one'; readonly by: 'case-number' | 'reference-id'; readonly value: string }
  | { readonly quoted: 'nothing' }
  /** Several cases are named: no program can say which one is meant. */
  | { readonly quoted: 'several'; readonly values: readonly string[] };

export interface QuotingText {
  readonly subject: string;
  /** Only what is new in the mail: what is quoted names the case of another mail, or several. */
  readonly fresh: string;
}

const mostSearched = 20_000;
/** Hyphens of all kinds, since some programs make a pretty one of ours. */
const hyphens = /[\u2010-\u2015\u2212\uFE58\uFE63\uFF0D]/g;
/** A longer word that merely has such a number in it is something else: an invoice `AB-2026-000123`, `B-2026-000123-7`. */
const caseNumbers = /(?<![\p{L}\p{N}_-])B-(20\d{2})-(\d{6,9})(?![\p{L}\p{N}_]|-[\p{L}\p{N}])/giu;
const words = /(?<![\p{L}\p{N}_-])[A-Z0-9]+(?:-[A-Z0-9]+)*(?![\p{L}\p{N}_-])/giu;

/**
 * The case that a person names by its number (`B-2026-000123`) or its reference ID, if it is exactly one. The subject goes
 * before the text, since it is the thread's; there one number may stand among others. Whether the sender may speak for
 * that case is not asked here (C4).
 *
 * @param isReferenceId whether a word in capitals is a reference ID of ours, by its form and check letters.
 */
export function caseQuotedIn(
  { subject, fresh }: QuotingText,
  isReferenceId: (word: string) => boolean = () => false,
): CaseQuote {
  for (const text of [subject, fresh]) {
    const searched = text.slice(0, mostSearched).replace(hyphens, '-');
    const numbers = distinct(searched, caseNumbers);
    const references = distinct(searched, words).filter(
      (word) => word.length <= 40 && !numbers.includes(word) && isReferenceId(word),
    );
    const values = [...numbers, ...references];
    // A number and a reference ID beside each other usually are of the same case, but only its record can tell.
    const [value, another] = numbers.length > 0 ? numbers : references;
    if (value === undefined) continue;
    if (another !== undefined) return { quoted: 'several', values };
    return { quoted: 'one', by: numbers.length > 0 ? 'case-number' : 'reference-id', value };
  }
  return { quoted: 'nothing' };
}

function distinct(text: string, pattern: RegExp): readonly string[] {
  return [...new Set([...text.matchAll(pattern)].map(([whole]) => whole.toUpperCase()))];
}
