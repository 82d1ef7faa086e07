import type { Texts } from '../../locale.js';

export const sms = {
  statusQuestion:
    '{{organisation}}: Alles gut? Antwort {{okCode}}=OK {{helpCode}}=Hilfe {{link}} SOS {{emergencyNumber}}',
  statusQuestionByLink: '{{organisation}}: Alles gut? Antwort: {{link}} SOS {{emergencyNumber}}',
  incident:
    '{{organisation}}: {{kind}}. {{who}}. {{summary}}Antwort {{acceptCode}} = ich übernehme, {{declineCode}} = ich kann nicht, oder {{link}} Notrufnummer: {{emergencyNumber}}',
  incidentByLink:
    '{{organisation}}: {{kind}}. {{who}}. {{summary}}Können Sie übernehmen? Antwort: {{link}} Notrufnummer: {{emergencyNumber}}',
  mandate:
    '{{organisation}}: Leben in Gefahr ({{who}}), niemand konnte rechtzeitig Hilfe genehmigen. Handeln Sie jetzt, ohne Genehmigung, bis zu {{ceiling}}. Annehmen: {{link}} Notrufnummer: {{emergencyNumber}}',
  ratification:
    '{{organisation}}: Ein Leben war in Gefahr ({{who}}). Der Assistance-Dienst wurde beauftragt, ohne Genehmigung zu handeln, bis zu {{ceiling}}. Bitte genehmigen oder ablehnen: {{link}}',
  ratificationWord:
    '{{organisation}}: Ein Leben war in Gefahr ({{who}}). Der Assistance-Dienst wurde beauftragt, ohne Genehmigung zu handeln, bis zu {{ceiling}}. Sind Sie einverstanden? {{link}}',
  approval: '{{organisation}}: {{service}}, {{price}} genehmigen? {{link}}',
  approvalShort: '{{organisation}}: {{price}} genehmigen? {{link}}',
  approvalAfterwards:
    '{{organisation}}: Ein Leben war in Gefahr, deshalb ohne Genehmigung begonnen: {{service}}, {{price}}. Nachträglich genehmigen oder ablehnen: {{link}}',
  approvalExcess:
    '{{organisation}}: {{service}} hat {{price}} gekostet, mehr als genehmigt. Genehmigen oder ablehnen: {{link}}',
  takenOver: '{{organisation}}: {{who}} hat übernommen. Sie brauchen nichts weiter zu tun. Vielen Dank.',
  closed: '{{organisation}}: Der Vorfall ist abgeschlossen. Sie brauchen nichts weiter zu tun. Vielen Dank.',
  test: '{{organisation}}: Dies ist nur ein TEST, es ist nichts passiert. Bitte bestätigen: Antwort {{acceptCode}} oder {{link}}',
  testByLink: '{{organisation}}: Dies ist nur ein TEST, es ist nichts passiert. Bitte bestätigen: {{link}}',
  underDuress: 'UNTER ZWANG: diese Person NICHT anrufen, NICHT anschreiben!',
  reply: {
    accepted:
      'Vielen Dank. Sie haben übernommen. Die anderen Kontakte werden informiert. Notrufnummer: {{emergencyNumber}}',
    declined: 'Danke für Ihre Antwort. Wir fragen jemand anderen.',
    alreadyTaken: 'Vielen Dank. {{who}} hat bereits übernommen. Sie brauchen nichts weiter zu tun.',
    alreadyClosed: 'Vielen Dank. Der Vorfall ist bereits abgeschlossen. Sie brauchen nichts weiter zu tun.',
    statusOk:
      'Vielen Dank, gut zu wissen, dass es Ihnen gut geht. Wenn Sie später Hilfe brauchen, antworten Sie 2 oder rufen Sie an: {{emergencyNumber}}',
    helpReceived:
      'Ihr Hilferuf ist angekommen, wir rufen Sie an. Bitte behalten Sie Ihr Telefon bei sich. Sie erreichen uns auch hier: {{emergencyNumber}}',
    helpNotYet:
      'Ihr Hilferuf ist noch nicht angekommen. Bitte rufen Sie an: {{emergencyNumber}}. Wir versuchen weiter, ihn weiterzugeben.',
    unknownStatus:
      'Das haben wir leider nicht verstanden. Antworten Sie 1 = OK, 2 = ich brauche Hilfe. Oder rufen Sie uns an: {{emergencyNumber}}',
    unknownIncident:
      'Das haben wir leider nicht verstanden. Antworten Sie {{acceptCode}} = ich übernehme, {{declineCode}} = ich kann nicht. Oder rufen Sie uns an: {{emergencyNumber}}',
    testConfirmed: 'Vielen Dank. Der Test hat geklappt. Sie brauchen nichts weiter zu tun.',
    testUnclear:
      'Dies war nur ein Test. Antworten Sie {{acceptCode}}, um ihn zu bestätigen. Wenn Sie Hilfe brauchen, rufen Sie an: {{emergencyNumber}}',
    unknownSender:
      'Dies ist eine Notrufnummer. Wenn Sie Hilfe brauchen, antworten Sie 2 oder rufen Sie an: {{emergencyNumber}}',
    nothingOpen:
      'Vielen Dank. Für Sie ist im Moment nichts offen. Wenn Sie Hilfe brauchen, antworten Sie 2 oder rufen Sie an: {{emergencyNumber}}',
    textsStopped: 'Wir schicken Ihnen keine SMS mehr. Im Notfall rufen Sie bitte an: {{emergencyNumber}}',
    textsResumed:
      'Wir schicken Ihnen wieder eine SMS, wenn es wichtig ist. Im Notfall rufen Sie bitte an: {{emergencyNumber}}',
  },
  alarm_one: 'Beistand-Alarm: {{count}} Fall ist überfällig. Bitte sehen Sie jetzt nach den offenen Fällen.',
  alarm_other:
    'Beistand-Alarm: {{count}} Fälle sind überfällig. Bitte sehen Sie jetzt nach den offenen Fällen.',
} as const satisfies Texts['sms'];
