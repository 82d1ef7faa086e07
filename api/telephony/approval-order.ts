import type { AttemptOrder, AttemptSubject } from '../../domain/attempt.js';
import type { ApprovalQuestion } from '../../domain/orders/order.js';

/** An attempt that asks an authorising person about an order of an incident (I9). */
export type ApprovalOrder = AttemptOrder & {
  readonly purpose: 'approve';
  readonly approval: ApprovalQuestion;
  readonly subject: Extract<AttemptSubject, { readonly case: 'incident' }>;
};

/** The attempt as one that asks about an order; undefined when it does not. */
export function approvalOrder(order: AttemptOrder): ApprovalOrder | undefined {
  const { purpose, approval, subject } = order;
  if (purpose !== 'approve' || approval === undefined || subject.case !== 'incident') return undefined;
  return { ...order, purpose, approval, subject };
}
