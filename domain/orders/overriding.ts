import type { Money } from '../escalation/policy.js';
import type { OrderDecision, OrderView } from './order.js';

/** What the override answers for (I8). */
export interface Cover {
  /**
   * So much in total: its ceiling while nobody has decided about it, the part of it within the limit of whoever ratified
   * it. Undefined: nothing, since it was refused, or nobody has answered in time.
   */
  readonly upTo: Money | undefined;
  /** Who has ratified it; absent: nobody yet. */
  readonly decision?: OrderDecision;
}

/**
 * A life is in danger: whatever is asked about is started at once, whatever it costs. What stays within the cover of the
 * override in total is ratified with it; whatever exceeds it, or is estimated in another currency, is asked about by itself.
 * An order that is asked about by itself uses up nothing of the cover.
 *
 * @returns the orders in the same order.
 */
export function startByOverride(
  orders: readonly OrderView[],
  { upTo, decision }: Cover,
  now: number,
): readonly OrderView[] {
  const fits = fitter(upTo, coveredIn(orders));
  return orders.map((order) => {
    if (order.state !== 'asking') return order;
    const started = { ...order, state: 'overridden', startedAt: now } as const;
    if (!fits(order)) return { ...started, ratification: { state: 'asked' } };
    const ratification =
      decision === undefined
        ? ({ state: 'asked', withOverride: true } as const)
        : ({ state: 'ratified', withOverride: true, decision } as const);
    return { ...started, ratification };
  });
}

/**
 * The override itself is decided: so are the orders that it answers for, as far as the limit of whoever decides reaches in
 * total. The others are asked about by themselves.
 *
 * @param upTo see {@link coverWithin}.
 * @returns the orders in the same order.
 */
export function decideWithOverride(
  orders: readonly OrderView[],
  answer: 'ratified' | 'refused',
  decision: OrderDecision,
  upTo: Money,
): readonly OrderView[] {
  const fits = fitter(upTo, 0);
  return orders.map((order) => {
    if (!isCovered(order) || order.ratification?.state !== 'asked') return order;
    const ratification = fits(order)
      ? ({ state: answer, withOverride: true, decision } as const)
      : ({ state: 'asked' } as const);
    return { ...order, ratification };
  });
}

/** How much of the ceiling somebody covers whose limit this is; undefined: they have none, and cover all of it. */
export function coverWithin(ceiling: Money, limit: Money | undefined): Money {
  if (limit === undefined) return ceiling;
  const amountMinor = limit.currency === ceiling.currency ? limit.amountMinor : 0;
  return { amountMinor: Math.min(ceiling.amountMinor, amountMinor), currency: ceiling.currency };
}

/** The override answers for it. */
export function isCovered({ ratification }: OrderView): boolean {
  return ratification?.withOverride === true;
}

/** What the override answers for already. */
function coveredIn(orders: readonly OrderView[]): number {
  return orders.filter(isCovered).reduce((sum, { estimate }) => sum + estimate.amountMinor, 0);
}

/** Tells of one order after the other whether it fits beside those before. */
function fitter(upTo: Money | undefined, taken: number): (order: OrderView) => boolean {
  let left = (upTo?.amountMinor ?? 0) - taken;
  return ({ estimate }) => {
    if (estimate.currency !== upTo?.currency || estimate.amountMinor > left) return false;
    left -= estimate.amountMinor;
    return true;
  };
}
