import {
  undecidedMailStates,
  type ReceivedMail,
  type ReceivedMailRepository,
} from '../../db/received-mail-store.js';
import type { SupportCaseRepository, UserRepository } from '../../db/store.js';
import type { User } from '../../domain/access/user.js';
import { conflict, DomainError } from '../../domain/errors.js';
import type { SupportCaseId, UserId } from '../../domain/identifiers.js';
import type { PartnerAccount } from '../../domain/partners/partner-account.js';
import { deskScope } from '../../domain/scope.js';
import type { ParseMail } from '../../providers/mail/inbound/mail-parser.js';
import type { OpenedSupportCase } from '../support/case-opening.js';
import { caseIdOfMail, type OpenCaseOfMail } from './mail-case-opening.js';
import { senderOf } from './mail-facts.js';
import type { FindMailWriter } from './mail-writer.js';

/** What somebody of the desk has said of a mail. */
export interface NewCaseByDesk {
  readonly account: PartnerAccount;
  readonly topic: string;
  /** Who of the account has written it, where the address does not tell. */
  readonly userId?: UserId;
}

/**
 * Opens a case of a mail that waits for the desk (C4). The mail is bound to the case before it is there, so that nobody puts it
 * elsewhere meanwhile; whoever is interrupted repeats it, and gets the same case.
 *
 * @throws DomainError `conflict` when the account is suspended, or the mail stands elsewhere, is being sorted, or no program can read
 *   it; `not-found` for a user whom the account does not have.
 */
export type OpenCaseByDesk = (mail: ReceivedMail, asked: NewCaseByDesk) => Promise<OpenedSupportCase>;

export function createOpeningByDesk({
  receivedMails,
  supportCases,
  parseMail,
  users,
  findWriter,
  openCase,
}: {
  readonly receivedMails: Pick<ReceivedMailRepository, 'bytes' | 'bind' | 'unbind' | 'settle'>;
  readonly supportCases: Pick<SupportCaseRepository, 'find'>;
  readonly parseMail: ParseMail;
  readonly users: Pick<UserRepository, 'find'>;
  readonly findWriter: FindMailWriter;
  readonly openCase: OpenCaseOfMail;
}): OpenCaseByDesk {
  async function requireUser(id: UserId, { id: accountId }: PartnerAccount): Promise<User> {
    const user = await users.find(deskScope, id);
    if (user?.accountId === accountId && user.state === 'active') return user;
    const message = 'There is no such active user of the account.';
    throw new DomainError('not-found', message, [{ path: '/userId', message }]);
  }

  /** A case that was never stored has the mail not: it may be put elsewhere. */
  async function unbindingUnlessStored<Result>(
    id: ReceivedMail['id'],
    caseId: SupportCaseId,
    open: () => Promise<Result>,
  ): Promise<Result> {
    try {
      return await open();
    } catch (error) {
      if ((await supportCases.find(deskScope, caseId)) === undefined) await receivedMails.unbind(id, caseId);
      throw error;
    }
  }

  return async (received, { account, topic, userId }) => {
    const { id: accountId } = account;
    if (account.state === 'suspended') throw conflict('The partner account is suspended.');
    if (received.state === 'received') throw conflict('The mail is just being sorted.');
    const parsing = await parseMail(await receivedMails.bytes(received));
    if (parsing.parsed === 'no') throw conflict('No program can read this mail.');
    const { mail } = parsing;
    const writer =
      userId === undefined ? await findWriter(senderOf(mail), accountId) : await requireUser(userId, account);
    const caseId = caseIdOfMail(received);
    if (!(await receivedMails.bind(received.id, caseId))) throw conflict('The mail stands in another case.');
    const opened = await unbindingUnlessStored(received.id, caseId, () =>
      openCase(received, mail, {
        ...{ accountId, topic },
        language: writer?.language ?? account.language,
        openedBy: { by: 'partner', ...(writer === undefined ? {} : { userId: writer.id }) },
      }),
    );
    await receivedMails.settle(received.id, [...undecidedMailStates, 'discarded', 'filed'], {
      state: 'filed',
      ...{ caseId, accountId },
    });
    return opened;
  };
}
