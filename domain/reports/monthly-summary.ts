import type { OrganisationId } from '../identifiers.js';
import { mergeCosts, summariseCosts, type CostSummary, type OrderFact } from './cost-summary.js';
import {
  mergeIncidents,
  summariseIncidents,
  type IncidentFact,
  type IncidentSummary,
} from './incident-summary.js';
import type { ReportKind } from './report-plan.js';
import {
  mergeStatusCalls,
  summariseStatusCalls,
  type StatusCallFact,
  type StatusCallSummary,
} from './status-call-summary.js';
import {
  mergeSupportCases,
  summariseSupportCases,
  type SupportCaseFact,
  type SupportCaseSummary,
} from './support-case-summary.js';

/** What is counted for each kind of report. */
export interface FactOf {
  readonly incidents: IncidentFact;
  readonly 'status-calls': StatusCallFact;
  readonly 'support-cases': SupportCaseFact;
  readonly costs: OrderFact;
}

export interface SummaryOf {
  readonly incidents: IncidentSummary;
  readonly 'status-calls': StatusCallSummary;
  readonly 'support-cases': SupportCaseSummary;
  readonly costs: CostSummary;
}

/**
 * How a kind of report is counted. `merge` of the summaries of two times is the summary of both together, in whatever order and
 * however often the time was cut.
 */
export interface Summarising<Kind extends ReportKind> {
  readonly summarise: (facts: readonly FactOf[Kind][]) => SummaryOf[Kind];
  readonly merge: (one: SummaryOf[Kind], other: SummaryOf[Kind]) => SummaryOf[Kind];
}

const summarising: { readonly [Kind in ReportKind]: Summarising<Kind> } = {
  incidents: { summarise: summariseIncidents, merge: mergeIncidents },
  'status-calls': { summarise: summariseStatusCalls, merge: mergeStatusCalls },
  'support-cases': { summarise: summariseSupportCases, merge: mergeSupportCases },
  costs: { summarise: summariseCosts, merge: mergeCosts },
};

export function summarisingOf<Kind extends ReportKind>(kind: Kind): Summarising<Kind> {
  return summarising[kind];
}

/** Rises whenever something is counted otherwise: what an earlier one has counted is computed again, as far as it can be. */
export const summaryVersion = 1;

/**
 * One month of one organisation, without personal data, so that it outlives what it was computed of. Of what was opened before
 * `settledThrough` the data may be gone, and what is counted of it stays as it is; of the rest they are all there.
 */
export interface MonthlySummary<Kind extends ReportKind = ReportKind> {
  readonly organisationId: OrganisationId;
  readonly kind: Kind;
  /** `yyyy-mm`. */
  readonly month: string;
  /** Of the organisation when it was computed. */
  readonly timeZone: string;
  /** From `from` to `to`, which is excluded. */
  readonly from: Date;
  readonly to: Date;
  readonly summary: SummaryOf[Kind];
  readonly settledThrough: Date;
  readonly computedAt: Date;
}

/** Nothing is counted anew any more: retention may delete whatever the month was computed of. */
export function isFinal({ settledThrough, to }: Pick<MonthlySummary, 'settledThrough' | 'to'>): boolean {
  return settledThrough >= to;
}

/** What a stored summary says of whether it is to be computed again. */
export interface SummaryStanding extends Pick<MonthlySummary, 'settledThrough' | 'to' | 'computedAt'> {
  /** How it was counted. */
  readonly version: number;
  /** When it was computed, the month was over and nothing in it could change any more. */
  readonly isQuiet: boolean;
}

/** So long after its end a month may still get records that could not be stored at once. Milliseconds. */
const latecomersMilliseconds = 3 * 86_400_000;

/** Whether nothing can change any more in a month of which nothing is open. */
export function isPast(to: Date, now: Date): boolean {
  return now.getTime() >= to.getTime() + latecomersMilliseconds;
}

/**
 * @param freshMilliseconds how old what was computed may be.
 */
export function isToBeComputed(
  stored: SummaryStanding | undefined,
  now: Date,
  freshMilliseconds: number,
): boolean {
  if (stored === undefined) return true;
  if (isFinal(stored)) return false;
  if (stored.version !== summaryVersion) return true;
  return !stored.isQuiet && now.getTime() - stored.computedAt.getTime() >= freshMilliseconds;
}
