/** Mails about support cases (C5). Their subject is the number of the case and what it is about. */
export const supportMail = {
  facts: {
    number: 'Case number',
    referenceId: 'Reference ID',
    subject: 'Subject',
    files: 'Files',
  },
  wrote: '{{author}} wrote:',
  unnamedPartner: 'Somebody of your company',
  unnamedClient: 'The partner',
  isCut: 'The message is longer. You can read all of it in the case.',
  filesInCase: 'Files are not sent by mail. You find them in the case.',
  mayReply: 'You can answer by simply replying to this mail.',
  takesNoReply:
    'A closed case takes no reply. If you have further questions, please ask them by the link below.',
  openCase: 'Open the case',
  askFurther: 'Ask further questions',
  opened: {
    heading: 'We have received your request',
    body: '{{organisation}} has received your request. It has a number of its own: please quote it whenever you contact us about it.',
  },
  openedForYou: {
    heading: 'There is a new case of your company',
    body: 'A request of your company has reached {{organisation}}. It has a number of its own: please quote it whenever you contact us about it.',
  },
  deskWrote: {
    heading: 'We have written to you',
    body: 'There is a new message from {{organisation}} in your case.',
  },
  colleagueWrote: {
    heading: 'Somebody of your company has written',
    body: 'There is a new message from your company in this case.',
  },
  waitingForPartner: {
    heading: 'We are waiting for your answer',
    body: '{{organisation}} can go on with this case as soon as you have answered.',
  },
  putOnHold: {
    heading: 'Your case is on hold',
    body: 'Nothing can be done about this case at the moment. {{organisation}} will get back to you without being asked.',
  },
  resumed: {
    heading: 'We are working on your case',
    body: '{{organisation}} is working on this case. There is nothing for you to do at the moment.',
  },
  reminded: {
    heading: 'We are still waiting for your answer',
    body: '{{organisation}} needs your answer to go on with this case, and has not had one yet.',
  },
  closureWarned: {
    heading: 'Your case will be closed soon',
    body: '{{organisation}} has waited for your answer for a long time. If there is none by {{until}}, the case will be closed.',
  },
  closedAnswered: {
    heading: 'Your case is closed',
    body: '{{organisation}} has answered your request and closed the case.',
  },
  closedWithdrawn: {
    heading: 'Your case is closed',
    body: 'The request was withdrawn, so {{organisation}} has closed the case.',
  },
  closedNoReply: {
    heading: 'Your case is closed',
    body: '{{organisation}} has had no answer from you for a long time, so the case was closed.',
  },
  closedMerged: {
    heading: 'Your case goes on under another number',
    body: 'There were two cases about the same thing. This one is closed, and {{organisation}} goes on under {{other}}.',
  },
  duplicateMerged: {
    heading: 'Two of your cases have become one',
    body: 'Case {{other}} was about the same thing and is closed. {{organisation}} goes on with this one.',
  },
  partnerWrote: {
    heading: 'The partner has written',
    body: 'There is a new message in this case.',
  },
  assigned: {
    heading: 'You have got a case',
    body: 'This case was assigned to you.',
  },
  cameIn: {
    heading: 'A new case has come in',
    body: 'Nobody has this case yet.',
  },
  answerDueSoon: {
    heading: 'An answer is due soon',
    body: 'The promised answer to this case is due soon.',
  },
  answerOverdue: {
    heading: 'An answer is overdue',
    body: 'The promised answer to this case should have been given by now.',
  },
  holdReminded: {
    heading: 'A case is still on hold',
    body: 'This case has been on hold for a while. Please see whether anything can be done by now.',
  },
  caseClosed: {
    subject: '[{{number}}] This case is closed',
    heading: 'This case is closed',
    body: 'You have written to case {{number}}. It is closed and takes no reply: nobody reads your mail. If you have further questions, please ask them by the link below; they become a new case.',
  },
} as const;
