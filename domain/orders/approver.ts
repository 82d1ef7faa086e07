import type { Money } from '../escalation/policy.js';

/**
 * Whether somebody may approve this amount at a time. Without a limit they may approve any; a limit says nothing of other
 * currencies, so what is estimated in one of them is beyond it.
 */
export function isWithinLimit(limit: Money | undefined, estimate: Money): boolean {
  if (limit === undefined) return true;
  return limit.currency === estimate.currency && estimate.amountMinor <= limit.amountMinor;
}
