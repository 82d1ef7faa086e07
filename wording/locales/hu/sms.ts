import type { Texts } from '../../locale.js';

export const sms = {
  statusQuestion:
    '{{organisation}}, biztonsági szolgálat: jól van? Válasz: {{okCode}} = jól vagyok, {{helpCode}} = segítséget kérek. Vagy itt: {{link}} Segélyvonal: {{emergencyNumber}}',
  incident:
    '{{organisation}}: {{kind}}. {{who}}. {{summary}} Válasz: {{acceptCode}} = átveszem, {{declineCode}} = nem tudom átvenni. Vagy itt: {{link}} Segélyvonal: {{emergencyNumber}}',
  mandate:
    '{{organisation}}: valakinek az élete veszélyben van, és időben senki sem tudta engedélyezni a segítséget. {{who}}. Kérjük, cselekedjen most, engedély nélkül, legfeljebb {{ceiling}} értékben. Elfogadás itt: {{link}} Segélyvonal: {{emergencyNumber}}',
  ratification:
    '{{organisation}}: valakinek az élete veszélyben volt ({{who}}). A segítségnyújtó szolgálat megbízást kapott, hogy engedély nélkül cselekedjen, legfeljebb {{ceiling}} értékben. Kérjük, hagyja jóvá vagy utasítsa el itt: {{link}}',
  takenOver: '{{organisation}}: {{who}} átvette az ügyet. Önnek nincs több teendője. Köszönjük.',
  closed: '{{organisation}}: az ügy lezárult. Önnek nincs több teendője. Köszönjük.',
  reply: {
    accepted:
      'Köszönjük. Ön átvette az ügyet. A többi kapcsolattartót értesítjük. Segélyvonal: {{emergencyNumber}}',
    declined: 'Köszönjük a választ. Mást kérünk meg.',
    alreadyTaken: 'Köszönjük. {{who}} már átvette az ügyet. Önnek nincs több teendője.',
    alreadyClosed: 'Köszönjük. Az ügy már lezárult. Önnek nincs több teendője.',
    statusOk:
      'Köszönjük, örülünk, hogy jól van. Ha később segítségre van szüksége, válaszoljon 2-vel, vagy hívjon minket: {{emergencyNumber}}',
    helpReceived:
      'Segélykérését megkaptuk, és felhívjuk Önt. Kérjük, tartsa magánál a telefonját. Minket itt érhet el: {{emergencyNumber}}',
    unknownStatus:
      'Sajnos nem értettük. Válasz: 1 = jól vagyok, 2 = segítséget kérek. Vagy hívjon minket: {{emergencyNumber}}',
    unknownIncident:
      'Sajnos nem értettük. Válasz: {{acceptCode}} = átveszem, {{declineCode}} = nem tudom átvenni. Vagy hívjon minket: {{emergencyNumber}}',
    unknownSender:
      'Ez egy segélyvonal. Ha segítségre van szüksége, válaszoljon 2-vel, vagy hívjon minket: {{emergencyNumber}}',
    nothingOpen:
      'Köszönjük. Jelenleg nincs nyitott ügye. Ha segítségre van szüksége, válaszoljon 2-vel, vagy hívjon minket: {{emergencyNumber}}',
    textsStopped: 'Több SMS-t nem küldünk Önnek. Vészhelyzetben hívja ezt a számot: {{emergencyNumber}}',
    textsResumed:
      'Ha fontos, ismét küldünk Önnek SMS-t. Vészhelyzetben hívja ezt a számot: {{emergencyNumber}}',
  },
  alarm_one: 'Beistand-riasztás: {{count}} ügy késésben van. Kérjük, most nézze meg a nyitott ügyeket.',
  alarm_other: 'Beistand-riasztás: {{count}} ügy késésben van. Kérjük, most nézze meg a nyitott ügyeket.',
} as const satisfies Texts['sms'];
