import type { Texts } from '../../locale.js';

export const mail = {
  greeting: 'Jó napot kívánunk, {{name}}!',
  hello: 'Jó napot kívánunk!',
  emergencyNumber: 'Segélyvonal éjjel-nappal ({{organisation}}):',
  automatic:
    'Ezt az üzenetet a Beistand automatikusan küldte a következő szervezet megbízásából: {{organisation}}.',
  facts: {
    reference: 'Ügyszám',
    kind: 'Jelleg',
    threat: 'Életveszély',
    reportedAt: 'Bejelentve',
    source: 'Módja',
    who: 'Személy',
    phones: 'Telefon',
    summary: 'Mi történt',
    location: 'Helyszín',
    ceiling: 'Költségkeret',
    firedAt: 'Döntés ideje',
    basis: 'Döntés',
    outcome: 'Eredmény',
    takenBy: 'Átvette',
    dueAt: 'Határideje volt',
    service: 'Szolgáltatás',
    estimate: 'Becsült ár',
    actual: 'Tényleges költség',
    order: 'Mit kell tenni',
    decideUntil: 'Döntés határideje',
  },
  underDuress:
    'Figyelem: ez a személy kényszer alatt áll, és titokban kért segítséget. Ne hívja fel, és ne írjon neki: lehet, hogy valaki hallgatózik.',
  callerWaiting: 'A hívó a vonalban vár.',
  'incident-to-provider': {
    subject: 'Segítségre van szükség: {{kind}} ({{reference}})',
    heading: 'Segélykérés',
    body: 'Kérjük, vegye át ezt a segélykérést. Közben telefonon is hívjuk Önöket, egészen addig, amíg valaki át nem veszi.',
    button: 'Átveszem',
  },
  'incident-to-contact': {
    subject: 'Kérjük, válaszoljon: {{kind}} ({{reference}})',
    heading: 'Segélykérés az Ön szervezetében',
    body: 'Ön vészhelyzeti kapcsolattartó a következő szervezetnél: {{organisation}}. Kérjük, jelezze, hogy át tudja-e venni az ügyet.',
    button: 'Válaszolok',
  },
  'nobody-to-call': {
    subject: 'Senki sem hívható ({{reference}})',
    heading: 'Egyik vészhelyzeti kapcsolattartó sem hívható',
    body: 'Jelenleg nincs olyan vészhelyzeti kapcsolattartó, aki ebben az ügyben hívható lenne a következő szervezetnél: {{organisation}}. Az idővonal megmutatja, kit miért hagytunk ki. Kérjük, érjen el valakit más módon, vagy javítsa ki a beállításokat: percenként újra megnézzük, és felhívjuk, aki hívható.',
  },
  'call-back-given-up': {
    subject: 'A hívó nem volt elérhető ({{reference}})',
    heading: 'A visszahívás nem sikerült',
    body: 'Annyiszor hívtuk vissza a hívót, ahányszor a beállítások előírják, de nem értük el. Magunktól nem próbálkozunk tovább. Kérjük, érje el más módon, vagy kérjen újabb visszahívást.',
  },
  'taken-over': {
    subject: 'Valaki átvette az ügyet ({{reference}})',
    heading: 'Valaki átvette az ügyet',
    body: '{{takenBy}} átvette az ügyet. Önnek nincs több teendője.',
  },
  'override-fired': {
    subject: 'Cselekvés most, engedély nélkül ({{reference}})',
    heading: 'Valakinek az élete veszélyben van: cselekvés most, engedély nélkül',
    body: 'Egyetlen kapcsolattartót sem értünk el időben. A segítségnyújtó szolgálat megbízást kap, hogy azonnal, engedélyre nem várva cselekedjen, legfeljebb {{ceiling}} értékben. Ha több kell: folytatni kell, és szólni nekünk.',
    button: 'Elfogadom a megbízást',
  },
  'ratification-asked': {
    subject: 'Utólagos döntését kérjük ({{reference}})',
    heading: 'Kérjük, döntsön utólag',
    body: 'Valakinek az élete veszélyben volt, és időben senki sem tudta engedélyezni a segítséget. A segítségnyújtó szolgálat megbízást kapott, hogy engedély nélkül cselekedjen, legfeljebb {{ceiling}} értékben. Kérjük, hagyja jóvá vagy utasítsa el ezt a döntést. A válasza a saját kerete erejéig érvényes. A link csak Önnek szól; ha felhívjuk, a PIN-kódjával is válaszolhat.',
    subjectWord: 'Mi a véleménye erről a döntésről? ({{reference}})',
    headingWord: 'Véleményét kérjük',
    bodyWord:
      'Valakinek az élete veszélyben volt, és időben senkit sem lehetett elérni. A segítségnyújtó szolgálat megbízást kapott, hogy engedély nélkül cselekedjen, legfeljebb {{ceiling}} értékben. Ön azóta átvette az ügyet, ezért megkérdezzük a véleményét. A véleménye nem fedez költséget: aki arról dönt, azt külön megkérdezzük.',
    button: 'Döntök',
  },
  'approval-asked': {
    subject: 'Jóváhagyását kérjük ({{reference}})',
    heading: 'Kérjük, hagyja jóvá vagy utasítsa el',
    body: 'Az Ön döntésére van szükség. A kérdés küldője: {{organisation}}. A jóváhagyásáig semmi sem indul el, és semmit sem számítunk fel. A link csak Önnek szól; ha felhívjuk, a PIN-kódjával is válaszolhat.',
    subjectStarted: 'Utólagos döntését kérjük ({{reference}})',
    headingStarted: 'Kérjük, döntsön utólag',
    bodyStarted:
      'Valakinek az élete veszélyben volt, ezért ez jóváhagyás nélkül indult el a következő szervezetnek: {{organisation}}. Kérjük, utólag hagyja jóvá vagy utasítsa el. A link csak Önnek szól; ha felhívjuk, a PIN-kódjával is válaszolhat.',
    subjectExcess: 'Többe került, mint amennyit jóváhagytak ({{reference}})',
    headingExcess: 'Többe került, mint amennyit jóváhagytak',
    bodyExcess:
      'Egy szolgáltatás többe került, mint amennyit jóváhagytak. A megrendelő: {{organisation}}. Kérjük, hagyja jóvá vagy utasítsa el ezt az összeget. A link csak Önnek szól; ha felhívjuk, a PIN-kódjával is válaszolhat.',
    button: 'Döntök',
  },
  'status-question': {
    subject: 'Jól van? Kérjük, válaszoljon',
    heading: 'Jól van?',
    body: 'Szeretnénk tudni, hogy van. A kérdés küldője: {{organisation}}. Kérjük, válaszoljon egyetlen kattintással. Ha segítségre van szüksége, jelezze ott, vagy hívjon minket.',
    button: 'Válaszolok',
  },
  closed: {
    subject: 'Lezárva ({{reference}})',
    heading: 'Az ügy lezárult',
    body: 'Önnek nincs több teendője. Köszönjük a segítségét.',
  },
  'channel-test': {
    subject: 'Ez próba: kérjük, erősítse meg',
    heading: 'Ez csak próba',
    body: '{{organisation}} ellenőrzi, hogy az üzenetek vészhelyzetben eljutnak-e Önhöz. Nem történt semmi. Kérjük, egy kattintással erősítse meg, hogy ezt a levelet megkapta.',
    button: 'Megerősítés',
  },
  invitation: {
    subject: 'Meghívót kapott a Beistandba',
    heading: 'Meghívót kapott',
    body: 'Ön meghívást kapott a Beistandba. A meghívó szervezet: {{organisation}}. A kezdéshez válasszon jelszót. A link egyszer használható, eddig: {{until}}.',
    button: 'Jelszó választása',
  },
  'password-reset': {
    subject: 'Új jelszó választása',
    heading: 'Új jelszó választása',
    body: 'Valaki új jelszót kért az Ön fiókjához. Ha nem Ön volt, nincs teendője. A link egyszer használható, eddig: {{until}}.',
    button: 'Új jelszó választása',
  },
  'password-changed': {
    subject: 'Jelszava megváltozott',
    heading: 'Jelszava megváltozott',
    body: 'Fiókjának jelszava megváltozott. Időpont: {{at}}. Ha nem Ön volt, kérjük, azonnal szóljon az ügyeletnek.',
  },
  'pin-invitation': {
    subject: 'Válassza ki a PIN-kódját',
    heading: 'Válassza ki a PIN-kódját',
    body: 'Ön költségekről dönt a következő szervezet nevében: {{organisation}}. Ha felhívjuk, a PIN-kódjával igazolja, hogy Ön az. Itt választhatja ki: senki más nem ismeri meg. A link egyszer használható, eddig: {{until}}. A korábbi PIN-kód addig érvényes, amíg ki nem választotta az újat.',
    button: 'PIN-kód választása',
  },
  'pin-changed': {
    subject: 'A PIN-kódja beállítva',
    heading: 'A PIN-kódja beállítva',
    body: 'A PIN-kódot, amellyel költségekről dönt a következő szervezet nevében: {{organisation}}, ekkor állították be: {{at}}. A korábbi már nem érvényes. Ha ez nem Ön volt, kérjük, azonnal szóljon az ügyeletnek.',
  },
  'pin-address-changed': {
    subject: 'E-mail-címe megváltozott',
    heading: 'E-mail-címe megváltozott',
    body: 'Ön PIN-kóddal dönt költségekről a következő szervezet nevében: {{organisation}}. Ezt a címet ekkor törölték az Ön adatai közül a beállításokban: {{at}}. A döntéshez és a PIN-kód beállításához szükséges linkek többé nem ide érkeznek. Ha erről nem tud, kérjük, azonnal szóljon az ügyeletnek.',
  },
  alarm: {
    subject: 'RIASZTÁS: késésben lévő ügyek',
    subjectEngine: 'RIASZTÁS: az ügykezelő rendszer nem válaszol',
    subjectDatabase: 'RIASZTÁS: az adatbázis nem válaszol',
    heading: 'Riasztás az ügyeletnek',
    body: 'Ezeknek az ügyeknek már tovább kellett volna lépniük, de nem léptek. Kérjük, nézze meg őket, és ahol kell, intézkedjen kézzel.',
    unseen:
      'Azok az ügyek, amelyeknél csak a bejelentés ideje szerepel, azóta nem adtak életjelet: el sem indultak, vagy már az első lépésnél megálltak, és egyik lista sem mutatja őket. Kérjük, ezekben intézkedjen kézzel.',
    engineAway: 'Az ügykezelő rendszer nem válaszol. Amíg vissza nem tér, magától nem indul hívás.',
    databaseAway:
      'Az adatbázis nem válaszol. A hívások folytatódnak, de a listák és az idővonalak állnak, és senki sem látja, melyik ügy késik.',
    button: 'Ügyek megnyitása',
  },
} as const satisfies Texts['mail'];
