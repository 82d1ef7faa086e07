import type { DeskLines } from '../../db/contact-book/contact-book.js';
import type { Store, SupportCaseDocumentView, SupportMail } from '../../db/store.js';
import { isOfDesk } from '../../domain/access/role.js';
import type { User } from '../../domain/access/user.js';
import type { ReceivedMailId, UserId } from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import {
  isOvertaken,
  newsFor,
  newsForDeskAddress,
  ownerFor,
  type CaseNews,
  type NewsReader,
} from '../../domain/support-case/case-news.js';
import type { SupportEntry, SupportEvent } from '../../domain/support-case/support-event.js';
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
  readonly desk: Pick<DeskLines, 'name' | 'language' | 'email' | 'emergencyNumber'>;
  readonly links: CaseLinks;
  /** Epoch milliseconds. */
  readonly now: () => number;
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
  now,
}: MailPreparingDependencies): PrepareMail {
  /** Somebody who has left sees to nothing any more. */
  async function stillThere(assignee: UserId | undefined): Promise<UserId | undefined> {
    const user = assignee === undefined ? undefined : await store.users.find(deskScope, assignee);
    return user?.state === 'active' ? user.id : undefined;
  }

  /** Whether whoever has a case gets mails about it. */
  async function isTold(assignee: UserId | undefined): Promise<boolean> {
    const user = assignee === undefined ? undefined : await store.users.find(deskScope, assignee);
    return user?.state === 'active' && user.supportMails !== 'none';
  }

  /** undefined: they were switched off, or want no mails any more. */
  async function readerOf(
    userId: UserId,
    { opening: { accountId }, view }: SupportCaseDocumentView,
  ): Promise<(NewsReader & { readonly user: User }) | undefined> {
    const user = await store.users.find(deskScope, userId);
    if (user?.state !== 'active' || user.supportMails === 'none') return undefined;
    if (isOfDesk(user.role)) {
      const owner = ownerFor(userId, await stillThere(view?.assignee));
      return { side: 'desk', userId, owner, user };
    }
    if (user.accountId !== accountId) return undefined;
    const account = await store.accounts.find(deskScope, accountId);
    return account?.state === 'active' ? { side: 'partner', userId, user } : undefined;
  }

  /** What an entry of a case tells, if it is still news. */
  async function newsOf(
    caseId: SupportMail['caseId'],
    sequence: number,
    told: (event: SupportEvent) => CaseNews | undefined,
  ): Promise<{ readonly entry: SupportEntry; readonly news: CaseNews } | undefined> {
    const page = { after: sequence - 1, limit: mostSince };
    const [entry, ...since] = await store.supportCases.entries(deskScope, caseId, page);
    if (entry?.sequence !== sequence) return undefined;
    const news = told(entry.event);
    const events = since.map(({ event }) => event);
    return news === undefined || isOvertaken(news, events) ? undefined : { entry, news };
  }

  async function prepareNews(mail: SupportMail, userId: UserId, sequence: number): Promise<Mail | undefined> {
    const { caseId } = mail;
    const theCase = await store.supportCases.find(deskScope, caseId);
    const reader = theCase === undefined ? undefined : await readerOf(userId, theCase);
    if (reader === undefined || theCase === undefined) return undefined;
    const { firstMessage } = theCase.opening;
    const found = await newsOf(caseId, sequence, (event) => newsFor(event, reader, firstMessage));
    if (found === undefined) return undefined;
    const { side, user } = reader;
    // The opening tells of the first message, which the case took with its next entry.
    const tellsFirst = found.news.tells === 'opened' || found.news.tells === 'came-in';
    return {
      to: user.email,
      ...(await composeNews({ theCase, ...found, side, receiver: user })),
      ...(await envelopes.ofNews(mail, reader, tellsFirst ? sequence + 1 : sequence)),
    };
  }

  /** undefined: somebody who is told has the case by now. */
  async function prepareForDesk(mail: SupportMail, sequence: number): Promise<Mail | undefined> {
    const theCase = await store.supportCases.find(deskScope, mail.caseId);
    if (theCase === undefined || (await isTold(theCase.view?.assignee))) return undefined;
    const found = await newsOf(mail.caseId, sequence, newsForDeskAddress);
    if (found === undefined) return undefined;
    const receiver = { name: desk.name, language: desk.language, timeZone: 'UTC' };
    return {
      to: desk.email,
      ...(await composeNews({ theCase, ...found, side: 'desk', receiver })),
      ...envelopes.toDesk(mail),
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
      link: links.toQuestions({ caseId, ...(user === undefined ? {} : { userId: user.id }) }, now()),
    });
    return { to: head.from, ...words, ...envelopes.ofAnswer(mail, head.messageId) };
  }

  return (mail) => {
    const { to, about } = mail;
    if (to.is === 'sender') return prepareAnswer(mail, to.receivedMailId);
    if (about.is !== 'news') return Promise.resolve(undefined);
    return to.is === 'desk'
      ? prepareForDesk(mail, about.sequence)
      : prepareNews(mail, to.userId, about.sequence);
  };
}

/** Whoever names several senders, or none, is answered by nobody. */
function isOneAddress(from: string): boolean {
  return /^[^\s,;:<>"]+@[^\s,;:<>"@]+$/.test(from);
}
