import { defaultEscalationPolicy } from '../escalation/default-policy.js';
import type { EscalationPolicy } from '../escalation/policy.js';
import type { OrderView } from './order.js';

/** What somebody orders. */
export type NewOrder = Pick<OrderView, 'id' | 'service' | 'estimate' | 'orderedBy' | 'orderedAt'> & {
  /** How long it can be approved; absent: as long as the policy says. */
  readonly expiresInSeconds?: number;
};

/** A new order: nothing is started, the authorising persons are asked. */
export function placeOrder(
  { expiresInSeconds, ...order }: NewOrder,
  policy: Partial<Pick<EscalationPolicy, 'approvalExpirySeconds'>>,
): OrderView {
  // Settings that were saved before there were orders do not say.
  const { approvalExpirySeconds = defaultEscalationPolicy.approvalExpirySeconds } = policy;
  return {
    ...order,
    state: 'asking',
    expiresAt: order.orderedAt + (expiresInSeconds ?? approvalExpirySeconds) * 1000,
  };
}
