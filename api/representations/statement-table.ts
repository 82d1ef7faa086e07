import { stringify } from 'csv-stringify/sync';
import type { Money } from '../../domain/escalation/policy.js';
import type { Language } from '../../domain/language.js';
import { formatMoment, plainAmount } from '../../wording/format.js';
import type { Wording } from '../../wording/wording.js';
import type { ShownStatement } from './statement.js';

const columns = [
  'kind',
  'date',
  'incident',
  'order',
  'what',
  'state',
  'fee',
  'feeCurrency',
  'estimate',
  'estimateCurrency',
  'actual',
  'actualCurrency',
  'decidedBy',
  'means',
  'decidedAt',
  'ratification',
  'excess',
  'excessTotal',
  'excessCurrency',
  'excessBy',
  'excessAt',
] as const;
type Row = Partial<Record<(typeof columns)[number], string>>;
type Line = ShownStatement['lines'][number];

/**
 * A statement as a table (RFC 4180, UTF-8 with its mark, so that spreadsheets read the accents), with a header in the
 * language of the organisation. Every cell is quoted; what a spreadsheet would take for a formula is made plain text.
 * Amounts have a full stop before their fraction, whatever the language.
 */
export function statementTable(statement: ShownStatement, wording: Wording, language: Language): string {
  const { lines, totals, timeZone } = statement;
  const rows: readonly Row[] = [
    ...lines.map((line) => rowOf(line, wording, language, timeZone)),
    ...totals.map(({ currency, caseFees, estimate, actual }) => ({
      kind: wording.text(language, 'statement.kind.total'),
      ...amount('fee', { amountMinor: caseFees, currency }),
      ...amount('estimate', { amountMinor: estimate, currency }),
      ...amount('actual', { amountMinor: actual, currency }),
    })),
  ];
  return stringify([...rows], {
    bom: true,
    header: true,
    columns: columns.map((key) => ({ key, header: wording.text(language, `statement.column.${key}`) })),
    quoted: true,
    quoted_empty: true,
    escape_formulas: true,
    record_delimiter: 'windows',
  });
}

function rowOf(line: Line, wording: Wording, language: Language, timeZone: string): Row {
  const common = {
    kind: wording.text(language, `statement.kind.${line.line}`),
    date: line.atText,
    incident: line.incidentId,
  };
  if (line.line === 'case-fee') {
    const { caseFee } = line;
    const what =
      caseFee.by === 'service'
        ? wording.text(language, `names.service.${caseFee.service}`)
        : wording.text(language, `names.kind.${caseFee.kind}`);
    return {
      ...common,
      what: caseFee.note === undefined ? what : `${what}: ${caseFee.note}`,
      ...amount('fee', caseFee.fee),
    };
  }
  const { order, decidedBy } = line;
  const { decision, ratification, actual } = order;
  const decided = decision ?? ratification?.decision;
  const at = (moment: string) => formatMoment(Date.parse(moment), timeZone, language);
  return {
    ...common,
    order: order.id,
    what: wording.text(language, `names.feeService.${order.service}`),
    state: wording.text(language, `names.orderState.${order.state}`),
    ...amount('estimate', order.estimate),
    ...(actual === undefined ? {} : amount('actual', actual.cost)),
    ...(decidedBy === undefined ? {} : { decidedBy }),
    ...(decided === undefined
      ? {}
      : {
          means: wording.text(language, `names.means.${decided.means}`),
          decidedAt: at(decided.at),
        }),
    ...(ratification === undefined
      ? {}
      : { ratification: wording.text(language, `statement.ratification.${ratification.state}`) }),
    ...excessOf(line, wording, language, at),
  };
}

/** What it has cost beyond what was approved, and what became of asking about it. */
function excessOf(
  { order: { excess }, excessDecidedBy }: Extract<Line, { line: 'order' }>,
  wording: Wording,
  language: Language,
  at: (moment: string) => string,
): Row {
  if (excess === undefined) return {};
  return {
    excess: wording.text(language, `statement.excess.${excess.state}`),
    excessTotal: plainAmount(excess.total),
    excessCurrency: excess.total.currency,
    ...(excessDecidedBy === undefined ? {} : { excessBy: excessDecidedBy }),
    ...(excess.decision === undefined ? {} : { excessAt: at(excess.decision.at) }),
  };
}

function amount(what: 'fee' | 'estimate' | 'actual', money: Money): Row {
  return { [what]: plainAmount(money), [`${what}Currency`]: money.currency };
}
