import { foldedText } from '../folded-text.js';
import { hasRightCheckDigits } from './check-digits.js';
import type { IdentifierPart, IdentifierType } from './identifier-type.js';

/** Nobody types more than this as one identifier, separators included. */
const mostTyped = 80;

const characters: Readonly<Record<Exclude<IdentifierPart['of'], 'text'>, string>> = {
  digits: '[0-9]',
  letters: '[A-Z]',
  'letters-or-digits': '[A-Z0-9]',
};

export type CheckedIdentifier =
  | { readonly is: 'right'; readonly value: string }
  | { readonly is: 'wrong'; readonly because: 'form' | 'check-digits' };

/**
 * The one form in which an identifier is kept and compared: upper case, full-width and accented characters as plain ones,
 * without blanks, hyphens and the other signs that people put between the groups.
 */
export function normalisedIdentifier(text: string): string {
  return foldedText(text.slice(0, mostTyped))
    .toUpperCase()
    .replace(/[\s\p{Pd}./_'·]+/gu, '');
}

/** Whether a text is an identifier of a type, however it was typed, and its normalised value. */
export function checkedIdentifier(type: IdentifierType, text: string): CheckedIdentifier {
  const value = normalisedIdentifier(text);
  if (text.length > mostTyped || !patternOf(type).test(value)) return { is: 'wrong', because: 'form' };
  if (type.checkDigits !== undefined && !hasRightCheckDigits(value, type.checkDigits)) {
    return { is: 'wrong', because: 'check-digits' };
  }
  return { is: 'right', value };
}

/** What an identifier is found by in the search of texts (C3), whatever its type: the same for every way to write it. */
export function identifierSearchToken(text: string): string {
  return normalisedIdentifier(text).toLowerCase();
}

function patternOf({ parts }: IdentifierType): RegExp {
  const source = parts.map((part) =>
    part.of === 'text' ? part.text : `${characters[part.of]}{${part.least},${part.most}}`,
  );
  return new RegExp(`^${source.join('')}$`);
}
