import type { Money } from '../escalation/policy.js';
import { isWithinLimit } from './approver.js';
import { hasExpired } from './expiry.js';
import type { OrderDecision, OrderView } from './order.js';

/** What an authorising person answers. `approved` of an order that the override has started ratifies it. */
export type OrderAnswer = 'approved' | 'refused';

/** What came of an answer. `over`: it had been decided, had expired or was withdrawn before. */
export type Decided = 'approved' | 'refused' | 'ratified' | 'ratification-refused' | 'over';

/** Something is asked of the authorising persons: to approve, or to ratify afterwards. */
export function isAsked(order: OrderView, now: number): boolean {
  if (order.state === 'asking') return !hasExpired(order, now);
  return order.ratification?.state === 'asked';
}

/**
 * The first decision counts; a refusal is one. Whoever may not approve so much may not refuse it either: the question is
 * not theirs.
 *
 * @param limit of whoever answers; undefined: none.
 */
export function decideOrder(
  order: OrderView,
  answer: OrderAnswer,
  decision: OrderDecision,
  limit: Money | undefined,
): { readonly decided: Decided | 'limit-too-low'; readonly order: OrderView } {
  if (!isAsked(order, decision.at)) return { decided: 'over', order };
  if (!isWithinLimit(limit, order.estimate)) return { decided: 'limit-too-low', order };
  if (order.state !== 'asking') {
    const state = answer === 'approved' ? 'ratified' : 'refused';
    const decided = answer === 'approved' ? 'ratified' : 'ratification-refused';
    return { decided, order: { ...order, ratification: { state, decision } } };
  }
  const started = answer === 'approved' ? { startedAt: decision.at } : {};
  return { decided: answer, order: { ...order, state: answer, decision, ...started } };
}

/** What was decided about it, for an answer that is told once more. */
export function decidedOf({ state, ratification }: OrderView): Decided {
  if (state === 'approved' || state === 'refused') return state;
  if (ratification?.state === 'ratified') return 'ratified';
  return ratification?.state === 'refused' ? 'ratification-refused' : 'over';
}
