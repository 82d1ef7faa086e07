import type { AttemptOrder, AttemptSubject } from '../../domain/attempt.js';
import type { Money } from '../../domain/escalation/policy.js';
import type { ApprovalQuestion } from '../../domain/orders/order.js';
import { amountOf } from '../../domain/orders/question.js';

/**
 * An attempt that asks an authorising person about costs: to approve an order, or to ratify an override (I8, I9). Whoever
 * answers proves by PIN who they are.
 */
export type ApprovalOrder = AttemptOrder & {
  readonly subject: Extract<AttemptSubject, { readonly case: 'incident' }>;
} & ({ readonly purpose: 'approve'; readonly approval: ApprovalQuestion } | { readonly purpose: 'ratify' });

/** The attempt as one that asks about costs; undefined when it does not, or asks for somebody's word only. */
export function approvalOrder(order: AttemptOrder): ApprovalOrder | undefined {
  const { purpose, approval, subject, target } = order;
  if (subject.case !== 'incident') return undefined;
  if (purpose === 'approve' && approval !== undefined) return { ...order, subject, purpose, approval };
  return purpose === 'ratify' && target.role === 'authorising-person'
    ? { ...order, subject, purpose }
    : undefined;
}

/** How much whoever answers has to be able to approve; undefined: they cover as much as their limit reaches. */
export function amountIn(order: ApprovalOrder): Money | undefined {
  return order.purpose === 'approve' ? amountOf(order.approval) : undefined;
}
