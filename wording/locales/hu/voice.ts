import type { Texts } from '../../locale.js';

export const voice = {
  purpose: {
    take: {
      intro:
        'Itt a Beistand, a következő szervezet megbízásából: {{organisation}}. {{kind}}. {{who}}. {{summary}}',
      keys: 'Ha átveszi az ügyet, nyomja meg az 1-es gombot, vagy mondja: átveszem. Ha nem tudja átvenni, nyomja meg a 2-es gombot. Ha valakinek az élete veszélyben van, nyomja meg a 9-es gombot.',
      confirm:
        'Hogy biztosan jól értsük Önt: nyomja meg az 1-es gombot, ha átveszi, vagy a 2-est, ha nem tudja átvenni.',
      done: 'Köszönjük. Ön átvette az ügyet.',
    },
    mandate: {
      intro:
        'Itt a Beistand, a következő szervezet megbízásából: {{organisation}}. Valakinek az élete veszélyben van, és egyetlen kapcsolattartót sem értünk el időben. {{who}}. {{summary}} Kérjük, cselekedjen most, engedélyre ne várjon. A felhasználható összeg legfeljebb {{ceiling}}. Ha több kell, folytassa, és szóljon nekünk.',
      keys: 'Ha elfogadja ezt a megbízást, nyomja meg az 1-es gombot. Ha nem tudja elfogadni, nyomja meg a 2-est.',
      confirm:
        'Hogy biztosan jól értsük Önt: nyomja meg az 1-es gombot, ha elfogadja a megbízást, vagy a 2-est, ha nem tudja elfogadni.',
      done: 'Köszönjük. Ön elfogadta a megbízást. Kérjük, cselekedjen most.',
    },
    connect: {
      intro:
        'Itt a Beistand, a következő szervezet megbízásából: {{organisation}}. {{who}} várja, hogy beszélhessen Önnel.',
      keys: 'A kapcsoláshoz nyomja meg az 1-es gombot. Ha most nem tud beszélni, nyomja meg a 2-est.',
      confirm:
        'Hogy biztosan jól értsük Önt: nyomja meg az 1-es gombot a kapcsoláshoz, vagy a 2-est, ha most nem tud beszélni.',
      done: 'Köszönjük. Kapcsoljuk Önt.',
    },
    join: {
      intro:
        'Itt a Beistand, a következő szervezet megbízásából: {{organisation}}. Az ügyelet arra kéri, kapcsolódjon be egy beszélgetésbe. {{kind}}. {{who}}. {{summary}}',
      keys: 'Ha bekapcsolódik a beszélgetésbe, nyomja meg az 1-es gombot. Ha most nem tud beszélni, nyomja meg a 2-est.',
      confirm:
        'Hogy biztosan jól értsük Önt: nyomja meg az 1-es gombot, ha bekapcsolódik a beszélgetésbe, vagy a 2-est, ha most nem tud beszélni.',
      done: 'Köszönjük. Kapcsoljuk Önt.',
    },
    inform: {
      intro:
        'Itt a Beistand, a következő szervezet megbízásából: {{organisation}}. Ön vészhelyzeti kapcsolattartó. {{kind}}. {{who}}. {{summary}}',
      keys: 'Ha átveszi az ügyet, nyomja meg az 1-es gombot, vagy mondja: átveszem. Ha nem tudja átvenni, nyomja meg a 2-es gombot. Ha valakinek az élete veszélyben van, nyomja meg a 9-es gombot.',
      confirm:
        'Hogy biztosan jól értsük Önt: nyomja meg az 1-es gombot, ha átveszi, vagy a 2-est, ha nem tudja átvenni.',
      done: 'Köszönjük. Ön átvette az ügyet. A többi kapcsolattartót értesítjük.',
    },
    ratify: {
      intro:
        'Itt a Beistand, a következő szervezet megbízásából: {{organisation}}. Valakinek az élete veszélyben volt, és időben senkit sem lehetett elérni. Ezért a segítségnyújtó szolgálat megbízást kapott, hogy engedély nélkül cselekedjen, legfeljebb {{ceiling}} értékben. {{who}}. {{summary}} Ön azóta átvette az ügyet, ezért megkérdezzük a véleményét. A véleménye nem fedez költséget: aki arról dönt, azt külön megkérdezzük.',
      keys: 'Ha egyetért ezzel a döntéssel, nyomja meg az 1-es gombot. Ha nem ért egyet, nyomja meg a 2-est.',
      confirm: 'Hogy biztosan jól értsük Önt: nyomja meg az 1-es gombot, ha egyetért, vagy a 2-est, ha nem.',
      done: 'Köszönjük. Véleményét rögzítettük.',
    },
    approve: {
      intro:
        'Itt a Beistand, a következő szervezet megbízásából: {{organisation}}. Döntést kérünk Öntől. Hogy biztosan tudjuk, hogy Ön az, kérjük, adja meg a gombokkal a PIN-kódját, majd nyomja meg a kettőskereszt gombot.',
      keys: 'Ha jóváhagyja, nyomja meg az 1-es gombot. Ha elutasítja, nyomja meg a 2-est.',
      confirm:
        'Hogy biztosan jól értsük Önt: nyomja meg az 1-es gombot, ha jóváhagyja, vagy a 2-est, ha elutasítja.',
      done: 'Köszönjük. Válaszát rögzítettük.',
    },
    'call-back': {
      intro:
        'Itt a segélyvonal, a következő szervezet megbízásából: {{organisation}}. Ön segítséget kért. {{who}} készen áll, hogy beszéljen Önnel.',
      keys: 'A kapcsoláshoz nyomja meg az 1-es gombot. Ha valakinek az élete veszélyben van, nyomja meg a 9-est.',
      confirm: 'Kérjük, nyomja meg az 1-es gombot a kapcsoláshoz.',
      done: 'Kérjük, maradjon vonalban. Kapcsoljuk Önt.',
    },
    status: {
      intro:
        'Jó napot kívánunk. Itt a biztonsági szolgálat, a következő szervezet megbízásából: {{organisation}}. Szeretnénk tudni, hogy van.',
      keys: 'Ha jól van, nyomja meg az 1-es gombot, vagy mondja: OK. Ha segítségre van szüksége, nyomja meg a 2-es gombot, vagy mondja: segítség. Ha valakinek az élete veszélyben van, nyomja meg a 9-es gombot.',
      confirm:
        'Hogy biztosan jól értsük Önt: nyomja meg az 1-es gombot, ha jól van, vagy a 2-est, ha segítségre van szüksége.',
      done: 'Köszönjük. Örülünk, hogy jól van. Vigyázzon magára.',
    },
    test: {
      intro:
        'Itt a Beistand, a következő szervezet megbízásából: {{organisation}}. Ez csak próbahívás. Nem történt semmi.',
      keys: 'Ha megkapta ezt a hívást, kérjük, erősítse meg az 1-es gombbal.',
      confirm: 'Kérjük, nyomja meg az 1-es gombot a próbahívás megerősítéséhez.',
      done: 'Köszönjük. A próba sikerült. Önnek nincs több teendője.',
    },
  },
  approval: {
    enterPin: 'Kérjük, adja meg a gombokkal a PIN-kódját, majd nyomja meg a kettőskereszt gombot.',
    wrongPin: 'Ez nem helyes.',
    pinRefused: 'Ez nem helyes. Most befejezzük a hívást. Az üzenetben küldött linken is válaszolhat.',
    pinNotChecked:
      'Jelenleg nem tudjuk ellenőrizni a PIN-kódot. Kérjük, válaszoljon az üzenetben küldött linken.',
    question:
      'Köszönjük. {{organisation}}. {{kind}}. Megrendelésre vár: {{service}}, becsült ára {{price}}. {{description}}',
    ratification:
      'Köszönjük. {{organisation}}. {{kind}}. Valakinek az élete veszélyben volt, ezért ez jóváhagyás nélkül indult el: {{service}}, becsült ára {{price}}. {{description}} Kérjük, döntse el, hogy utólag jóváhagyja-e.',
    override:
      'Köszönjük. {{organisation}}. {{kind}}. Valakinek az élete veszélyben volt, és időben senki sem tudta engedélyezni a segítséget. Ezért a segítségnyújtó szolgálat megbízást kapott, hogy engedély nélkül cselekedjen, legfeljebb {{ceiling}} értékben. {{who}}. {{summary}} Kérjük, döntse el, hogy utólag jóváhagyja-e. A válasza a saját kerete erejéig érvényes.',
    excess:
      'Köszönjük. {{organisation}}. {{kind}}. Ez többe került, mint amennyit jóváhagytak: {{service}}, becsült ára {{price}}, valójában {{actual}}. {{description}} Kérjük, döntse el, hogy jóváhagyja-e ezt az összeget.',
    notTheirs:
      'Köszönjük. A szervezet beállításai szerint erről Ön már nem dönthet. Önnek nincs több teendője.',
    approved: 'Köszönjük. Ön jóváhagyta.',
    refused: 'Köszönjük. Ön elutasította.',
    over: 'Köszönjük. Erről már döntöttek, vagy már nem lehet dönteni róla. Önnek nincs több teendője.',
  },
  underDuress:
    'Figyelem: ez a személy kényszer alatt áll, és titokban kért segítséget. Ne hívja fel, és ne írjon neki: lehet, hogy valaki hallgatózik.',
  callerWaiting: 'A hívó a vonalban vár. Ha megnyomja az 1-es gombot, összekapcsoljuk vele.',
  inConference: {
    begin:
      'Elnézést kérünk a félbeszakításért. Itt a Beistand. Mindjárt folytathatja a beszélgetést a hívóval, aki a vonalban marad.',
    settled: 'A válaszára már nincs szükség.',
    back: 'Ön most ismét a beszélgetésben van.',
  },
  several: '{{count}} esemény vár Önre. Ha megnyomja az 1-es gombot, mindet átveszi.',
  incidentOf: '{{number}}. esemény, összesen {{count}}.',
  again: 'Elnézést, nem hallottunk választ.',
  notUnderstood: 'Elnézést, nem értettük Önt.',
  done: {
    declined: 'Köszönjük a választ. Mást kérünk meg.',
    refused: 'Köszönjük. Az elutasítást rögzítettük, az ügyelet jelentkezni fog Önnél.',
    lifeInDanger: 'Értettük: valakinek az élete veszélyben van. Azonnal cselekszünk.',
    helpIsComing: 'Segítünk Önnek. Kérjük, maradjon vonalban.',
    noAnswer: 'Nem hallottunk választ. Újra próbálkozunk.',
  },
  stopped: {
    takenOver: 'Köszönjük, hogy felvette. {{who}} időközben átvette az ügyet. Önnek nincs több teendője.',
    closed: 'Köszönjük, hogy felvette. Az ügy időközben lezárult. Önnek nincs több teendője.',
    superseded: 'Köszönjük, hogy felvette. Ebben az ügyben már nincs szükségünk Önre.',
  },
  goodbye: 'Viszonthallásra.',
  caller: {
    connecting: 'Kérjük, maradjon vonalban. Most kapcsoljuk Önt.',
    waiting: 'Továbbra is itt vagyunk Önnel. Kérjük, maradjon vonalban. Már keresünk Önnek valakit.',
    nextColleague: 'Most a következő kollégát hívjuk. Kérjük, maradjon vonalban.',
    ifCutOff: 'Ha megszakad a vonal, visszahívjuk Önt.',
    interrupted:
      'Kérjük, várjon egy pillanatot. Aki Önnek segít, éppen egy fontos kérdésre válaszol, és mindjárt visszatér. Kérjük, maradjon vonalban.',
    waitingForCaller: 'Kérjük, maradjon vonalban. Összekapcsoljuk a hívóval.',
    callerGone: 'A hívó már nincs a vonalban. Visszahívjuk őt.',
    otherSideLeft:
      'A másik fél kilépett a hívásból. Kérjük, maradjon vonalban, ha még segítségre van szüksége.',
  },
  inbound: {
    greeting:
      'Ön a segélyvonalat hívta, a következő szervezet szolgálatában: {{organisation}}. Itt vagyunk Önnek.',
    menu: 'Biztonsági ügyben nyomja meg az 1-es gombot. Egészségügyi gond esetén a 2-est. Ha az utazásáról kérdez, a 3-ast. Vagy mondja el a saját szavaival. Ha valakinek az élete veszélyben van, nyomja meg a 9-est.',
    confirm:
      'Kérjük, nyomja meg az 1-es gombot biztonsági, a 2-est egészségügyi, a 3-ast utazási ügyben, vagy a 9-est, ha valakinek az élete veszélyben van.',
    unknownCaller: 'Nem ismerjük a telefonszámát, de így is segítünk Önnek.',
    severalOrganisations: 'Az Ön számát több szervezettől is ismerjük.',
    chooseOrganisation: '{{organisation}}: nyomja meg ezt a gombot: {{key}}.',
    noChoice: 'Kapcsolunk Önnek valakit, aki segíteni tud.',
    alreadyOpen: 'Tudunk a segélykéréséről, és kapcsoljuk Önt.',
  },
  bridgeFailed:
    'Még nem sikerült összekapcsolnunk Önt a másik féllel. Kérjük, maradjon vonalban. Tovább próbálkozunk.',
  trouble: 'Technikai hiba történt. Kérjük, maradjon vonalban. Kapcsolunk Önnek valakit, aki segíteni tud.',
  troubleCallInstead: 'Technikai hiba történt. Kérjük, hívja ezt a számot: {{emergencyNumber}}.',
  voicemail:
    'Itt a biztonsági szolgálat, sürgős üzenettel, a következő szervezet megbízásából: {{organisation}}. Kérjük, hívjon vissza minket ezen a számon: {{emergencyNumber}}. Megismétlem: {{emergencyNumber}}.',
  testOver: 'Ez csak próbahívás volt. Nem történt semmi, nem kell visszahívnia minket.',
  alarm_one:
    'Itt a Beistand, riasztás az ügyeletnek. {{count}} ügy késésben van. Kérjük, most nézze meg a nyitott ügyeket.',
  alarm_other:
    'Itt a Beistand, riasztás az ügyeletnek. {{count}} ügy késésben van. Kérjük, most nézze meg a nyitott ügyeket.',
  kind: {
    security: 'Biztonsági vészhelyzet',
    medical: 'Egészségügyi vészhelyzet',
    travel: 'Utazási kérdés',
    other: 'Segélykérés',
  },
  plus: 'plusz',
} as const satisfies Texts['voice'];
