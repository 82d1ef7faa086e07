import type { Texts } from '../../locale.js';

export const supportMail = {
  facts: {
    number: 'Fallnummer',
    referenceId: 'Referenz-ID',
    subject: 'Betreff',
    files: 'Dateien',
  },
  wrote: '{{author}} schrieb:',
  unnamedPartner: 'Jemand aus Ihrem Unternehmen',
  unnamedClient: 'Der Partner',
  isCut: 'Die Nachricht ist länger. Im Fall können Sie sie vollständig lesen.',
  filesInCase: 'Dateien werden nicht per E-Mail verschickt. Sie finden sie im Fall.',
  mayReply: 'Sie können einfach auf diese E-Mail antworten.',
  takesNoReply:
    'Ein geschlossener Fall nimmt keine Antworten mehr an. Wenn Sie weitere Fragen haben, stellen Sie sie bitte über den Link unten.',
  openCase: 'Fall öffnen',
  askFurther: 'Weitere Fragen stellen',
  opened: {
    heading: 'Ihre Anfrage ist eingegangen',
    body: 'Ihre Anfrage ist bei {{organisation}} eingegangen. Sie hat eine eigene Nummer: Bitte nennen Sie sie immer, wenn Sie sich deswegen an uns wenden.',
  },
  openedForYou: {
    heading: 'Es gibt einen neuen Fall Ihres Unternehmens',
    body: 'Eine Anfrage Ihres Unternehmens ist bei {{organisation}} eingegangen. Sie hat eine eigene Nummer: Bitte nennen Sie sie immer, wenn Sie sich deswegen an uns wenden.',
  },
  deskWrote: {
    heading: 'Wir haben Ihnen geschrieben',
    body: 'In Ihrem Fall gibt es eine neue Nachricht von {{organisation}}.',
  },
  colleagueWrote: {
    heading: 'Jemand aus Ihrem Unternehmen hat geschrieben',
    body: 'In diesem Fall gibt es eine neue Nachricht aus Ihrem Unternehmen.',
  },
  waitingForPartner: {
    heading: 'Wir warten auf Ihre Antwort',
    body: 'Sobald Sie geantwortet haben, kann {{organisation}} den Fall weiter bearbeiten.',
  },
  putOnHold: {
    heading: 'Ihr Fall ruht',
    body: 'Im Augenblick lässt sich in diesem Fall nichts tun. {{organisation}} meldet sich von sich aus wieder bei Ihnen.',
  },
  resumed: {
    heading: 'Ihr Fall wird bearbeitet',
    body: 'Dieser Fall wird von {{organisation}} bearbeitet. Sie brauchen im Augenblick nichts zu tun.',
  },
  reminded: {
    heading: 'Wir warten noch auf Ihre Antwort',
    body: 'Um den Fall weiter zu bearbeiten, braucht {{organisation}} Ihre Antwort und hat noch keine erhalten.',
  },
  closureWarned: {
    heading: 'Ihr Fall wird bald geschlossen',
    body: '{{organisation}} wartet seit langem auf Ihre Antwort. Wenn bis {{until}} keine eingeht, wird der Fall geschlossen.',
  },
  closedAnswered: {
    heading: 'Ihr Fall ist geschlossen',
    body: 'Ihre Anfrage wurde von {{organisation}} beantwortet und der Fall geschlossen.',
  },
  closedWithdrawn: {
    heading: 'Ihr Fall ist geschlossen',
    body: 'Die Anfrage wurde zurückgezogen, darum hat {{organisation}} den Fall geschlossen.',
  },
  closedNoReply: {
    heading: 'Ihr Fall ist geschlossen',
    body: '{{organisation}} hat lange keine Antwort von Ihnen erhalten, darum wurde der Fall geschlossen.',
  },
  closedMerged: {
    heading: 'Ihr Fall geht unter einer anderen Nummer weiter',
    body: 'Es gab zwei Fälle zum selben Anliegen. Dieser ist geschlossen, und {{organisation}} bearbeitet es unter {{other}} weiter.',
  },
  duplicateMerged: {
    heading: 'Zwei Ihrer Fälle wurden zusammengeführt',
    body: 'Im Fall {{other}} ging es um dasselbe Anliegen, er ist geschlossen. {{organisation}} bearbeitet es in diesem Fall weiter.',
  },
  partnerWrote: {
    heading: 'Der Partner hat geschrieben',
    body: 'In diesem Fall gibt es eine neue Nachricht.',
  },
  assigned: {
    heading: 'Ihnen wurde ein Fall zugeteilt',
    body: 'Dieser Fall wurde Ihnen zugeteilt.',
  },
  cameIn: {
    heading: 'Ein neuer Fall ist eingegangen',
    body: 'Dieser Fall ist noch niemandem zugeteilt.',
  },
  answerDueSoon: {
    heading: 'Eine Antwort wird bald fällig',
    body: 'Die zugesagte Antwort in diesem Fall wird bald fällig.',
  },
  answerOverdue: {
    heading: 'Eine Antwort ist überfällig',
    body: 'Die zugesagte Antwort in diesem Fall hätte schon gegeben werden müssen.',
  },
  holdReminded: {
    heading: 'Ein Fall ruht noch',
    body: 'Dieser Fall ruht seit einiger Zeit. Bitte prüfen Sie, ob inzwischen etwas getan werden kann.',
  },
  caseClosed: {
    subject: '[{{number}}] Dieser Fall ist geschlossen',
    heading: 'Dieser Fall ist geschlossen',
    body: 'Sie haben zum Fall {{number}} geschrieben. Er ist geschlossen und nimmt keine Antworten mehr an: Ihre E-Mail wird nicht gelesen. Wenn Sie weitere Fragen haben, stellen Sie sie bitte über den Link unten; daraus wird ein neuer Fall.',
  },
} as const satisfies Texts['supportMail'];
