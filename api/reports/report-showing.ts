import type { OrganisationId } from '../../domain/identifiers.js';
import { incidentKinds } from '../../domain/incident/incident.js';
import { quantile, type DurationHistogram } from '../../domain/reports/duration-histogram.js';
import { allIncidents, type IncidentFigures } from '../../domain/reports/incident-summary.js';
import type { SummaryOf } from '../../domain/reports/monthly-summary.js';
import type { ReportOf } from '../../domain/reports/report.js';
import type { ReportKind } from '../../domain/reports/report-plan.js';
import { responseRate } from '../../domain/reports/status-call-summary.js';
import { recordOf } from '../../domain/reports/tally.js';
import { asMoment } from '../representations/shared.js';
import type {
  ShownCostFigures,
  ShownDurations,
  ShownIncidentFigures,
  ShownIncidentKindFigures,
  ShownReport,
  ShownStatusCallFigures,
  ShownSupportCaseFigures,
} from './report-schemas.js';
import type { ReadReport } from './report-reading.js';

/** A report as programs read it. */
export function showReport({ owner, report }: ReadReport): ShownReport {
  switch (report.kind) {
    case 'incidents':
      return { kind: report.kind, ...shown(owner.id, report, showIncidents) };
    case 'status-calls':
      return { kind: report.kind, ...shown(owner.id, report, showStatusCalls) };
    case 'support-cases':
      return { kind: report.kind, ...shown(owner.id, report, showSupportCases) };
    case 'costs':
      return { kind: report.kind, ...shown(owner.id, report, showCosts) };
  }
}

function shown<Kind extends ReportKind, Figures>(
  organisationId: OrganisationId,
  { period, timeZone, time, rawData, computedAt, total, months }: ReportOf<Kind>,
  show: (summary: SummaryOf[Kind]) => Figures,
) {
  return {
    organisationId,
    ...period,
    timeZone,
    time: showTime(time),
    ...(rawData === undefined ? {} : { rawData: showTime(rawData) }),
    ...(computedAt === undefined ? {} : { computedAt: asMoment(computedAt) }),
    total: show(total),
    months: months.map((month) => ({
      month: month.month,
      ...showTime(month.time),
      isFinal: month.isFinal,
      ...(month.computedAt === undefined ? {} : { computedAt: asMoment(month.computedAt) }),
      figures: show(month.summary),
    })),
  };
}

function showTime({ from, to }: { readonly from: number; readonly to: number }) {
  return { from: asMoment(from), to: asMoment(to) };
}

function showIncidents(summary: SummaryOf['incidents']): ShownIncidentFigures {
  return {
    all: showIncidentKind(allIncidents(summary)),
    byKind: recordOf(incidentKinds, (kind) => showIncidentKind(summary.byKind[kind])),
  };
}

function showIncidentKind({
  opened,
  open,
  toFirstCall,
  toReach,
  providerRounds,
  internalRounds,
  overrides,
  outcomes,
}: IncidentFigures): ShownIncidentKindFigures {
  return {
    opened,
    open,
    toFirstCall: showDurations(toFirstCall),
    toReach: showDurations(toReach),
    rounds: { provider: { ...providerRounds }, internal: { ...internalRounds } },
    overrides: { ...overrides },
    outcomes: { ...outcomes },
  };
}

function showStatusCalls(summary: SummaryOf['status-calls']): ShownStatusCallFigures {
  const { toAnswer, rounds, ...counts } = summary;
  const rate = responseRate(summary);
  return {
    ...counts,
    ...(rate === undefined ? {} : { responseRate: rate }),
    toAnswer: showDurations(toAnswer),
    rounds: { ...rounds },
  };
}

function showSupportCases({
  toFirstAnswer,
  toResolution,
  outcomes,
  ...counts
}: SummaryOf['support-cases']): ShownSupportCaseFigures {
  return {
    ...counts,
    toFirstAnswer: showDurations(toFirstAnswer),
    toResolution: showDurations(toResolution),
    outcomes: { ...outcomes },
  };
}

function showCosts({ orders, started, currencies }: SummaryOf['costs']): ShownCostFigures {
  return {
    orders: { ...orders },
    started: { ...started },
    currencies: currencies.map((costs) => ({ ...costs })),
  };
}

function showDurations(histogram: DurationHistogram): ShownDurations {
  const median = quantile(histogram, 0.5);
  const p90 = quantile(histogram, 0.9);
  return {
    count: histogram.count,
    ...(median === undefined ? {} : { medianSeconds: inSeconds(median) }),
    ...(p90 === undefined ? {} : { p90Seconds: inSeconds(p90) }),
    longestSeconds: inSeconds(histogram.longest),
  };
}

function inSeconds(milliseconds: number): number {
  return Math.round(milliseconds / 1000);
}
