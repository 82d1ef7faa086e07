import type { Texts } from '../../locale.js';

export const readiness = {
  severity: { error: 'FEHLER', warning: 'Warnung', note: 'Hinweis' },
  block: {
    'premium-rate': 'es eine Mehrwertnummer ist',
    'country-not-allowed': 'Anrufe in ihr Land nicht erlaubt sind',
  },
  finding: {
    'only-the-desk':
      'Außer der Einsatzzentrale und ihrer Leitung wird niemand angerufen: Es gibt weder einen Dienst noch eine Vertretung.',
    'provider-closed-now':
      'Von {{from}} bis {{until}} ist {{who}} geschlossen und keine Vertretung geöffnet: Nur die Einsatzzentrale wird angerufen, außer wenn ein Leben in Gefahr ist.',
    'provider-closed-sometimes':
      'In den kommenden sieben Tagen ist {{who}} geschlossen, während keine Vertretung geöffnet ist ({{times}} Mal), als Nächstes von {{from}} bis {{until}}: Dann wird nur die Einsatzzentrale angerufen.',
    'no-internal-contacts': 'Es gibt keine internen Notfallkontakte.',
    'nobody-with-channel': 'Keiner der internen Notfallkontakte hat eine brauchbare Nummer oder Adresse.',
    'nobody-available-now':
      'Von {{from}} bis {{until}} ist keiner der internen Notfallkontakte verfügbar, außer wenn ein Leben in Gefahr ist.',
    'nobody-available-sometimes':
      'In den kommenden sieben Tagen ist zeitweise keiner der internen Notfallkontakte verfügbar ({{times}} Mal), als Nächstes von {{from}} bis {{until}}.',
    'nobody-available-all-week':
      'In den kommenden sieben Tagen ist keiner der internen Notfallkontakte verfügbar.',
    'everybody-away': 'Von {{from}} bis {{until}} sind alle auf dieser Liste abwesend.',
    'no-usable-channel': '{{who}} hat keine brauchbare Nummer oder Adresse.',
    'number-invalid': '{{who}}: Das ist keine gültige Telefonnummer.',
    'number-blocked': '{{who}}: Diese Nummer wird nie angerufen, weil {{block}}.',
    'number-shared': '{{who}} hat dieselbe Nummer wie {{others}}.',
    'channel-never-tested': '{{who}} wurde noch nie getestet: {{channel}}.',
    'channel-unconfirmed': '{{who}}: Der letzte Test ({{channel}}) wurde nicht bestätigt ({{reason}}).',
    'channel-test-old': '{{who}} wurde zuletzt am {{confirmedAt}} getestet: {{channel}}.',
    'hours-never-come':
      '{{who}} ist in den kommenden 30 Tagen nie verfügbar, obwohl Zeiten eingetragen sind.',
    'no-authorising-persons': 'Es gibt niemanden, der Kosten genehmigen darf.',
    'ceiling-not-reached':
      'Niemand darf so viel genehmigen, wie der Auftrag ohne Genehmigung kosten darf ({{ceiling}}).',
    'texts-stopped':
      '{{who}} hat von dieser Nummer STOP geschrieben: SMS kommen erst wieder an, wenn von ihr START geschrieben wird.',
    'person-without-pin': '{{who}} hat keine PIN und kann am Telefon nichts genehmigen.',
    'person-without-email':
      '{{who}} hat keine E-Mail-Adresse und bekommt weder Fragen per E-Mail noch einen Link, um eine PIN zu wählen.',
    'no-pin': 'Niemand, der Kosten genehmigen darf, hat eine PIN: Am Telefon kann nichts genehmigt werden.',
  },
  none: 'Nichts gefunden. Alles ist bereit.',
} as const satisfies Texts['readiness'];
