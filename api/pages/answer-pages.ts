import type { ApprovalLink, LinkQuestion, RatificationLink } from '../../cases/link-tokens.js';
import type { ContactBook } from '../../db/contact-book/contact-book.js';
import type { AttemptSubject } from '../../domain/attempt.js';
import { findIn } from '../../domain/directory/reachable.js';
import {
  channelTestIdSchema,
  incidentIdOfStatusCall,
  incidentIdSchema,
  statusCallIdSchema,
} from '../../domain/identifiers.js';
import type { Language } from '../../domain/language.js';
import { formatMoney } from '../../wording/format.js';
import type { Wording } from '../../wording/wording.js';
import type { People } from '../people.js';
import type { TextAnswer } from '../telephony/answers.js';
import { gatherKnownFacts, type KnownFacts, type KnownFactsDependencies } from '../telephony/known-facts.js';
import { isPassedOn, type QuestionSettlement, type Settled } from '../telephony/question-settlement.js';
import type { Keeping, WrittenHelp } from '../telephony/written-help.js';
import type { CaseReading } from '../use-cases/case-reading.js';
import { derivedIdentifier } from '../use-cases/identifiers.js';
import { ifKnown } from '../use-cases/time-limit.js';
import type { ApprovalPages } from './approval-pages.js';
import type { RatificationPages } from './ratification-pages.js';
import type { PageFrames } from './page-frames.js';
import type { Page } from './page.js';

export interface AnswerPageDependencies extends KnownFactsDependencies {
  readonly contactBook: ContactBook;
  readonly settlement: QuestionSettlement;
  readonly writtenHelp: WrittenHelp;
  readonly reading: Pick<CaseReading, 'runningIncident'>;
  readonly frames: PageFrames;
  readonly approvals: ApprovalPages;
  readonly ratifications: RatificationPages;
  readonly people: People;
  readonly wording: Wording;
}

export interface AnswerPages {
  /** The question with its buttons. Changes nothing: scanners follow links. */
  ask(question: LinkQuestion): Promise<Page>;
  /** Passes the answer on and tells what came of it; undefined: the page has no such button. */
  answer(question: LinkQuestion, value: string | undefined): Promise<Page | undefined>;
  /**
   * Whether whoever was sent the link still stands in the settings: it belongs to that person, and ends when somebody else
   * takes their place. While nobody can tell, it holds.
   */
  holds(question: LinkQuestion): Promise<boolean>;
  /** For links that are too old. */
  expired(): Page;
}

/** How long somebody waits for the page that tells what came of their answer. Milliseconds. */
const patience = 5_000;
const facts = 300;

/** What is asked on the pages of this file. */
type PlainLink = Exclude<LinkQuestion, ApprovalLink | RatificationLink>;

export function createAnswerPages(dependencies: AnswerPageDependencies): AnswerPages {
  const { settlement, writtenHelp, reading, people, wording, frames, approvals, ratifications, contactBook } =
    dependencies;

  function textOf(question: PlainLink, known: KnownFacts, organisation: string, language: Language): string {
    const who = known.travellerName ?? wording.text(language, 'names.actor.unknownCaller');
    const ceiling = formatMoney(known.ceiling, language);
    switch (groupOf(question)) {
      case 'status':
        return wording.text(language, 'page.status.text', { organisation });
      case 'test':
        return wording.text(language, 'page.test.text', { organisation });
      case 'mandate':
        return wording.text(language, 'page.mandate.text', { organisation, who, ceiling });
      case 'acknowledge':
        return wording.text(language, 'page.acknowledge.text', {
          organisation,
          kind: wording.text(language, `names.kind.${known.kind ?? 'other'}`),
          who,
          summary: known.summary ?? '',
        });
    }
  }

  async function resultText(
    question: PlainLink,
    answer: TextAnswer,
    settled: Settled | undefined,
    language: Language,
  ): Promise<string> {
    switch (answer.answer) {
      case 'help':
        return wording.text(language, 'page.status.helpDone');
      case 'ok':
      case 'duress':
        return wording.text(language, 'page.status.okDone');
      case 'no':
        return wording.text(language, 'page.acknowledge.declined');
      case 'yes': {
        if (groupOf(question) === 'test') return wording.text(language, 'page.test.accepted');
        if (groupOf(question) === 'mandate') return wording.text(language, 'page.mandate.accepted');
        if (settled !== 'already-taken') return wording.text(language, 'page.acknowledge.accepted');
        return wording.text(language, 'page.acknowledge.taken', {
          who: await whoHasTaken(question, language),
        });
      }
    }
  }

  async function whoHasTaken(question: PlainLink, language: Language): Promise<string> {
    const { organisationId, caseId, ask } = question;
    const id = incidentIdSchema.safeParse(caseId).data;
    const view = id === undefined ? undefined : await reading.runningIncident(id, 1_000);
    const by = ask === 'inform' ? view?.acknowledgements[0]?.by : view?.takenBy;
    const name = by && (await ifKnown(facts, () => people.nameOfActor(organisationId, by, language)));
    return name ?? wording.text(language, 'names.actor.somebody');
  }

  /** Whoever looks on must not learn that help is on its way: then the page is that of somebody who is all right (I14). */
  async function isUnderDuress(subject: AttemptSubject): Promise<boolean> {
    if (subject.case !== 'status-call') return false;
    const incident = await reading.runningIncident(incidentIdOfStatusCall(subject.statusCallId), facts);
    return incident?.silent === true;
  }

  return {
    async ask(question) {
      if (question.ask === 'approve') return approvals.ask(question);
      if (question.ask === 'ratify') return ratifications.ask(question);
      const subject = subjectOf(question);
      const [{ language, organisation, footer: below }, known] = await Promise.all([
        frames.of(question),
        gatherKnownFacts(dependencies, question.organisationId, subject),
      ]);
      if (known.view !== undefined && known.view.state !== 'open')
        return closedPage(wording, language, below);
      return {
        language,
        title: wording.text(language, `page.${groupOf(question)}.title`),
        paragraphs: [
          textOf(question, known, organisation, language),
          ...(known.view?.silent === true ? [wording.text(language, 'page.underDuress')] : []),
        ],
        buttons: buttonsOf(question, wording, language),
        footer: below,
      };
    },

    async answer(question, value) {
      if (question.ask === 'approve') return approvals.answer(question, value);
      if (question.ask === 'ratify') return ratifications.answer(question, value);
      const answer = answerOf(question, value);
      if (answer === undefined) return undefined;
      const { language, footer: below } = await frames.of(question);
      const { organisationId, target, attempt } = question;
      const subject = subjectOf(question);
      const purpose = question.ask;
      const settling = settlement.settle(
        { organisationId, subject, purpose, target, ...(attempt === undefined ? {} : { attempt }) },
        answer,
        { means: 'link', updateId: updateIdOf(question, answer, Date.now()), patience },
      );
      let keeping: Keeping = 'not-yet';
      if (answer.answer === 'help' && subject.case === 'status-call') {
        const { statusCallId } = subject;
        const lifeInDanger = answer.lifeInDanger;
        keeping = await writtenHelp.answerStatusCall({ organisationId, statusCallId, target, lifeInDanger });
      }
      const settled = await settling;
      if (settled === 'over' && subject.case === 'incident') return closedPage(wording, language, below);
      // A status call that is over passes no help on: then the incident alone can have it.
      const isHelp = answer.answer === 'help';
      const hasArrived = isHelp ? keeping === 'kept' || isPassedOn(settled) : settled !== undefined;
      const looksLikeOk = answer.answer === 'ok' || (isHelp && (await isUnderDuress(subject)));
      const arrivedText = () =>
        looksLikeOk
          ? Promise.resolve(wording.text(language, 'page.status.okDone'))
          : resultText(question, answer, settled, language);
      return {
        language,
        title: wording.text(language, hasArrived ? 'page.answered.title' : `page.${groupOf(question)}.title`),
        paragraphs: [hasArrived ? await arrivedText() : wording.text(language, 'page.trouble')],
        // Whoever is all right may need help later, and whoever could not be heard may try again.
        buttons: looksLikeOk || !hasArrived ? buttonsOf(question, wording, language) : [],
        footer: below,
      };
    },

    async holds({ organisationId, target }) {
      if (target.role !== 'authorising-person' && target.role !== 'internal-contact') return true;
      const organisation = await ifKnown(facts, () => contactBook.organisation(organisationId));
      return organisation === undefined || findIn(organisation.settings, target) !== undefined;
    },

    expired() {
      const { language, footer } = frames.ofDesk();
      return {
        language,
        title: wording.text(language, 'page.expired.title'),
        paragraphs: [wording.text(language, 'page.expired.text')],
        buttons: [],
        footer,
      };
    },
  };
}

function closedPage(wording: Wording, language: Language, footer: string | undefined): Page {
  return {
    language,
    title: wording.text(language, 'page.closed.title'),
    paragraphs: [wording.text(language, 'page.closed.text')],
    buttons: [],
    footer,
  };
}

type Group = 'acknowledge' | 'mandate' | 'status' | 'test';

function groupOf({ ask }: PlainLink): Group {
  return groupOfPurpose(ask);
}

/** Which of the pages asks the question: taking an incident and taking over as a contact are asked alike. */
function groupOfPurpose(purpose: PlainLink['ask']): Group {
  switch (purpose) {
    case 'status':
    case 'mandate':
    case 'test':
      return purpose;
    case 'take':
    case 'inform':
      return 'acknowledge';
  }
}

function buttonsOf(question: PlainLink, wording: Wording, language: Language): Page['buttons'] {
  const group = groupOf(question);
  if (group === 'status') {
    return [
      { value: 'ok', text: wording.text(language, 'page.status.ok'), kind: 'primary' },
      { value: 'help', text: wording.text(language, 'page.status.help'), kind: 'urgent' },
    ];
  }
  const accept = {
    value: 'accept',
    text: wording.text(language, `page.${group}.accept`),
    kind: 'primary',
  } as const;
  if (group === 'test') return [accept];
  return [
    accept,
    { value: 'decline', text: wording.text(language, `page.${group}.decline`), kind: 'secondary' },
  ];
}

function answerOf({ ask }: PlainLink, value: string | undefined): TextAnswer | undefined {
  if (ask === 'status') {
    if (value === 'ok') return { answer: 'ok' };
    return value === 'help' ? { answer: 'help', lifeInDanger: false } : undefined;
  }
  if (value !== 'accept' && (value !== 'decline' || ask === 'test')) return undefined;
  return value === 'accept' ? { answer: 'yes', lifeInDanger: false } : { answer: 'no' };
}

function subjectOf({ caseId }: PlainLink): AttemptSubject {
  const statusCall = statusCallIdSchema.safeParse(caseId);
  if (statusCall.success) return { case: 'status-call', statusCallId: statusCall.data };
  const test = channelTestIdSchema.safeParse(caseId);
  return test.success
    ? { case: 'channel-test', channelTestId: test.data }
    : { case: 'incident', incidentId: incidentIdSchema.parse(caseId) };
}

/**
 * Pressing the same button twice is one answer; pressing it again later is another one, e.g. after the first has expired.
 */
function updateIdOf({ caseId, target, ask }: PlainLink, { answer }: TextAnswer, now: number): string {
  return derivedIdentifier(
    'lnk',
    caseId,
    target.role,
    target.id,
    ask,
    answer,
    String(Math.floor(now / 10_000)),
  );
}
