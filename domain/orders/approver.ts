import type { Money } from '../escalation/policy.js';

/**
 * Whether somebody may approve this amount at a time. Without a limit they may approve any; a limit says nothing of other
 * currencies, so what is estimated in one of them is beyond it.
 */
export function isWithinLimit(limit: Money | undefined, estimate: Money): boolean {
  if (limit === undefined) return true;
  return limit.currency === estimate.currency && estimate.amountMinor <= limit.amountMinor;
}

/** Whether two amounts are the same, in the same currency. */
export function isSameMoney(one: Money, other: Money): boolean {
  return one.amountMinor === other.amountMinor && one.currency === other.currency;
}

/** An authorising person, as far as it matters for whom an address belongs to. */
interface Approver {
  readonly email?: string | undefined;
  readonly limit?: Money | undefined;
}

/** Everybody with this address, whatever the case of its letters. */
export function personsByEmail<Person extends Pick<Approver, 'email'>>(
  persons: readonly Person[],
  email: string,
): readonly Person[] {
  const wanted = email.trim().toLowerCase();
  return persons.filter((person) => person.email?.trim().toLowerCase() === wanted);
}

/**
 * The authorising person with this address, whatever the case of its letters. Where several have it, one whose limit
 * reaches so far.
 */
export function approverByEmail<Person extends Approver>(
  persons: readonly Person[],
  email: string,
  amount: Money | undefined,
): Person | undefined {
  const found = personsByEmail(persons, email);
  return found.find(({ limit }) => amount !== undefined && isWithinLimit(limit, amount)) ?? found[0];
}
