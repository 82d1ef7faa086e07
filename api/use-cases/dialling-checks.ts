import { numberBlock, type DiallingRules } from '../../domain/dialling/dialling-rules.js';
import { invalidInput, type FieldError } from '../../domain/errors.js';
import type { PhoneNumber } from '../../domain/phone-number.js';

/** Somebody with numbers, and where in the request they stand (a JSON pointer). */
export type PersonAt = readonly [
  path: string,
  /** A number that could not be read is left out. */
  person: { readonly phones?: readonly (PhoneNumber | undefined)[] | undefined },
];

const blockReasons = {
  'premium-rate': 'is a premium-rate number, which is never called',
  'country-not-allowed': 'is in a country that calls are not allowed to',
} as const;

/** Every number that would never be called, by where it stands. */
export function blockedNumbers(people: readonly PersonAt[], rules: DiallingRules): readonly FieldError[] {
  return people.flatMap(([path, { phones = [] }]) =>
    phones.flatMap((phone, index): readonly FieldError[] => {
      const block = phone === undefined ? undefined : numberBlock(phone, rules);
      return block === undefined ? [] : [{ path: `${path}/phones/${index}`, message: blockReasons[block] }];
    }),
  );
}

/**
 * What would never be called is not kept as if it could be.
 *
 * @throws DomainError `invalid-input` naming every such number.
 */
export function refuseBlockedNumbers(people: readonly PersonAt[], rules: DiallingRules): void {
  const errors = blockedNumbers(people, rules);
  if (errors.length > 0) throw invalidInput('The body of the request is not valid.', errors);
}
