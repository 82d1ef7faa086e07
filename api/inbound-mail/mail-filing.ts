import type { ReceivedMail, ReceivedMailRepository } from '../../db/received-mail-store.js';
import type {
  AcceptedMessage,
  SupportCaseDocumentView,
  SupportMessage,
  UserRepository,
} from '../../db/store.js';
import { conflict } from '../../domain/errors.js';
import { deskScope, type Scope } from '../../domain/scope.js';
import type { SupportActor } from '../../domain/support-case/support-event.js';
import type { ParseMail } from '../../providers/mail/inbound/mail-parser.js';
import type { FirstWords } from '../support/case-opening.js';
import type { MessageAdding } from '../support/message-adding.js';
import { derivedIdentifier } from '../use-cases/identifiers.js';
import type { MailWords } from './mail-words.js';

/**
 * Puts a mail into a case, as a message of the partner by mail (C4): somebody of the desk has said that it belongs there. The message
 * first, then the mail: whoever is interrupted in between repeats it, and it stands there once.
 *
 * @throws DomainError `conflict` when the mail stands in another case, or no program can read it; SupportCaseClosedError.
 */
export type FileMail = (
  scope: Scope,
  mail: ReceivedMail,
  into: SupportCaseDocumentView,
) => Promise<AcceptedMessage>;

export function createMailFiling({
  receivedMails,
  parseMail,
  users,
  words,
  adding,
}: {
  readonly receivedMails: Pick<ReceivedMailRepository, 'bytes' | 'settle'>;
  readonly parseMail: ParseMail;
  readonly users: Pick<UserRepository, 'findActiveByEmail'>;
  readonly words: MailWords;
  readonly adding: MessageAdding;
}): FileMail {
  /** Of the account whose case it is, or somebody unknown: a user of another account is not named there. */
  async function writerOf(
    { sender }: FirstWords,
    { opening: { accountId } }: SupportCaseDocumentView,
  ): Promise<SupportActor> {
    const user = sender === undefined ? undefined : await users.findActiveByEmail(deskScope, sender);
    return user?.accountId === accountId ? { by: 'partner', userId: user.id } : { by: 'partner' };
  }

  return async (scope, mail, into) => {
    const { id: caseId, accountId } = into.opening;
    if (mail.state === 'filed' && mail.caseId !== caseId) throw conflict('The mail stands in another case.');
    const parsing = await parseMail(await receivedMails.bytes(mail));
    if (parsing.parsed === 'no') throw conflict('No program can read this mail.');
    const said = await words(scope, mail, parsing.mail, accountId);
    const message = messageOfMail(mail, into, said, await writerOf(said, into));
    const taken = await adding.add(scope, into, message);
    await receivedMails.settle(mail.id, filedFrom, { state: 'filed', caseId, accountId });
    return taken;
  };
}

const filedFrom = ['review', 'closed-case', 'dropped-as-automatic', 'discarded', 'filed'] as const;

/** The message that a mail becomes in a case; the same one whoever files it there. */
export function messageOfMail(
  { id, receivedAt }: Pick<ReceivedMail, 'id' | 'receivedAt'>,
  { opening: { id: caseId, accountId } }: Pick<SupportCaseDocumentView, 'opening'>,
  words: FirstWords,
  by: SupportActor,
): SupportMessage {
  return {
    id: derivedIdentifier('msg', 'mail', id, caseId),
    ...{ caseId, accountId, by, at: receivedAt },
    ...words,
  };
}
