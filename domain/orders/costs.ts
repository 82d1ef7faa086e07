import type { Money } from '../escalation/policy.js';
import type { Actor } from '../timeline.js';
import { isSameMoney } from './approver.js';
import type { OrderView } from './order.js';

/** It costs: by approval or by override. */
export function isStarted({ startedAt }: OrderView): boolean {
  return startedAt !== undefined;
}

/** What it may cost without anybody being asked again: its estimate, or a higher total that was approved. */
export function approvedAmount({ estimate, approvedTotal }: OrderView): Money {
  return approvedTotal ?? estimate;
}

/**
 * Whether a cost is beyond what was approved. What is told in another currency cannot be compared, so it is.
 *
 * @param tolerancePercent how far the estimate may be missed without a question.
 */
export function exceedsApproved(order: OrderView, cost: Money, tolerancePercent: number): boolean {
  const { estimate, approvedTotal } = order;
  const isTolerated =
    cost.currency === estimate.currency &&
    cost.amountMinor * 100 <= estimate.amountMinor * (100 + tolerancePercent);
  const isApproved =
    cost.currency === approvedTotal?.currency && cost.amountMinor <= approvedTotal.amountMinor;
  return !isTolerated && !isApproved;
}

/**
 * What it has cost in fact; what is told later replaces what was told before. What exceeds what was approved is asked
 * about, as a new question even where another total was decided before. Undefined: it was never started.
 */
export function recordCost(
  order: OrderView,
  actual: { readonly cost: Money; readonly by: Actor; readonly at: number },
  tolerancePercent: number,
): OrderView | undefined {
  if (!isStarted(order)) return undefined;
  const { excess, ...within } = order;
  if (!exceedsApproved(order, actual.cost, tolerancePercent)) {
    // That a total was approved stays known; what was asked or refused is about nothing any more.
    return excess?.state === 'approved' ? { ...order, actual } : { ...within, actual };
  }
  if (excess !== undefined && isSameMoney(excess.total, actual.cost)) return { ...order, actual };
  return { ...order, actual, excess: { state: 'asked', total: actual.cost } };
}
