import type { Money } from '../escalation/policy.js';

/**
 * Whether somebody may approve this amount at a time. Without a limit they may approve any; a limit says nothing of other
 * currencies, so what is estimated in one of them is beyond it.
 */
export function isWithinLimit(limit: Money | undefined, estimate: Money): boolean {
  if (limit === undefined) return true;
  return limit.currency === estimate.currency && estimate.amountMinor <= limit.amountMinor;
}

/** An authorising person, as far as it matters for whom an address belongs to. */
interface Approver {
  readonly email?: string | undefined;
  readonly limit?: Money | undefined;
}

/**
 * The authorising person with this address, whatever the case of its letters. Where several have it, one whose limit
 * reaches so far.
 */
export function approverByEmail<Person extends Approver>(
  persons: readonly Person[],
  email: string,
  estimate: Money,
): Person | undefined {
  const wanted = email.trim().toLowerCase();
  const found = persons.filter((person) => person.email?.trim().toLowerCase() === wanted);
  return found.find(({ limit }) => isWithinLimit(limit, estimate)) ?? found[0];
}
