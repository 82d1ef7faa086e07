import type { OrderView } from './order.js';

/** The desk takes it back, or its incident is closed: only what nobody has decided can be withdrawn. */
export function withdrawOrder(order: OrderView): OrderView {
  return order.state === 'asking' ? { ...order, state: 'withdrawn' } : order;
}
