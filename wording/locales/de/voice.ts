import type { Texts } from '../../locale.js';

export const voice = {
  purpose: {
    take: {
      intro: 'Hier ist Beistand im Auftrag von {{organisation}}. {{kind}}. {{who}}. {{summary}}',
      keys: 'Wenn Sie übernehmen, drücken Sie die 1 oder sagen Sie: Ich übernehme. Wenn Sie nicht können, drücken Sie die 2. Wenn ein Leben in Gefahr ist, drücken Sie die 9.',
      confirm:
        'Damit wir Sie richtig verstehen: Drücken Sie die 1, um zu übernehmen, oder die 2, wenn Sie nicht können.',
      done: 'Vielen Dank. Sie haben übernommen.',
    },
    mandate: {
      intro:
        'Hier ist Beistand im Auftrag von {{organisation}}. Ein Leben ist in Gefahr, und kein Notfallkontakt war rechtzeitig zu erreichen. {{who}}. {{summary}} Bitte handeln Sie jetzt, ohne auf eine Genehmigung zu warten. Sie dürfen bis zu {{ceiling}} ausgeben. Brauchen Sie mehr, dann handeln Sie weiter und sagen Sie es uns.',
      keys: 'Um diesen Auftrag anzunehmen, drücken Sie die 1. Wenn Sie nicht können, drücken Sie die 2.',
      confirm:
        'Damit wir Sie richtig verstehen: Drücken Sie die 1, um den Auftrag anzunehmen, oder die 2, wenn Sie nicht können.',
      done: 'Vielen Dank. Sie haben den Auftrag angenommen. Bitte handeln Sie jetzt.',
    },
    connect: {
      intro:
        'Hier ist Beistand im Auftrag von {{organisation}}. {{who}} wartet darauf, mit Ihnen zu sprechen.',
      keys: 'Um verbunden zu werden, drücken Sie die 1. Wenn Sie nicht können, drücken Sie die 2.',
      confirm:
        'Damit wir Sie richtig verstehen: Drücken Sie die 1, um verbunden zu werden, oder die 2, wenn Sie nicht können.',
      done: 'Vielen Dank. Wir verbinden Sie.',
    },
    join: {
      intro:
        'Hier ist Beistand im Auftrag von {{organisation}}. Die Einsatzzentrale bittet Sie in ein Gespräch. {{kind}}. {{who}}. {{summary}}',
      keys: 'Um am Gespräch teilzunehmen, drücken Sie die 1. Wenn Sie nicht können, drücken Sie die 2.',
      confirm:
        'Damit wir Sie richtig verstehen: Drücken Sie die 1, um am Gespräch teilzunehmen, oder die 2, wenn Sie nicht können.',
      done: 'Vielen Dank. Wir verbinden Sie.',
    },
    inform: {
      intro:
        'Hier ist Beistand im Auftrag von {{organisation}}. Sie sind als Notfallkontakt eingetragen. {{kind}}. {{who}}. {{summary}}',
      keys: 'Wenn Sie sich darum kümmern, drücken Sie die 1 oder sagen Sie: Ich übernehme. Wenn Sie nicht können, drücken Sie die 2. Wenn ein Leben in Gefahr ist, drücken Sie die 9.',
      confirm:
        'Damit wir Sie richtig verstehen: Drücken Sie die 1, um zu übernehmen, oder die 2, wenn Sie nicht können.',
      done: 'Vielen Dank. Sie haben übernommen. Die anderen Kontakte werden informiert.',
    },
    ratify: {
      intro:
        'Hier ist Beistand im Auftrag von {{organisation}}. Ein Leben war in Gefahr, und niemand war rechtzeitig zu erreichen. Deshalb wurde der Assistance-Dienst beauftragt, ohne Genehmigung zu handeln, bis zu {{ceiling}}. {{who}}. {{summary}} Sie haben danach übernommen, deshalb fragen wir, wie Sie dazu stehen. Ihr Wort deckt keine Kosten: Wer darüber entscheidet, wird eigens gefragt.',
      keys: 'Wenn Sie mit dieser Entscheidung einverstanden sind, drücken Sie die 1. Wenn nicht, drücken Sie die 2.',
      confirm:
        'Damit wir Sie richtig verstehen: Drücken Sie die 1, wenn Sie einverstanden sind, oder die 2, wenn nicht.',
      done: 'Vielen Dank. Ihr Wort ist festgehalten.',
    },
    approve: {
      intro:
        'Hier ist Beistand im Auftrag von {{organisation}}. Wir brauchen eine Entscheidung von Ihnen. Damit wir wissen, dass Sie es sind, geben Sie bitte mit den Tasten Ihre PIN ein und drücken Sie dann die Rautetaste.',
      keys: 'Um zu genehmigen, drücken Sie die 1. Um abzulehnen, drücken Sie die 2.',
      confirm:
        'Damit wir Sie richtig verstehen: Drücken Sie die 1, um zu genehmigen, oder die 2, um abzulehnen.',
      done: 'Vielen Dank. Ihre Antwort ist festgehalten.',
    },
    'call-back': {
      intro:
        'Hier ist die Notrufnummer von {{organisation}}. Sie haben um Hilfe gebeten. {{who}} ist jetzt für Sie da.',
      keys: 'Um verbunden zu werden, drücken Sie die 1. Wenn ein Leben in Gefahr ist, drücken Sie die 9.',
      confirm: 'Bitte drücken Sie die 1, um verbunden zu werden.',
      done: 'Bitte bleiben Sie am Apparat. Wir verbinden Sie.',
    },
    status: {
      intro:
        'Guten Tag. Hier ist der Sicherheitsdienst von {{organisation}}. Wir möchten wissen, wie es Ihnen geht.',
      keys: 'Wenn es Ihnen gut geht, drücken Sie die 1 oder sagen Sie: OK. Wenn Sie Hilfe brauchen, drücken Sie die 2 oder sagen Sie: Hilfe. Wenn ein Leben in Gefahr ist, drücken Sie die 9.',
      confirm:
        'Damit wir Sie richtig verstehen: Drücken Sie die 1, wenn es Ihnen gut geht, oder die 2, wenn Sie Hilfe brauchen.',
      done: 'Vielen Dank. Gut zu wissen, dass es Ihnen gut geht. Passen Sie auf sich auf.',
    },
    test: {
      intro:
        'Hier ist Beistand im Auftrag von {{organisation}}. Dies ist nur ein Testanruf. Es ist nichts passiert.',
      keys: 'Um zu bestätigen, dass dieser Anruf Sie erreicht hat, drücken Sie die 1.',
      confirm: 'Bitte drücken Sie die 1, um diesen Testanruf zu bestätigen.',
      done: 'Vielen Dank. Der Test hat geklappt. Sie brauchen nichts weiter zu tun.',
    },
  },
  approval: {
    enterPin: 'Bitte geben Sie mit den Tasten Ihre PIN ein und drücken Sie dann die Rautetaste.',
    wrongPin: 'Das stimmt nicht.',
    pinRefused:
      'Das stimmt nicht. Wir beenden jetzt diesen Anruf. Sie können auch über den Link in der Nachricht antworten, die wir Ihnen geschickt haben.',
    pinNotChecked:
      'Im Moment können wir keine PIN prüfen. Bitte antworten Sie über den Link in der Nachricht, die wir Ihnen geschickt haben.',
    question:
      'Vielen Dank. {{organisation}}. {{kind}}. Bestellt werden soll: {{service}}, voraussichtlich {{price}}. {{description}}',
    ratification:
      'Vielen Dank. {{organisation}}. {{kind}}. Ein Leben war in Gefahr, deshalb wurde dies ohne Genehmigung begonnen: {{service}}, voraussichtlich {{price}}. {{description}} Bitte entscheiden Sie, ob Sie es nachträglich genehmigen.',
    override:
      'Vielen Dank. {{organisation}}. {{kind}}. Ein Leben war in Gefahr, und niemand konnte rechtzeitig Hilfe genehmigen. Deshalb wurde der Assistance-Dienst beauftragt, ohne Genehmigung zu handeln, bis zu {{ceiling}}. {{who}}. {{summary}} Bitte entscheiden Sie, ob Sie das nachträglich genehmigen. Ihre Antwort zählt für Kosten innerhalb Ihres Limits.',
    excess:
      'Vielen Dank. {{organisation}}. {{kind}}. Dies hat mehr gekostet als genehmigt: {{service}}, voraussichtlich {{price}}, tatsächlich {{actual}}. {{description}} Bitte entscheiden Sie, ob Sie diesen Betrag genehmigen.',
    notTheirs:
      'Vielen Dank. Nach den Einstellungen Ihrer Organisation können Sie darüber nicht mehr entscheiden. Sie brauchen nichts weiter zu tun.',
    approved: 'Vielen Dank. Sie haben genehmigt.',
    refused: 'Vielen Dank. Sie haben abgelehnt.',
    over: 'Vielen Dank. Darüber wurde schon entschieden, oder es kann nicht mehr entschieden werden. Sie brauchen nichts weiter zu tun.',
  },
  underDuress:
    'Achtung: Diese Person steht unter Zwang und hat heimlich um Hilfe gebeten. Rufen Sie sie nicht an und schreiben Sie ihr nicht: Es könnte jemand mithören.',
  callerWaiting: 'Die anrufende Person wartet in der Leitung. Wenn Sie die 1 drücken, werden Sie verbunden.',
  inConference: {
    begin:
      'Bitte entschuldigen Sie die Unterbrechung. Hier ist Beistand. Sie sprechen gleich weiter mit der anrufenden Person; sie bleibt in der Leitung.',
    settled: 'Ihre Antwort wird nicht mehr gebraucht.',
    back: 'Sie sind jetzt wieder im Gespräch.',
  },
  several: 'Es gibt {{count}} Vorfälle für Sie. Wenn Sie die 1 drücken, übernehmen Sie alle.',
  incidentOf: 'Vorfall {{number}} von {{count}}.',
  again: 'Entschuldigung, wir haben keine Antwort gehört.',
  notUnderstood: 'Entschuldigung, wir haben Sie nicht verstanden.',
  done: {
    declined: 'Danke für Ihre Antwort. Wir fragen jemand anderen.',
    refused: 'Vielen Dank. Ihre Ablehnung ist festgehalten, die Einsatzzentrale meldet sich bei Ihnen.',
    lifeInDanger: 'Verstanden: Ein Leben ist in Gefahr. Wir handeln sofort.',
    helpIsComing: 'Wir helfen Ihnen. Bitte bleiben Sie am Apparat.',
    noAnswer: 'Wir haben keine Antwort gehört. Wir versuchen es noch einmal.',
  },
  stopped: {
    takenOver:
      'Danke, dass Sie abgenommen haben. {{who}} hat inzwischen übernommen. Sie brauchen nichts weiter zu tun.',
    closed:
      'Danke, dass Sie abgenommen haben. Der Vorfall ist inzwischen abgeschlossen. Sie brauchen nichts weiter zu tun.',
    superseded: 'Danke, dass Sie abgenommen haben. In dieser Sache brauchen wir Sie nicht mehr.',
  },
  goodbye: 'Auf Wiederhören.',
  caller: {
    connecting: 'Bitte bleiben Sie am Apparat. Wir verbinden Sie jetzt.',
    waiting:
      'Wir sind weiter für Sie da. Bitte bleiben Sie am Apparat. Wir holen jemanden für Sie ans Telefon.',
    nextColleague:
      'Wir rufen jetzt die nächste Kollegin oder den nächsten Kollegen an. Bitte bleiben Sie am Apparat.',
    ifCutOff: 'Wenn die Verbindung abbricht, rufen wir Sie zurück.',
    interrupted:
      'Einen Moment bitte. Wer Ihnen hilft, wird gerade etwas Wichtiges gefragt und ist gleich wieder bei Ihnen. Bitte bleiben Sie in der Leitung.',
    waitingForCaller: 'Bitte bleiben Sie am Apparat. Wir verbinden Sie mit der anrufenden Person.',
    callerGone: 'Die anrufende Person ist nicht mehr in der Leitung. Wir rufen sie zurück.',
    otherSideLeft:
      'Die andere Seite hat das Gespräch verlassen. Bitte bleiben Sie am Apparat, wenn Sie noch Hilfe brauchen.',
  },
  inbound: {
    greeting: 'Sie sind mit der Notrufnummer von {{organisation}} verbunden. Wir sind für Sie da.',
    menu: 'Geht es um Ihre Sicherheit, drücken Sie die 1. Geht es um Ihre Gesundheit, drücken Sie die 2. Haben Sie eine Frage zu Ihrer Reise, drücken Sie die 3. Oder sagen Sie es in Ihren Worten. Wenn ein Leben in Gefahr ist, drücken Sie die 9.',
    confirm:
      'Bitte drücken Sie die 1 für Sicherheit, die 2 für Gesundheit, die 3 für Ihre Reise oder die 9, wenn ein Leben in Gefahr ist.',
    unknownCaller: 'Wir kennen Ihre Nummer nicht, aber wir helfen Ihnen trotzdem.',
    severalOrganisations: 'Ihre Nummer kennen wir aus mehreren Organisationen.',
    chooseOrganisation: 'Für {{organisation}} drücken Sie die {{key}}.',
    noChoice: 'Wir verbinden Sie mit jemandem, der Ihnen helfen kann.',
    alreadyOpen: 'Ihr Hilferuf ist bei uns bekannt. Wir verbinden Sie.',
  },
  bridgeFailed:
    'Wir konnten Sie noch nicht mit der anderen Seite verbinden. Bitte bleiben Sie am Apparat. Wir versuchen es weiter.',
  trouble:
    'Wir haben eine technische Störung. Bitte bleiben Sie am Apparat. Wir verbinden Sie mit jemandem, der Ihnen helfen kann.',
  troubleCallInstead: 'Wir haben eine technische Störung. Bitte rufen Sie die Nummer {{emergencyNumber}} an.',
  voicemail:
    'Hier ist der Sicherheitsdienst von {{organisation}} mit einer dringenden Nachricht. Bitte rufen Sie uns zurück unter {{emergencyNumber}}. Ich wiederhole: {{emergencyNumber}}.',
  testOver: 'Dies war nur ein Testanruf. Es ist nichts passiert, und Sie brauchen nicht zurückzurufen.',
  alarm_one:
    'Hier ist Beistand mit einem Alarm für die Einsatzzentrale. {{count}} Fall ist überfällig. Bitte sehen Sie jetzt nach den offenen Fällen.',
  alarm_other:
    'Hier ist Beistand mit einem Alarm für die Einsatzzentrale. {{count}} Fälle sind überfällig. Bitte sehen Sie jetzt nach den offenen Fällen.',
  kind: {
    security: 'Ein Sicherheitsnotfall',
    medical: 'Ein medizinischer Notfall',
    travel: 'Eine Anfrage zur Reise',
    other: 'Ein Hilferuf',
  },
  plus: 'plus',
} as const satisfies Texts['voice'];
