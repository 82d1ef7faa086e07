import type { Money } from '../escalation/policy.js';
import { feeServices, orderStates, type FeeService, type OrderState } from '../orders/order.js';
import { mergeTallies, tallyOf, type Tally } from './tally.js';

/** What a summary looks at of one order (I9). */
export interface OrderFact {
  readonly service: FeeService;
  readonly state: OrderState;
  readonly isStarted: boolean;
  readonly estimate: Money;
  /** Absent: nobody has told it yet. */
  readonly actual?: Money;
}

/** What was ordered in one currency. Amounts are minor units of it. */
export interface CurrencyCosts {
  readonly currency: string;
  /** Orders with an estimate in this currency. */
  readonly ordered: number;
  /** Of them, started: only these cost. */
  readonly started: number;
  /** Estimates of what was started. */
  readonly estimate: number;
  /** Actual costs of what was started, as far as they are known, whatever the currency of the estimate was. */
  readonly actual: number;
  /** How many actual costs are known. */
  readonly known: number;
}

/** Orders that were placed in a time (R3, I9). Currencies are never added up. Nothing in it tells of a person. */
export interface CostSummary {
  readonly orders: Tally<OrderState>;
  /** What was started, by service. */
  readonly started: Tally<FeeService>;
  /** By the code of the currency. */
  readonly currencies: readonly CurrencyCosts[];
}

export function summariseCosts(orders: readonly OrderFact[]): CostSummary {
  const started = orders.filter(({ isStarted }) => isStarted);
  return {
    orders: tallyOf(
      orderStates,
      orders.map(({ state }) => state),
    ),
    started: tallyOf(
      feeServices,
      started.map(({ service }) => service),
    ),
    currencies: addedUp([
      ...orders.map(({ estimate: { currency } }) => ({ ...noCosts(currency), ordered: 1 })),
      ...started.map(({ estimate: { amountMinor, currency } }) => ({
        ...noCosts(currency),
        started: 1,
        estimate: amountMinor,
      })),
      ...started.flatMap(({ actual }) =>
        actual === undefined ? [] : [{ ...noCosts(actual.currency), actual: actual.amountMinor, known: 1 }],
      ),
    ]),
  };
}

export function mergeCosts(one: CostSummary, other: CostSummary): CostSummary {
  return {
    orders: mergeTallies(orderStates, one.orders, other.orders),
    started: mergeTallies(feeServices, one.started, other.started),
    currencies: addedUp([...one.currencies, ...other.currencies]),
  };
}

function noCosts(currency: string): CurrencyCosts {
  return { currency, ordered: 0, started: 0, estimate: 0, actual: 0, known: 0 };
}

function addedUp(costs: readonly CurrencyCosts[]): readonly CurrencyCosts[] {
  const sums = new Map<string, CurrencyCosts>();
  for (const each of costs) {
    const { currency } = each;
    const sum = sums.get(currency) ?? noCosts(currency);
    sums.set(currency, {
      currency,
      ordered: sum.ordered + each.ordered,
      started: sum.started + each.started,
      estimate: sum.estimate + each.estimate,
      actual: sum.actual + each.actual,
      known: sum.known + each.known,
    });
  }
  return [...sums.values()].sort((one, other) => (one.currency < other.currency ? -1 : 1));
}
