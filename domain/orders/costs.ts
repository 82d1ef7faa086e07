import type { Money } from '../escalation/policy.js';
import type { Actor } from '../timeline.js';
import type { OrderView } from './order.js';

/** It costs: by approval or by override. */
export function isStarted({ startedAt }: OrderView): boolean {
  return startedAt !== undefined;
}

/** What it has cost in fact; what is told later replaces what was told before. Undefined: it was never started. */
export function recordCost(
  order: OrderView,
  actual: { readonly cost: Money; readonly by: Actor; readonly at: number },
): OrderView | undefined {
  return isStarted(order) ? { ...order, actual } : undefined;
}
