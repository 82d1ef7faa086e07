import type { Texts } from '../../locale.js';

export const timeline = {
  reported: 'Gemeldet {{source}}. Art: {{kind}}. Lebensgefahr: {{threat}}.',
  'reported-under-duress':
    'Gemeldet {{source}}, unter Zwang: Niemand darf die reisende Person kontaktieren. Art: {{kind}}. Lebensgefahr: {{threat}}.',
  'organisation-chosen-caller':
    'Die Nummer ist in mehreren Organisationen bekannt. Die anrufende Person hat diese gewählt.',
  'organisation-chosen-open-incident':
    'Die Nummer der anrufenden Person ist in mehreren Organisationen bekannt. In dieser hat sie einen offenen Fall. Bitte fragen, welche gemeint ist.',
  'organisation-chosen-last-asked':
    'Die Nummer der anrufenden Person ist in mehreren Organisationen bekannt. Diese hat zuletzt nach ihr gefragt. Bitte fragen, welche gemeint ist.',
  'organisation-chosen-assumed':
    'Die Nummer der anrufenden Person ist in mehreren Organisationen bekannt, und niemand konnte sagen, welche gemeint ist. Bitte fragen.',
  'duress-noted':
    'Die reisende Person hat mit dem Zwangscode um Hilfe gebeten: Von jetzt an darf sie niemand kontaktieren.',
  'attempt-started': '{{track}}, Runde {{round}}: {{who}}, {{channel}} – {{purpose}}.',
  'attempt-ended': '{{track}}: {{who}}, {{channel}} – {{result}}.',
  skipped: '{{track}}, Runde {{round}}, übersprungen: {{skips}}.',
  'round-ended': '{{track}}: Runde {{round}} ist zu Ende. Die nächste beginnt um {{at}}.',
  'nobody-to-ask': '{{track}}: Im Moment kann niemand angerufen werden. Wir sehen jede Minute wieder nach.',
  'nobody-to-ask-until':
    '{{track}}: Im Moment kann niemand angerufen werden. Erreichbar ist die erste Person ab {{at}}. Bis dahin sehen wir jede Minute wieder nach.',
  'notices-sent': '{{notice}}: {{results}}.',
  taken: '{{who}} hat den Vorfall übernommen ({{means}}).',
  acknowledged: '{{who}} hat übernommen ({{means}}). Gilt bis {{until}}, wenn nichts folgt.',
  'acknowledgement-expired': 'Die Übernahme ist abgelaufen, weil nichts folgte: {{who}}.',
  declined: '{{who}} hat abgelehnt ({{means}}).',
  'threat-set': 'Lebensgefahr: {{threat}} ({{who}}).',
  'threat-set-override-at': 'Lebensgefahr: {{threat}} ({{who}}). Die Notstandsregel greift um {{at}}.',
  'override-fired':
    'Notstandsregel ausgelöst, {{basis}} ({{who}}). Der Dienst wird beauftragt, ohne Genehmigung zu handeln, bis zu {{ceiling}}. Versuche bis dahin, interne Kontakte zu erreichen: {{attempts}}.',
  'mandate-accepted': '{{who}} hat den Auftrag angenommen ({{means}}).',
  'ratification-asked': 'Um nachträgliche Genehmigung gebeten: {{names}}.',
  'ratification-asked-of-nobody':
    'Es gibt niemanden, der um nachträgliche Genehmigung gebeten werden könnte.',
  'ratification-given': '{{who}}: {{decision}} ({{means}}).',
  'ratification-given-covering': '{{who}}: {{decision}} ({{means}}). Deckt Kosten bis {{covers}}.',
  'ratification-lapsed':
    'Niemand hat die Notstandsregel rechtzeitig nachträglich genehmigt: Sie ist nicht genehmigt.',
  'override-word-given': '{{who}}, zur Notstandsregel gefragt, {{word}} ({{means}}). Das deckt keine Kosten.',
  'answer-not-counted': 'Die Antwort zählt nicht: {{who}} ({{means}}), {{why}}.',
  routed: 'Weitergeleitet an: {{service}} ({{who}}).',
  noted: 'Notiz von {{who}}.',
  'contacts-reached': 'Als erreicht eingetragen ({{who}}): {{names}}.',
  'caller-waiting': 'Die anrufende Person wartet in der Leitung.',
  'caller-left': 'Die anrufende Person hat die Leitung verlassen.',
  'caller-joined': 'Die anrufende Person ist verbunden mit {{who}}.',
  'bridge-failed':
    'Die anrufende Person konnte nicht verbunden werden mit {{who}}: Beide sind auf verschiedenen Telefonkonten.',
  'call-back-given-up_one': 'Der Rückruf ist nicht gelungen ({{count}} Versuch).',
  'call-back-given-up_other': 'Der Rückruf ist nicht gelungen ({{count}} Versuche).',
  'call-ordered': '{{by}} lässt anrufen und ins Gespräch holen: {{who}}.',
  'call-back-ordered': '{{who}} hat einen Rückruf bei der anrufenden Person angeordnet.',
  'call-back-ordered-with':
    '{{by}} hat einen Rückruf bei der anrufenden Person angeordnet. Zuerst wird angerufen, um dabei zu sein: {{who}}.',
  'ordered-call-joined': 'Angeordneter Anruf: {{who}} kommt ins Gespräch.',
  'ordered-call-declined': 'Angeordneter Anruf: {{who}} hat abgelehnt.',
  'ordered-call-not-reached_one': 'Angeordneter Anruf: {{who}} wurde nicht erreicht ({{count}} Versuch).',
  'ordered-call-not-reached_other': 'Angeordneter Anruf: {{who}} wurde nicht erreicht ({{count}} Versuche).',
  'ordered-call-withdrawn':
    'Angeordneter Anruf: {{who}} wird nicht mehr angerufen, weil der Vorfall abgeschlossen ist.',
  'order-placed':
    '{{who}} hat bestellt: {{service}}, geschätzt auf {{estimate}}. Kann bis {{until}} genehmigt werden.',
  'order-placed-at-once': '{{who}} hat bestellt: {{service}}, geschätzt auf {{estimate}}.',
  'order-approved': '{{who}} hat genehmigt ({{means}}): {{service}}, geschätzt auf {{estimate}}.',
  'order-refused': '{{who}} hat abgelehnt ({{means}}): {{service}}, geschätzt auf {{estimate}}.',
  'order-expired': 'Nicht rechtzeitig genehmigt, nicht begonnen: {{service}}, geschätzt auf {{estimate}}.',
  'order-overridden': 'Durch die Notstandsregel begonnen: {{service}}, geschätzt auf {{estimate}}.',
  'order-overridden-asked':
    'Durch die Notstandsregel begonnen: {{service}}, geschätzt auf {{estimate}}. Sie deckt das nicht ab, deshalb wird nachträglich um Genehmigung gebeten.',
  'order-ratified':
    '{{who}} hat nachträglich genehmigt ({{means}}): {{service}}, geschätzt auf {{estimate}}.',
  'order-ratification-refused':
    '{{who}} hat die nachträgliche Genehmigung abgelehnt ({{means}}): {{service}}, geschätzt auf {{estimate}}.',
  'order-ratified-with-override':
    '{{who}} hat mit der Notstandsregel nachträglich genehmigt ({{means}}): {{service}}, geschätzt auf {{estimate}}.',
  'order-refused-with-override':
    '{{who}} hat mit der Notstandsregel nachträglich abgelehnt ({{means}}): {{service}}, geschätzt auf {{estimate}}.',
  'order-ratification-asked':
    'Über dem Limit der Person, die über die Notstandsregel entschieden hat; deshalb wird eigens um Genehmigung gebeten: {{service}}, geschätzt auf {{estimate}}.',
  'order-ratification-lapsed':
    'Nicht rechtzeitig nachträglich genehmigt: {{service}}, geschätzt auf {{estimate}}.',
  'order-withdrawn': '{{who}} hat die Bestellung zurückgezogen: {{service}}, geschätzt auf {{estimate}}.',
  'order-withdrawn-by-closure':
    'Die Bestellung ist zurückgezogen, weil der Vorfall abgeschlossen ist: {{service}}, geschätzt auf {{estimate}}.',
  'cost-recorded': 'Tatsächliche Kosten {{cost}} ({{who}}): {{service}}, geschätzt auf {{estimate}}.',
  'cost-corrected':
    'Tatsächliche Kosten berichtigt von {{former}} auf {{cost}} ({{who}}): {{service}}, geschätzt auf {{estimate}}.',
  'cost-exceeds': 'Das ist mehr als genehmigt ({{approved}}); deshalb wird um Genehmigung gebeten.',
  'excess-approved':
    '{{who}} hat insgesamt {{total}} genehmigt ({{means}}): {{service}}, geschätzt auf {{estimate}}.',
  'excess-refused':
    '{{who}} hat insgesamt {{total}} abgelehnt ({{means}}): {{service}}, geschätzt auf {{estimate}}.',
  'excess-lapsed':
    'Niemand hat insgesamt {{total}} rechtzeitig genehmigt: {{service}}, geschätzt auf {{estimate}}. Die Mehrkosten sind nicht genehmigt.',
  'status-answered': 'Antwort: {{answer}} ({{means}}).',
  'status-answered-under-duress':
    'Antwort: {{answer}}, mit dem Zwangscode ({{means}}). Der reisenden Person wurde geantwortet, als wäre alles gut.',
  'call-back-despite-duress':
    'Die anrufende Person steht unter Zwang; {{who}} hat bestätigt, sie trotzdem anzurufen.',
  'status-unreached_one': 'In {{count}} Runde nicht erreicht.',
  'status-unreached_other': 'In {{count}} Runden nicht erreicht.',
  closed: 'Abgeschlossen als: {{outcome}} ({{who}}). Kann bis {{until}} wieder geöffnet werden.',
  reopened: 'Wieder geöffnet ({{who}}).',
} as const satisfies Texts['timeline'];
