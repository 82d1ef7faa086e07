import type { IncidentView } from '../case-record.js';
import type { Money } from '../escalation/policy.js';
import type { IncidentId } from '../identifiers.js';
import type { CaseFee } from '../organisation/case-fees.js';
import { caseFeesOf } from '../organisation/case-fees.js';
import { isStarted } from '../orders/costs.js';
import type { OrderView } from '../orders/order.js';

/** What stands in a statement of costs (I9). */
export type StatementLine =
  | {
      readonly line: 'case-fee';
      readonly incidentId: IncidentId;
      /** When the incident was opened, in epoch milliseconds. */
      readonly at: number;
      readonly fee: CaseFee;
    }
  | {
      readonly line: 'order';
      readonly incidentId: IncidentId;
      /** When it was placed. */
      readonly at: number;
      readonly order: OrderView;
    };

/** What it comes to in one currency, in minor units. */
export interface StatementTotal {
  readonly currency: string;
  readonly caseFees: number;
  /** Estimates of what was started. */
  readonly estimate: number;
  /** Actual costs of what was started, as far as they are known. */
  readonly actual: number;
}

export interface Statement {
  readonly lines: readonly StatementLine[];
  readonly totals: readonly StatementTotal[];
}

/** A time, its end excluded; epoch milliseconds. */
export interface StatementTime {
  readonly from: number;
  readonly to: number;
}

type Billed = Pick<IncidentView, 'id' | 'openedAt' | 'service' | 'kind' | 'orders'>;

/**
 * What incidents cost within a time: the fees of those that were opened in it, and every order that was placed in it, so
 * each stands in one statement only. What was never started stands there without costing anything.
 *
 * @param feesAt the fees by contract at a moment.
 */
export function makeStatement(
  incidents: readonly Billed[],
  { from, to }: StatementTime,
  feesAt: (moment: number) => readonly CaseFee[],
): Statement {
  const isWithin = (at: number) => at >= from && at < to;
  const lines = incidents
    .flatMap((incident): readonly StatementLine[] => [
      ...(isWithin(incident.openedAt) ? feeLines(incident, feesAt(incident.openedAt)) : []),
      ...orderLines(incident).filter(({ at }) => isWithin(at)),
    ])
    .sort((one, other) => one.at - other.at);
  return { lines, totals: totalsOf(lines) };
}

function feeLines(incident: Billed, fees: readonly CaseFee[]): readonly StatementLine[] {
  return caseFeesOf(fees, incident).map((fee) => ({
    line: 'case-fee',
    incidentId: incident.id,
    at: incident.openedAt,
    fee,
  }));
}

function orderLines({ id, orders = [] }: Billed): readonly StatementLine[] {
  return orders.map((order) => ({ line: 'order', incidentId: id, at: order.orderedAt, order }));
}

function totalsOf(lines: readonly StatementLine[]): readonly StatementTotal[] {
  const totals = new Map<string, StatementTotal>();
  const add = ({ amountMinor, currency }: Money, to: 'caseFees' | 'estimate' | 'actual') => {
    const total = totals.get(currency) ?? { currency, caseFees: 0, estimate: 0, actual: 0 };
    totals.set(currency, { ...total, [to]: total[to] + amountMinor });
  };
  for (const each of lines) {
    if (each.line === 'case-fee') {
      add(each.fee.fee, 'caseFees');
      continue;
    }
    if (!isStarted(each.order)) continue;
    add(each.order.estimate, 'estimate');
    if (each.order.actual !== undefined) add(each.order.actual.cost, 'actual');
  }
  return [...totals.values()].sort((one, other) => (one.currency < other.currency ? -1 : 1));
}
