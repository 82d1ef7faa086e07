import type { OrderView } from '../../domain/orders/order.js';

/** What became of an order, as far as whoever was asked about it wants to know. */
export type OrderOutcome =
  | 'approved'
  | 'refused'
  | 'expired'
  | 'withdrawn'
  /** Started by the override, and nobody is asked afterwards. */
  | 'overridden'
  | 'ratified'
  | 'ratification-refused';

/** Whether somebody can decide about an order at this moment. */
export type OrderStanding =
  | { readonly is: 'asked'; readonly afterwards: boolean }
  | { readonly is: 'over'; readonly outcome: OrderOutcome };

/** @param now epoch milliseconds. */
export function orderStanding({ state, expiresAt, ratification }: OrderView, now: number): OrderStanding {
  switch (state) {
    case 'asking':
      return now < expiresAt ? { is: 'asked', afterwards: false } : { is: 'over', outcome: 'expired' };
    case 'overridden':
      switch (ratification?.state) {
        case 'asked':
          return { is: 'asked', afterwards: true };
        case 'ratified':
          return { is: 'over', outcome: 'ratified' };
        case 'refused':
          return { is: 'over', outcome: 'ratification-refused' };
        case undefined:
          return { is: 'over', outcome: 'overridden' };
      }
    // eslint-disable-next-line no-fallthrough -- every ratification has returned.
    case 'approved':
    case 'refused':
    case 'expired':
    case 'withdrawn':
      return { is: 'over', outcome: state };
  }
}
