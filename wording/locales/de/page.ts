import type { Texts } from '../../locale.js';

export const page = {
  acknowledge: {
    title: 'Können Sie übernehmen?',
    text: '{{organisation}}: {{kind}}. {{who}}. {{summary}}',
    accept: 'Ich übernehme',
    decline: 'Ich kann nicht',
    accepted: 'Vielen Dank. Sie haben übernommen. Die anderen Kontakte werden informiert.',
    declined: 'Danke für Ihre Antwort. Wir fragen jemand anderen.',
    taken: '{{who}} hat bereits übernommen. Sie brauchen nichts weiter zu tun.',
  },
  mandate: {
    title: 'Bitte handeln Sie ohne Genehmigung',
    text: '{{organisation}}: Ein Leben ist in Gefahr. {{who}}. Sie dürfen ohne Rückfrage bis zu {{ceiling}} ausgeben. Brauchen Sie mehr, dann handeln Sie weiter und sagen Sie es uns.',
    accept: 'Ich nehme den Auftrag an',
    decline: 'Ich kann nicht',
    accepted: 'Vielen Dank. Sie haben den Auftrag angenommen. Bitte handeln Sie jetzt.',
    declined: 'Danke für Ihre Antwort. Wir fragen jemand anderen.',
  },
  status: {
    title: 'Geht es Ihnen gut?',
    text: '{{organisation}} möchte wissen, wie es Ihnen geht.',
    ok: 'Mir geht es gut',
    help: 'Ich brauche Hilfe',
    okDone:
      'Vielen Dank. Gut zu wissen, dass es Ihnen gut geht. Sie können hier weiterhin jederzeit um Hilfe bitten.',
    helpDone: 'Ihr Hilferuf ist angekommen, wir rufen Sie an. Bitte behalten Sie Ihr Telefon bei sich.',
  },
  ratify: {
    title: 'Bitte entscheiden Sie nachträglich',
    text: '{{organisation}}: Ein Leben war in Gefahr ({{who}}), und niemand konnte rechtzeitig Hilfe genehmigen. Der Assistance-Dienst wurde beauftragt, ohne Genehmigung zu handeln, bis zu {{ceiling}}. Genehmigen Sie das? Ihre Antwort zählt für Kosten innerhalb Ihres Limits.',
    accept: 'Ich genehmige es',
    decline: 'Ich lehne ab',
    outcome: {
      ratified:
        'Das ist nachträglich genehmigt. Gedeckt sind Kosten innerhalb des Limits der Person, die es genehmigt hat.',
      refused: 'Das ist nachträglich abgelehnt. Die Einsatzzentrale meldet sich bei Ihnen.',
      'not-ratified': 'Das hat niemand rechtzeitig genehmigt.',
      'word-recorded': 'Vielen Dank. Ihr Wort ist festgehalten.',
      over: 'Darüber wurde schon entschieden. Sie brauchen nichts weiter zu tun.',
    },
  },
  word: {
    title: 'Wie stehen Sie dazu?',
    text: '{{organisation}}: Ein Leben war in Gefahr ({{who}}), und niemand war rechtzeitig zu erreichen. Der Assistance-Dienst wurde beauftragt, ohne Genehmigung zu handeln, bis zu {{ceiling}}. Sind Sie einverstanden? Ihr Wort deckt keine Kosten: Wer darüber entscheidet, wird eigens gefragt.',
    accept: 'Ich bin einverstanden',
    decline: 'Ich bin nicht einverstanden',
  },
  test: {
    title: 'Dies ist ein Test',
    text: '{{organisation}} prüft, ob Nachrichten Sie erreichen. Es ist nichts passiert. Bitte bestätigen Sie, dass diese angekommen ist.',
    accept: 'Sie ist angekommen',
    accepted: 'Vielen Dank. Der Test hat geklappt. Sie brauchen nichts weiter zu tun.',
  },
  approve: {
    title: 'Bitte entscheiden Sie',
    text: '{{organisation}}: {{kind}}. Bestellt werden soll: {{service}}, voraussichtlich {{price}}.',
    started:
      '{{organisation}}: {{kind}}. Ein Leben war in Gefahr, deshalb wurde dies ohne Genehmigung begonnen: {{service}}, voraussichtlich {{price}}. Genehmigen Sie es nachträglich?',
    excess:
      '{{organisation}}: {{kind}}. Dies hat mehr gekostet als genehmigt: {{service}}, voraussichtlich {{price}}, tatsächlich {{actual}}. Genehmigen Sie diesen Betrag?',
    until: 'Sie können bis {{until}} entscheiden.',
    accept: 'Ich genehmige es',
    decline: 'Ich lehne ab',
    outcomeTitle: 'Entscheidung',
    notTheirs: 'Sie können darüber nicht mehr entscheiden. Sie brauchen nichts weiter zu tun.',
    unknown: 'Das kann im Moment nicht angezeigt werden. Bitte versuchen Sie es in einer Minute noch einmal.',
    over: 'Darüber wurde schon entschieden, oder es kann nicht mehr entschieden werden. Sie brauchen nichts weiter zu tun.',
    outcome: {
      approved: 'Das ist genehmigt.',
      refused: 'Das ist abgelehnt und wird nicht begonnen.',
      withdrawn: 'Das wird nicht mehr gebraucht: Die Bestellung wurde zurückgezogen.',
      overridden: 'Ein Leben war in Gefahr, deshalb wurde dies ohne Genehmigung begonnen.',
      ratified: 'Das ist nachträglich genehmigt.',
      'ratification-refused': 'Das ist nachträglich abgelehnt. Die Einsatzzentrale meldet sich bei Ihnen.',
      'excess-approved': 'Dieser Betrag ist genehmigt.',
      'excess-refused': 'Dieser Betrag ist abgelehnt. Die Einsatzzentrale meldet sich bei Ihnen.',
      unanswered: 'Das hat niemand rechtzeitig genehmigt.',
      'other-amount':
        'Inzwischen geht es um einen anderen Betrag. Danach wird mit einem eigenen Link gefragt.',
    },
  },
  account: {
    invitation: 'Willkommen. Wählen Sie ein Passwort',
    'password-reset': 'Wählen Sie ein neues Passwort',
    password: 'Passwort, mindestens {{length}} Zeichen',
    repeat: 'Dasselbe Passwort noch einmal',
    choose: 'Speichern',
    different: 'Die beiden Passwörter sind nicht gleich.',
    refused:
      'Dieses Passwort kann nicht verwendet werden: Es ist zu kurz, zu verbreitet oder Ihrem Namen zu ähnlich. Bitte wählen Sie ein anderes.',
    done: 'Ihr Passwort ist gespeichert. Sie können sich jetzt damit anmelden.',
    over: 'Dieser Link gilt nicht mehr: Er wurde verwendet, ist zu alt, oder es wurde ein neuerer gesendet.',
    taken:
      'Diese E-Mail-Adresse gehört schon zu einem anderen Konto. Bitte fragen Sie, wer Sie eingeladen hat.',
  },
  pin: {
    title: 'Wählen Sie Ihre PIN',
    text: '{{organisation}}: Mit dieser PIN weisen Sie sich am Telefon aus, wenn Sie über Kosten entscheiden. Niemand sonst erfährt sie.',
    digits: 'PIN, 4 bis 10 Ziffern',
    repeat: 'Dieselbe PIN noch einmal',
    choose: 'Speichern',
    different: 'Die beiden PINs sind nicht gleich.',
    refused:
      'Diese PIN kann nicht verwendet werden: Sie braucht 4 bis 10 Ziffern, die nicht jeder als Erstes versuchen würde.',
    done: 'Ihre PIN ist gespeichert. Eine bisherige gilt nicht mehr.',
    over: 'Dieser Link gilt nicht mehr: Er wurde benutzt, ist zu alt, oder es wurde ein neuerer geschickt.',
  },
  question: {
    title: 'Weitere Fragen stellen',
    text: 'Der Fall {{number}} ist abgeschlossen. Was Sie hier fragen, wird ein neuer Fall, der sich auf ihn bezieht.',
    label: 'Ihre Frage',
    send: 'Absenden',
    empty: 'Bitte schreiben Sie, was Sie wissen möchten.',
    tooLong: 'Bitte schreiben Sie höchstens {{most}} Zeichen.',
    later:
      'Ihre Frage konnte im Augenblick nicht gespeichert werden. Bitte senden Sie sie in einer Minute noch einmal.',
    tooMany:
      'Zum Fall {{number}} wurde heute so viel gefragt, dass diese Seite nichts mehr annimmt. Bitte versuchen Sie es morgen wieder.',
    open: 'Der Fall {{number}} ist offen. Bitte schreiben Sie dort, oder antworten Sie auf eine E-Mail zu ihm.',
    done: 'Vielen Dank. Ihre Frage ist angekommen und hat die Nummer {{number}}.',
  },
  underDuress:
    'Achtung: Diese Person steht unter Zwang und hat heimlich um Hilfe gebeten. Rufen Sie sie nicht an und schreiben Sie ihr nicht: Es könnte jemand mithören.',
  expired: {
    title: 'Dieser Link gilt nicht mehr',
    text: 'Die Sache ist erledigt, oder der Link ist zu alt.',
  },
  closed: {
    title: 'Dieser Vorfall ist abgeschlossen',
    text: 'Sie brauchen nichts weiter zu tun. Vielen Dank.',
  },
  answered: { title: 'Ihre Antwort ist angekommen' },
  already: 'Sie haben bereits geantwortet. Vielen Dank.',
  trouble:
    'Ihre Antwort konnte nicht weitergegeben werden. Bitte versuchen Sie es noch einmal oder rufen Sie uns an.',
  emergencyNumber: 'Notrufnummer, rund um die Uhr: {{emergencyNumber}}',
} as const satisfies Texts['page'];
