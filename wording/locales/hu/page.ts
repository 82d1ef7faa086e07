import type { Texts } from '../../locale.js';

export const page = {
  acknowledge: {
    title: 'Át tudja venni az ügyet?',
    text: '{{organisation}}: {{kind}}. {{who}}. {{summary}}',
    accept: 'Átveszem',
    decline: 'Nem tudom átvenni',
    accepted: 'Köszönjük. Ön átvette az ügyet. A többi kapcsolattartót értesítjük.',
    declined: 'Köszönjük a választ. Mást kérünk meg.',
    taken: '{{who}} már átvette az ügyet. Önnek nincs több teendője.',
  },
  mandate: {
    title: 'Kérjük, cselekedjen engedély nélkül',
    text: '{{organisation}}: valakinek az élete veszélyben van. {{who}}. Engedély nélkül felhasználható: legfeljebb {{ceiling}}. Ha több kell, folytassa, és szóljon nekünk.',
    accept: 'Elfogadom a megbízást',
    decline: 'Nem tudom elfogadni',
    accepted: 'Köszönjük. Ön elfogadta a megbízást. Kérjük, cselekedjen most.',
    declined: 'Köszönjük a választ. Mást kérünk meg.',
  },
  status: {
    title: 'Jól van?',
    text: 'Szeretnénk tudni, hogy van. A kérdés küldője: {{organisation}}.',
    ok: 'Jól vagyok',
    help: 'Segítséget kérek',
    okDone: 'Köszönjük. Örülünk, hogy jól van. Itt továbbra is bármikor kérhet segítséget.',
    helpDone: 'Segélykérését megkaptuk, és felhívjuk Önt. Kérjük, tartsa magánál a telefonját.',
  },
  ratify: {
    title: 'Kérjük, döntsön utólag',
    text: '{{organisation}}: valakinek az élete veszélyben volt ({{who}}), és időben senki sem tudta engedélyezni a segítséget. A segítségnyújtó szolgálat megbízást kapott, hogy engedély nélkül cselekedjen, legfeljebb {{ceiling}} értékben. Jóváhagyja?',
    accept: 'Jóváhagyom',
    decline: 'Elutasítom',
    accepted: 'Köszönjük. Ön jóváhagyta a döntést.',
    declined: 'Köszönjük. Az elutasítást rögzítettük, az ügyelet jelentkezni fog Önnél.',
  },
  test: {
    title: 'Ez próba',
    text: '{{organisation}} ellenőrzi, hogy az üzenetek eljutnak-e Önhöz. Nem történt semmi. Kérjük, erősítse meg, hogy ezt megkapta.',
    accept: 'Megkaptam',
    accepted: 'Köszönjük. A próba sikerült. Önnek nincs több teendője.',
  },
  account: {
    invitation: 'Üdvözöljük! Válasszon jelszót',
    'password-reset': 'Válasszon új jelszót',
    password: 'Jelszó, legalább {{length}} karakter',
    repeat: 'Ugyanaz a jelszó még egyszer',
    choose: 'Mentés',
    different: 'A két jelszó nem egyezik.',
    refused:
      'Ez a jelszó nem használható: túl rövid, túl gyakori, vagy túlságosan hasonlít a nevére. Kérjük, válasszon másikat.',
    done: 'Jelszavát elmentettük. Mostantól bejelentkezhet vele.',
    over: 'Ez a link már nem érvényes: felhasználták, túl régi, vagy újabbat küldtünk.',
    taken: 'Ez az e-mail-cím már egy másik fiókhoz tartozik. Kérjük, kérdezze meg azt, aki meghívta.',
  },
  underDuress:
    'Figyelem: ez a személy kényszer alatt áll, és titokban kért segítséget. Ne hívja fel, és ne írjon neki: lehet, hogy valaki hallgatózik.',
  expired: { title: 'Ez a link már nem érvényes', text: 'Az ügy elintéződött, vagy a link túl régi.' },
  closed: { title: 'Ez az ügy lezárult', text: 'Önnek nincs több teendője. Köszönjük.' },
  already: 'Ön már válaszolt. Köszönjük.',
  trouble: 'Válaszát nem sikerült továbbítani. Kérjük, próbálja újra, vagy hívjon minket.',
  emergencyNumber: 'Segélyvonal, éjjel-nappal: {{emergencyNumber}}',
} as const satisfies Texts['page'];
