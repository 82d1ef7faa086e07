import type { Texts } from '../../locale.js';

export const statement = {
  column: {
    kind: 'Art',
    date: 'Datum',
    incident: 'Vorfall',
    order: 'Bestellung',
    what: 'Leistung',
    state: 'Stand',
    fee: 'Fallpauschale',
    feeCurrency: 'Währung der Fallpauschale',
    estimate: 'Schätzung',
    estimateCurrency: 'Währung der Schätzung',
    actual: 'Tatsächliche Kosten',
    actualCurrency: 'Währung der tatsächlichen Kosten',
    decidedBy: 'Entschieden von',
    means: 'Wie',
    decidedAt: 'Entschieden am',
    ratification: 'Nachträgliche Genehmigung',
  },
  kind: { 'case-fee': 'Fallpauschale', order: 'Leistung', total: 'Summe' },
  ratification: { asked: 'erbeten', ratified: 'genehmigt', refused: 'abgelehnt' },
} as const satisfies Texts['statement'];
