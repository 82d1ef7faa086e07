import fc from 'fast-check';
import { statusAnswers } from '../attempt.js';
import { closureOutcomes, incidentKinds } from '../incident/incident.js';
import { feeServices, orderStates } from '../orders/order.js';
import { supportCaseStates, supportOutcomes } from '../support-case/support-case.js';
import type { FactOf } from './monthly-summary.js';
import type { ReportKind } from './report-plan.js';

/** For tests: a fact and the moment at which it belongs to a month. */
export interface MomentousFact<Kind extends ReportKind> {
  readonly at: number;
  readonly fact: FactOf[Kind];
}

const begin = Date.parse('2026-01-01T00:00:00Z');
const end = Date.parse('2028-01-01T00:00:00Z');
const moment = fc.integer({ min: begin, max: end });
const later = fc.integer({ min: -1000, max: 40 * 86_400_000 });
const rounds = fc.nat({ max: 40 });
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
const money = fc.record({
  amountMinor: fc.nat({ max: 10_000_000 }),
  currency: fc.constantFrom('EUR', 'HUF', 'JPY', 'KWD'),
});

/** Without the fields that are undefined, as whoever reads records leaves them out. */
function defined<Whole extends object>(
  whole: Whole,
): { [Key in keyof Whole]: Exclude<Whole[Key], undefined> } {
  const entries = Object.entries(whole).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Key in keyof Whole]: Exclude<Whole[Key], undefined> };
}

const incident = fc
  .record({
    at: moment,
    kind: fc.constantFrom(...incidentKinds),
    state: fc.constantFrom('open' as const, 'closed' as const, 'archived' as const),
    call: maybe(later),
    reach: maybe(later),
    provider: rounds,
    internal: rounds,
    override: maybe(fc.constantFrom('rule' as const, 'operator' as const)),
    outcome: maybe(fc.constantFrom(...closureOutcomes)),
  })
  .map(({ at, call, reach, provider, internal, ...fact }): MomentousFact<'incidents'> => ({
    at,
    fact: defined({
      ...fact,
      openedAt: at,
      rounds: { provider, internal },
      firstCallAt: call === undefined ? undefined : at + call,
      reachedAt: reach === undefined ? undefined : at + reach,
    }),
  }));

const statusCall = fc
  .record({
    at: moment,
    answer: maybe(fc.constantFrom(...statusAnswers)),
    wait: later,
    isAsking: fc.boolean(),
    rounds,
  })
  .map(({ at, answer, wait, isAsking, rounds: round }): MomentousFact<'status-calls'> => ({
    at,
    fact:
      answer === undefined
        ? { state: isAsking ? 'asking' : 'unreached', openedAt: at, rounds: round }
        : { state: 'answered', openedAt: at, answer, answeredAt: at + wait, rounds: round },
  }));

const supportCase = fc
  .record({
    at: moment,
    state: fc.constantFrom(...supportCaseStates),
    answer: maybe(later),
    closure: later,
    outcome: fc.constantFrom(...supportOutcomes),
    isFollowUp: fc.boolean(),
  })
  .map(({ at, state, answer, closure, outcome, isFollowUp }): MomentousFact<'support-cases'> => ({
    at,
    fact: {
      ...{ state, openedAt: at, isFollowUp },
      ...(answer === undefined ? {} : { firstAnswerAt: at + answer }),
      ...(state === 'closed' ? { closedAt: at + closure, outcome } : {}),
    },
  }));

const order = fc
  .record({
    at: moment,
    service: fc.constantFrom(...feeServices),
    state: fc.constantFrom(...orderStates),
    estimate: money,
    actual: maybe(money),
  })
  .map(({ at, service, state, estimate, actual }): MomentousFact<'costs'> => {
    const isStarted = state === 'approved' || state === 'overridden';
    return {
      at,
      fact: { service, state, isStarted, estimate, ...(isStarted && actual !== undefined ? { actual } : {}) },
    };
  });

/** Facts of two years, for each kind of report. */
export const facts: { readonly [Kind in ReportKind]: fc.Arbitrary<MomentousFact<Kind>> } = {
  incidents: incident,
  'status-calls': statusCall,
  'support-cases': supportCase,
  costs: order,
};
