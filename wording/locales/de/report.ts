import type { Texts } from '../../locale.js';

export const report = {
  statusHelp: 'Auf einen Statusanruf kam die Antwort „Hilfe“.',
  call: 'Anruf bei der Notrufnummer.',
  calledAgain: 'Es wurde noch einmal bei der Notrufnummer angerufen.',
  text: 'Textnachricht an die Notrufnummer.',
  overrideEffect:
    'Der Assistance-Dienst wird sofort beauftragt, ohne Genehmigung zu handeln, bis zu {{ceiling}}, immer wieder, bis dort ein Mensch den Auftrag annimmt. Die genehmigenden Personen werden nachträglich um ihre Zustimmung gebeten. Das lässt sich nicht rückgängig machen.',
} as const satisfies Texts['report'];
