import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Money } from '../escalation/policy.js';
import type { OrderId } from '../identifiers.js';
import type { Actor } from '../timeline.js';
import { isWithinLimit } from './approver.js';
import { approvedAmount, exceedsApproved, isStarted, recordCost } from './costs.js';
import { decidedOf, decideOrder, isAsked, type OrderAnswer } from './deciding.js';
import { expireOrder } from './expiry.js';
import { isOpenAfterwards, lapseOrder } from './lapsing.js';
import { feeServices, type OrderDecision, type OrderView } from './order.js';
import { coverWithin, decideWithOverride, isCovered, startByOverride, type Cover } from './overriding.js';
import { placeOrder } from './placing.js';
import { amountOf, approvalQuestion, questionKey } from './question.js';
import { withdrawOrder } from './withdrawing.js';

const euros = (amount: number): Money => ({ amountMinor: amount * 100, currency: 'EUR' });
const forints = (amountMinor: number): Money => ({ amountMinor, currency: 'HUF' });
const operator: Actor = { by: 'token', tokenId: 'tok_operator' };
const frieda: Actor = { by: 'target', target: { role: 'authorising-person', id: 'con_frieda' } };
const decision = (at: number): OrderDecision => ({ by: frieda, means: 'key', at });
const hour = 3_600_000;

function ordered(estimate = euros(500), orderedAt = 0, id: OrderId = 'ord_first1'): OrderView {
  return placeOrder({ id, service: 'transport', estimate, orderedBy: operator, orderedAt }, {});
}

function answered(order: OrderView, answer: OrderAnswer, at: number, limit?: Money, amount?: Money) {
  return decideOrder(order, { answer, decision: decision(at), limit, amount });
}

function costing(order: OrderView, cost: Money, at = 2_000, tolerancePercent = 0): OrderView {
  const after = recordCost(order, { cost, by: operator, at }, tolerancePercent);
  if (after === undefined) throw new Error('It was never started.');
  return after;
}

const approved = answered(ordered(), 'approved', 1_000).order;

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
    const { decided, order } = answered(ordered(), 'approved', 1_000, euros(500));
    expect(decided).toBe('approved');
    expect(order).toMatchObject({ state: 'approved', startedAt: 1_000, decision: decision(1_000) });
  });

  it('is neither approved nor refused by somebody whose limit is too low', () => {
    for (const answer of ['approved', 'refused'] as const) {
      const { decided, order } = answered(ordered(), answer, 1_000, euros(499));
      expect(decided).toBe('limit-too-low');
      expect(order).toEqual(ordered());
    }
  });

  it('does not start by a refusal, which is a decision: the first one counts', () => {
    const refused = answered(ordered(), 'refused', 1_000);
    expect(refused).toMatchObject({ decided: 'refused', order: { state: 'refused' } });
    expect(isStarted(refused.order)).toBe(false);
    expect(answered(refused.order, 'approved', 2_000)).toEqual({ decided: 'over', order: refused.order });
  });

  it('expires at its moment, and not a millisecond before', () => {
    const last = 4 * hour - 1;
    expect(expireOrder(ordered(), last).state).toBe('asking');
    expect(answered(ordered(), 'approved', last).decided).toBe('approved');
    expect(expireOrder(ordered(), 4 * hour).state).toBe('expired');
    expect(answered(ordered(), 'approved', 4 * hour).decided).toBe('over');
  });

  it('can be withdrawn until it is decided', () => {
    expect(withdrawOrder(ordered()).state).toBe('withdrawn');
    expect(withdrawOrder(approved)).toBe(approved);
  });
});

describe('what an order has cost in fact (I9)', () => {
  it('is told only once it is started; what is told later replaces what was told before', () => {
    const actual = { cost: euros(1), by: operator, at: 1 };
    expect(recordCost(ordered(), actual, 0)).toBeUndefined();
    const corrected = costing(costing(approved, euros(480)), euros(490), 3_000);
    expect(corrected).toMatchObject({ state: 'approved', actual: { cost: euros(490), at: 3_000 } });
    expect(corrected).not.toHaveProperty('excess');
  });

  it('is asked about when it is beyond what was approved, to the cent, or cannot be compared with it', () => {
    expect(exceedsApproved(approved, euros(500), 0)).toBe(false);
    const beyond = costing(approved, { amountMinor: 500_01, currency: 'EUR' });
    expect(beyond.excess).toEqual({ state: 'asked', total: { amountMinor: 500_01, currency: 'EUR' } });
    expect(isAsked(beyond, 9)).toBe(true);
    expect(costing(approved, forints(1)).excess).toEqual({ state: 'asked', total: forints(1) });
  });

  it('may miss the estimate by as much as the policy tolerates', () => {
    expect(exceedsApproved(approved, euros(550), 10)).toBe(false);
    expect(exceedsApproved(approved, { amountMinor: 550_01, currency: 'EUR' }, 10)).toBe(true);
    const odd = ordered({ amountMinor: 3, currency: 'EUR' });
    expect(exceedsApproved(odd, { amountMinor: 4, currency: 'EUR' }, 33)).toBe(true);
    expect(exceedsApproved(odd, { amountMinor: 4, currency: 'EUR' }, 34)).toBe(false);
  });

  it('is approved beyond the estimate by somebody whose limit reaches the total', () => {
    const beyond = costing(approved, euros(800));
    expect(approvalQuestion(beyond, 9)).toMatchObject({ started: true, actual: euros(800) });
    expect(answered(beyond, 'approved', 9, euros(799)).decided).toBe('limit-too-low');
    const { decided, order } = answered(beyond, 'approved', 9, euros(800));
    expect(decided).toBe('excess-approved');
    expect(order.excess).toEqual({ state: 'approved', total: euros(800), decision: decision(9) });
    expect(approvedAmount(order)).toEqual(euros(800));
    expect(decidedOf(order)).toBe('excess-approved');
    // The approval stays good for whatever is less.
    expect(costing(order, euros(790))).toMatchObject({ excess: { state: 'approved' } });
    expect(costing(order, euros(801)).excess).toEqual({ state: 'asked', total: euros(801) });
  });

  it('may be refused beyond the estimate, which stays so until another cost is told', () => {
    const refused = answered(costing(approved, euros(800)), 'refused', 9).order;
    expect(refused).toMatchObject({ state: 'approved', excess: { state: 'refused' } });
    expect(approvedAmount(refused)).toEqual(euros(500));
    expect(costing(refused, euros(800)).excess).toEqual(refused.excess);
    expect(costing(refused, euros(700)).excess).toEqual({ state: 'asked', total: euros(700) });
    expect(costing(refused, euros(400))).not.toHaveProperty('excess');
  });

  it('is not asked about any more when it is corrected to what was approved', () => {
    const corrected = costing(costing(approved, euros(800)), euros(500));
    expect(isAsked(corrected, 9)).toBe(false);
    expect(corrected).not.toHaveProperty('excess');
  });

  it('is decided by no answer that was given for another amount', () => {
    const beyond = costing(approved, euros(800));
    expect(answered(beyond, 'approved', 9, undefined, euros(700)).decided).toBe('over');
    expect(answered(beyond, 'approved', 9, undefined, euros(800)).decided).toBe('excess-approved');
    const more = costing(beyond, euros(900));
    expect(questionKey(approvalQuestion(more, 9))).not.toBe(questionKey(approvalQuestion(beyond, 9)));
  });
});

describe('orders under a life-safety override (I8, I9)', () => {
  const open: Cover = { upTo: euros(1_000) };
  const none: Cover = { upTo: undefined };
  const withOverride = { state: 'asked', withOverride: true };

  it('start at once, whatever they cost; what exceeds the ceiling in total is asked about by itself', () => {
    const started = startByOverride([ordered(euros(600)), ordered(euros(500)), ordered(euros(400))], open, 9);
    expect(started.map(({ state, startedAt }) => [state, startedAt])).toEqual(
      Array.from({ length: 3 }, () => ['overridden', 9]),
    );
    expect(started.map(({ ratification }) => ratification)).toEqual([
      withOverride,
      { state: 'asked' },
      withOverride,
    ]);
    expect(started.map((order) => isAsked(order, 10))).toEqual([false, true, false]);
    const later = startByOverride([...started, ordered(euros(1))], open, 10);
    expect(later.slice(0, 3)).toEqual(started);
    expect(later[3]?.ratification).toEqual({ state: 'asked' });
  });

  it('are asked about by themselves in another currency, and when the override answers for nothing', () => {
    const [foreign] = startByOverride([ordered(forints(1))], open, 9);
    expect(foreign).toMatchObject({ state: 'overridden', ratification: { state: 'asked' } });
    const [late] = startByOverride([ordered(euros(1))], none, 9);
    expect(late).toMatchObject({ state: 'overridden', startedAt: 9, ratification: { state: 'asked' } });
  });

  it('leaves alone what was decided before', () => {
    expect(startByOverride([approved], open, 9)).toEqual([approved]);
  });

  it('are decided with it as far as the limit of whoever decides reaches in total; the rest is asked by itself', () => {
    const started = startByOverride([ordered(euros(600)), ordered(euros(300)), ordered(euros(50))], open, 9);
    for (const answer of ['ratified', 'refused'] as const) {
      const after = decideWithOverride(started, answer, decision(10), coverWithin(euros(1_000), euros(400)));
      expect(after.map(({ ratification }) => ratification)).toEqual([
        { state: 'asked' },
        { state: answer, withOverride: true, decision: decision(10) },
        { state: answer, withOverride: true, decision: decision(10) },
      ]);
      // The override was decided: what was left to be asked is not decided by it once more.
      expect(decideWithOverride(after, 'ratified', decision(11), euros(1_000))).toEqual(after);
    }
  });

  it('are covered later too, by whoever has ratified the override, as far as their limit reaches', () => {
    const upTo = coverWithin(euros(1_000), euros(700));
    const first = decideWithOverride(
      startByOverride([ordered(euros(600))], open, 9),
      'ratified',
      decision(10),
      upTo,
    );
    const later = startByOverride(
      [...first, ordered(euros(200)), ordered(euros(100))],
      {
        upTo,
        decision: decision(10),
      },
      11,
    );
    expect(later.map(({ ratification }) => ratification?.state)).toEqual(['ratified', 'asked', 'ratified']);
    expect(later[2]?.ratification?.decision).toEqual(decision(10));
  });

  it('are ratified by themselves afterwards, once, by somebody whose limit reaches so far; nothing expires', () => {
    const [order] = startByOverride([ordered(euros(2_000))], open, 9);
    if (order === undefined) throw new Error('There is one.');
    expect(expireOrder(order, 90 * hour)).toBe(order);
    expect(answered(order, 'approved', 90 * hour, euros(1_999)).decided).toBe('limit-too-low');
    const ratified = answered(order, 'approved', 90 * hour);
    expect(ratified).toMatchObject({
      decided: 'ratified',
      order: { state: 'overridden', startedAt: 9, ratification: { state: 'ratified' } },
    });
    expect(answered(ratified.order, 'refused', 91 * hour).decided).toBe('over');
    expect(decidedOf(ratified.order)).toBe('ratified');
    expect(answered(order, 'refused', 10)).toMatchObject({
      decided: 'ratification-refused',
      order: { state: 'overridden', startedAt: 9, ratification: { state: 'refused' } },
    });
  });

  it('counts an approval that crosses with the override: it was given for the same amount', () => {
    const [order] = startByOverride([ordered(euros(2_000))], open, 9);
    if (order === undefined) throw new Error('There is one.');
    expect(answered(order, 'approved', 10, undefined, euros(2_000)).decided).toBe('ratified');
  });

  it('cover of a ceiling is the smaller one of ceiling and limit, and nothing in another currency', () => {
    expect(coverWithin(euros(100), undefined)).toEqual(euros(100));
    expect(coverWithin(euros(100), euros(300))).toEqual(euros(100));
    expect(coverWithin(euros(100), euros(30))).toEqual(euros(30));
    expect(coverWithin(euros(100), forints(1_000_000))).toEqual(euros(0));
  });

  it('stay unanswered when the time of asking is over, and say so', () => {
    const [covered, alone] = startByOverride([ordered(euros(600)), ordered(euros(2_000))], open, 9);
    if (covered === undefined || alone === undefined) throw new Error('There are two.');
    expect(lapseOrder(covered).ratification).toEqual({ state: 'not-ratified', withOverride: true });
    expect(lapseOrder(alone).ratification).toEqual({ state: 'not-ratified' });
    expect(answered(lapseOrder(alone), 'approved', 10).decided).toBe('over');
    const beyond = lapseOrder(costing(approved, euros(800)));
    expect(beyond.excess).toEqual({ state: 'not-approved', total: euros(800) });
    expect(isOpenAfterwards(beyond)).toBe(false);
    expect(lapseOrder(approved)).toBe(approved);
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
  | { readonly step: 'withdraw'; readonly which: number }
  | { readonly step: 'cost'; readonly which: number; readonly cost: Money }
  | { readonly step: 'wait'; readonly seconds: number }
  | { readonly step: 'override' | 'lapse' }
  | {
      readonly step: 'decide-override';
      readonly answer: 'ratified' | 'refused';
      readonly limit: Money | undefined;
    };

const money = fc.record({
  amountMinor: fc.nat({ max: 1_000 }),
  currency: fc.constantFrom('EUR', 'EUR', 'EUR', 'HUF'),
});
const which = fc.nat({ max: 9 });
const limit = fc.option(money, { nil: undefined });
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
    limit,
  }),
  fc.record({ step: fc.constant('withdraw' as const), which }),
  fc.record({ step: fc.constant('cost' as const), which, cost: money }),
  fc.record({ step: fc.constant('wait' as const), seconds: fc.nat({ max: 30 }) }),
  fc.record({ step: fc.constantFrom('override' as const, 'override' as const, 'lapse' as const) }),
  fc.record({
    step: fc.constant('decide-override' as const),
    answer: fc.constantFrom('ratified' as const, 'refused' as const),
    limit,
  }),
);

/** The life of an order once more, in other words. */
interface Expected {
  readonly estimate: Money;
  readonly expiresAt: number;
  state: OrderView['state'];
  startedAt?: number;
  /** Whoever has said yes to an amount, and what their limit was. */
  readonly answers: { readonly amount: Money; readonly limit: Money | undefined }[];
  cost?: Money;
}

describe('orders, whatever happens to them', () => {
  it('start by approval or override only; nothing is covered, ratified or exceeded beyond a limit, or unasked (I8, I9)', () => {
    fc.assert(
      fc.property(fc.array(steps, { maxLength: 60 }), money, (plan, ceiling) => {
        let orders: readonly OrderView[] = [];
        const expected: Expected[] = [];
        let now = 0;
        let isFired = false;
        let cover: Cover = { upTo: ceiling };
        const fire = () => {
          orders = startByOverride(orders, cover, now);
          for (const each of expected) {
            if (each.state !== 'asking') continue;
            each.state = 'overridden';
            each.startedAt = now;
          }
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
              expected.push({ estimate, expiresAt: now + seconds * 1000, state: 'asking', answers: [] });
              if (isFired) fire();
              break;
            }
            case 'decide': {
              const [order, its] = [orders[step.which], expected[step.which]];
              if (order === undefined || its === undefined) break;
              const { decided, order: after } = answered(order, step.answer, now, step.limit);
              const amount = amountOf(approvalQuestion(order, now));
              if (!isAsked(order, now)) expect(decided).toBe('over');
              else if (!isWithinLimit(step.limit, amount)) expect(decided).toBe('limit-too-low');
              else {
                expect(['over', 'limit-too-low']).not.toContain(decided);
                if (step.answer === 'approved') its.answers.push({ amount, limit: step.limit });
                if (its.state === 'asking') {
                  its.state = step.answer;
                  if (step.answer === 'approved') its.startedAt = now;
                }
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
                const after = recordCost(each, { cost: step.cost, by: operator, at: now }, 0);
                expect(after !== undefined).toBe(its?.startedAt !== undefined);
                if (its !== undefined && after !== undefined) its.cost = step.cost;
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
              break;
            case 'decide-override': {
              if (!isFired || cover.decision !== undefined || cover.upTo === undefined) break;
              const upTo = coverWithin(ceiling, step.limit);
              orders = decideWithOverride(orders, step.answer, decision(now), upTo);
              cover = step.answer === 'ratified' ? { upTo, decision: decision(now) } : { upTo: undefined };
              for (const [index, order] of orders.entries()) {
                if (order.ratification?.state !== 'ratified' || !isCovered(order)) continue;
                expected[index]?.answers.push({ amount: order.estimate, limit: step.limit });
              }
              break;
            }
            case 'lapse':
              orders = orders.map(lapseOrder);
              if (cover.decision === undefined) cover = { upTo: undefined };
              expect(orders.some(isOpenAfterwards)).toBe(false);
          }

          orders.forEach((order, index) => {
            const its = expected[index];
            expect(order.state).toBe(its?.state);
            expect(order.startedAt).toBe(its?.startedAt);
            expect(isStarted(order)).toBe(order.state === 'approved' || order.state === 'overridden');
            expect(order.decision !== undefined).toBe(
              order.state === 'approved' || order.state === 'refused',
            );
            expect(order.ratification !== undefined).toBe(order.state === 'overridden');
            expect(order.actual?.cost).toEqual(its?.cost);
            // Whatever is beyond what was approved is asked about, or somebody has refused it, or nobody has answered.
            const isBeyond = its?.cost !== undefined && exceedsApproved(order, its.cost, 0);
            const isOpen = order.excess !== undefined && order.excess.state !== 'approved';
            expect(isOpen).toBe(isBeyond);
            if (isOpen) expect(order.excess.total).toEqual(its?.cost);
            // Nobody's yes stands for more than their limit.
            const { approvedTotal } = order;
            for (const { amount, limit: its } of expected[index]?.answers ?? []) {
              expect(isWithinLimit(its, amount)).toBe(true);
            }
            if (approvedTotal !== undefined) {
              expect(its?.answers.map(({ amount }) => amount)).toContainEqual(approvedTotal);
            }
          });
          const covered = orders.filter(isCovered);
          expect(covered.every(({ estimate }) => estimate.currency === ceiling.currency)).toBe(true);
          const sum = (some: readonly OrderView[]) =>
            some.reduce((total, { estimate }) => total + estimate.amountMinor, 0);
          expect(sum(covered)).toBeLessThanOrEqual(ceiling.amountMinor);
          if (cover.decision !== undefined) {
            const ratified = covered.filter(({ ratification }) => ratification?.state === 'ratified');
            expect(sum(ratified)).toBeLessThanOrEqual(cover.upTo?.amountMinor ?? 0);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});
