import { holdOn, type Holding, type RetainedItem } from './legal-hold.js';
import { endOfPeriod } from './retention-period.js';
import type { RetentionPolicy } from './retention-policy.js';

/** Raised whenever the rule itself changes; certificates name it. */
export const retentionRuleVersion = 1;

/** Why something stays whose period is over, or has none. */
export type KeepingReason = 'in-use' | 'needed' | 'held' | 'kept-for-ever' | 'not-yet';

/** Whether an item goes now (R1, R2), and if not, why it stays. */
export type RetentionVerdict =
  | { readonly goes: true }
  | { readonly goes: false; readonly why: 'in-use' | 'kept-for-ever' }
  /** By something that is in use. */
  | { readonly goes: false; readonly why: 'needed'; readonly by: string }
  | { readonly goes: false; readonly why: 'held'; readonly holdId: string }
  | { readonly goes: false; readonly why: 'not-yet'; readonly until: number };

export interface RetentionRule {
  readonly policy: RetentionPolicy;
  /** Those that have not been released. */
  readonly holds: readonly Holding[];
  /** Of the organisation, by whose calendar periods are counted. */
  readonly timeZone: string;
}

/**
 * Asked again at the very moment of each deletion: what was reopened, or held, since somebody looked stays. A clock that was set
 * back only keeps things for longer.
 *
 * @param now epoch milliseconds.
 */
export function retentionVerdict(
  item: RetainedItem,
  { policy, holds, timeZone }: RetentionRule,
  now: number,
): RetentionVerdict {
  const { dataClass, endOfUse, neededBy } = item;
  if (endOfUse === undefined) return { goes: false, why: 'in-use' };
  const hold = holdOn(item, holds);
  if (hold !== undefined) return { goes: false, why: 'held', holdId: hold.id };
  const period = policy[dataClass];
  if (period === 'for-ever') return { goes: false, why: 'kept-for-ever' };
  const until = endOfPeriod(period, endOfUse, timeZone);
  if (now < until) return { goes: false, why: 'not-yet', until };
  return neededBy === undefined ? { goes: true } : { goes: false, why: 'needed', by: neededBy };
}
