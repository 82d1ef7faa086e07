import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Money } from '../escalation/policy.js';
import type { OrderId } from '../identifiers.js';
import type { Actor } from '../timeline.js';
import { isWithinLimit } from './approver.js';
import { isStarted, recordCost } from './costs.js';
import { decidedOf, decideOrder, isAsked, type OrderAnswer } from './deciding.js';
import { expireOrder } from './expiry.js';
import { feeServices, type OrderDecision, type OrderView } from './order.js';
import { isCovered, startByOverride } from './overriding.js';
import { placeOrder } from './placing.js';
import { withdrawOrder } from './withdrawing.js';

const euros = (amount: number): Money => ({ amountMinor: amount * 100, currency: 'EUR' });
const operator: Actor = { by: 'token', tokenId: 'tok_operator' };
const frieda: Actor = { by: 'target', target: { role: 'authorising-person', id: 'con_frieda' } };
const decision = (at: number): OrderDecision => ({ by: frieda, means: 'key', at });
const hour = 3_600_000;

function ordered(estimate = euros(500), orderedAt = 0, id: OrderId = 'ord_first1'): OrderView {
  return placeOrder({ id, service: 'transport', estimate, orderedBy: operator, orderedAt }, {});
}

const approved = decideOrder(ordered(), 'approved', decision(1_000), undefined).order;

describe('an order (I9)', () => {
  it('is asked about, and not started, until it expires: after four hours, as the policy or as the order itself says', () => {
    expect(ordered()).toMatchObject({ state: 'asking', expiresAt: 4 * hour });
    expect(isStarted(ordered())).toBe(false);
    const { orderedAt, ...rest } = ordered();
    expect(placeOrder({ ...rest, orderedAt }, { approvalExpirySeconds: 60 }).expiresAt).toBe(60_000);
    const own = placeOrder({ ...rest, orderedAt, expiresInSeconds: 5 }, { approvalExpirySeconds: 60 });
    expect(own.expiresAt).toBe(5_000);
  });

  it('starts with the approval of somebody whose limit reaches so far', () => {
    const { decided, order } = decideOrder(ordered(), 'approved', decision(1_000), euros(500));
    expect(decided).toBe('approved');
    expect(order).toMatchObject({ state: 'approved', startedAt: 1_000, decision: decision(1_000) });
  });

  it('is neither approved nor refused by somebody whose limit is too low', () => {
    for (const answer of ['approved', 'refused'] as const) {
      const { decided, order } = decideOrder(ordered(), answer, decision(1_000), euros(499));
      expect(decided).toBe('limit-too-low');
      expect(order).toEqual(ordered());
    }
  });

  it('does not start by a refusal, which is a decision: the first one counts', () => {
    const refused = decideOrder(ordered(), 'refused', decision(1_000), undefined);
    expect(refused).toMatchObject({ decided: 'refused', order: { state: 'refused' } });
    expect(isStarted(refused.order)).toBe(false);
    expect(decideOrder(refused.order, 'approved', decision(2_000), undefined)).toEqual({
      decided: 'over',
      order: refused.order,
    });
  });

  it('expires at its moment, and not a millisecond before', () => {
    const last = 4 * hour - 1;
    expect(expireOrder(ordered(), last).state).toBe('asking');
    expect(decideOrder(ordered(), 'approved', decision(last), undefined).decided).toBe('approved');
    expect(expireOrder(ordered(), 4 * hour).state).toBe('expired');
    expect(decideOrder(ordered(), 'approved', decision(4 * hour), undefined).decided).toBe('over');
  });

  it('can be withdrawn until it is decided', () => {
    expect(withdrawOrder(ordered()).state).toBe('withdrawn');
    expect(withdrawOrder(approved)).toBe(approved);
  });

  it('has actual costs only once it is started; what is told later replaces what was told before', () => {
    expect(recordCost(ordered(), { cost: euros(1), by: operator, at: 1 })).toBeUndefined();
    const first = recordCost(approved, { cost: euros(480), by: operator, at: 2_000 });
    const corrected = first && recordCost(first, { cost: euros(510), by: operator, at: 3_000 });
    expect(corrected).toMatchObject({ state: 'approved', actual: { cost: euros(510), at: 3_000 } });
  });
});

describe('orders under a life-safety override (I8, I9)', () => {
  const mandate = { ceiling: euros(1_000), isRefused: false };

  it('start at once, whatever they cost; what exceeds the ceiling in total is asked about by itself', () => {
    const started = startByOverride(
      [ordered(euros(600)), ordered(euros(500)), ordered(euros(400))],
      mandate,
      9,
    );
    expect(started.map(({ state, startedAt }) => [state, startedAt])).toEqual(
      Array.from({ length: 3 }, () => ['overridden', 9]),
    );
    expect(started.map(({ ratification }) => ratification)).toEqual([
      undefined,
      { state: 'asked' },
      undefined,
    ]);
    const later = startByOverride([...started, ordered(euros(1))], mandate, 10);
    expect(later.slice(0, 3)).toEqual(started);
    expect(later[3]?.ratification).toEqual({ state: 'asked' });
  });

  it('are asked about by themselves in another currency, and when the override itself was refused', () => {
    const [forints] = startByOverride([ordered({ amountMinor: 1, currency: 'HUF' })], mandate, 9);
    expect(forints).toMatchObject({ state: 'overridden', ratification: { state: 'asked' } });
    const [late] = startByOverride([ordered(euros(1))], { ...mandate, isRefused: true }, 9);
    expect(late).toMatchObject({ state: 'overridden', startedAt: 9, ratification: { state: 'asked' } });
  });

  it('leaves alone what was decided before', () => {
    expect(startByOverride([approved], mandate, 9)).toEqual([approved]);
  });

  it('are ratified afterwards, once, by somebody whose limit reaches so far; nothing expires', () => {
    const [order] = startByOverride([ordered(euros(2_000))], mandate, 9);
    if (order === undefined) throw new Error('There is one.');
    expect(expireOrder(order, 90 * hour)).toBe(order);
    expect(decideOrder(order, 'approved', decision(90 * hour), euros(1_999)).decided).toBe('limit-too-low');
    const ratified = decideOrder(order, 'approved', decision(90 * hour), undefined);
    expect(ratified).toMatchObject({
      decided: 'ratified',
      order: { state: 'overridden', startedAt: 9, ratification: { state: 'ratified' } },
    });
    expect(decideOrder(ratified.order, 'refused', decision(91 * hour), undefined).decided).toBe('over');
    expect(decidedOf(ratified.order)).toBe('ratified');
    expect(decideOrder(order, 'refused', decision(10), undefined)).toMatchObject({
      decided: 'ratification-refused',
      order: { state: 'overridden', startedAt: 9, ratification: { state: 'refused' } },
    });
  });
});

/** What may happen to the orders of an incident, one after the other. */
type Step =
  | { readonly step: 'place'; readonly estimate: Money; readonly seconds: number }
  | {
      readonly step: 'decide';
      readonly which: number;
      readonly answer: OrderAnswer;
      readonly limit: Money | undefined;
    }
  | { readonly step: 'withdraw' | 'cost'; readonly which: number }
  | { readonly step: 'wait'; readonly seconds: number }
  | { readonly step: 'override' };

const money = fc.record({
  amountMinor: fc.nat({ max: 1_000 }),
  currency: fc.constantFrom('EUR', 'EUR', 'EUR', 'HUF'),
});
const which = fc.nat({ max: 9 });
const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    step: fc.constant('place' as const),
    estimate: money,
    seconds: fc.integer({ min: 1, max: 50 }),
  }),
  fc.record({
    step: fc.constant('decide' as const),
    which,
    answer: fc.constantFrom('approved' as const, 'refused' as const),
    limit: fc.option(money, { nil: undefined }),
  }),
  fc.record({ step: fc.constantFrom('withdraw' as const, 'cost' as const), which }),
  fc.record({ step: fc.constant('wait' as const), seconds: fc.nat({ max: 30 }) }),
  fc.constant({ step: 'override' as const }),
);

/** The life of an order once more, in other words. */
interface Expected {
  readonly estimate: Money;
  readonly expiresAt: number;
  state: OrderView['state'];
  startedAt?: number;
  ratified?: 'asked' | 'ratified' | 'refused';
  costs: number;
}

describe('orders, whatever happens to them', () => {
  it('start by approval or override only, keep their first decision, and never pass the ceiling unasked (I8, I9)', () => {
    fc.assert(
      fc.property(fc.array(steps, { maxLength: 60 }), money, (plan, ceiling) => {
        let orders: readonly OrderView[] = [];
        const expected: Expected[] = [];
        let now = 0;
        let isFired = false;

        const fire = () => {
          orders = startByOverride(orders, { ceiling, isRefused: false }, now);
          expected.forEach((each, index) => {
            if (each.state !== 'asking') return;
            each.state = 'overridden';
            each.startedAt = now;
            if (orders[index]?.ratification !== undefined) each.ratified = 'asked';
          });
        };
        for (const step of plan) {
          switch (step.step) {
            case 'place': {
              const { estimate, seconds } = step;
              orders = [
                ...orders,
                placeOrder(
                  {
                    id: `ord_number${orders.length}`,
                    service: feeServices[orders.length % feeServices.length] ?? 'other',
                    estimate,
                    orderedBy: operator,
                    orderedAt: now,
                    expiresInSeconds: seconds,
                  },
                  {},
                ),
              ];
              expected.push({ estimate, expiresAt: now + seconds * 1000, state: 'asking', costs: 0 });
              if (isFired) fire();
              break;
            }
            case 'decide': {
              const [order, its] = [orders[step.which], expected[step.which]];
              if (order === undefined || its === undefined) break;
              const { decided, order: after } = decideOrder(order, step.answer, decision(now), step.limit);
              const isOpen = its.state === 'asking' || its.ratified === 'asked';
              const may = isWithinLimit(step.limit, its.estimate);
              if (!isOpen) expect(decided).toBe('over');
              else if (!may) expect(decided).toBe('limit-too-low');
              else if (its.state === 'asking') {
                its.state = step.answer;
                if (step.answer === 'approved') its.startedAt = now;
                expect(decided).toBe(step.answer);
              } else {
                its.ratified = step.answer === 'approved' ? 'ratified' : 'refused';
                expect(decided).toBe(step.answer === 'approved' ? 'ratified' : 'ratification-refused');
              }
              orders = orders.map((each, index) => (index === step.which ? after : each));
              break;
            }
            case 'withdraw': {
              const its = expected[step.which];
              if (its?.state === 'asking') its.state = 'withdrawn';
              orders = orders.map((each, index) => (index === step.which ? withdrawOrder(each) : each));
              break;
            }
            case 'cost': {
              const its = expected[step.which];
              orders = orders.map((each, index) => {
                if (index !== step.which) return each;
                const after = recordCost(each, { cost: euros(1), by: operator, at: now });
                expect(after !== undefined).toBe(its?.startedAt !== undefined);
                if (its !== undefined && after !== undefined) its.costs += 1;
                return after ?? each;
              });
              break;
            }
            case 'wait':
              now += step.seconds * 1000;
              for (const each of expected) {
                if (each.state === 'asking' && each.expiresAt <= now) each.state = 'expired';
              }
              orders = orders.map((each) => expireOrder(each, now));
              break;
            case 'override':
              isFired = true;
              fire();
          }

          orders.forEach((order, index) => {
            const its = expected[index];
            expect(order.state).toBe(its?.state);
            expect(order.startedAt).toBe(its?.startedAt);
            expect(isStarted(order)).toBe(order.state === 'approved' || order.state === 'overridden');
            expect(order.decision !== undefined).toBe(
              order.state === 'approved' || order.state === 'refused',
            );
            expect(order.ratification?.state).toBe(its?.ratified);
            expect(order.actual !== undefined).toBe((its?.costs ?? 0) > 0);
            expect(isAsked(order, now)).toBe(its?.state === 'asking' || its?.ratified === 'asked');
          });
          const covered = orders.filter(isCovered);
          expect(covered.every(({ estimate }) => estimate.currency === ceiling.currency)).toBe(true);
          const sum = covered.reduce((total, { estimate }) => total + estimate.amountMinor, 0);
          expect(sum).toBeLessThanOrEqual(ceiling.amountMinor);
        }
      }),
      { numRuns: 500 },
    );
  });
});
