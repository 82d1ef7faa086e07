import type { MailFiling, ReceivedMail } from '../../db/received-mail-store.js';
import type { Store } from '../../db/store.js';
import type { AccountId, SupportCaseId } from '../../domain/identifiers.js';
import { answerCaps, loopVerdict } from '../../domain/mail/correspondent-loop.js';
import type { InboundMail } from '../../domain/mail/inbound-mail.js';
import { derivedIdentifier } from '../use-cases/identifiers.js';
import { senderOf } from './mail-facts.js';

export interface ClosedCase {
  readonly caseId: SupportCaseId;
  readonly accountId: AccountId;
}

/**
 * A mail for a case that is closed (C6): it stays closed, and who has written is told so. Where a program cannot, somebody of the desk
 * reads it: the question must not fall through.
 */
export type AnswerForClosedCase = (
  received: ReceivedMail,
  mail: InboundMail,
  closed: ClosedCase,
  isToBeAnswered: boolean,
) => Promise<MailFiling>;

export function createClosedCaseAnswer({
  supportMails,
  correspondents,
}: Pick<Store, 'supportMails' | 'correspondents'>): AnswerForClosedCase {
  return async ({ id: receivedMailId, receivedAt }, mail, { caseId, accountId }, isToBeAnswered) => {
    const untold = (why: string): MailFiling => ({ state: 'review', why, caseId, accountId });
    if (!isToBeAnswered) return untold('closed-and-perhaps-automatic');
    const sender = senderOf(mail);
    if (sender === undefined) return untold('closed-and-no-single-sender');
    const answered = await correspondents.times('answered', sender, receivedMailId);
    if (loopVerdict(answered, receivedAt, answerCaps).allowed === 'no')
      return untold('closed-and-told-before');
    await supportMails.put({
      id: derivedIdentifier('sml', 'case-closed', receivedMailId),
      ...{ caseId, accountId },
      to: { is: 'sender', receivedMailId },
      about: { is: 'case-closed' },
      createdAt: receivedAt,
    });
    await correspondents.note('answered', sender, receivedMailId, receivedAt);
    return { state: 'closed-case', why: 'told', caseId, accountId };
  };
}
