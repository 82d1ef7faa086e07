/**
 * Text messages. Answers are offered as digits: Twilio answers HELP by itself and blocks us after STOP, so neither word
 * is ever offered (design, "Calls" 8).
 */
export const sms = {
  statusQuestion:
    '{{organisation}}: are you OK? Reply {{okCode}}=OK {{helpCode}}=help {{link}} SOS {{emergencyNumber}}',
  // Without MongoDB no code can be given out: the answer is behind the link.
  statusQuestionByLink: '{{organisation}}: are you OK? Answer: {{link}} SOS {{emergencyNumber}}',
  incident:
    '{{organisation}}: {{kind}}. {{who}}. {{summary}}Reply {{acceptCode}} = I take over, {{declineCode}} = I cannot, or {{link}} Emergency number: {{emergencyNumber}}',
  incidentByLink:
    '{{organisation}}: {{kind}}. {{who}}. {{summary}}Can you take over? Answer: {{link}} Emergency number: {{emergencyNumber}}',
  mandate:
    '{{organisation}}: a life is in danger ({{who}}), nobody could authorise help in time. Act now, without authorisation, up to {{ceiling}}. Accept: {{link}} Emergency number: {{emergencyNumber}}',
  ratification:
    '{{organisation}}: a life was in danger ({{who}}). The provider was told to act without authorisation, up to {{ceiling}}. Please approve or refuse here: {{link}}',
  ratificationWord:
    '{{organisation}}: a life was in danger ({{who}}). The provider was told to act without authorisation, up to {{ceiling}}. Do you agree? Please answer here: {{link}}',
  // The shorter form is sent where it saves a part.
  approval: '{{organisation}}: approve {{service}}, {{price}}? {{link}}',
  approvalShort: '{{organisation}}: approve {{price}}? {{link}}',
  approvalAfterwards:
    '{{organisation}}: a life was in danger, so this was started without approval: {{service}}, {{price}}. Approve or refuse afterwards: {{link}}',
  approvalExcess:
    '{{organisation}}: {{service}} has cost {{price}}, more than was approved. Approve or refuse: {{link}}',
  takenOver: '{{organisation}}: {{who}} has taken over. There is nothing more for you to do. Thank you.',
  closed: '{{organisation}}: the incident is closed. There is nothing more for you to do. Thank you.',
  test: '{{organisation}}: this is only a TEST, nothing has happened. Please confirm: reply {{acceptCode}} or {{link}}',
  testByLink: '{{organisation}}: this is only a TEST, nothing has happened. Please confirm: {{link}}',
  underDuress: 'UNDER DURESS: do NOT call or text this person!',
  reply: {
    accepted:
      'Thank you. You have taken over. The other contacts will be told. Emergency number: {{emergencyNumber}}',
    declined: 'Thank you for telling us. We will ask somebody else.',
    alreadyTaken: 'Thank you. {{who}} has already taken over. There is nothing more for you to do.',
    alreadyClosed: 'Thank you. The incident is already closed. There is nothing more for you to do.',
    statusOk:
      'Thank you, we are glad that you are all right. If you need help later, reply 2 or call {{emergencyNumber}}.',
    helpReceived:
      'We have received your call for help and will call you. Keep your phone with you. You can also call us: {{emergencyNumber}}',
    helpNotYet:
      'We have not received your call for help yet. Please call {{emergencyNumber}}. We keep trying to pass it on.',
    unknownStatus:
      'Sorry, we did not understand. Reply 1 = OK, 2 = I need help. Or call us: {{emergencyNumber}}',
    unknownIncident:
      'Sorry, we did not understand. Reply {{acceptCode}} = I take over, {{declineCode}} = I cannot. Or call us: {{emergencyNumber}}',
    testConfirmed: 'Thank you. The test has worked. There is nothing more for you to do.',
    testUnclear:
      'This was only a test. Reply {{acceptCode}} to confirm it. If you need help, call {{emergencyNumber}}.',
    unknownSender: 'This is an emergency line. If you need help, reply 2 or call {{emergencyNumber}}.',
    nothingOpen:
      'Thank you. At the moment nothing is open for you. If you need help, reply 2 or call {{emergencyNumber}}.',
    textsStopped: 'We will send you no more texts. In an emergency, call {{emergencyNumber}}.',
    textsResumed: 'We will text you again when it matters. In an emergency, call {{emergencyNumber}}.',
  },
  alarm_one: 'Beistand alarm: {{count}} case is overdue. Please look at the open cases now.',
  alarm_other: 'Beistand alarm: {{count}} cases are overdue. Please look at the open cases now.',
} as const;
