import type { SupportCaseDocumentView, SupportMessage, Store } from '../../db/store.js';
import type { DeskLines } from '../../db/contact-book/contact-book.js';
import type { User } from '../../domain/access/user.js';
import { userIdSchema, type SupportMessageId } from '../../domain/identifiers.js';
import { cut } from '../../domain/mail/header-text.js';
import { deskScope } from '../../domain/scope.js';
import type { CaseNews, NewsReader } from '../../domain/support-case/case-news.js';
import type { SupportActor, SupportEntry } from '../../domain/support-case/support-event.js';
import { defaultSupportPolicy } from '../../domain/support-case/support-policy.js';
import type { MailData, SupportMailMessage, SupportMailTopic } from '../../wording/mail/mail-data.js';
import type { MailTemplates, RenderedMail } from '../../wording/mail/mail-templates.js';
import type { Wording } from '../../wording/wording.js';
import { whereItGoesOn } from '../support/merged-cases.js';
import type { CaseLinks } from './case-links.js';

export interface NewsMailDependencies {
  readonly store: {
    readonly supportCases: Pick<Store['supportCases'], 'find'>;
    readonly supportMessages: Pick<Store['supportMessages'], 'find'>;
    readonly users: Pick<Store['users'], 'nameOf'>;
  };
  readonly mailTemplates: MailTemplates;
  readonly wording: Pick<Wording, 'text'>;
  readonly desk: Pick<DeskLines, 'name' | 'emergencyNumber'>;
  readonly links: CaseLinks;
  /** Whether there is a mailbox to which answers can be sent. */
  readonly takesReplies: boolean;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** What one mail tells, and to whom. */
export interface ToldNews {
  readonly theCase: SupportCaseDocumentView;
  readonly entry: SupportEntry;
  readonly news: CaseNews;
  readonly side: NewsReader['side'];
  readonly receiver: NewsMailReceiver;
}

/** A user, or the desk as such. */
export type NewsMailReceiver = Pick<User, 'name' | 'language' | 'timeZone'> & Partial<Pick<User, 'id'>>;

/** Makes the words of a mail about a support case, in the language of whoever gets it. */
export type ComposeNewsMail = (told: ToldNews) => Promise<RenderedMail>;

/** UTF-16 units; whoever writes a book sends a file. */
const mostText = 10_000;

export function createNewsMails({
  store,
  mailTemplates,
  wording,
  desk,
  links,
  takesReplies,
  now,
}: NewsMailDependencies): ComposeNewsMail {
  async function authorOf(by: SupportActor, { side, receiver: { language } }: ToldNews): Promise<string> {
    const userId = by.by === 'partner' ? by.userId : userOfDesk(by);
    const name = userId === undefined ? undefined : await store.users.nameOf(userId);
    if (name !== undefined) return name;
    if (by.by !== 'partner') return desk.name;
    return wording.text(language, `supportMail.${side === 'desk' ? 'unnamedClient' : 'unnamedPartner'}`);
  }

  async function messageOf(id: SupportMessageId, told: ToldNews): Promise<SupportMailMessage | undefined> {
    const message: SupportMessage | undefined = await store.supportMessages.find(deskScope, id);
    if (message === undefined) return undefined;
    const { text, by, attachments } = message;
    return {
      author: await authorOf(by, told),
      text: cut(text, mostText),
      isCut: text.length > mostText,
      files: attachments.map(({ name }) => name),
    };
  }

  async function otherNumber(news: CaseNews): Promise<string | undefined> {
    const id =
      news.tells === 'duplicate-merged'
        ? news.duplicate
        : news.tells === 'closed'
          ? news.mergedInto
          : undefined;
    return id === undefined ? undefined : (await store.supportCases.find(deskScope, id))?.opening.number;
  }

  /** How the reader goes on, and where: of a duplicate in the case that it was merged into. */
  async function continuation({
    theCase,
    side,
    receiver,
  }: ToldNews): Promise<{ readonly reply: MailData<'support-news'>['reply']; readonly link: string }> {
    if (side === 'desk') return { reply: 'in-case-only', link: links.to(theCase.opening.id) };
    const { opening, view } = await whereItGoesOn(theCase, (id) => store.supportCases.find(deskScope, id));
    const { id: caseId } = opening;
    // What partners are told is how the case stands now: an answer to an older mail does not come in either.
    if (view?.state === 'closed') {
      const asker = receiver.id === undefined ? {} : { userId: receiver.id };
      return { reply: 'takes-none', link: links.toQuestions({ caseId, ...asker }, now()) };
    }
    return { reply: takesReplies ? 'by-mail' : 'in-case-only', link: links.to(caseId) };
  }

  return async (told) => {
    const { theCase, entry, news, receiver } = told;
    const { number, referenceId, subject } = theCase.opening;
    const { reply, link } = await continuation(told);
    const other = await otherNumber(news);
    const message = 'messageId' in news ? await messageOf(news.messageId, told) : undefined;
    return mailTemplates.render('support-news', receiver.language, {
      organisation: desk.name,
      emergencyNumber: desk.emergencyNumber,
      receiver: receiver.name,
      supportCase: { number, referenceId, subject, link },
      what: topicOf(news),
      timeZone: receiver.timeZone,
      reply,
      ...(news.tells === 'closure-warned'
        ? { until: entry.at + (theCase.opening.policy ?? defaultSupportPolicy).warnBeforeClosing }
        : {}),
      ...(other === undefined ? {} : { other }),
      ...(message === undefined ? {} : { message }),
    });
  };
}

function userOfDesk(by: SupportActor) {
  if (by.by !== 'desk' || by.principal.by !== 'user') return undefined;
  return userIdSchema.safeParse(by.principal.userId).data;
}

const topics = {
  'desk-wrote': 'deskWrote',
  'colleague-wrote': 'colleagueWrote',
  'partner-wrote': 'partnerWrote',
  'waiting-for-partner': 'waitingForPartner',
  'put-on-hold': 'putOnHold',
  resumed: 'resumed',
  reminded: 'reminded',
  'closure-warned': 'closureWarned',
  'answer-due-soon': 'answerDueSoon',
  'answer-overdue': 'answerOverdue',
  'hold-reminded': 'holdReminded',
  assigned: 'assigned',
  'came-in': 'cameIn',
  'duplicate-merged': 'duplicateMerged',
} as const satisfies Readonly<Record<Exclude<CaseNews['tells'], 'opened' | 'closed'>, SupportMailTopic>>;

const closings = {
  answered: 'closedAnswered',
  withdrawn: 'closedWithdrawn',
  'no-reply': 'closedNoReply',
  merged: 'closedMerged',
} as const;

function topicOf(news: CaseNews): SupportMailTopic {
  if (news.tells === 'opened') return news.isOwn ? 'opened' : 'openedForYou';
  return news.tells === 'closed' ? closings[news.outcome] : topics[news.tells];
}
