import {
  undecidedMailStates,
  type ReceivedMail,
  type ReceivedMailRepository,
} from '../../db/received-mail-store.js';
import type { AcceptedMessage, SupportCaseDocumentView, SupportMessage } from '../../db/store.js';
import { conflict } from '../../domain/errors.js';
import type { SupportCaseId } from '../../domain/identifiers.js';
import type { Scope } from '../../domain/scope.js';
import { isSupportCaseClosed } from '../../domain/support-case/support-case-closed.js';
import type { SupportActor } from '../../domain/support-case/support-event.js';
import type { ParseMail } from '../../providers/mail/inbound/mail-parser.js';
import type { FirstWords } from '../support/case-opening.js';
import type { MessageAdding } from '../support/message-adding.js';
import { derivedIdentifier } from '../use-cases/identifiers.js';
import { originalOf } from './mail-repetition.js';
import type { MailWords } from './mail-words.js';
import type { FindMailWriter } from './mail-writer.js';

/**
 * Puts a mail into a case, as a message of the partner by mail (C4): somebody of the desk has said that it belongs there. It is bound
 * to the case before its words are there, so that two people cannot put it into two cases, maybe of two accounts; whoever is
 * interrupted in between repeats it, and it stands there once.
 *
 * @throws DomainError `conflict` when the mail stands in another case, is being sorted, or no program can read it;
 *   SupportCaseClosedError.
 */
export type FileMail = (
  scope: Scope,
  mail: ReceivedMail,
  into: SupportCaseDocumentView,
) => Promise<AcceptedMessage>;

export function createMailFiling({
  receivedMails,
  parseMail,
  findWriter,
  words,
  adding,
}: {
  readonly receivedMails: Pick<ReceivedMailRepository, 'bytes' | 'bind' | 'unbind' | 'settle'>;
  readonly parseMail: ParseMail;
  readonly findWriter: FindMailWriter;
  readonly words: MailWords;
  readonly adding: MessageAdding;
}): FileMail {
  /** What the case has refused may go into another one. */
  async function unbinding<Result>(
    id: ReceivedMail['id'],
    caseId: SupportCaseId,
    add: () => Promise<Result>,
  ): Promise<Result> {
    try {
      return await add();
    } catch (error) {
      if (isSupportCaseClosed(error)) await receivedMails.unbind(id, caseId);
      throw error;
    }
  }

  return async (scope, mail, into) => {
    const { id: caseId, accountId } = into.opening;
    if (mail.state === 'received') throw conflict('The mail is just being sorted.');
    const parsing = await parseMail(await receivedMails.bytes(mail));
    if (parsing.parsed === 'no') throw conflict('No program can read this mail.');
    const said = await words(scope, mail, parsing.mail, accountId);
    const writer = await findWriter(said.sender, accountId);
    const by: SupportActor = { by: 'partner', ...(writer === undefined ? {} : { userId: writer.id }) };
    const message = messageOfMail(mail, into, said, by);
    if (!(await receivedMails.bind(mail.id, caseId))) throw conflict('The mail stands in another case.');
    const taken = await unbinding(mail.id, caseId, () => adding.add(scope, into, message));
    await receivedMails.settle(mail.id, [...undecidedMailStates, 'discarded', 'filed'], {
      state: 'filed',
      caseId,
      accountId,
    });
    return taken;
  };
}

/** The message that a mail becomes in a case; the same one whoever files it, or a repetition of it, there. */
export function messageOfMail(
  received: Pick<ReceivedMail, 'id' | 'repetitionOf' | 'receivedAt'>,
  { opening: { id: caseId, accountId } }: Pick<SupportCaseDocumentView, 'opening'>,
  words: FirstWords,
  by: SupportActor,
): SupportMessage {
  return {
    id: derivedIdentifier('msg', 'mail', originalOf(received), caseId),
    ...{ caseId, accountId, by, at: received.receivedAt },
    ...words,
  };
}
