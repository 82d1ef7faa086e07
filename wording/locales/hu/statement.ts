import type { Texts } from '../../locale.js';

export const statement = {
  column: {
    kind: 'Tétel',
    date: 'Dátum',
    incident: 'Ügy',
    order: 'Megrendelés',
    what: 'Szolgáltatás',
    state: 'Állapot',
    fee: 'Ügydíj',
    feeCurrency: 'Az ügydíj pénzneme',
    estimate: 'Becsült költség',
    estimateCurrency: 'A becsült költség pénzneme',
    actual: 'Tényleges költség',
    actualCurrency: 'A tényleges költség pénzneme',
    decidedBy: 'Döntött',
    means: 'Módja',
    decidedAt: 'A döntés ideje',
    ratification: 'Utólagos jóváhagyás',
  },
  kind: { 'case-fee': 'Ügydíj', order: 'Szolgáltatás', total: 'Összesen' },
  ratification: { asked: 'kérve', ratified: 'jóváhagyva', refused: 'elutasítva' },
} as const satisfies Texts['statement'];
