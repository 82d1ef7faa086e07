import { trusted } from 'mongoose';
import { parseCaseNumber, formatCaseNumber } from '../../domain/support-case/case-number.js';
import { parseReferenceId } from '../../domain/support-case/reference-id.js';
import { identifierSearchToken } from '../../domain/partner-identifiers/partner-identifier.js';
import { searchQueryOf } from '../../domain/search/search-query.js';
import { identifierTokens, searchTokens } from '../../domain/search/search-tokens.js';
import type { SupportCaseDocument } from '../models/support.js';
import type { CaseIdentifier, SupportCaseDetails, SupportMessage, SupportOpening } from '../support-store.js';

/** More words than these a case does not keep of what is written later: its opening is always found. */
export const mostSearchTokens = 3_000;
/** Identifiers that are written later are kept beyond that, as far as a document and its index bear them. */
export const mostTokensWithIdentifiers = 12_000;

/** What a new case is found by: number, reference ID, identifiers, subject, answers and the first words (C3). */
export function tokensOfOpening(opening: SupportOpening, firstMessage: SupportMessage): readonly string[] {
  const { number, referenceId, subject, identifiers, answers = {}, language } = opening;
  const names = searchTokens([number, referenceId]);
  const whole = tokensOfIdentifiers(identifiers);
  const words = searchTokens([subject, ...textsIn(answers), firstMessage.text], { language });
  return [...new Set([...whole, ...names, ...words])];
}

function tokensOfIdentifiers(identifiers: readonly CaseIdentifier[]): readonly string[] {
  const values = identifiers.map(({ value }) => value);
  return [...values.map(identifierSearchToken), ...searchTokens(values)];
}

/**
 * What a case is found by once its details were changed: by its new subject and identifiers, and no more by those that it does not
 * have, wherever they were written. What it was called before still finds it.
 */
export function tokensAfterChange(
  {
    number,
    referenceId,
    opening,
    searchTokens: known,
  }: Pick<SupportCaseDocument, 'number' | 'referenceId' | 'opening' | 'searchTokens'>,
  before: SupportCaseDetails,
  after: SupportCaseDetails,
): readonly string[] {
  const stay = new Set([
    ...tokensOfIdentifiers(after.identifiers),
    ...searchTokens([number, referenceId]),
    ...searchTokens([after.subject, before.subject, opening.subject], { language: opening.language }),
  ]);
  const gone = new Set(tokensOfIdentifiers(before.identifiers).filter((token) => !stay.has(token)));
  return [...new Set([...stay, ...known.filter((token) => !gone.has(token))])];
}

/** What a message adds to it. What it quotes was written before. */
export function tokensOfMessage({ text }: Pick<SupportMessage, 'text'>): readonly string[] {
  return searchTokens(text);
}

/** What of it finds even a case that has more words than it keeps. */
export function identifiersOfMessage({ text }: Pick<SupportMessage, 'text'>): readonly string[] {
  return identifierTokens(text);
}

/** The filter for cases that a search finds; undefined: there was nothing to search for. */
export function searchFilter(text: string) {
  const number = parseCaseNumber(text);
  const referenceId = parseReferenceId(text);
  const conditions = searchQueryOf(text);
  // An identifier may look like a number of ours, and a word like a reference ID: whatever it is, it is found.
  const meanings = [
    ...(number === undefined ? [] : [{ number: formatCaseNumber(number) }]),
    ...(referenceId === undefined ? [] : [{ referenceId }]),
    ...(conditions.length === 0
      ? []
      : [
          {
            $and: conditions.map((ways) => ({
              $or: ways.map((way) => ({ searchTokens: trusted({ $all: [...way] }) })),
            })),
          },
        ]),
  ];
  return meanings.length === 0 ? undefined : { $or: meanings };
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
