import type { Reachable } from '../../db/contact-book/contact-book.js';
import { caseIdOf, type AttemptSubject } from '../../domain/attempt.js';
import type { Mail } from '../../providers/mail/mailer.js';
import type { IncidentFacts, MailFrame } from '../../wording/mail/mail-data.js';
import type { MailTemplates, RenderedMail } from '../../wording/mail/mail-templates.js';
import type { Wording } from '../../wording/wording.js';
import type { MessageFacts } from './message-facts.js';
import { nameOfPerson } from './people.js';
import { linkTo, type QuestionDependencies, type WrittenQuestion } from './questions.js';

export interface MailMessageDependencies extends QuestionDependencies {
  readonly wording: Wording;
  readonly mailTemplates: MailTemplates;
}

/** Of the report's own words a mail carries no more than this. */
const summaryCharacters = 1_000;

/** The mail that asks somebody something, with the link behind which it is answered. */
export function composeQuestionMail(
  dependencies: MailMessageDependencies,
  question: WrittenQuestion,
  person: Reachable,
  facts: MessageFacts,
): RenderedMail {
  const { mailTemplates, wording } = dependencies;
  const { ceiling } = facts;
  const { language } = person;
  const frame = frameOf(person, facts);
  const link = linkTo(dependencies, question);
  const full = incidentFacts(question.subject, facts, wording, person);
  switch (question.purpose) {
    case 'take':
      return mailTemplates.render('incident-to-provider', language, { ...frame, facts: full, link });
    case 'inform':
      return mailTemplates.render('incident-to-contact', language, {
        ...frame,
        facts: withoutWhereabouts(full),
        link,
      });
    case 'mandate':
      return mailTemplates.render('override-fired', language, { ...frame, facts: full, ceiling, link });
    case 'ratify':
      return mailTemplates.render('ratification-asked', language, {
        ...frame,
        facts: withoutWhereabouts(full),
        ceiling,
        link,
        asWord: person.target.role !== 'authorising-person',
        ...decisionOf(facts),
      });
    case 'approve': {
      const { service, estimate, started, expiresAt, actual } = question.approval;
      return mailTemplates.render('approval-asked', language, {
        ...frame,
        facts: withoutWhereabouts(full),
        service,
        estimate,
        started,
        link,
        ...(actual === undefined ? {} : { actual }),
        ...(expiresAt === undefined ? {} : { until: expiresAt }),
        ...(facts.orderDescription === undefined ? {} : { description: cut(facts.orderDescription) }),
      });
    }
    case 'status':
      return mailTemplates.render('status-question', language, { ...frame, link });
    case 'test':
      return mailTemplates.render('channel-test', language, { ...frame, link });
  }
}

/** Tells an internal contact that the provider acts without authorisation: the decision is not theirs to accept. */
export function composeOverrideMail(
  { mailTemplates, wording }: MailMessageDependencies,
  subject: AttemptSubject,
  person: Reachable,
  facts: MessageFacts,
): RenderedMail {
  return mailTemplates.render('override-fired', person.language, {
    ...frameOf(person, facts),
    facts: withoutWhereabouts(incidentFacts(subject, facts, wording, person)),
    ceiling: facts.ceiling,
  });
}

/** News that needs somebody to act, with what is known of the incident. */
export function composeFactsMail(
  { mailTemplates, wording }: MailMessageDependencies,
  news: 'nobody-to-call' | 'call-back-given-up',
  subject: AttemptSubject,
  person: Reachable,
  facts: MessageFacts,
): RenderedMail {
  return mailTemplates.render(news, person.language, {
    ...frameOf(person, facts),
    facts: incidentFacts(subject, facts, wording, person),
  });
}

export function composeTakenOverMail(
  { mailTemplates }: MailMessageDependencies,
  subject: AttemptSubject,
  person: Reachable,
  facts: MessageFacts,
  takenBy: string,
): RenderedMail {
  return mailTemplates.render('taken-over', person.language, {
    ...frameOf(person, facts),
    reference: caseIdOf(subject),
    takenBy,
  });
}

export function composeClosedMail(
  { mailTemplates }: MailMessageDependencies,
  subject: AttemptSubject,
  person: Reachable,
  facts: MessageFacts,
): RenderedMail {
  const outcome = facts.incident?.outcome;
  return mailTemplates.render('closed', person.language, {
    ...frameOf(person, facts),
    reference: caseIdOf(subject),
    ...(outcome === undefined ? {} : { outcome }),
  });
}

export function addressed(mail: RenderedMail, to: string): Mail {
  return { to, subject: mail.subject, text: mail.text, html: mail.html };
}

function frameOf({ name }: Reachable, { organisation, emergencyNumber }: MessageFacts): MailFrame {
  return { organisation, emergencyNumber, ...(name === '' ? {} : { receiver: name }) };
}

/** Everything that is known: what whoever acts on the incident needs at hand. */
function incidentFacts(
  subject: AttemptSubject,
  facts: MessageFacts,
  wording: Wording,
  { language }: Reachable,
): IncidentFacts {
  const { incident, report, person, timeZone, silent } = facts;
  const kind = incident?.kind ?? report?.kind;
  const threat = incident?.threat ?? report?.threat;
  return {
    reference: caseIdOf(subject),
    ...(kind === undefined ? {} : { kind }),
    ...(threat === undefined ? {} : { threat }),
    ...(incident === undefined ? {} : { source: incident.source, reportedAt: incident.openedAt }),
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(person === undefined
      ? {}
      : { who: nameOfPerson(facts, wording, language), phones: silent ? [] : person.phones }),
    ...(report === undefined ? {} : { summary: cut(report.summary) }),
    ...(report?.location === undefined ? {} : { location: report.location }),
    callerWaiting: incident?.caller === 'waiting',
    underDuress: silent,
  };
}

/** Internal contacts decide whether they take over; where and how to reach the person is told to who acts. */
function withoutWhereabouts({ phones: _phones, location: _location, ...less }: IncidentFacts): IncidentFacts {
  return less;
}

/** Its lines stay lines, other than in a text message. */
function cut(summary: string): string {
  const characters = Array.from(summary);
  return characters.length <= summaryCharacters
    ? summary
    : `${characters.slice(0, summaryCharacters).join('')}…`;
}

function decisionOf({ incident }: MessageFacts): {
  readonly decision?: { readonly at: number; readonly basis: 'rule' | 'operator' };
} {
  const override = incident?.override;
  return override?.state === 'fired' ? { decision: { at: override.firedAt, basis: override.basis } } : {};
}
