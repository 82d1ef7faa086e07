import type { DeskLines } from '../../db/contact-book/contact-book.js';
import type { Store, SupportMail } from '../../db/store.js';
import { isOfDesk } from '../../domain/access/role.js';
import type { User } from '../../domain/access/user.js';
import type { AccountId, ReceivedMailId, UserId } from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import { isOvertaken, newsFor, type NewsReader } from '../../domain/support-case/case-news.js';
import type { Mail } from '../../providers/mail/mailer.js';
import type { MailTemplates } from '../../wording/mail/mail-templates.js';
import type { CaseLinks } from './case-links.js';
import type { MailEnvelopes } from './mail-envelope.js';
import type { ComposeNewsMail } from './news-mails.js';

export interface MailPreparingDependencies {
  readonly store: {
    readonly supportCases: Pick<Store['supportCases'], 'find' | 'entries'>;
    readonly users: Pick<Store['users'], 'find' | 'findActiveByEmail'>;
    readonly accounts: Pick<Store['accounts'], 'find'>;
    readonly receivedMails: Pick<Store['receivedMails'], 'find'>;
  };
  readonly composeNews: ComposeNewsMail;
  readonly envelopes: MailEnvelopes;
  readonly mailTemplates: MailTemplates;
  readonly desk: Pick<DeskLines, 'name' | 'emergencyNumber'>;
  readonly links: CaseLinks;
}

/** Makes a mail of the outbox ready to be sent; undefined: there is nobody any more whom it could tell, or nothing to tell. */
export type PrepareMail = (mail: SupportMail) => Promise<Mail | undefined>;

/** So much of what has happened since decides whether news are still news. */
const mostSince = 100;

/** Everything is looked up when a mail is sent: addresses change, people leave, and cases go on. */
export function createMailPreparing({
  store,
  composeNews,
  envelopes,
  mailTemplates,
  desk,
  links,
}: MailPreparingDependencies): PrepareMail {
  /** undefined: they were switched off, or want no mails any more. */
  async function readerOf(
    userId: UserId,
    accountId: AccountId,
  ): Promise<(NewsReader & { readonly user: User }) | undefined> {
    const user = await store.users.find(deskScope, userId);
    if (user?.state !== 'active' || user.supportMails === 'none') return undefined;
    if (isOfDesk(user.role)) return { side: 'desk', userId, user };
    if (user.accountId !== accountId) return undefined;
    const account = await store.accounts.find(deskScope, accountId);
    return account?.state === 'active' ? { side: 'partner', userId, user } : undefined;
  }

  async function prepareNews(mail: SupportMail, userId: UserId, sequence: number): Promise<Mail | undefined> {
    const { caseId, accountId } = mail;
    const reader = await readerOf(userId, accountId);
    const theCase = await store.supportCases.find(deskScope, caseId);
    if (reader === undefined || theCase === undefined) return undefined;
    const page = { after: sequence - 1, limit: mostSince };
    const [entry, ...since] = await store.supportCases.entries(deskScope, caseId, page);
    if (entry?.sequence !== sequence) return undefined;
    const news = newsFor(entry.event, reader, theCase.opening.firstMessage);
    const events = since.map(({ event }) => event);
    if (news === undefined || isOvertaken(news, events)) return undefined;
    const { side, user } = reader;
    return {
      to: user.email,
      ...(await composeNews({ theCase, entry, news, side, user })),
      // The opening tells of the first message, which the case took with its next entry.
      ...(await envelopes.ofNews(mail, reader, news.tells === 'opened' ? sequence + 1 : sequence)),
    };
  }

  async function prepareAnswer(mail: SupportMail, receivedMailId: ReceivedMailId): Promise<Mail | undefined> {
    const { caseId, accountId } = mail;
    const head = (await store.receivedMails.find(receivedMailId))?.head;
    const theCase = await store.supportCases.find(deskScope, caseId);
    if (head === undefined || theCase === undefined || !isOneAddress(head.from)) return undefined;
    const { number, language } = theCase.opening;
    const user = await store.users.findActiveByEmail({ of: 'account', accountId }, head.from);
    const words = mailTemplates.render('support-case-closed', user?.language ?? language, {
      organisation: desk.name,
      emergencyNumber: desk.emergencyNumber,
      number,
      link: links.to(caseId),
    });
    return { to: head.from, ...words, ...envelopes.ofAnswer(mail, head.messageId) };
  }

  return (mail) => {
    const { to, about } = mail;
    if (to.is === 'sender') return prepareAnswer(mail, to.receivedMailId);
    return about.is === 'news' ? prepareNews(mail, to.userId, about.sequence) : Promise.resolve(undefined);
  };
}

/** Whoever names several senders, or none, is answered by nobody. */
function isOneAddress(from: string): boolean {
  return /^[^\s,;:<>"]+@[^\s,;:<>"@]+$/.test(from);
}
