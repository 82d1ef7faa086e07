import type { SupportMails } from '../access/user.js';
import type { SupportCaseId, SupportMessageId, UserId } from '../identifiers.js';
import type { SupportNews, SupportOutcome } from './support-case.js';
import type { SupportActor, SupportEvent } from './support-event.js';

/** What a mail about a support case tells whoever gets it (C5). Notes of the desk are no events, so none can be told (C10). */
export type CaseNews =
  /** The case is there, with its number; `messageId` is what was asked. */
  | { readonly tells: 'opened'; readonly isOwn: boolean; readonly messageId: SupportMessageId }
  | {
      readonly tells: 'desk-wrote' | 'colleague-wrote' | 'partner-wrote';
      readonly messageId: SupportMessageId;
    }
  | { readonly tells: StandingNews }
  | { readonly tells: 'assigned' }
  /** A case has come in, and nobody of the desk has it; `messageId` is what was asked. */
  | { readonly tells: 'came-in'; readonly messageId: SupportMessageId }
  | { readonly tells: 'duplicate-merged'; readonly duplicate: SupportCaseId }
  | { readonly tells: 'closed'; readonly outcome: ToldOutcome; readonly mergedInto?: SupportCaseId };

/** How a case stands: of no interest any more once it stands otherwise. */
export type StandingNews =
  | 'waiting-for-partner'
  | 'put-on-hold'
  | 'resumed'
  | 'reminded'
  | 'closure-warned'
  | 'answer-due-soon'
  | 'answer-overdue'
  | 'hold-reminded';

/** Nobody is told that their mail was taken for spam: it would only prove that somebody reads at this address. */
export type ToldOutcome = Exclude<SupportOutcome, 'spam'>;

/** Whose a case is, seen by somebody of the desk. */
export type CaseOwner = 'reader' | 'nobody' | 'somebody-else';

/** Who reads: a user of the partner account, or somebody of the desk. */
export type NewsReader =
  | { readonly side: 'partner'; readonly userId: UserId }
  | { readonly side: 'desk'; readonly userId: UserId; readonly owner: CaseOwner };

/**
 * What an event is to a reader; undefined: nothing that they want a mail about. Nobody is told of what they did themselves, but
 * that their case is opened: then they have its number.
 *
 * @param firstMessage what was asked; it is told with the opening.
 */
export function newsFor(
  event: SupportEvent,
  reader: NewsReader,
  firstMessage: SupportMessageId,
): CaseNews | undefined {
  if (reader.side === 'desk') return newsForDesk(event, reader, firstMessage);
  const isOwn = 'by' in event && isDoneBy(event.by, reader.userId);
  if (event.type === 'opened') return { tells: 'opened', isOwn, messageId: firstMessage };
  if (isOwn) return undefined;
  switch (event.type) {
    case 'message-added': {
      const { messageId, by } = event;
      if (messageId === firstMessage) return undefined;
      return { tells: by.by === 'partner' ? 'colleague-wrote' : 'desk-wrote', messageId };
    }
    case 'waiting-for-partner':
    case 'put-on-hold':
    case 'resumed':
      return { tells: event.type };
    case 'clock':
      return event.news === 'reminded' || event.news === 'closure-warned' ? { tells: event.news } : undefined;
    case 'duplicate-merged':
      return { tells: 'duplicate-merged', duplicate: event.duplicate };
    case 'closed': {
      const { outcome, mergedInto } = event;
      if (outcome === 'spam') return undefined;
      return { tells: 'closed', outcome, ...(mergedInto === undefined ? {} : { mergedInto }) };
    }
    case 'assigned':
      return undefined;
  }
}

/** A case that nobody has is everybody's: else nobody would hear of it (C9). */
function newsForDesk(
  event: SupportEvent,
  { userId, owner }: Extract<NewsReader, { side: 'desk' }>,
  firstMessage: SupportMessageId,
): CaseNews | undefined {
  if (event.type === 'assigned') {
    return event.to === userId && !isDoneBy(event.by, userId) ? { tells: 'assigned' } : undefined;
  }
  if (owner === 'somebody-else') return undefined;
  switch (event.type) {
    case 'opened':
      // Whoever has a case from the beginning is told that it was assigned to them.
      return owner === 'nobody' && !isDoneBy(event.by, userId)
        ? { tells: 'came-in', messageId: firstMessage }
        : undefined;
    case 'message-added':
      if (event.by.by !== 'partner' || event.messageId === firstMessage) return undefined;
      return { tells: 'partner-wrote', messageId: event.messageId };
    case 'clock':
      return isForDesk(event.news) ? { tells: event.news } : undefined;
    case 'waiting-for-partner':
    case 'put-on-hold':
    case 'resumed':
    case 'duplicate-merged':
    case 'closed':
      return undefined;
  }
}

/** What the desk's own address is told: an answer is overdue, or a case waits on hold, and somebody has to know. */
export function newsForDeskAddress(event: SupportEvent): CaseNews | undefined {
  if (event.type !== 'clock') return undefined;
  return event.news === 'answer-overdue' || event.news === 'hold-reminded'
    ? { tells: event.news }
    : undefined;
}

/** What the desk writes to the partner by an event; undefined: nothing. @param firstMessage as for `newsFor`. */
export function writtenByDesk(
  event: SupportEvent,
  firstMessage: SupportMessageId,
): SupportMessageId | undefined {
  if (!('by' in event) || event.by.by !== 'desk') return undefined;
  if (event.type === 'opened') return firstMessage;
  return event.type === 'message-added' && event.messageId !== firstMessage ? event.messageId : undefined;
}

const clockForDesk = [
  'answer-due-soon',
  'answer-overdue',
  'hold-reminded',
] as const satisfies readonly SupportNews[];

function isForDesk(news: SupportNews): news is (typeof clockForDesk)[number] {
  return clockForDesk.some((each) => each === news);
}

function isDoneBy(actor: SupportActor, userId: UserId): boolean {
  switch (actor.by) {
    case 'partner':
      return actor.userId === userId;
    case 'desk':
      return actor.principal.by === 'user' && actor.principal.userId === userId;
    case 'rule':
      return false;
  }
}

/**
 * Whether news are overtaken by what happened since. While a mail server is away for a day nobody is reminded of what they
 * have answered meanwhile; what somebody wrote, and that a case was opened or closed, is told however late it is.
 */
export function isOvertaken({ tells }: CaseNews, since: readonly SupportEvent[]): boolean {
  switch (tells) {
    case 'opened':
    case 'desk-wrote':
    case 'colleague-wrote':
    case 'partner-wrote':
    case 'duplicate-merged':
    case 'closed':
      return false;
    case 'came-in':
      return since.some(
        (event) => event.type === 'closed' || (event.type === 'message-added' && event.by.by === 'desk'),
      );
    case 'assigned':
      return since.some(({ type }) => type === 'assigned' || type === 'closed');
    case 'answer-due-soon':
    case 'answer-overdue':
      return since.some(
        (event) =>
          endsWaiting(event) ||
          (event.type === 'message-added' && event.by.by === 'desk') ||
          (event.type === 'clock' && event.news === 'answer-overdue'),
      );
    case 'hold-reminded':
      return since.some(
        (event) =>
          endsWaiting(event) ||
          event.type === 'message-added' ||
          event.type === 'resumed' ||
          (event.type === 'clock' && event.news === 'hold-reminded'),
      );
    case 'waiting-for-partner':
    case 'put-on-hold':
    case 'resumed':
    case 'reminded':
    case 'closure-warned':
      return since.some(
        (event) =>
          endsWaiting(event) ||
          event.type === 'message-added' ||
          event.type === 'resumed' ||
          (event.type === 'clock' && (event.news === 'reminded' || event.news === 'closure-warned')),
      );
  }
}

function endsWaiting({ type }: SupportEvent): boolean {
  return type === 'closed' || type === 'waiting-for-partner' || type === 'put-on-hold';
}

/** Whether somebody wants a mail about a case. @param takesPart they have opened it, written in it, or have it. */
export function wantsMail(choice: SupportMails, takesPart: boolean): boolean {
  return choice === 'all' || (choice === 'mine' && takesPart);
}

/** Whose the case is for a reader. @param assignee who has it; somebody who has left the desk has none. */
export function ownerFor(reader: UserId, assignee: UserId | undefined): CaseOwner {
  if (assignee === undefined) return 'nobody';
  return assignee === reader ? 'reader' : 'somebody-else';
}
