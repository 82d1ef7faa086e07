import type { Store } from '../../db/store.js';
import type { ReceivedMail } from '../../db/received-mail-store.js';
import { conflict, DomainError } from '../../domain/errors.js';
import type { AccountId, SupportCaseId } from '../../domain/identifiers.js';
import type { Language } from '../../domain/language.js';
import { cut } from '../../domain/mail/header-text.js';
import type { InboundMail } from '../../domain/mail/inbound-mail.js';
import { deskScope } from '../../domain/scope.js';
import type { SupportActor } from '../../domain/support-case/support-event.js';
import type { OpenedSupportCase, SupportCaseOpening } from '../support/case-opening.js';
import { derivedIdentifier, hashBody } from '../use-cases/identifiers.js';
import { originalOf } from './mail-repetition.js';
import type { MailWords } from './mail-words.js';

/** Whose case a mail becomes, and what about. */
export interface CaseOfMail {
  readonly accountId: AccountId;
  readonly language: Language;
  readonly openedBy: SupportActor;
  readonly topic: string;
}

/**
 * Opens a case with a mail as its first message (C4). Its identifier follows from the mail's, so whoever repeats it gets the same case.
 *
 * @throws DomainError `conflict` when the mail has become a case of another account.
 */
export type OpenCaseOfMail = (
  received: ReceivedMail,
  mail: InboundMail,
  of: CaseOfMail,
) => Promise<OpenedSupportCase>;

/** Of a case that is asked by mail: no form tells what it is about. */
export const topicOfMails = 'enquiry';
/** As long as the subjects of forms. */
const mostSubject = 200;

/** The case that a mail becomes, should it become one of its own. */
export function caseIdOfMail(received: Pick<ReceivedMail, 'id' | 'repetitionOf'>): SupportCaseId {
  return derivedIdentifier('sup', 'mail', originalOf(received));
}

export function createMailCaseOpening({
  supportCases,
  words,
  opening,
}: {
  readonly supportCases: Pick<Store['supportCases'], 'find'>;
  readonly words: MailWords;
  readonly opening: SupportCaseOpening;
}): OpenCaseOfMail {
  return async (received, mail, { accountId, language, openedBy, topic }) => {
    const id = caseIdOfMail(received);
    const known = await supportCases.find(deskScope, id);
    const draft = {
      ...{ id, accountId, language, topic, openedBy },
      identifiers: [],
      subject: subjectOf(mail),
      // Of the account too: were the mail given to two of them at one moment, each would keep its own words and files.
      bodyHash: known?.opening.bodyHash ?? hashBody({ mail: originalOf(received), accountId }),
    };
    try {
      return await opening.open(deskScope, draft, await words(deskScope, received, mail, accountId));
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind !== 'idempotency-key-reused') throw error;
      throw conflict('The mail has become a case of another account.');
    }
  };
}

/** A list needs something to show. */
function subjectOf({ subject, body, attachments }: InboundMail): string {
  const [line = ''] = body.text.trimStart().split('\n', 1);
  return cut(subject || line.trim() || (attachments[0]?.name ?? ''), mostSubject);
}
