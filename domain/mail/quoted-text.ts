import { isClientFooter } from './client-footers.js';
import { attributionAt } from './quote-attribution.js';
import { announcedBy, isBlank, isForwardSubject, isHeaderBlockAt, isRule } from './quote-headers.js';

export type TextKind = 'fresh' | 'quoted' | 'signature';

export interface TextPart {
  readonly kind: TextKind;
  readonly text: string;
}

/** A mail's text, with what is not new in it set apart. */
export interface FoldedText {
  /** What the sender wrote this time, without blank lines around it. */
  readonly fresh: string;
  /** Quotes and signatures, in their order. */
  readonly folded: string;
  /** All of it in its order: the texts one after the other are the mail's text, to the letter. */
  readonly parts: readonly TextPart[];
}

export interface FoldingOptions {
  /** The mail's subject: it tells a forwarded mail from an answered one where the program does not (Outlook). */
  readonly subject?: string;
}

/**
 * Sets quotes and signatures apart (C4), for the ways of Gmail, Outlook, Apple Mail, Thunderbird, Yahoo and phones, in
 * English, German and Hungarian (X2).
 *
 * - What is forwarded is new to the reader, so everything from there on is fresh.
 * - Answers between quotes are fresh together with these quotes: without them nobody would know what they answer.
 * - Where nothing would remain, the whole text is fresh.
 *
 * Takes time in proportion to the text: each line is looked at with a few of its successors.
 */
export function foldQuotedText(text: string, { subject = '' }: FoldingOptions = {}): FoldedText {
  const lines = text.split('\n');
  const kinds = unfoldAnswersBetweenQuotes(
    foldFooters(kindsOf(lines, isForwardSubject(subject)), lines),
    lines,
  );
  const parts = partsOf(lines, kinds);
  const fresh = trimBlankLines(textOf(parts, true));
  if (fresh === '') return { fresh: trimBlankLines(text), folded: '', parts: [{ kind: 'fresh', text }] };
  return { fresh, folded: textOf(parts, false), parts };
}

/**
 * Each line's kind; blank lines have none of their own yet. An attribution stays folded where its quote does not: the
 * reader knows whose mail is answered.
 */
type Kinds = (TextKind | 'blank' | 'attribution')[];

function kindsOf(lines: readonly string[], isForward: boolean): Kinds {
  const kinds: Kinds = [];
  let within: 'text' | 'signature' = 'text';
  while (kinds.length < lines.length) {
    const index = kinds.length;
    const line = lines[index] ?? '';
    const announced = announcedBy(line);
    const isBlock = isHeaderBlockAt(lines, index);
    const attribution = attributionAt(lines, index);
    if (announced === 'forward' || (isForward && (announced === 'original' || isBlock))) {
      return fillUp(kinds, 'fresh', lines);
    }
    if (announced === 'original' || isBlock) return fillUp(withRuleAbove(kinds, lines), 'quoted', lines);
    if (attribution && (attribution.isCertain || isMarked(lines, index + attribution.lines))) {
      if (!isMarked(lines, index + attribution.lines)) return fillUp(kinds, 'quoted', lines);
      kinds.push(...Array.from({ length: attribution.lines }, () => 'attribution' as const));
      within = 'text';
    } else if (isQuoteLine(lines, index)) {
      kinds.push('quoted');
      within = 'text';
    } else if (isBlank(line)) {
      kinds.push('blank');
    } else {
      if (within === 'text' && isDelimiter(lines, index)) within = 'signature';
      kinds.push(within === 'signature' ? 'signature' : 'fresh');
    }
  }
  return kinds;
}

function fillUp(kinds: Kinds, kind: TextKind, lines: readonly string[]): Kinds {
  return [...kinds, ...Array.from({ length: lines.length - kinds.length }, () => kind)];
}

/** The line that Outlook draws above its block of headers belongs to the block. */
function withRuleAbove(kinds: Kinds, lines: readonly string[]): Kinds {
  let above = kinds.length - 1;
  while (above >= 0 && kinds.length - above <= 3 && isBlank(lines[above] ?? '')) above -= 1;
  if (above < 0 || !isRule(lines[above] ?? '')) return kinds;
  return [...kinds.slice(0, above), ...kinds.slice(above).map(() => 'quoted' as const)];
}

const quoteMark = /^[ \t\u00A0]{0,3}>/;

/** A single `>From` is the escape of old mailboxes, not a quote. */
function isQuoteLine(lines: readonly string[], index: number): boolean {
  const line = lines[index] ?? '';
  if (!quoteMark.test(line)) return false;
  const beside = [lines[index - 1], lines[index + 1]];
  return !line.startsWith('>From ') || beside.some((other) => other !== undefined && quoteMark.test(other));
}

/** Whether the next line that is not blank is marked as quoted. */
function isMarked(lines: readonly string[], index: number): boolean {
  const next = lines.slice(index, index + 4).find((line) => !isBlank(line));
  return next !== undefined && quoteMark.test(next);
}

const mostUnsureSignature = 20;

/**
 * `-- ` (RFC 3676, 4.3). Many servers remove the space at the end; two dashes alone may also be somebody's ornament, so
 * then only few lines may follow before the end or the quote.
 */
function isDelimiter(lines: readonly string[], index: number): boolean {
  const line = (lines[index] ?? '').replace(/\r$/, '');
  if (line === '-- ') return true;
  if (line !== '--' && line !== '--\u00A0') return false;
  const after = lines.slice(index + 1, index + 2 + mostUnsureSignature);
  const end = after.findIndex((other) => quoteMark.test(other) || announcedBy(other) !== undefined);
  return end >= 0 || after.length <= mostUnsureSignature;
}

/** "Sent from my phone", where it is the last thing before a quote or the end. */
function foldFooters(kinds: Kinds, lines: readonly string[]): Kinds {
  const folded = [...kinds];
  let isLast = true;
  for (let index = folded.length - 1; index >= 0; index -= 1) {
    const kind = folded[index];
    if (kind === 'blank') continue;
    if (kind === 'fresh') {
      const line = lines[index] ?? '';
      isLast = isLast && (isClientFooter(line) || isRule(line));
      if (isLast) folded[index] = 'signature';
    } else {
      isLast = true;
    }
  }
  return folded;
}

/** Quotes that have fresh text after them are its context, but for one quote that stands above all of it. */
function unfoldAnswersBetweenQuotes(kinds: Kinds, lines: readonly string[]): Kinds {
  const first = kinds.indexOf('fresh');
  const last = kinds.lastIndexOf('fresh');
  const isContext = kinds.slice(first, last).includes('quoted');
  if (first < 0 || !isContext) return kinds;
  // An answer at the very top of the first quote belongs to it as the others do.
  const from = isBetweenQuotes(kinds, first) ? kinds.indexOf('quoted') : first;
  return kinds.map((kind, index) =>
    kind === 'quoted' && index >= from && index < last && !isBlank(lines[index] ?? '') ? 'fresh' : kind,
  );
}

function isBetweenQuotes(kinds: Kinds, first: number): boolean {
  return kinds.slice(0, first).includes('quoted');
}

/** Neighbouring lines of a kind together; blank lines belong to what stands before them. */
function partsOf(lines: readonly string[], kinds: Kinds): readonly TextPart[] {
  const parts: { kind: TextKind; lines: string[] }[] = [];
  lines.forEach((line, index) => {
    const kind = shownKind(kinds[index] ?? 'blank');
    const current = parts.at(-1);
    const whole = index < lines.length - 1 ? `${line}\n` : line;
    if (current && (kind === 'blank' || kind === current.kind)) current.lines.push(whole);
    else parts.push({ kind: kind === 'blank' ? nextKind(kinds, index) : kind, lines: [whole] });
  });
  return parts.map((part) => ({ kind: part.kind, text: part.lines.join('') }));
}

function shownKind(kind: Kinds[number]): TextKind | 'blank' {
  return kind === 'attribution' ? 'quoted' : kind;
}

/** Only for the blank lines that a text begins with. */
function nextKind(kinds: Kinds, index: number): TextKind {
  for (const kind of kinds.slice(index)) {
    const shown = shownKind(kind);
    if (shown !== 'blank') return shown;
  }
  return 'fresh';
}

function textOf(parts: readonly TextPart[], isFresh: boolean): string {
  return parts
    .filter(({ kind }) => (kind === 'fresh') === isFresh)
    .map(({ text }) => text)
    .join('');
}

/** No pattern ends in `\s*$` here: it would try again at each blank of a long run. */
function trimBlankLines(text: string): string {
  return text.replace(/^(?:[ \t]*\n)+/, '').trimEnd();
}
