import { monthsBetween, timeOfMonth, type MonthTime } from '../calendar-month.js';
import { isFinal, summarisingOf, type MonthlySummary, type SummaryOf } from './monthly-summary.js';
import type { ReportKind } from './report-plan.js';

/** The months that somebody asks for, `yyyy-mm`, both included. */
export interface ReportPeriod {
  readonly from: string;
  readonly to: string;
}

export interface ReportMonth<Kind extends ReportKind> {
  readonly month: string;
  readonly time: MonthTime;
  readonly summary: SummaryOf[Kind];
  /** When it was computed. Absent: nothing is known of that month. */
  readonly computedAt?: number;
  readonly isFinal: boolean;
}

/** What a report of one kind tells (R3). Moments are epoch milliseconds. */
export interface ReportOf<Kind extends ReportKind> {
  readonly kind: Kind;
  readonly period: ReportPeriod;
  readonly timeZone: string;
  readonly time: MonthTime;
  /** Every month of the period that has begun. */
  readonly months: readonly ReportMonth<Kind>[];
  /** All of them together. */
  readonly total: SummaryOf[Kind];
  /** For which part of the time all data still exist of which it was computed. Absent: for none. */
  readonly rawData?: MonthTime;
  /** When the latest of it was computed. Absent: nothing is known. */
  readonly computedAt?: number;
}

/** Of whatever kind: `kind` tells which. */
export type Report = { readonly [Kind in ReportKind]: ReportOf<Kind> }[ReportKind];

/**
 * Puts stored summaries together.
 *
 * @param stored those of the period, in any order.
 * @param now epoch milliseconds: months that have not begun are left out.
 */
export function makeReport<Kind extends ReportKind>(
  kind: Kind,
  period: ReportPeriod,
  timeZone: string,
  stored: readonly MonthlySummary<Kind>[],
  now: number,
): ReportOf<Kind> {
  const { summarise, merge } = summarisingOf(kind);
  const nothing = summarise([]);
  const months = monthsBetween(period.from, period.to)
    .map((month): ReportMonth<Kind> => {
      const found = stored.find((one) => one.month === month);
      if (found === undefined) {
        return { month, time: timeOfMonth(month, timeZone), summary: nothing, isFinal: false };
      }
      return {
        month,
        time: { from: found.from.getTime(), to: found.to.getTime() },
        summary: found.summary,
        computedAt: found.computedAt.getTime(),
        isFinal: isFinal(found),
      };
    })
    .filter(({ time }) => time.from <= now);
  const time = {
    from: months[0]?.time.from ?? timeOfMonth(period.from, timeZone).from,
    to: months.at(-1)?.time.to ?? timeOfMonth(period.from, timeZone).from,
  };
  const computed = months.flatMap(({ computedAt }) => computedAt ?? []);
  const settled = stored.filter(({ from, settledThrough }) => settledThrough > from);
  const rawFrom = Math.max(time.from, ...settled.map(({ settledThrough }) => settledThrough.getTime()));
  return {
    kind,
    period,
    timeZone,
    time,
    months,
    total: months.reduce((sum, { summary }) => merge(sum, summary), nothing),
    ...(rawFrom < time.to ? { rawData: { from: rawFrom, to: time.to } } : {}),
    ...(computed.length === 0 ? {} : { computedAt: Math.max(...computed) }),
  };
}
