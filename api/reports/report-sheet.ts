import type { Money } from '../../domain/escalation/policy.js';
import { quantile, type DurationHistogram } from '../../domain/reports/duration-histogram.js';
import type { TextKey } from '../../wording/locale.js';

/** Words that stand in tables; nothing is to be filled into them. */
export type WordKey = Extract<
  TextKey,
  | 'reports.all'
  | 'reports.total'
  | `names.kind.${string}`
  | `names.orderState.${string}`
  | `names.feeService.${string}`
>;
export type SheetTitle = `reports.per${'Month' | 'Kind' | 'Service' | 'State'}`;

/** What stands in one place of a table, before it is known in which language, and whether for programs or for people. */
export type Cell =
  | { readonly is: 'word'; readonly key: WordKey }
  | { readonly is: 'month'; readonly month: string }
  | { readonly is: 'currency'; readonly code: string }
  | { readonly is: 'number'; readonly number: number }
  /** Milliseconds. */
  | { readonly is: 'duration'; readonly milliseconds: number }
  /** From 0 to 1. */
  | { readonly is: 'part'; readonly part: number }
  | { readonly is: 'money'; readonly money: Money }
  | { readonly is: 'nothing' };

export type ColumnKey = Extract<TextKey, `reports.column.${string}`>;

export interface Column {
  readonly header: ColumnKey;
  /** What its cells hold, other than `nothing`. */
  readonly holds: Exclude<Cell['is'], 'nothing'>;
}

/** A table of a report. */
export interface Sheet {
  readonly title: SheetTitle;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  /** So many of the last rows are sums of those before. */
  readonly sums: number;
}

export const nothing: Cell = { is: 'nothing' };

export function word(key: WordKey): Cell {
  return { is: 'word', key };
}

export function number(value: number): Cell {
  return { is: 'number', number: value };
}

/** The duration that so large a part did not exceed; nothing where there was none. */
export function quantileCell(histogram: DurationHistogram, part: number): Cell {
  const milliseconds = quantile(histogram, part);
  return milliseconds === undefined ? nothing : { is: 'duration', milliseconds };
}

/** A sum as an average over so many; nothing where there were none. */
export function average(sum: number, of: number): Cell {
  return of === 0 ? nothing : number(sum / of);
}

export function part(value: number | undefined): Cell {
  return value === undefined ? nothing : { is: 'part', part: value };
}
