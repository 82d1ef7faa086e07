import type { OrderView } from './order.js';

/** Something is asked afterwards, by itself or with the override, and nobody has answered. */
export function isOpenAfterwards({ ratification, excess }: OrderView): boolean {
  return ratification?.state === 'asked' || excess?.state === 'asked';
}

/** The time of asking is over: what nobody has answered is neither ratified nor approved. Others stay as they are. */
export function lapseOrder(order: OrderView): OrderView {
  const { ratification, excess } = order;
  if (!isOpenAfterwards(order)) return order;
  return {
    ...order,
    ...(ratification?.state === 'asked' ? { ratification: { ...ratification, state: 'not-ratified' } } : {}),
    ...(excess?.state === 'asked' ? { excess: { ...excess, state: 'not-approved' } } : {}),
  };
}
