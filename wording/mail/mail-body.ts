import type { Language } from '../../domain/language.js';
import { formatMoment, formatMoney, formatMonth, formatPhoneNumber } from '../format.js';
import type { Wording } from '../wording.js';
import { createAccessMailBodies } from './access-mail-bodies.js';
import type { IncidentFacts, MailData, MailKind } from './mail-data.js';
import { createSupportMailBodies } from './support-mail-bodies.js';

/** A mail before it gets its layout: plain text in pieces. */
export interface MailBody {
  readonly subject: string;
  readonly heading: string;
  readonly paragraphs: readonly string[];
  readonly facts: readonly Fact[];
  readonly button?: Link;
  /** Somebody’s own words of several lines, shown as such. */
  readonly quotation?: Quotation;
}

export interface Quotation {
  readonly label: string;
  readonly text: string;
  /** What is said below it, e.g. that there is more. */
  readonly more?: string;
}

export interface Fact {
  readonly label: string;
  /** One or several values, each with an address where it has one. */
  readonly values: readonly (Link | { readonly text: string })[];
}

export interface Link {
  readonly text: string;
  readonly href: string;
}

/** Makes the bodies of all kinds of mail in one language. */
export type MailBodies = {
  readonly [Kind in MailKind]: (data: MailData<Kind>) => MailBody;
};

/** @param language of the receiver */
export function createMailBodies(wording: Wording, language: Language): MailBodies {
  const { text } = wording;

  function button(label: string, href: string | undefined): { readonly button?: Link } {
    return href === undefined ? {} : { button: { text: label, href } };
  }

  function fact(key: keyof typeof factKeys, value: string | undefined): readonly Fact[] {
    return value === undefined ? [] : [{ label: text(language, factKeys[key]), values: [{ text: value }] }];
  }

  function incidentFacts(facts: IncidentFacts): readonly Fact[] {
    const { reference, kind, threat, source, reportedAt, who, phones = [], summary } = facts;
    return [
      ...fact('kind', kind && text(language, `names.kind.${kind}`)),
      ...fact('threat', threat && text(language, `names.threat.${threat}`)),
      ...fact('who', who),
      ...phoneFacts(phones),
      ...fact('summary', summary),
      ...locationFacts(facts),
      ...fact('reportedAt', reportedAt === undefined ? undefined : moment(reportedAt, facts)),
      ...fact('source', source && text(language, `names.source.${source}`)),
      ...fact('reference', reference),
    ];
  }

  function moment(at: number, { timeZone = 'UTC' }: Pick<IncidentFacts, 'timeZone'>): string {
    return formatMoment(at, timeZone, language);
  }

  /** What is known of a case by its reference alone. */
  function momentOf(
    reference: string,
    what: 'dueAt' | 'reportedAt' | 'since',
    at: number,
    timeZone: string,
  ): Fact {
    const label = text(language, factKeys[what]);
    return { label: reference, values: [{ text: `${label}: ${moment(at, { timeZone })}` }] };
  }

  function phoneFacts(phones: readonly string[]): readonly Fact[] {
    if (phones.length === 0) return [];
    const values = phones.map((phone) => ({ text: formatPhoneNumber(phone), href: `tel:${phone}` }));
    return [{ label: text(language, factKeys.phones), values }];
  }

  function locationFacts({ location }: IncidentFacts): readonly Fact[] {
    if (!location) return [];
    const { latitude, longitude, description } = location;
    const position = `${latitude}, ${longitude}`;
    const href = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`;
    const values = [...(description === undefined ? [] : [{ text: description }]), { text: position, href }];
    return [{ label: text(language, factKeys.location), values }];
  }

  function waiting({ callerWaiting, underDuress }: IncidentFacts): readonly string[] {
    if (underDuress === true) return [text(language, 'mail.underDuress')];
    return callerWaiting === true ? [text(language, 'mail.callerWaiting')] : [];
  }

  return {
    ...createAccessMailBodies(wording, language),
    ...createSupportMailBodies(wording, language),
    'incident-to-provider': ({ facts, link }) => {
      const kind = text(language, `names.kind.${facts.kind ?? 'other'}`);
      const { reference } = facts;
      return {
        subject: text(language, 'mail.incident-to-provider.subject', { kind, reference }),
        heading: text(language, 'mail.incident-to-provider.heading'),
        paragraphs: [...waiting(facts), text(language, 'mail.incident-to-provider.body')],
        facts: incidentFacts(facts),
        ...button(text(language, 'mail.incident-to-provider.button'), link),
      };
    },
    'incident-to-contact': ({ facts, link, organisation }) => {
      const kind = text(language, `names.kind.${facts.kind ?? 'other'}`);
      const { reference } = facts;
      return {
        subject: text(language, 'mail.incident-to-contact.subject', { kind, reference }),
        heading: text(language, 'mail.incident-to-contact.heading'),
        paragraphs: [...waiting(facts), text(language, 'mail.incident-to-contact.body', { organisation })],
        facts: incidentFacts(facts),
        ...button(text(language, 'mail.incident-to-contact.button'), link),
      };
    },
    'taken-over': ({ reference, takenBy }) => ({
      subject: text(language, 'mail.taken-over.subject', { reference }),
      heading: text(language, 'mail.taken-over.heading'),
      paragraphs: [text(language, 'mail.taken-over.body', { takenBy })],
      facts: [...fact('takenBy', takenBy), ...fact('reference', reference)],
    }),
    report: ({ organisation, kind, from, to }) => {
      const what = text(language, `reports.title.${kind}`);
      const [first, last] = [formatMonth(from, language), formatMonth(to, language)];
      const period = from === to ? first : text(language, 'reports.period', { from: first, to: last });
      return {
        subject: text(language, 'mail.report.subject', { what, period }),
        heading: text(language, 'mail.report.heading', { what, period }),
        paragraphs: [text(language, 'mail.report.body', { organisation })],
        facts: [],
      };
    },
    'nobody-to-call': ({ facts, organisation }) => ({
      subject: text(language, 'mail.nobody-to-call.subject', { reference: facts.reference }),
      heading: text(language, 'mail.nobody-to-call.heading'),
      paragraphs: [...waiting(facts), text(language, 'mail.nobody-to-call.body', { organisation })],
      facts: incidentFacts(facts),
    }),
    'call-back-given-up': ({ facts }) => ({
      subject: text(language, 'mail.call-back-given-up.subject', { reference: facts.reference }),
      heading: text(language, 'mail.call-back-given-up.heading'),
      paragraphs: [text(language, 'mail.call-back-given-up.body')],
      facts: incidentFacts(facts),
    }),
    'override-fired': ({ facts, ceiling, link }) => ({
      subject: text(language, 'mail.override-fired.subject', { reference: facts.reference }),
      heading: text(language, 'mail.override-fired.heading'),
      paragraphs: [
        ...waiting(facts),
        text(language, 'mail.override-fired.body', { ceiling: formatMoney(ceiling, language) }),
      ],
      facts: [...fact('ceiling', formatMoney(ceiling, language)), ...incidentFacts(facts)],
      ...button(text(language, 'mail.override-fired.button'), link),
    }),
    'ratification-asked': ({ facts, ceiling, link, decision, asWord }) => ({
      subject: text(language, `mail.ratification-asked.${asWord ? 'subjectWord' : 'subject'}`, {
        reference: facts.reference,
      }),
      heading: text(language, `mail.ratification-asked.${asWord ? 'headingWord' : 'heading'}`),
      paragraphs: [
        text(language, `mail.ratification-asked.${asWord ? 'bodyWord' : 'body'}`, {
          ceiling: formatMoney(ceiling, language),
        }),
      ],
      facts: [
        ...fact('ceiling', formatMoney(ceiling, language)),
        ...fact('firedAt', decision && moment(decision.at, facts)),
        ...fact('basis', decision && text(language, `names.basis.${decision.basis}`)),
        ...incidentFacts(facts),
      ],
      ...button(text(language, 'mail.ratification-asked.button'), link),
    }),
    'approval-asked': ({
      organisation,
      facts,
      service,
      estimate,
      actual,
      description,
      until,
      link,
      ...of
    }) => {
      const { reference } = facts;
      const about = actual !== undefined ? 'Excess' : of.started ? 'Started' : '';
      return {
        subject: text(language, `mail.approval-asked.subject${about}`, { reference }),
        heading: text(language, `mail.approval-asked.heading${about}`),
        paragraphs: [text(language, `mail.approval-asked.body${about}`, { organisation })],
        facts: [
          ...fact('service', text(language, `names.feeService.${service}`)),
          ...fact('estimate', formatMoney(estimate, language)),
          ...fact('actual', actual && formatMoney(actual, language)),
          ...fact('order', description),
          ...fact('decideUntil', until === undefined ? undefined : moment(until, facts)),
          ...incidentFacts(facts),
        ],
        ...button(text(language, 'mail.approval-asked.button'), link),
      };
    },
    'status-question': ({ organisation, link }) => ({
      subject: text(language, 'mail.status-question.subject'),
      heading: text(language, 'mail.status-question.heading'),
      paragraphs: [text(language, 'mail.status-question.body', { organisation })],
      facts: [],
      ...button(text(language, 'mail.status-question.button'), link),
    }),
    'channel-test': ({ organisation, link }) => ({
      subject: text(language, 'mail.channel-test.subject'),
      heading: text(language, 'mail.channel-test.heading'),
      paragraphs: [text(language, 'mail.channel-test.body', { organisation })],
      facts: [],
      ...button(text(language, 'mail.channel-test.button'), link),
    }),
    closed: ({ reference, outcome }) => ({
      subject: text(language, 'mail.closed.subject', { reference }),
      heading: text(language, 'mail.closed.heading'),
      paragraphs: [text(language, 'mail.closed.body')],
      facts: [
        ...fact('outcome', outcome && text(language, `names.outcome.${outcome}`)),
        ...fact('reference', reference),
      ],
    }),
    'application-received': ({ organisation, reference }) => ({
      subject: text(language, 'mail.application-received.subject', { reference }),
      heading: text(language, 'mail.application-received.heading'),
      paragraphs: [text(language, 'mail.application-received.body', { organisation })],
      facts: fact('reference', reference),
    }),
    'application-declined': ({ organisation, reference, company, reason }) => ({
      subject: text(language, 'mail.application-declined.subject', { reference }),
      heading: text(language, 'mail.application-declined.heading'),
      paragraphs: [text(language, 'mail.application-declined.body', { organisation })],
      facts: [...fact('company', company), ...fact('reason', reason), ...fact('reference', reference)],
    }),
    alarm: ({ overdue, unseen, lost, lateRetention, timeZone, engineAnswers, databaseAnswers, link }) => ({
      subject: text(
        language,
        alarmSubject(engineAnswers, databaseAnswers, overdue.length + unseen.length > 0, lost.length > 0),
      ),
      heading: text(language, 'mail.alarm.heading'),
      paragraphs: [
        ...(engineAnswers ? [] : [text(language, 'mail.alarm.engineAway')]),
        ...(databaseAnswers ? [] : [text(language, 'mail.alarm.databaseAway')]),
        ...(overdue.length === 0 ? [] : [text(language, 'mail.alarm.body')]),
        ...(unseen.length === 0 ? [] : [text(language, 'mail.alarm.unseen')]),
        ...(lost.length === 0 ? [] : [text(language, 'mail.alarm.lost')]),
        ...(lateRetention.length === 0 ? [] : [text(language, 'mail.alarm.retention')]),
      ],
      facts: [
        ...overdue.map(({ reference, dueAt }) => momentOf(reference, 'dueAt', dueAt, timeZone)),
        ...unseen.map(({ reference, reportedAt }) => momentOf(reference, 'reportedAt', reportedAt, timeZone)),
        ...lost.map(({ reference, openedAt }) => momentOf(reference, 'reportedAt', openedAt, timeZone)),
        ...lateRetention.map(({ reference, since }) => momentOf(reference, 'since', since, timeZone)),
      ],
      ...button(text(language, 'mail.alarm.button'), link),
    }),
  };
}

/** What stands still matters more than what cannot be seen. */
function alarmSubject(
  engineAnswers: boolean,
  databaseAnswers: boolean,
  standsStill: boolean,
  isLost: boolean,
) {
  if (!engineAnswers) return 'mail.alarm.subjectEngine';
  if (!databaseAnswers) return 'mail.alarm.subjectDatabase';
  if (standsStill) return 'mail.alarm.subject';
  return isLost ? 'mail.alarm.subjectLost' : 'mail.alarm.subjectRetention';
}

const factKeys = {
  reference: 'mail.facts.reference',
  kind: 'mail.facts.kind',
  threat: 'mail.facts.threat',
  reportedAt: 'mail.facts.reportedAt',
  source: 'mail.facts.source',
  who: 'mail.facts.who',
  phones: 'mail.facts.phones',
  summary: 'mail.facts.summary',
  location: 'mail.facts.location',
  ceiling: 'mail.facts.ceiling',
  firedAt: 'mail.facts.firedAt',
  basis: 'mail.facts.basis',
  outcome: 'mail.facts.outcome',
  takenBy: 'mail.facts.takenBy',
  dueAt: 'mail.facts.dueAt',
  since: 'mail.facts.since',
  service: 'mail.facts.service',
  estimate: 'mail.facts.estimate',
  actual: 'mail.facts.actual',
  order: 'mail.facts.order',
  decideUntil: 'mail.facts.decideUntil',
  company: 'mail.facts.company',
  reason: 'mail.facts.reason',
} as const;
