import type { LinkTokens } from '../../cases/link-tokens.js';
import type { Reachable } from '../../db/contact-book/contact-book.js';
import type { Store, TextQuestion } from '../../db/store.js';
import { caseIdOf, type AttemptKey, type AttemptPurpose, type AttemptSubject } from '../../domain/attempt.js';
import type { OrganisationId } from '../../domain/identifiers.js';
import { channelTestWorkflowId, incidentWorkflowId, statusCallWorkflowId } from '../../domain/identifiers.js';
import type { PhoneNumber } from '../../domain/phone-number.js';
import type { WebhookAddresses } from '../../providers/telephony/addresses.js';
import { quietly } from '../activity-failures.js';

/** What can be asked in writing. Nobody is connected with others by text. */
export type WrittenPurpose = Exclude<AttemptPurpose, 'connect' | 'join' | 'call-back'>;

/** A question that a text or mail asks: how it is answered decides what its link and its reply codes mean. */
export interface WrittenQuestion {
  readonly purpose: WrittenPurpose;
  readonly organisationId: OrganisationId;
  readonly subject: AttemptSubject;
  readonly target: Reachable['target'];
  /** The pending attempt that an answer completes, when the question is one. */
  readonly attempt?: AttemptKey;
}

export interface QuestionDependencies {
  readonly store: Pick<Store, 'texts'>;
  readonly links: LinkTokens;
  readonly addresses: WebhookAddresses;
  readonly now: () => number;
}

/** Whether an attempt for this purpose can be made in writing. */
export function isWritten(purpose: AttemptPurpose): purpose is WrittenPurpose {
  return purpose !== 'connect' && purpose !== 'join' && purpose !== 'call-back';
}

/**
 * How long an answer to a text or mail is accepted. Far longer than any attempt waits: a late yes still counts, as long
 * as its case is open.
 */
const answerableMilliseconds = 7 * 24 * 3_600_000;

/** The page on which the question is answered; opening it changes nothing. */
export function linkTo({ links, addresses, now }: QuestionDependencies, question: WrittenQuestion): string {
  const { purpose, organisationId, subject, target, attempt } = question;
  const token = links.sign(
    {
      ask: purpose,
      organisationId,
      caseId: caseIdOf(subject),
      target,
      ...(attempt === undefined ? {} : { attempt }),
    },
    new Date(now() + answerableMilliseconds),
  );
  return addresses.linkPage(token);
}

/** The digits that answer the question by text. While MongoDB is away they are 1 and 2, as for an only question. */
export async function replyCodes(
  { store, now }: QuestionDependencies,
  { purpose, organisationId, subject, target, attempt }: WrittenQuestion,
  number: PhoneNumber,
): Promise<{ readonly yes: number; readonly no: number }> {
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
  const codes = await quietly('the reply codes of the number', () =>
    store.texts.ask(question, new Date(now() + answerableMilliseconds)),
  );
  return codes ?? { yes: 1, no: 2 };
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
