/** One line per thing that happened (I10). */
export const timeline = {
  reported: 'Reported {{source}}. Kind: {{kind}}. Threat to life: {{threat}}.',
  'reported-under-duress':
    'Reported {{source}}, under duress: nobody may contact the traveller. Kind: {{kind}}. Threat to life: {{threat}}.',
  'organisation-chosen-caller': "The caller's number is known in several organisations. They chose this one.",
  'organisation-chosen-open-incident':
    "The caller's number is known in several organisations. This one has an open incident of theirs. Ask which one they mean.",
  'organisation-chosen-last-asked':
    "The caller's number is known in several organisations. This one was the last to ask after them. Ask which one they mean.",
  'organisation-chosen-assumed':
    "The caller's number is known in several organisations, and nobody could tell which one they mean. Ask them.",
  'duress-noted': 'The traveller has asked for help by the duress code: from now on nobody may contact them.',
  'attempt-started': '{{track}}, round {{round}}: {{who}}, {{channel}} – {{purpose}}.',
  'attempt-ended': '{{track}}: {{who}}, {{channel}} – {{result}}.',
  skipped: '{{track}}, round {{round}}, skipped: {{skips}}.',
  'round-ended': '{{track}}: round {{round}} is over. The next one begins at {{at}}.',
  'nobody-to-ask': '{{track}}: there is nobody who can be called now. We look again every minute.',
  'nobody-to-ask-until':
    '{{track}}: there is nobody who can be called now. The first is available from {{at}}. Until then we look again every minute.',
  'notices-sent': '{{notice}}: {{results}}.',
  taken: '{{who}} has taken the incident ({{means}}).',
  acknowledged: '{{who}} has acknowledged ({{means}}). Counts until {{until}} if nothing follows.',
  'acknowledgement-expired': 'The acknowledgement has expired, since nothing followed: {{who}}.',
  declined: '{{who}} has declined ({{means}}).',
  'threat-set': 'Threat to life: {{threat}} ({{who}}).',
  'threat-set-override-at':
    'Threat to life: {{threat}} ({{who}}). The life-safety override falls due at {{at}}.',
  'override-fired':
    'Life-safety override {{basis}} ({{who}}). The provider is told to act without authorisation, up to {{ceiling}}. Attempts to reach internal contacts until then: {{attempts}}.',
  'mandate-accepted': '{{who}} has accepted the mandate ({{means}}).',
  'ratification-asked': 'Asked to approve afterwards: {{names}}.',
  'ratification-asked-of-nobody': 'There is nobody to ask for approval afterwards.',
  'ratification-given': '{{who}}: {{decision}} ({{means}}).',
  'ratification-given-covering': '{{who}}: {{decision}} ({{means}}). Covers costs up to {{covers}}.',
  'ratification-lapsed': 'Nobody has approved the override afterwards in time: it is not ratified.',
  'override-word-given': '{{who}}, asked about the override, {{word}} ({{means}}). That covers no costs.',
  'answer-not-counted': 'The answer of {{who}} does not count ({{means}}): {{why}}.',
  routed: 'Routed to the {{service}} ({{who}}).',
  noted: 'Note by {{who}}.',
  'contacts-reached': 'Marked as reached ({{who}}): {{names}}.',
  'caller-waiting': 'The caller is waiting on the line.',
  'caller-left': 'The caller has left the line.',
  'caller-joined': 'The caller is connected with {{who}}.',
  'bridge-failed': 'The caller and {{who}} could not be connected: they are on different telephony accounts.',
  'call-back-given-up_one': 'The caller could not be called back ({{count}} attempt).',
  'call-back-given-up_other': 'The caller could not be called back ({{count}} attempts).',
  'call-ordered': '{{by}} has {{who}} called into the conversation.',
  'call-back-ordered': '{{who}} has ordered a call back to the caller.',
  'call-back-ordered-with':
    '{{by}} has ordered a call back to the caller. {{who}} is called first, to be there.',
  'ordered-call-joined': 'Ordered call: {{who}} is joining the conversation.',
  'ordered-call-declined': 'Ordered call: {{who}} has declined.',
  'ordered-call-not-reached_one': 'Ordered call: {{who}} was not reached ({{count}} attempt).',
  'ordered-call-not-reached_other': 'Ordered call: {{who}} was not reached ({{count}} attempts).',
  'ordered-call-withdrawn': 'Ordered call: {{who}} is no longer called, since the incident is closed.',
  'order-placed':
    '{{who}} has ordered: {{service}}, estimated at {{estimate}}. Can be approved until {{until}}.',
  'order-placed-at-once': '{{who}} has ordered: {{service}}, estimated at {{estimate}}.',
  'order-approved': '{{who}} has approved ({{means}}): {{service}}, estimated at {{estimate}}.',
  'order-refused': '{{who}} has refused ({{means}}): {{service}}, estimated at {{estimate}}.',
  'order-expired': 'Not approved in time, not started: {{service}}, estimated at {{estimate}}.',
  'order-overridden': 'Started by the life-safety override: {{service}}, estimated at {{estimate}}.',
  'order-overridden-asked':
    'Started by the life-safety override: {{service}}, estimated at {{estimate}}. The override does not cover it, so approval is asked for afterwards.',
  'order-ratified': '{{who}} has approved afterwards ({{means}}): {{service}}, estimated at {{estimate}}.',
  'order-ratification-refused':
    '{{who}} has refused afterwards ({{means}}): {{service}}, estimated at {{estimate}}.',
  'order-ratified-with-override':
    '{{who}} has approved afterwards, with the override ({{means}}): {{service}}, estimated at {{estimate}}.',
  'order-refused-with-override':
    '{{who}} has refused afterwards, with the override ({{means}}): {{service}}, estimated at {{estimate}}.',
  'order-ratification-asked':
    'Beyond the limit of whoever has decided about the override, so approval is asked for by itself: {{service}}, estimated at {{estimate}}.',
  'order-ratification-lapsed':
    'Nobody has approved it afterwards in time: {{service}}, estimated at {{estimate}} is not ratified.',
  'order-withdrawn': '{{who}} has withdrawn the order: {{service}}, estimated at {{estimate}}.',
  'order-withdrawn-by-closure':
    'The order is withdrawn, since the incident is closed: {{service}}, estimated at {{estimate}}.',
  'cost-recorded': 'Actual cost {{cost}} ({{who}}): {{service}}, estimated at {{estimate}}.',
  'cost-corrected':
    'Actual cost corrected from {{former}} to {{cost}} ({{who}}): {{service}}, estimated at {{estimate}}.',
  'cost-exceeds': 'That is more than was approved ({{approved}}), so approval is asked for.',
  'excess-approved':
    '{{who}} has approved {{total}} in all ({{means}}): {{service}}, estimated at {{estimate}}.',
  'excess-refused':
    '{{who}} has refused {{total}} in all ({{means}}): {{service}}, estimated at {{estimate}}.',
  'excess-lapsed':
    'Nobody has approved {{total}} in all in time: {{service}}, estimated at {{estimate}}. The excess is not approved.',
  'status-answered': 'Answer: {{answer}} ({{means}}).',
  'status-answered-under-duress':
    'Answer: {{answer}}, by the duress code ({{means}}). The traveller was answered as if all were well.',
  'call-back-despite-duress':
    'The caller is under duress, and {{who}} has confirmed to call them all the same.',
  'status-unreached_one': 'Not reached in {{count}} round.',
  'status-unreached_other': 'Not reached in {{count}} rounds.',
  closed: 'Closed as {{outcome}} ({{who}}). Can be reopened until {{until}}.',
  reopened: 'Reopened ({{who}}).',
} as const;
