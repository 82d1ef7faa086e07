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
    text: '{{organisation}}: Ein Leben war in Gefahr ({{who}}), und niemand konnte rechtzeitig Hilfe genehmigen. Der Assistance-Dienst wurde beauftragt, ohne Genehmigung zu handeln, bis zu {{ceiling}}. Genehmigen Sie das?',
    accept: 'Ich genehmige es',
    decline: 'Ich lehne ab',
    accepted: 'Vielen Dank. Sie haben die Entscheidung genehmigt.',
    declined: 'Vielen Dank. Ihre Ablehnung ist festgehalten, die Einsatzzentrale meldet sich bei Ihnen.',
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
