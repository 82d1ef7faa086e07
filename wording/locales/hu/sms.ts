import type { Texts } from '../../locale.js';

export const sms = {
  // Without a sign beyond GSM-7: á, í, ó, ő, ú and ű would make three parts of one.
  statusQuestion:
    '{{organisation}}: minden OK? SMS {{okCode}}=igen {{helpCode}}=baj van {{link}} SOS {{emergencyNumber}}',
  statusQuestionByLink: '{{organisation}}: minden OK? Itt jelezze: {{link}} SOS {{emergencyNumber}}',
  incident:
    '{{organisation}}: {{kind}}. {{who}}. {{summary}}Válasz: {{acceptCode}} = átveszem, {{declineCode}} = nem vállalom, vagy {{link}} Segélyvonal: {{emergencyNumber}}',
  incidentByLink:
    '{{organisation}}: {{kind}}. {{who}}. {{summary}}Át tudja venni? Válasz: {{link}} Segélyvonal: {{emergencyNumber}}',
  mandate:
    '{{organisation}}: életveszély ({{who}}), senki sem engedélyezett időben segítséget. Cselekedjen most engedély nélkül, {{ceiling}}-ig. Elfogadás: {{link}} SOS {{emergencyNumber}}',
  ratification:
    '{{organisation}}: valaki életveszélyben volt ({{who}}). A szolgálat engedély nélkül cselekszik, {{ceiling}}-ig. Kérjük, hagyja jóvá vagy utasítsa el: {{link}}',
  ratificationWord:
    '{{organisation}}: valaki életveszélyben volt ({{who}}). A szolgálat engedély nélkül cselekszik, {{ceiling}}-ig. Egyetért ezzel? {{link}}',
  approval: '{{organisation}}: {{service}}, {{price}}. Jóváhagyja? {{link}}',
  // Without a sign beyond GSM-7, as above.
  approvalShort: '{{organisation}} döntést kér: {{price}} {{link}}',
  approvalAfterwards:
    '{{organisation}}: életveszély miatt jóváhagyás nélkül indult: {{service}}, {{price}}. Utólagos döntés: {{link}}',
  approvalExcess: '{{organisation}}: {{service}} többe került a jóváhagyottnál: {{price}}. Döntés: {{link}}',
  takenOver: '{{organisation}}: {{who}} átvette az ügyet. Önnek nincs több teendője. Köszönjük.',
  closed: '{{organisation}}: az ügy lezárult. Önnek nincs több teendője. Köszönjük.',
  test: '{{organisation}}: ez csak PRÓBA, nem történt semmi. Kérjük, erősítse meg: válasz {{acceptCode}} vagy {{link}}',
  testByLink: '{{organisation}}: ez csak PRÓBA, nem történt semmi. Kérjük, erősítse meg: {{link}}',
  underDuress: 'KÉNYSZER ALATT: NE hívja, NE írjon neki!',
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
    helpNotYet:
      'Segélykérését még nem kaptuk meg. Kérjük, hívja ezt a számot: {{emergencyNumber}}. Közben tovább próbáljuk továbbítani.',
    unknownStatus:
      'Sajnos nem értettük. Válasz: 1 = jól vagyok, 2 = segítséget kérek. Vagy hívjon minket: {{emergencyNumber}}',
    unknownIncident:
      'Sajnos nem értettük. Válasz: {{acceptCode}} = átveszem, {{declineCode}} = nem tudom átvenni. Vagy hívjon minket: {{emergencyNumber}}',
    testConfirmed: 'Köszönjük. A próba sikerült. Önnek nincs több teendője.',
    testUnclear:
      'Ez csak próba volt. Válaszoljon {{acceptCode}}-gyel a megerősítéshez. Ha segítségre van szüksége, hívjon minket: {{emergencyNumber}}',
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
