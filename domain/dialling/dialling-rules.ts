import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { PhoneNumber } from '../phone-number.js';

/** What Beistand may call and text: the guard against toll fraud, where somebody earns from every call to a number. */
export interface DiallingRules {
  /** ISO 3166 countries, and calling codes such as `+881` of networks that belong to none; absent: all of them. */
  readonly allowedCountries?: readonly string[];
  /** The desk's own numbers, which are always allowed. */
  readonly own: readonly PhoneNumber[];
}

/** Why a number is never called. */
export type NumberBlock = 'premium-rate' | 'country-not-allowed';

/**
 * Number types of numbering plans whose owner gets a part of what the call costs, or where it is known only afterwards what
 * that is: personal numbers, such as the British 070, are forwarded anywhere. Those of companies (UAN) are not among them:
 * many a provider has no other, as with the Swiss 058 and the British 03, and they cost as much as any number.
 */
const premiumTypes: ReadonlySet<string | undefined> = new Set([
  'PREMIUM_RATE',
  'SHARED_COST',
  'PERSONAL_NUMBER',
]);
/** The ITU's international premium rate service (E.169.2). */
const internationalPremiumCode = '979';

/** @returns why the number may not be called; undefined: it may. */
export function numberBlock(phone: PhoneNumber, rules: DiallingRules): NumberBlock | undefined {
  if (rules.own.includes(phone)) return undefined;
  const number = parsePhoneNumberFromString(phone);
  if (number === undefined) return 'country-not-allowed';
  if (premiumTypes.has(number.getType()) || number.countryCallingCode === internationalPremiumCode) {
    return 'premium-rate';
  }
  const { allowedCountries } = rules;
  if (allowedCountries === undefined) return undefined;
  const names = [number.country, `+${number.countryCallingCode}`];
  return names.some((name) => name !== undefined && allowedCountries.includes(name))
    ? undefined
    : 'country-not-allowed';
}
