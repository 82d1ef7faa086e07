import { numberBlock, type DiallingRules } from '../../domain/dialling/dialling-rules.js';
import { invalidInput, type FieldError } from '../../domain/errors.js';
import type { PhoneNumber } from '../../domain/phone-number.js';

/** Somebody with numbers, and where in the request they stand (a JSON pointer). */
export type PersonAt = readonly [
  path: string,
  person: { readonly phones?: readonly PhoneNumber[] | undefined },
];

export const blockReasons = {
  'premium-rate': 'is a premium-rate number, which is never called',
  'country-not-allowed': 'is in a country that calls are not allowed to',
} as const;

/**
 * What would never be called is not kept as if it could be.
 *
 * @throws DomainError `invalid-input` naming every such number.
 */
export function refuseBlockedNumbers(people: readonly PersonAt[], rules: DiallingRules): void {
  const errors = people.flatMap(([path, { phones = [] }]) =>
    phones.flatMap((phone, index): readonly FieldError[] => {
      const block = numberBlock(phone, rules);
      return block === undefined ? [] : [{ path: `${path}/phones/${index}`, message: blockReasons[block] }];
    }),
  );
  if (errors.length > 0) throw invalidInput('The body of the request is not valid.', errors);
}
