import { describe, expect, it } from '@jest/globals';
import type { CaseFee } from '../organisation/case-fees.js';
import type { OrderState, OrderView } from '../orders/order.js';
import { makeStatement } from './statement.js';

const euros = (amount: number) => ({ amountMinor: amount * 100, currency: 'EUR' });
const november = { from: 1_000, to: 2_000 };
const fees: readonly CaseFee[] = [{ by: 'kind', kind: 'medical', fee: euros(150) }];
let counter = 0;

function order(state: OrderState, more: Partial<OrderView> = {}): OrderView {
  counter += 1;
  const isStarted = state === 'approved' || state === 'overridden';
  return {
    id: `ord_number${counter}`,
    service: 'transport',
    estimate: euros(100),
    state,
    orderedBy: { by: 'rule' },
    orderedAt: 1_500,
    expiresAt: 9_000,
    ...(isStarted ? { startedAt: 1_600 } : {}),
    ...more,
  };
}

function incident(
  openedAt: number,
  orders: readonly OrderView[] = [],
  kind: 'medical' | 'other' = 'medical',
) {
  return { id: 'inc_first01', openedAt, service: 'assistance', kind, orders } as const;
}

const actual = (amount: number) => ({ cost: euros(amount), by: { by: 'rule' } as const, at: 5_000 });

describe('a statement of costs (I9)', () => {
  it('has the fees of the incidents that were opened in the time, by the contract of that moment', () => {
    const dearer: readonly CaseFee[] = [{ by: 'kind', kind: 'medical', fee: euros(200) }];
    const feesAt = (moment: number) => (moment < 1_200 ? fees : dearer);
    const incidents = [999, 1_000, 1_200, 1_999, 2_000].map((openedAt) => incident(openedAt));
    const { lines, totals } = makeStatement([...incidents, incident(1_500, [], 'other')], november, feesAt);
    expect(lines.map(({ at }) => at)).toEqual([1_000, 1_200, 1_999]);
    expect(totals).toEqual([{ currency: 'EUR', caseFees: 550_00, estimate: 0, actual: 0 }]);
  });

  it('has every order that was placed in the time, also of an older incident; only what was started costs', () => {
    const orders = [
      order('approved', { actual: actual(90) }),
      order('overridden'),
      order('asking'),
      order('refused'),
      order('expired'),
      order('withdrawn'),
      order('approved', { orderedAt: 2_000, actual: actual(7) }),
      order('approved', { orderedAt: 999 }),
    ];
    const { lines, totals } = makeStatement([incident(10, orders)], november, () => fees);
    expect(lines.map((line) => line.line === 'order' && line.order.state)).toEqual([
      'approved',
      'overridden',
      'asking',
      'refused',
      'expired',
      'withdrawn',
    ]);
    expect(totals).toEqual([{ currency: 'EUR', caseFees: 0, estimate: 200_00, actual: 90_00 }]);
  });

  it('adds up each currency by itself, the actual cost in its own', () => {
    const forints = { amountMinor: 500_00, currency: 'HUF' };
    const orders = [
      order('approved', { actual: { ...actual(0), cost: forints } }),
      order('approved', { estimate: forints, actual: actual(5) }),
    ];
    expect(makeStatement([incident(1_000, orders)], november, () => fees).totals).toEqual([
      { currency: 'EUR', caseFees: 150_00, estimate: 100_00, actual: 5_00 },
      { currency: 'HUF', caseFees: 0, estimate: 500_00, actual: 500_00 },
    ]);
  });

  it('is empty when nothing happened', () => {
    expect(makeStatement([], november, () => fees)).toEqual({ lines: [], totals: [] });
  });
});
