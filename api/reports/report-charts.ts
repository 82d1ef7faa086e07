import { incidentKinds } from '../../domain/incident/incident.js';
import type { Language } from '../../domain/language.js';
import { quantile, type DurationHistogram } from '../../domain/reports/duration-histogram.js';
import { allIncidents } from '../../domain/reports/incident-summary.js';
import type { SummaryOf } from '../../domain/reports/monthly-summary.js';
import type { Report, ReportMonth, ReportOf } from '../../domain/reports/report.js';
import type { ReportKind } from '../../domain/reports/report-plan.js';
import { responseRate } from '../../domain/reports/status-call-summary.js';
import {
  formatDuration,
  formatMoney,
  formatMonth,
  formatNumber,
  formatPercent,
} from '../../wording/format.js';
import type { Wording } from '../../wording/wording.js';
import type { Chart, ChartSeries } from './chart.js';

export interface TitledChart {
  readonly title: string;
  readonly chart: Chart;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
/** Distances that read well on an axis of durations. */
const durationSteps = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * second),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minute),
  ...[1, 2, 3, 6, 12].map((count) => count * hour),
  ...[1, 2, 5].map((count) => count * day),
];
const wholeSteps = [1, 2, 5];

/** The charts of a report, in its order. */
export function chartsOf(report: Report, wording: Wording, language: Language): readonly TitledChart[] {
  const drawer = createDrawer(wording, language);
  switch (report.kind) {
    case 'incidents':
      return incidentCharts(report, drawer);
    case 'status-calls':
      return statusCallCharts(report, drawer);
    case 'support-cases':
      return supportCaseCharts(report, drawer);
    case 'costs':
      return costCharts(report, drawer);
  }
}

/** What all charts of a report have in common. */
function createDrawer(wording: Wording, language: Language) {
  const months = (shown: readonly { readonly month: string }[]) =>
    shown.map(({ month }) => formatMonth(month, language, 'short'));
  const bars = (shown: readonly ReportMonth<ReportKind>[], series: readonly ChartSeries[]): Chart => ({
    shape: 'stacked-bars',
    labels: months(shown),
    series,
    format: (value) => formatNumber(value, language),
    steps: wholeSteps,
  });
  const durations = (shown: readonly ReportMonth<ReportKind>[], series: readonly ChartSeries[]): Chart => ({
    shape: 'lines',
    labels: months(shown),
    series,
    format: (value) => formatDuration(value, language),
    steps: durationSteps,
  });
  const text: Wording['text'] = wording.text;
  return { months, bars, durations, text, language };
}
type Drawer = ReturnType<typeof createDrawer>;

function valuesOf<Kind extends ReportKind>(
  months: readonly ReportMonth<Kind>[],
  valueOf: (summary: SummaryOf[Kind]) => number | undefined,
): ChartSeries['values'] {
  return months.map(({ summary }) => valueOf(summary));
}

function median(histogram: DurationHistogram): number | undefined {
  return quantile(histogram, 0.5);
}

function incidentCharts({ months }: ReportOf<'incidents'>, drawer: Drawer): readonly TitledChart[] {
  const { bars, durations, text, language } = drawer;
  const reach = (part: number) =>
    valuesOf<'incidents'>(months, (summary) => quantile(allIncidents(summary).toReach, part));
  return [
    {
      title: text(language, 'reports.chart.incidents'),
      chart: bars(
        months,
        incidentKinds.map((kind) => ({
          name: text(language, `names.kind.${kind}`),
          values: valuesOf<'incidents'>(months, ({ byKind }) => byKind[kind].opened),
        })),
      ),
    },
    {
      title: text(language, 'reports.chart.reach'),
      chart: durations(months, [
        { name: text(language, 'reports.series.median'), values: reach(0.5) },
        { name: text(language, 'reports.series.most'), values: reach(0.9) },
      ]),
    },
  ];
}

function statusCallCharts({ months }: ReportOf<'status-calls'>, drawer: Drawer): readonly TitledChart[] {
  const { bars, text, language } = drawer;
  return [
    {
      title: text(language, 'reports.chart.statusCalls'),
      chart: bars(
        months,
        (['ok', 'help', 'unreached', 'asking'] as const).map((count) => ({
          name: text(language, `reports.column.${count}`),
          values: valuesOf<'status-calls'>(months, (summary) => summary[count]),
        })),
      ),
    },
    {
      title: text(language, 'reports.chart.rate'),
      chart: {
        shape: 'lines',
        labels: drawer.months(months),
        series: [
          {
            name: text(language, 'reports.column.rate'),
            values: valuesOf<'status-calls'>(months, responseRate),
          },
        ],
        format: (value) => formatPercent(value, language),
        steps: [0.2],
        most: 1,
      },
    },
  ];
}

function supportCaseCharts({ months }: ReportOf<'support-cases'>, drawer: Drawer): readonly TitledChart[] {
  const { bars, durations, text, language } = drawer;
  const values = (valueOf: (summary: SummaryOf['support-cases']) => number | undefined) =>
    valuesOf<'support-cases'>(months, valueOf);
  return [
    {
      title: text(language, 'reports.chart.supportCases'),
      chart: bars(months, [
        {
          name: text(language, 'reports.series.first'),
          values: values(({ opened, followUps }) => opened - followUps),
        },
        { name: text(language, 'reports.column.followUps'), values: values(({ followUps }) => followUps) },
      ]),
    },
    {
      title: text(language, 'reports.chart.answers'),
      chart: durations(months, [
        {
          name: text(language, 'reports.series.firstAnswer'),
          values: values(({ toFirstAnswer }) => median(toFirstAnswer)),
        },
        {
          name: text(language, 'reports.series.resolution'),
          values: values(({ toResolution }) => median(toResolution)),
        },
      ]),
    },
  ];
}

/** One for each currency: amounts of two of them have no axis in common. */
function costCharts({ months, total }: ReportOf<'costs'>, drawer: Drawer): readonly TitledChart[] {
  const { text, language } = drawer;
  return total.currencies.map(({ currency }) => {
    const amounts = (of: 'estimate' | 'actual') =>
      valuesOf<'costs'>(
        months,
        ({ currencies }) => currencies.find((costs) => costs.currency === currency)?.[of] ?? 0,
      );
    return {
      title: text(language, 'reports.chart.costs', { currency }),
      chart: {
        shape: 'bars',
        labels: drawer.months(months),
        series: (['estimate', 'actual'] as const).map((of) => ({
          name: text(language, `reports.series.${of}`),
          values: amounts(of),
        })),
        format: (amountMinor) => formatMoney({ amountMinor, currency }, language),
        steps: wholeSteps,
      },
    };
  });
}
