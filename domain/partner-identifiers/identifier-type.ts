import type { TextPerLanguage } from '../text-per-language.js';
import type { CheckDigitKind } from './check-digits.js';

export type IdentifierPart =
  | {
      readonly of: 'digits' | 'letters' | 'letters-or-digits';
      readonly least: number;
      readonly most: number;
    }
  /** These very characters, upper-case letters and digits, e.g. a prefix. */
  | { readonly of: 'text'; readonly text: string };

/**
 * A kind of identifier that partners quote: merchant ID, contract number … (C2, C3).
 *
 * What it looks like is said in parts and not by a regular expression: a careless one could keep a process busy for ever. So only two
 * parts may vary in length.
 */
export interface IdentifierType {
  /** Lower-case letters, digits and hyphens. */
  readonly id: string;
  readonly name: TextPerLanguage;
  readonly parts: readonly IdentifierPart[];
  readonly checkDigits?: CheckDigitKind;
  /** As people write it, with the separators that they know. */
  readonly example: string;
}
