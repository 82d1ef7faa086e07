import type { ContactBook, Reachable } from '../../db/contact-book/contact-book.js';
import type { PhoneNumber } from '../../domain/phone-number.js';
import type { Target } from '../../domain/target.js';
import type { NoticeKind } from '../../domain/timeline.js';
import type { RenderedMail } from '../../wording/mail/mail-templates.js';
import type { NoticeOrder } from '../contract.js';
import type { MessageFacts } from '../messages/message-facts.js';
import {
  composeClosedMail,
  composeFactsMail,
  composeOverrideMail,
  composeQuestionMail,
  composeTakenOverMail,
  type MailMessageDependencies,
} from '../messages/mail-messages.js';
import { nameOfActor } from '../messages/people.js';
import { writtenQuestion, type WrittenPurpose, type WrittenQuestion } from '../messages/questions.js';
import { composeQuestionText, type TextMessageDependencies } from '../messages/text-messages.js';

export interface NoticeContentDependencies extends TextMessageDependencies, MailMessageDependencies {
  readonly contactBook: ContactBook;
}

/** What a notice asks its receiver; undefined: nothing, it only tells. */
function askedBy(kind: NoticeKind, target: Target): WrittenPurpose | undefined {
  switch (kind) {
    case 'incident-reported':
      return isProviderSide(target) ? 'take' : 'inform';
    case 'override-fired':
      return isProviderSide(target) ? 'mandate' : undefined;
    case 'ratification-asked':
      return 'ratify';
    case 'approval-asked':
      return 'approve';
    case 'status-question':
      return 'status';
    case 'nobody-to-call':
    case 'call-back-given-up':
    case 'taken-over':
    case 'closed':
      return undefined;
  }
}

function questionOf(
  { kind, organisationId, subject, approval }: NoticeOrder,
  target: Target,
): WrittenQuestion | undefined {
  const purpose = askedBy(kind, target);
  return purpose && writtenQuestion({ purpose, organisationId, subject, target, approval });
}

/** Whoever stands on the ladder of a service, the desk included. */
function isProviderSide({ role }: Target): boolean {
  switch (role) {
    case 'assistance-provider':
    case 'medical-provider':
    case 'travel-provider':
    case 'backup-provider':
    case 'desk':
    case 'duty-lead':
      return true;
    case 'internal-contact':
    case 'authorising-person':
    case 'traveller':
      return false;
  }
}

/** The notice as a text; undefined: this news goes by mail only. */
export async function composeNoticeText(
  dependencies: NoticeContentDependencies,
  order: NoticeOrder,
  person: Reachable,
  number: PhoneNumber,
  facts: MessageFacts,
): Promise<string | undefined> {
  const { wording } = dependencies;
  const { kind, organisationId, by, ceiling = facts.ceiling } = order;
  const { target, language } = person;
  const { organisation } = facts;
  const question = questionOf(order, target);
  if (question !== undefined) {
    return composeQuestionText(dependencies, question, person, number, { ...facts, ceiling });
  }
  if (kind === 'taken-over') {
    const who = await nameOfActor(dependencies, organisationId, by, language);
    return wording.text(language, 'sms.takenOver', { organisation, who });
  }
  return kind === 'closed' ? wording.text(language, 'sms.closed', { organisation }) : undefined;
}

export async function composeNoticeMail(
  dependencies: NoticeContentDependencies,
  order: NoticeOrder,
  person: Reachable,
  facts: MessageFacts,
): Promise<RenderedMail> {
  const { kind, organisationId, subject, by, ceiling = facts.ceiling } = order;
  const { target, language } = person;
  const question = questionOf(order, target);
  if (question !== undefined) {
    return composeQuestionMail(dependencies, question, person, { ...facts, ceiling });
  }
  if (kind === 'closed') return composeClosedMail(dependencies, subject, person, facts);
  if (kind === 'nobody-to-call' || kind === 'call-back-given-up') {
    return composeFactsMail(dependencies, kind, subject, person, facts);
  }
  if (kind === 'override-fired') {
    return composeOverrideMail(dependencies, subject, person, { ...facts, ceiling });
  }
  const takenBy = await nameOfActor(dependencies, organisationId, by, language);
  return composeTakenOverMail(dependencies, subject, person, facts, takenBy);
}
