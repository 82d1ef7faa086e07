import type { CostSummary } from '../../domain/reports/cost-summary.js';
import { allIncidents, type IncidentFigures } from '../../domain/reports/incident-summary.js';
import type { SummaryOf } from '../../domain/reports/monthly-summary.js';
import type { Report, ReportOf } from '../../domain/reports/report.js';
import type { ReportKind } from '../../domain/reports/report-plan.js';
import { responseRate } from '../../domain/reports/status-call-summary.js';
import { incidentKinds } from '../../domain/incident/incident.js';
import { feeServices, orderStates } from '../../domain/orders/order.js';
import {
  average,
  number,
  part,
  quantileCell,
  word,
  type Cell,
  type Column,
  type ColumnKey,
  type Sheet,
} from './report-sheet.js';

/** What a report is for whoever calculates with it, and for whoever reads it on paper. */
interface Sheets<Kind extends ReportKind> {
  /** One table with everything: it goes to programs. */
  readonly whole: (report: ReportOf<Kind>) => Sheet;
  /** Tables that fit on a page. */
  readonly printed: (report: ReportOf<Kind>) => readonly Sheet[];
}

type Holds = Column['holds'];

function columns(names: Readonly<Record<string, Holds>>): readonly Column[] {
  return Object.entries(names).map(([name, holds]) => ({
    header: `reports.column.${name}` as ColumnKey,
    holds,
  }));
}

const incidentColumns = columns({
  opened: 'number',
  open: 'number',
  reached: 'number',
  firstCallMedian: 'duration',
  firstCallMost: 'duration',
  reachMedian: 'duration',
  reachMost: 'duration',
  providerRounds: 'number',
  internalRounds: 'number',
  overrides: 'number',
});

function incidentCells({
  opened,
  open,
  toFirstCall,
  toReach,
  providerRounds,
  internalRounds,
  overrides,
}: IncidentFigures): readonly Cell[] {
  return [
    number(opened),
    number(open),
    number(toReach.count),
    quantileCell(toFirstCall, 0.5),
    quantileCell(toFirstCall, 0.9),
    quantileCell(toReach, 0.5),
    quantileCell(toReach, 0.9),
    average(providerRounds.sum, opened),
    average(internalRounds.sum, opened),
    number(overrides.rule + overrides.operator),
  ];
}

/** The figures of each kind, then of all together. */
function incidentRows(summary: SummaryOf['incidents']): readonly (readonly Cell[])[] {
  return [
    ...incidentKinds.map((kind) => [word(`names.kind.${kind}`), ...incidentCells(summary.byKind[kind])]),
    [word('reports.all'), ...incidentCells(allIncidents(summary))],
  ];
}

const kindColumn = columns({ kind: 'word' });
const monthColumn = columns({ month: 'month' });
const total = word('reports.total');
const monthCell = (month: string): Cell => ({ is: 'month', month });

/** A row for each month and one for all of them. */
function monthly<Kind extends ReportKind>(
  { months, total: sum }: ReportOf<Kind>,
  figures: readonly Column[],
  cellsOf: (summary: SummaryOf[Kind]) => readonly Cell[],
): Sheet {
  return {
    title: 'reports.perMonth',
    columns: [...monthColumn, ...figures],
    rows: [
      ...months.map(({ month, summary }) => [monthCell(month), ...cellsOf(summary)]),
      [total, ...cellsOf(sum)],
    ],
    sums: 1,
  };
}

/** Some rows for each month, and as many for all of them. */
function monthlyRows<Kind extends ReportKind>(
  { months, total: sum }: ReportOf<Kind>,
  figures: readonly Column[],
  rowsOf: (summary: SummaryOf[Kind]) => readonly (readonly Cell[])[],
): Sheet {
  const sums = rowsOf(sum).map((cells) => [total, ...cells]);
  return {
    title: 'reports.perMonth',
    columns: [...monthColumn, ...figures],
    rows: [
      ...months.flatMap(({ month, summary }) => rowsOf(summary).map((cells) => [monthCell(month), ...cells])),
      ...sums,
    ],
    sums: sums.length,
  };
}

const statusCallColumns = columns({
  asked: 'number',
  ok: 'number',
  help: 'number',
  unreached: 'number',
  asking: 'number',
  rate: 'part',
  answerMedian: 'duration',
  answerMost: 'duration',
  rounds: 'number',
});

function statusCallCells(summary: SummaryOf['status-calls']): readonly Cell[] {
  const { asked, ok, help, unreached, asking, toAnswer, rounds } = summary;
  return [
    ...[asked, ok, help, unreached, asking].map(number),
    part(responseRate(summary)),
    quantileCell(toAnswer, 0.5),
    quantileCell(toAnswer, 0.9),
    average(rounds.sum, asked),
  ];
}

const supportCaseColumns = columns({
  opened: 'number',
  open: 'number',
  followUps: 'number',
  answered: 'number',
  firstAnswerMedian: 'duration',
  firstAnswerMost: 'duration',
  resolved: 'number',
  resolutionMedian: 'duration',
  resolutionMost: 'duration',
});

function supportCaseCells({
  opened,
  open,
  followUps,
  toFirstAnswer,
  toResolution,
}: SummaryOf['support-cases']): readonly Cell[] {
  return [
    ...[opened, open, followUps, toFirstAnswer.count].map(number),
    quantileCell(toFirstAnswer, 0.5),
    quantileCell(toFirstAnswer, 0.9),
    number(toResolution.count),
    quantileCell(toResolution, 0.5),
    quantileCell(toResolution, 0.9),
  ];
}

const costColumns = columns({
  currency: 'currency',
  ordered: 'number',
  started: 'number',
  estimate: 'money',
  actual: 'money',
  known: 'number',
});

function costRows({ currencies }: CostSummary): readonly (readonly Cell[])[] {
  return currencies.map(({ currency, ordered, started, estimate, actual, known }) => [
    { is: 'currency', code: currency },
    number(ordered),
    number(started),
    { is: 'money', money: { amountMinor: estimate, currency } },
    { is: 'money', money: { amountMinor: actual, currency } },
    number(known),
  ]);
}

const sheets: { readonly [Kind in ReportKind]: Sheets<Kind> } = {
  incidents: {
    whole: (report) => monthlyRows(report, [...kindColumn, ...incidentColumns], incidentRows),
    printed: (report) => [
      monthly(report, incidentColumns, (summary) => incidentCells(allIncidents(summary))),
      {
        title: 'reports.perKind',
        columns: [...kindColumn, ...incidentColumns],
        rows: incidentRows(report.total),
        sums: 1,
      },
    ],
  },
  'status-calls': {
    whole: (report) => monthly(report, statusCallColumns, statusCallCells),
    printed: (report) => [monthly(report, statusCallColumns, statusCallCells)],
  },
  'support-cases': {
    whole: (report) => monthly(report, supportCaseColumns, supportCaseCells),
    printed: (report) => [monthly(report, supportCaseColumns, supportCaseCells)],
  },
  costs: {
    whole: (report) => monthlyRows(report, costColumns, costRows),
    printed: (report) => [
      monthlyRows(report, costColumns, costRows),
      {
        title: 'reports.perState',
        columns: columns({ state: 'word', count: 'number' }),
        rows: orderStates.map((state) => [
          word(`names.orderState.${state}`),
          number(report.total.orders[state]),
        ]),
        sums: 0,
      },
      {
        title: 'reports.perService',
        columns: columns({ service: 'word', count: 'number' }),
        rows: feeServices.map((service) => [
          word(`names.feeService.${service}`),
          number(report.total.started[service]),
        ]),
        sums: 0,
      },
    ],
  },
};

/** One table with everything that a report tells. */
export function wholeSheet(report: Report): Sheet {
  return withSheets(report, ({ whole }, known) => whole(known));
}

/** The tables of a report that is printed. */
export function printedSheets(report: Report): readonly Sheet[] {
  return withSheets(report, ({ printed }, known) => printed(known));
}

function withSheets<Result>(
  report: Report,
  make: <Kind extends ReportKind>(made: Sheets<Kind>, known: ReportOf<Kind>) => Result,
): Result {
  switch (report.kind) {
    case 'incidents':
      return make(sheets.incidents, report);
    case 'status-calls':
      return make(sheets['status-calls'], report);
    case 'support-cases':
      return make(sheets['support-cases'], report);
    case 'costs':
      return make(sheets.costs, report);
  }
}
