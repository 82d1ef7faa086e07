import type { Profile } from '../../domain/access/user.js';
import { allIncidents } from '../../domain/reports/incident-summary.js';
import type { Report } from '../../domain/reports/report.js';
import { responseRate } from '../../domain/reports/status-call-summary.js';
import type { PrintedBlock, PrintedDocument } from '../../providers/pdf/printed-document.js';
import {
  formatDuration,
  formatMoment,
  formatMoney,
  formatMonth,
  formatNumber,
  formatPercent,
} from '../../wording/format.js';
import type { Wording } from '../../wording/wording.js';
import { drawChart } from './chart.js';
import { chartsOf } from './report-charts.js';
import type { ReadReport } from './report-reading.js';
import {
  average,
  part,
  quantileCell,
  number as numberCell,
  type Cell,
  type ColumnKey,
  type Sheet,
} from './report-sheet.js';
import { printedSheets } from './report-sheets.js';

type Figures = Extract<PrintedBlock, { block: 'figures' }>['figures'];
type Headline = readonly (readonly [name: ColumnKey, value: Cell])[];

/** A report for paper: what is most important, charts, tables, and what it was computed of. */
export function reportDocument(
  { owner, report }: ReadReport,
  wording: Wording,
  { language, timeZone }: Profile,
): PrintedDocument {
  const text: Wording['text'] = wording.text;
  const read = (cell: Cell) => cellText(cell, wording, language);
  const { period } = report;
  const [from, to] = [formatMonth(period.from, language), formatMonth(period.to, language)];
  const sheets = printedSheets(report);
  const isEmpty = report.months.length === 0;
  return {
    title: text(language, `reports.title.${report.kind}`),
    owner: owner.name,
    subtitle: from === to ? from : text(language, 'reports.period', { from, to }),
    language,
    footer: text(language, 'reports.page', { page: '{page}', pages: '{pages}' }),
    blocks: [
      ...(isEmpty ? [] : [figuresBlock(report, wording, language)].filter((block) => block !== undefined)),
      ...(isEmpty ? [] : chartsOf(report, wording, language)).map(({ title, chart }): PrintedBlock => ({
        block: 'drawing',
        title,
        svg: drawChart(chart),
      })),
      ...(isEmpty
        ? [{ block: 'note', text: text(language, 'reports.nothing') } as const]
        : sheets.map((sheet) => tableBlock(sheet, wording, language, read))),
      ...notes(report, wording, { language, timeZone }),
    ],
  };
}

/** What it was computed of, and when. */
function notes(report: Report, wording: Wording, { language, timeZone }: Profile): readonly PrintedBlock[] {
  const { time, rawData, computedAt } = report;
  const moment = (at: number) => formatMoment(at, timeZone, language);
  const texts = [
    wording.text(language, 'reports.months', { timeZone: report.timeZone }),
    rawData === undefined
      ? wording.text(language, 'reports.rawData.none')
      : rawData.from <= time.from
        ? wording.text(language, 'reports.rawData.all')
        : wording.text(language, 'reports.rawData.some', { from: moment(rawData.from) }),
    wording.text(language, 'reports.quantiles'),
    computedAt === undefined
      ? wording.text(language, 'reports.notComputed')
      : wording.text(language, 'reports.computed', { moment: moment(computedAt) }),
  ];
  return [{ block: 'note', text: texts.join(' ') }];
}

function figuresBlock(
  report: Report,
  wording: Wording,
  language: Profile['language'],
): PrintedBlock | undefined {
  const figures: Figures = headline(report).map(([name, cell]) => ({
    value: cellText(cell, wording, language),
    name: wording.text(language, name),
  }));
  return figures.length === 0 ? undefined : { block: 'figures', figures };
}

function headline(report: Report): Headline {
  switch (report.kind) {
    case 'incidents': {
      const { opened, toFirstCall, toReach, overrides } = allIncidents(report.total);
      return [
        ['reports.column.opened', numberCell(opened)],
        ['reports.column.reached', numberCell(toReach.count)],
        ['reports.column.firstCallMedian', quantileCell(toFirstCall, 0.5)],
        ['reports.column.reachMedian', quantileCell(toReach, 0.5)],
        ['reports.column.overrides', numberCell(overrides.rule + overrides.operator)],
      ];
    }
    case 'status-calls': {
      const { asked, help, toAnswer, rounds } = report.total;
      return [
        ['reports.column.asked', numberCell(asked)],
        ['reports.column.rate', part(responseRate(report.total))],
        ['reports.column.help', numberCell(help)],
        ['reports.column.answerMedian', quantileCell(toAnswer, 0.5)],
        ['reports.column.rounds', average(rounds.sum, asked)],
      ];
    }
    case 'support-cases': {
      const { opened, open, followUps, toFirstAnswer, toResolution } = report.total;
      return [
        ['reports.column.opened', numberCell(opened)],
        ['reports.column.open', numberCell(open)],
        ['reports.column.followUps', numberCell(followUps)],
        ['reports.column.firstAnswerMedian', quantileCell(toFirstAnswer, 0.5)],
        ['reports.column.resolutionMedian', quantileCell(toResolution, 0.5)],
      ];
    }
    case 'costs': {
      // Amounts of several currencies have no sum.
      const ordered = report.total.currencies.reduce((sum, costs) => sum + costs.ordered, 0);
      const started = report.total.currencies.reduce((sum, costs) => sum + costs.started, 0);
      return [
        ['reports.column.ordered', numberCell(ordered)],
        ['reports.column.started', numberCell(started)],
      ];
    }
  }
}

function tableBlock(
  { title, columns, rows, sums }: Sheet,
  wording: Wording,
  language: Profile['language'],
  read: (cell: Cell) => string,
): PrintedBlock {
  return {
    block: 'table',
    title: wording.text(language, title),
    columns: columns.map(({ header, holds }) => ({
      header: wording.text(language, header),
      align: holds === 'word' || holds === 'month' || holds === 'currency' ? 'left' : 'right',
    })),
    rows: rows.map((row) => row.map(read)),
    sums,
  };
}

function cellText(cell: Cell, wording: Wording, language: Profile['language']): string {
  switch (cell.is) {
    case 'word':
      return wording.text(language, cell.key);
    case 'month':
      return formatMonth(cell.month, language, 'short');
    case 'currency':
      return cell.code;
    case 'number':
      return formatNumber(cell.number, language);
    case 'duration':
      return formatDuration(cell.milliseconds, language);
    case 'part':
      return formatPercent(cell.part, language);
    case 'money':
      return formatMoney(cell.money, language);
    case 'nothing':
      return wording.text(language, 'reports.none');
  }
}
