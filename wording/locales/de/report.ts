import type { Texts } from '../../locale.js';

export const report = {
  statusHelp: 'Auf einen Statusanruf kam die Antwort „Hilfe“.',
  statusDuress: 'Die reisende Person hat einen Statusanruf mit dem Zwangscode beantwortet.',
  writtenDuress: 'Die reisende Person hat den Zwangscode per SMS geschickt.',
  call: 'Anruf bei der Notrufnummer.',
  calledAgain: 'Es wurde noch einmal bei der Notrufnummer angerufen.',
  text: 'Textnachricht an die Notrufnummer.',
  overrideEffect:
    'Der Assistance-Dienst wird sofort beauftragt, ohne Genehmigung zu handeln, bis zu {{ceiling}}, immer wieder, bis dort ein Mensch den Auftrag annimmt. Die genehmigenden Personen werden nachträglich um ihre Zustimmung gebeten. Das lässt sich nicht rückgängig machen.',
} as const satisfies Texts['report'];
