import type { Store, SupportMail } from '../../db/store.js';
import type { SupportMailId, UserId } from '../../domain/identifiers.js';
import type { SupportMailIdentity } from '../../domain/mail/support-mail-identity.js';
import { deskScope } from '../../domain/scope.js';
import { threadOf } from '../../domain/support-case/mail-thread.js';
import type { NewsReader } from '../../domain/support-case/case-news.js';
import type { Mail } from '../../providers/mail/mailer.js';

export interface MailEnvelopeDependencies {
  readonly store: {
    readonly supportMails: Pick<Store['supportMails'], 'sentBefore'>;
    readonly supportMessages: Pick<Store['supportMessages'], 'lastMailBy'>;
    readonly receivedMails: Pick<Store['receivedMails'], 'find'>;
  };
  /** undefined: there is no mailbox for support cases, and mails have no names by which they are known again. */
  readonly identity: SupportMailIdentity | undefined;
}

/** All of a mail but its words and whom it goes to. */
export type MailEnvelope = Pick<Mail, 'replyTo' | 'returnPath' | 'messageId' | 'thread' | 'automatic'>;

export interface MailEnvelopes {
  /** @param through the last entry that it tells of. */
  ofNews(mail: SupportMail, to: NewsReader, through: number): Promise<MailEnvelope>;
  /** What nobody answers: it goes to the desk's own address. */
  toDesk(mail: SupportMail): MailEnvelope;
  /** @param answered the Message-ID of the mail that is answered; absent: it has none. */
  ofAnswer(mail: SupportMail, answered: string | undefined): MailEnvelope;
}

/** By so many earlier mails a mail is put into a conversation. */
const mostEarlier = 10;
/** Stands for the case in the names of mails; no mail has it itself. */
const threadRoot = 'thread';

/** The letters by which a report of a delivery names one of our mails. */
function lettersOf(id: SupportMailId): string {
  return id.slice('sml_'.length);
}

/** Headers by which mails about cases are answered, put into conversations and known again when they come back (C4, C5). */
export function createMailEnvelopes({ store, identity }: MailEnvelopeDependencies): MailEnvelopes {
  /** What the same person has got and written before. */
  async function earlierOf(
    { messageIds }: SupportMailIdentity,
    mail: SupportMail,
    userId: UserId,
    through: number,
  ) {
    const { caseId } = mail;
    const ours = (await store.supportMails.sentBefore(mail, mostEarlier)).flatMap(({ id, about }) =>
      about.is === 'news'
        ? [
            {
              sequence: about.sequence,
              messageId: messageIds.messageIdFor({ caseId, message: lettersOf(id) }),
            },
          ]
        : [],
    );
    const theirs = await store.supportMessages.lastMailBy(deskScope, caseId, userId, through + 1);
    if (theirs?.receivedMailId === undefined) return ours;
    const messageId = (await store.receivedMails.find(theirs.receivedMailId))?.head?.messageId;
    return messageId === undefined ? ours : [...ours, { sequence: theirs.sequence, messageId }];
  }

  function namesOf({ replyAddresses, messageIds }: SupportMailIdentity, { id, caseId }: SupportMail) {
    const message = { caseId, message: lettersOf(id) };
    return {
      replyTo: replyAddresses.addressFor(caseId),
      returnPath: replyAddresses.returnPathFor(message),
      messageId: messageIds.messageIdFor(message),
    };
  }

  return {
    async ofNews(mail, { side, userId }, through) {
      if (identity === undefined) return {};
      const { replyTo, ...names } = namesOf(identity, mail);
      const root = identity.messageIds.messageIdFor({ caseId: mail.caseId, message: threadRoot });
      return {
        ...names,
        thread: threadOf(root, await earlierOf(identity, mail, userId, through)),
        // What the desk writes by mail would come in as words of a partner.
        ...(side === 'partner' ? { replyTo } : {}),
      };
    },

    toDesk(mail) {
      if (identity === undefined) return {};
      const { replyTo: _none, ...names } = namesOf(identity, mail);
      return names;
    },

    ofAnswer(mail, answered) {
      const thread =
        answered === undefined ? {} : { thread: { inReplyTo: answered, references: [answered] } };
      if (identity === undefined) return { ...thread, automatic: 'auto-replied' };
      return { ...thread, ...namesOf(identity, mail), automatic: 'auto-replied' };
    },
  };
}
