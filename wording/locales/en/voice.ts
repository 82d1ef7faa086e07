/** What is said on the phone. Short sentences: they are heard once, often in a noisy place or half asleep. */
export const voice = {
  purpose: {
    take: {
      intro: 'This is Beistand, calling for {{organisation}}. {{kind}}. {{who}}. {{summary}}',
      keys: 'To take it over, press 1 or say: I take over. If you cannot, press 2. If a life is in danger, press 9.',
      confirm: 'To be sure we understood you: press 1 to take it over, or 2 if you cannot.',
      done: 'Thank you. You have taken it over.',
    },
    mandate: {
      intro:
        'This is Beistand, calling for {{organisation}}. A life is in danger, and no emergency contact could be reached in time. {{who}}. {{summary}} Please act now, without waiting for authorisation. You may spend up to {{ceiling}}. If you need more, go on, and tell us.',
      keys: 'To accept this mandate, press 1. If you cannot, press 2.',
      confirm: 'To be sure we understood you: press 1 to accept the mandate, or 2 if you cannot.',
      done: 'Thank you. You have accepted the mandate. Please act now.',
    },
    connect: {
      intro: 'This is Beistand, calling for {{organisation}}. {{who}} is waiting to speak to you.',
      keys: 'To be connected, press 1. If you cannot, press 2.',
      confirm: 'To be sure we understood you: press 1 to be connected, or 2 if you cannot.',
      done: 'Thank you. We are connecting you.',
    },
    join: {
      intro:
        'This is Beistand, calling for {{organisation}}. The desk asks you to join a call. {{kind}}. {{who}}. {{summary}}',
      keys: 'To join the call, press 1. If you cannot, press 2.',
      confirm: 'To be sure we understood you: press 1 to join the call, or 2 if you cannot.',
      done: 'Thank you. We are connecting you.',
    },
    inform: {
      intro:
        'This is Beistand, calling for {{organisation}}. You are an emergency contact. {{kind}}. {{who}}. {{summary}}',
      keys: 'To take over, press 1 or say: I take over. If you cannot, press 2. If a life is in danger, press 9.',
      confirm: 'To be sure we understood you: press 1 to take over, or 2 if you cannot.',
      done: 'Thank you. You have taken over. The other contacts will be told.',
    },
    ratify: {
      intro:
        'This is Beistand, calling for {{organisation}}. A life was in danger, and nobody could be reached in time. So the assistance provider was told to act without authorisation, up to {{ceiling}}. {{who}}. {{summary}} You have taken over since, so we ask what you think of it. Your word covers no costs: whoever decides about those is asked.',
      keys: 'If you agree with this decision, press 1. If you do not, press 2.',
      confirm: 'To be sure we understood you: press 1 if you agree, or 2 if you do not.',
      done: 'Thank you. Your word is recorded.',
    },
    approve: {
      intro:
        'This is Beistand, calling for {{organisation}}. We need a decision from you. So that we know that it is you, please enter your PIN with the keys, and then press the hash key.',
      keys: 'To approve, press 1. To refuse, press 2.',
      confirm: 'To be sure we understood you: press 1 to approve, or 2 to refuse.',
      done: 'Thank you. Your answer is recorded.',
    },
    'call-back': {
      intro:
        'This is the emergency line of {{organisation}}. You asked for help. {{who}} is ready to speak to you.',
      keys: 'To be connected, press 1. If a life is in danger, press 9.',
      confirm: 'Please press 1 to be connected.',
      done: 'Please stay on the line. We are connecting you.',
    },
    status: {
      intro: 'Hello. This is the safety line of {{organisation}}. We would like to know how you are.',
      keys: 'If you are all right, press 1 or say: OK. If you need help, press 2 or say: help. If a life is in danger, press 9.',
      confirm: 'To be sure we understood you: press 1 if you are all right, or 2 if you need help.',
      done: 'Thank you. We are glad that you are all right. Take care.',
    },
    test: {
      intro:
        'This is Beistand, calling for {{organisation}}. This is only a test call. Nothing has happened.',
      keys: 'To confirm that this call has reached you, press 1.',
      confirm: 'Please press 1 to confirm that this test call has reached you.',
      done: 'Thank you. The test has worked. There is nothing more for you to do.',
    },
  },
  approval: {
    enterPin: 'Please enter your PIN with the keys, and then press the hash key.',
    wrongPin: 'That is not right.',
    pinRefused:
      'That is not right. We end this call now. You can also answer by the link in the message that we have sent you.',
    pinNotChecked:
      'At the moment we cannot check a PIN. Please answer by the link in the message that we have sent you.',
    question:
      'Thank you. {{organisation}}. {{kind}}. This is to be ordered: {{service}}, estimated at {{price}}. {{description}}',
    ratification:
      'Thank you. {{organisation}}. {{kind}}. A life was in danger, so this was started without approval: {{service}}, estimated at {{price}}. {{description}} Please decide whether you approve it afterwards.',
    override:
      'Thank you. {{organisation}}. {{kind}}. A life was in danger, and nobody could authorise help in time. So the assistance provider was told to act without authorisation, up to {{ceiling}}. {{who}}. {{summary}} Please decide whether you approve it afterwards. Your answer counts for costs within your limit.',
    excess:
      'Thank you. {{organisation}}. {{kind}}. This has cost more than was approved: {{service}}, estimated at {{price}}, in fact {{actual}}. {{description}} Please decide whether you approve this amount.',
    notTheirs:
      'Thank you. By the settings of your organisation you cannot decide about this any more. There is nothing more for you to do.',
    approved: 'Thank you. You have approved it.',
    refused: 'Thank you. You have refused it.',
    over: 'Thank you. This has been decided already, or can no longer be decided. There is nothing more for you to do.',
  },
  underDuress:
    'Warning: this person is under duress and has asked for help in secret. Do not call, text or mail them: somebody may be listening.',
  callerWaiting: 'The caller is waiting on the line. When you press 1, you will be connected.',
  inConference: {
    begin:
      'Excuse us for interrupting. This is Beistand. You will be back with the caller in a moment; they are staying on the line.',
    settled: 'Your answer is no longer needed.',
    back: 'You are back in the conversation now.',
  },
  several: 'There are {{count}} incidents for you. If you press 1, you take over all of them.',
  incidentOf: 'Incident {{number}} of {{count}}.',
  again: 'Sorry, we did not hear an answer.',
  notUnderstood: 'Sorry, we did not understand you.',
  done: {
    declined: 'Thank you for telling us. We will ask somebody else.',
    refused: 'Thank you. Your refusal is recorded, and the desk will contact you.',
    lifeInDanger: 'Understood: a life is in danger. We are acting on it now.',
    helpIsComing: 'We will help you. Please stay on the line.',
    noAnswer: 'We did not hear an answer. We will try again.',
  },
  stopped: {
    takenOver:
      'Thank you for answering. {{who}} has taken over in the meantime. There is nothing more for you to do.',
    closed:
      'Thank you for answering. The incident is closed in the meantime. There is nothing more for you to do.',
    superseded: 'Thank you for answering. We do not need you any more in this matter.',
  },
  goodbye: 'Goodbye.',
  caller: {
    connecting: 'Please stay on the line. We are connecting you now.',
    waiting: 'We are still with you. Please stay on the line. We are getting somebody for you.',
    nextColleague: 'We are now trying the next colleague. Please stay on the line.',
    ifCutOff: 'If we are cut off, we will call you back.',
    interrupted:
      'One moment, please. Whoever is helping you is being asked something important and will be right back. Please stay on the line.',
    waitingForCaller: 'Please stay on the line. We are connecting you with the caller.',
    callerGone: 'The caller is no longer on the line. We are calling them back.',
    otherSideLeft: 'The other side has left the call. Please stay on the line if you still need help.',
  },
  inbound: {
    greeting: 'You have reached the emergency line of {{organisation}}. We are here for you.',
    menu: 'For security, press 1. For a medical problem, press 2. For a question about your journey, press 3. Or say it in your own words. If a life is in danger, press 9.',
    confirm:
      'Please press 1 for security, 2 for a medical problem, 3 for your journey, or 9 if a life is in danger.',
    unknownCaller: 'We do not know your number, but we will help you all the same.',
    severalOrganisations: 'We know your number from several organisations.',
    chooseOrganisation: 'For {{organisation}}, press {{key}}.',
    noChoice: 'We are connecting you with somebody who can help.',
    alreadyOpen: 'We know of your call for help and are connecting you.',
  },
  bridgeFailed: 'We could not connect you with the other side yet. Please stay on the line. We go on trying.',
  trouble:
    'We have a technical problem. Please stay on the line. We are connecting you with somebody who can help.',
  troubleCallInstead: 'We have a technical problem. Please call {{emergencyNumber}}.',
  voicemail:
    'This is the safety line of {{organisation}} with an urgent message. Please call us back on {{emergencyNumber}}. I repeat: {{emergencyNumber}}.',
  testOver: 'This was only a test call. Nothing has happened, and you need not call back.',
  alarm_one:
    'This is Beistand with an alarm for the desk. {{count}} case is overdue. Please look at the open cases now.',
  alarm_other:
    'This is Beistand with an alarm for the desk. {{count}} cases are overdue. Please look at the open cases now.',
  kind: {
    security: 'A security emergency',
    medical: 'A medical emergency',
    travel: 'A travel enquiry',
    other: 'A call for help',
  },
  plus: 'plus',
} as const;
