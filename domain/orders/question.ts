import type { Money } from '../escalation/policy.js';
import { hasExpired } from './expiry.js';
import type { ApprovalQuestion, OrderView } from './order.js';

/**
 * What is asked of the authorising persons about an order: to start it, to ratify what the override has started, or to
 * approve what it has cost beyond that.
 */
export type OpenQuestion = 'start' | 'ratification' | 'excess';

/** One question after the other. Undefined: nothing is asked, or the override's own question stands for it. */
export function openQuestion(order: OrderView, now: number): OpenQuestion | undefined {
  if (order.state === 'asking') return hasExpired(order, now) ? undefined : 'start';
  const { ratification, excess } = order;
  if (ratification?.state === 'asked' && ratification.withOverride === undefined) return 'ratification';
  return excess?.state === 'asked' ? 'excess' : undefined;
}

/** The amount that an answer at this moment would stand for. */
export function amountAsked(order: OrderView, now: number): Money {
  const isExcess = openQuestion(order, now) === 'excess';
  return isExcess && order.excess !== undefined ? order.excess.total : order.estimate;
}

/** What an authorising person is asked about an order, as it stands. */
export function approvalQuestion(order: OrderView, now: number): ApprovalQuestion {
  const { id, service, estimate, state, expiresAt } = order;
  const question = { orderId: id, service, estimate };
  if (state === 'asking') return { ...question, started: false, expiresAt };
  const isExcess = openQuestion(order, now) === 'excess';
  return isExcess && order.excess !== undefined
    ? { ...question, started: true, actual: order.excess.total }
    : { ...question, started: true };
}

/** Names a question with its amount: whoever was asked one of them has not been asked another. */
export function questionKey({ started, actual }: Pick<ApprovalQuestion, 'started' | 'actual'>): string {
  if (!started) return 'start';
  return actual === undefined ? 'ratification' : `excess-${actual.amountMinor}-${actual.currency}`;
}

/** How much is asked about. */
export function amountOf({ estimate, actual }: Pick<ApprovalQuestion, 'estimate' | 'actual'>): Money {
  return actual ?? estimate;
}
