import type { ApprovalQuestion, OrderView } from './order.js';

/** What an authorising person is asked about an order, as it stands. */
export function approvalQuestion({ id, service, estimate, state, expiresAt }: OrderView): ApprovalQuestion {
  const question = { orderId: id, service, estimate };
  return state === 'asking' ? { ...question, started: false, expiresAt } : { ...question, started: true };
}
