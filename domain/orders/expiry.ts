import type { OrderView } from './order.js';

/** Whether it could still be approved a moment ago and cannot be any more. `now`: epoch milliseconds. */
export function hasExpired({ state, expiresAt }: OrderView, now: number): boolean {
  return state === 'asking' && expiresAt <= now;
}

/** Nobody has decided in time: it is not started, and an approval comes too late. Others stay as they are. */
export function expireOrder(order: OrderView, now: number): OrderView {
  return hasExpired(order, now) ? { ...order, state: 'expired' } : order;
}
