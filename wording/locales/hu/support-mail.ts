import type { Texts } from '../../locale.js';

export const supportMail = {
  facts: {
    number: 'Ügyszám',
    referenceId: 'Hivatkozási azonosító',
    subject: 'Tárgy',
    files: 'Fájlok',
  },
  wrote: '{{author}} írta:',
  unnamedPartner: 'Valaki az Önök cégétől',
  unnamedClient: 'A partner',
  isCut: 'Az üzenet ennél hosszabb. A teljes szöveget az ügyben olvashatja el.',
  filesInCase: 'Fájlokat nem küldünk e-mailben. Az ügyben megtalálja őket.',
  mayReply: 'Válaszához elég erre a levélre válaszolnia.',
  takesNoReply:
    'A lezárt ügyhöz már nem fogadunk választ. Ha további kérdése van, kérjük, az alábbi linken tegye fel.',
  openCase: 'Az ügy megnyitása',
  askFurther: 'További kérdés feltevése',
  opened: {
    heading: 'Megkaptuk megkeresését',
    body: 'Megkeresése megérkezett hozzánk ({{organisation}}). Saját ügyszámot kapott: kérjük, mindig hivatkozzon rá, ha ez ügyben hozzánk fordul.',
  },
  openedForYou: {
    heading: 'Cégüknek új ügye van',
    body: 'Cégük megkeresése megérkezett hozzánk ({{organisation}}). Saját ügyszámot kapott: kérjük, mindig hivatkozzon rá, ha ez ügyben hozzánk fordul.',
  },
  deskWrote: {
    heading: 'Írtunk Önnek',
    body: 'Ügyében új üzenet érkezett. Feladója: {{organisation}}.',
  },
  colleagueWrote: {
    heading: 'Valaki írt az Önök cégétől',
    body: 'Ebben az ügyben új üzenet érkezett az Önök cégétől.',
  },
  waitingForPartner: {
    heading: 'Várjuk válaszát',
    body: 'Amint megkaptuk válaszát, folytatjuk az ügy intézését ({{organisation}}).',
  },
  putOnHold: {
    heading: 'Ügye egyelőre várakozik',
    body: 'Ebben az ügyben jelenleg nincs mit tenni. Amint lesz, magunktól jelentkezünk ({{organisation}}).',
  },
  resumed: {
    heading: 'Foglalkozunk ügyével',
    body: 'Dolgozunk ezen az ügyön ({{organisation}}). Önnek jelenleg nincs teendője.',
  },
  reminded: {
    heading: 'Még mindig várjuk válaszát',
    body: 'Az ügy folytatásához szükségünk van válaszára, de még nem kaptuk meg ({{organisation}}).',
  },
  closureWarned: {
    heading: 'Ügyét hamarosan lezárjuk',
    body: 'Régóta várjuk válaszát ({{organisation}}). Ha eddig az időpontig nem érkezik meg, az ügyet lezárjuk: {{until}}.',
  },
  closedAnswered: {
    heading: 'Ügyét lezártuk',
    body: 'Megkeresésére válaszoltunk, és az ügyet lezártuk ({{organisation}}).',
  },
  closedWithdrawn: {
    heading: 'Ügyét lezártuk',
    body: 'A megkeresést visszavonták, ezért az ügyet lezártuk ({{organisation}}).',
  },
  closedNoReply: {
    heading: 'Ügyét lezártuk',
    body: 'Hosszú ideje nem kaptunk választ Öntől, ezért az ügyet lezártuk ({{organisation}}).',
  },
  closedMerged: {
    heading: 'Ügye másik ügyszámon folytatódik',
    body: 'Két ügy szólt ugyanarról. Ezt lezártuk, és a következő ügyszámon folytatjuk ({{organisation}}): {{other}}.',
  },
  duplicateMerged: {
    heading: 'Két ügyét összevontuk',
    body: 'A következő ügy ugyanerről szólt, ezért lezártuk: {{other}}. A továbbiakban ebben az ügyben járunk el ({{organisation}}).',
  },
  partnerWrote: {
    heading: 'A partner írt',
    body: 'Új üzenet érkezett ebben az ügyben.',
  },
  assigned: {
    heading: 'Ügyet osztottak Önre',
    body: 'Ezt az ügyet Önre osztották.',
  },
  cameIn: {
    heading: 'Új ügy érkezett',
    body: 'Ez az ügy még senkinél sincs.',
  },
  answerDueSoon: {
    heading: 'Hamarosan esedékes egy válasz',
    body: 'Hamarosan esedékes az ígért válasz ebben az ügyben.',
  },
  answerOverdue: {
    heading: 'Késik egy válasz',
    body: 'Az ígért választ már meg kellett volna adni ebben az ügyben.',
  },
  holdReminded: {
    heading: 'Egy ügy még függőben van',
    body: 'Ez az ügy egy ideje függőben van. Kérjük, nézze meg, lehet-e már tenni valamit.',
  },
  caseClosed: {
    subject: '[{{number}}] Ez az ügy lezárult',
    heading: 'Ez az ügy lezárult',
    body: 'Ön a következő ügyhöz írt: {{number}}. Ez az ügy lezárult, választ már nem fogad: levelét senki sem olvassa el. Ha további kérdése van, kérjük, az alábbi linken tegye fel; új ügy lesz belőle.',
  },
} as const satisfies Texts['supportMail'];
