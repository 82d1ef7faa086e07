import type { LinkQuestion, LinkTokens } from '../../cases/link-tokens.js';
import { questionCode } from '../../cases/question-code.js';
import type { Reachable } from '../../db/contact-book/contact-book.js';
import type { Store, TextQuestion } from '../../db/store.js';
import { caseIdOf, type AttemptKey, type AttemptPurpose, type AttemptSubject } from '../../domain/attempt.js';
import type { OrganisationId } from '../../domain/identifiers.js';
import { channelTestWorkflowId, incidentWorkflowId, statusCallWorkflowId } from '../../domain/identifiers.js';
import type { ApprovalQuestion } from '../../domain/orders/order.js';
import type { PhoneNumber } from '../../domain/phone-number.js';
import type { WebhookAddresses } from '../../providers/telephony/addresses.js';
import { quietly } from '../activity-failures.js';

/** What can be asked in writing. Nobody is connected with others by text. */
export type WrittenPurpose = Exclude<AttemptPurpose, 'connect' | 'join' | 'call-back'>;

type IncidentSubject = Extract<AttemptSubject, { readonly case: 'incident' }>;

interface AskedInWriting {
  readonly organisationId: OrganisationId;
  readonly subject: AttemptSubject;
  readonly target: Reachable['target'];
  /** The pending attempt that an answer completes, when the question is one. */
  readonly attempt?: AttemptKey;
}

/** A question that a text may answer too. */
export interface PlainQuestion extends AskedInWriting {
  readonly purpose: TextQuestion['purpose'];
}

/** An authorising person is to ratify an override, a late acknowledger to give their word on it: behind their own link (I8). */
export interface WrittenRatification extends AskedInWriting {
  readonly purpose: 'ratify';
  readonly subject: IncidentSubject;
}

export interface WrittenApproval extends AskedInWriting {
  readonly purpose: 'approve';
  readonly subject: IncidentSubject;
  readonly approval: ApprovalQuestion;
}

/** A question that a text or mail asks: how it is answered decides what its link and its reply codes mean. */
export type WrittenQuestion = PlainQuestion | WrittenRatification | WrittenApproval;

export interface QuestionDependencies {
  readonly store: Pick<Store, 'texts'>;
  readonly links: LinkTokens;
  readonly addresses: WebhookAddresses;
  readonly now: () => number;
}

/** The question of an attempt or notice; undefined: it cannot be asked in writing. */
export function writtenQuestion({
  purpose,
  approval,
  ...asked
}: AskedInWriting & {
  readonly purpose: AttemptPurpose;
  readonly approval?: ApprovalQuestion | undefined;
}): WrittenQuestion | undefined {
  switch (purpose) {
    case 'connect':
    case 'join':
    case 'call-back':
      return undefined;
    case 'approve':
      return asked.subject.case === 'incident' && approval !== undefined
        ? { ...asked, subject: asked.subject, purpose, approval }
        : undefined;
    case 'take':
    case 'inform':
    case 'mandate':
    case 'status':
    case 'test':
      return { ...asked, purpose };
    case 'ratify':
      return asked.subject.case === 'incident' ? { ...asked, subject: asked.subject, purpose } : undefined;
  }
}

/**
 * How long an answer to a text or mail is accepted. Far longer than any attempt waits: a late yes still counts, as long
 * as its case is open.
 */
const answerableMilliseconds = 7 * 24 * 3_600_000;
/** A link cannot be made for longer (cases/link-tokens.ts). */
const farthestMilliseconds = 120 * 24 * 3_600_000;

/** The page on which the question is answered; opening it changes nothing. */
export function linkTo({ links, addresses, now }: QuestionDependencies, question: WrittenQuestion): string {
  const asked = linkQuestionOf(question);
  return addresses.linkPage(links.sign(asked, new Date(linkEnd(question, now()))));
}

/** What is decided about costs goes to the incident itself, which ends the attempt: such a link needs no room for it. */
function linkQuestionOf(question: WrittenQuestion): LinkQuestion {
  const { organisationId, target } = question;
  const by = { organisationId, target };
  switch (question.purpose) {
    case 'approve':
      return {
        ask: 'approve',
        ...by,
        caseId: question.subject.incidentId,
        orderId: question.approval.orderId,
        questionCode: questionCode(question.approval),
      };
    case 'ratify':
      return { ask: 'ratify', ...by, caseId: question.subject.incidentId };
    case 'take':
    case 'inform':
    case 'mandate':
    case 'status':
    case 'test': {
      const { purpose, subject, attempt } = question;
      const pending = attempt === undefined ? {} : { attempt };
      return { ask: purpose, ...by, caseId: caseIdOf(subject), ...pending };
    }
  }
}

/** An order is answered until it expires; once the override has started it, as long as everything else (I9). */
function linkEnd(question: WrittenQuestion, now: number): number {
  const expiresAt = question.purpose === 'approve' ? question.approval.expiresAt : undefined;
  return Math.min(expiresAt ?? now + answerableMilliseconds, now + farthestMilliseconds);
}

/** The digits that answer a question by text. */
export interface ReplyCodes {
  readonly yes: number;
  readonly no: number;
}

/**
 * Undefined while MongoDB is away: a code that is stored nowhere answers nothing, or another question with the same digits;
 * the link needs no MongoDB. An order and an override have none at all: the sender of a text can be forged, so no text
 * approves what costs money.
 */
export async function replyCodes(
  { store, now }: QuestionDependencies,
  { purpose, organisationId, subject, target, attempt }: PlainQuestion,
  number: PhoneNumber,
): Promise<ReplyCodes | undefined> {
  const question: TextQuestion = {
    number,
    organisationId,
    subject: {
      workflowId: workflowIdOf(subject),
      caseId: caseIdOf(subject),
    },
    purpose,
    target,
    ...(attempt === undefined ? {} : { attempt }),
  };
  return quietly('the reply codes of the number', () =>
    store.texts.ask(question, new Date(now() + answerableMilliseconds)),
  );
}

function workflowIdOf(subject: AttemptSubject): string {
  switch (subject.case) {
    case 'incident':
      return incidentWorkflowId(subject.incidentId);
    case 'status-call':
      return statusCallWorkflowId(subject.statusCallId);
    case 'channel-test':
      return channelTestWorkflowId(subject.channelTestId);
  }
}
