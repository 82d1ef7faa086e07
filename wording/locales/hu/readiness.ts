import type { Texts } from '../../locale.js';

export const readiness = {
  severity: { error: 'HIBA', warning: 'Figyelmeztetés', note: 'Megjegyzés' },
  block: {
    'premium-rate': 'emelt díjas szám',
    'country-not-allowed': 'az országába nem szabad hívást indítani',
  },
  finding: {
    'only-the-desk':
      'Az ügyeleten és az ügyeletvezetőn kívül senkit sem hívunk: nincs szolgálat és nincs helyettes sem.',
    'provider-closed-now':
      '{{from}} és {{until}} között {{who}} zárva van, és helyettes sincs nyitva: csak az ügyeletet hívjuk, kivéve, ha élet van veszélyben.',
    'provider-closed-sometimes':
      'A következő hét napban {{who}} zárva van, miközben helyettes sincs nyitva ({{times}} alkalommal), legközelebb {{from}} és {{until}} között: ilyenkor csak az ügyeletet hívjuk.',
    'no-internal-contacts': 'Nincs belső vészhelyzeti kapcsolattartó.',
    'nobody-with-channel': 'Egyik belső vészhelyzeti kapcsolattartónak sincs használható száma vagy címe.',
    'nobody-available-now':
      '{{from}} és {{until}} között egyik belső vészhelyzeti kapcsolattartó sem érhető el, kivéve, ha élet van veszélyben.',
    'nobody-available-sometimes':
      'A következő hét napban időnként ({{times}} alkalommal) egyik belső vészhelyzeti kapcsolattartó sem érhető el, legközelebb {{from}} és {{until}} között.',
    'nobody-available-all-week':
      'A következő hét napban egyik belső vészhelyzeti kapcsolattartó sem érhető el.',
    'everybody-away': '{{from}} és {{until}} között a listán mindenki távol van.',
    'no-usable-channel': '{{who}}: nincs használható száma vagy címe.',
    'number-invalid': '{{who}}: ez nem érvényes telefonszám.',
    'number-blocked': '{{who}}: ezt a számot soha nem hívjuk, mert {{block}}.',
    'number-shared': '{{who}}: ugyanaz a száma, mint neki: {{others}}.',
    'channel-never-tested': '{{who}}: még soha nem volt próba ({{channel}}).',
    'channel-unconfirmed': '{{who}}: a legutóbbi próbát ({{channel}}) nem erősítették meg ({{reason}}).',
    'channel-test-old': '{{who}}: a legutóbbi próba ({{channel}}) időpontja: {{confirmedAt}}.',
    'hours-never-come': '{{who}} a következő 30 napban soha nem érhető el, noha vannak megadott időszakai.',
    'no-authorising-persons': 'Nincs senki, aki költséget engedélyezhet.',
    'ceiling-not-reached':
      'Senki sem engedélyezhet annyit, amennyibe az engedély nélküli megbízás kerülhet ({{ceiling}}).',
    'texts-stopped':
      '{{who}} erről a számról STOP üzenetet küldött: az SMS-ek csak a START üzenet után érkeznek meg újra.',
    'person-without-pin': '{{who}}: nincs PIN-kódja, ezért telefonon semmit sem engedélyezhet.',
    'person-without-email':
      '{{who}}: nincs e-mail-címe, ezért e-mailben sem kérdést, sem PIN-kód választására szolgáló hivatkozást nem kap.',
    'no-pin': 'Aki költséget engedélyezhet, annak nincs PIN-kódja: telefonon semmi sem engedélyezhető.',
  },
  none: 'Nincs észrevétel. Minden készen áll.',
} as const satisfies Texts['readiness'];
