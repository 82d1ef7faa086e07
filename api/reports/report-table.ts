import { stringify } from 'csv-stringify/sync';
import type { Language } from '../../domain/language.js';
import type { Report } from '../../domain/reports/report.js';
import { plainAmount } from '../../wording/format.js';
import type { Wording } from '../../wording/wording.js';
import type { Cell, Column } from './report-sheet.js';
import { wholeSheet } from './report-sheets.js';

/**
 * A report as a table for programs (RFC 4180, UTF-8 with its mark, so that spreadsheets read the accents), with a header in the
 * language. Every cell is quoted; what a spreadsheet would take for a formula is made plain text. Durations are whole seconds,
 * parts are per cent, amounts are in the units of their currency, and all numbers have a full stop before their fraction.
 */
export function reportTable(report: Report, wording: Wording, language: Language): string {
  const { columns, rows } = wholeSheet(report);
  return stringify(
    [
      columns.map((column) => headerOf(column, wording, language)),
      ...rows.map((row) => row.map((cell) => plainText(cell, wording, language))),
    ],
    { bom: true, quoted: true, quoted_empty: true, escape_formulas: true, record_delimiter: 'windows' },
  );
}

function headerOf({ header, holds }: Column, wording: Wording, language: Language): string {
  const column = wording.text(language, header);
  switch (holds) {
    case 'duration':
      return wording.text(language, 'reports.seconds', { column });
    case 'part':
      return wording.text(language, 'reports.percent', { column });
    case 'word':
    case 'month':
    case 'currency':
    case 'number':
    case 'money':
      return column;
  }
}

function plainText(cell: Cell, wording: Wording, language: Language): string {
  switch (cell.is) {
    case 'word':
      return wording.text(language, cell.key);
    case 'month':
      return cell.month;
    case 'currency':
      return cell.code;
    case 'number':
      return withFewDigits(cell.number);
    case 'duration':
      return Math.round(cell.milliseconds / 1000).toFixed(0);
    case 'part':
      return withFewDigits(cell.part * 100);
    case 'money':
      return plainAmount(cell.money);
    case 'nothing':
      return '';
  }
}

function withFewDigits(number: number): string {
  return String(Math.round(number * 100) / 100);
}
