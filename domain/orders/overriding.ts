import type { Money } from '../escalation/policy.js';
import type { OrderView } from './order.js';

/** What the override allows (I8). */
export interface Mandate {
  readonly ceiling: Money;
  /** An authorising person has refused to ratify the override itself: it answers for nothing that comes later. */
  readonly isRefused: boolean;
}

/**
 * A life is in danger: whatever is asked about is started at once, whatever it costs. What stays within the ceiling of the
 * override in total is ratified with it; whatever exceeds it, or is estimated in another currency, is asked about by itself.
 * An order that is asked about by itself uses up nothing of the ceiling.
 *
 * @returns the orders in the same order.
 */
export function startByOverride(
  orders: readonly OrderView[],
  { ceiling, isRefused }: Mandate,
  now: number,
): readonly OrderView[] {
  let left = isRefused ? 0 : ceiling.amountMinor - coveredIn(orders);
  return orders.map((order) => {
    if (order.state !== 'asking') return order;
    const { amountMinor, currency } = order.estimate;
    const isCovered = !isRefused && currency === ceiling.currency && amountMinor <= left;
    if (isCovered) left -= amountMinor;
    const started = { ...order, state: 'overridden', startedAt: now } as const;
    return isCovered ? started : { ...started, ratification: { state: 'asked' } };
  });
}

/** What the override answers for already. */
function coveredIn(orders: readonly OrderView[]): number {
  return orders.filter(isCovered).reduce((sum, { estimate }) => sum + estimate.amountMinor, 0);
}

/** It is ratified together with the override. */
export function isCovered({ state, ratification }: OrderView): boolean {
  return state === 'overridden' && ratification === undefined;
}
