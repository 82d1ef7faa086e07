import type { Answers } from '../domain/forms/answers-schema.js';
import type {
  AccountId,
  AttachmentId,
  ReceivedMailId,
  SupportCaseId,
  SupportMessageId,
  SupportNoteId,
  UserId,
} from '../domain/identifiers.js';
import type { Language } from '../domain/language.js';
import type { Scope } from '../domain/scope.js';
import type { SupportActor, SupportEntry } from '../domain/support-case/support-event.js';
import type { StoredSupportCase } from '../domain/support-case/stored-support-case.js';
import type { SupportCaseCourse, SupportCaseState } from '../domain/support-case/support-case.js';
import type { UndeliveredReason } from '../domain/support-case/support-mail.js';
import type { SupportPolicy } from '../domain/support-case/support-policy.js';
import type { SupportCaseView } from '../domain/support-case/support-case-view.js';
import type { Principal } from '../domain/timeline.js';
import type { Page, PageRequest } from './paging.js';

/** A typed number of the partner's, such as a merchant ID (C2, C3). */
export interface CaseIdentifier {
  readonly type: string;
  readonly value: string;
}

/** How a support case began: never changed afterwards. Stored before its workflow starts. */
export interface SupportOpening {
  readonly id: SupportCaseId;
  /** `B-2026-000123`, unique, never reused (C3). */
  readonly number: string;
  readonly referenceId: string;
  readonly accountId: AccountId;
  readonly topic: string;
  /** Of the form by which it was asked; absent for a case that came by mail, or asks further questions about another one. */
  readonly formVersion?: number;
  readonly subject: string;
  readonly answers?: Answers;
  readonly identifiers: readonly CaseIdentifier[];
  readonly language: Language;
  readonly openedBy: SupportActor;
  readonly openedAt: Date;
  /** What the partner wrote first. */
  readonly firstMessage: SupportMessageId;
  /** The closed case about which this one asks further questions (C7). */
  readonly followUpOf?: SupportCaseId;
  /** Who has it from the beginning, e.g. who had the case before. */
  readonly assignee?: UserId;
  /** What was promised then; absent: as usual. */
  readonly policy?: SupportPolicy;
  /** Hash of the request; another body under the same Idempotency-Key is refused. */
  readonly bodyHash: string;
}

/** What a case is about. The desk may put it right while the case is open. */
export interface SupportCaseDetails {
  readonly topic: string;
  readonly subject: string;
  readonly identifiers: readonly CaseIdentifier[];
}

export interface RevisedCaseDetails extends SupportCaseDetails {
  /** Rises with every save, from 0. */
  readonly revision: number;
}

export interface SupportCaseDocumentView {
  readonly opening: SupportOpening;
  /** As they are now: at first those of the opening. */
  readonly details: RevisedCaseDetails;
  /** Absent: the workflow has recorded nothing yet. */
  readonly view?: SupportCaseView;
  /** It is stored, and nobody has noted yet that it was started. */
  readonly awaitsStart?: true;
  /** Follow-up cases of this one, oldest first (C7). */
  readonly followUps: readonly SupportCaseId[];
  /** A mail about this case did not arrive (C5). Absent: none. */
  readonly mailTrouble?: MailTrouble;
}

export interface MailTrouble {
  readonly since: Date;
  readonly why: UndeliveredReason;
  readonly userId?: UserId;
}

export interface SupportAttachment {
  readonly id: AttachmentId;
  readonly name: string;
  readonly sizeBytes: number;
  /** What its bytes are, whatever was declared. */
  readonly mediaType: string;
}

/** A file of a mail that its case did not take over. */
export interface LeftOutFile {
  /** Its place among the files of the mail, from 0. */
  readonly index: number;
  readonly name: string;
  readonly sizeBytes: number;
  readonly why: 'program' | 'too-large';
}

/** What stayed with a mail when its words went into a case. */
export interface LeftOut {
  readonly files: readonly LeftOutFile[];
  /** Files beyond the number that is read: nobody knows their names. */
  readonly more: number;
}

/** What a partner or the desk wrote. Stored before the workflow accepts it; only accepted ones are shown. */
export interface SupportMessage {
  readonly id: SupportMessageId;
  readonly caseId: SupportCaseId;
  readonly accountId: AccountId;
  readonly by: SupportActor;
  readonly channel: 'portal' | 'mail' | 'api';
  readonly at: Date;
  readonly text: string;
  /** What the mail quoted, folded away. Absent: nothing. */
  readonly quoted?: string;
  readonly attachments: readonly SupportAttachment[];
  readonly receivedMailId?: ReceivedMailId;
  /** Absent: the case has all files of the mail. */
  readonly leftOut?: LeftOut;
  /** The text of the mail was longer than what is kept of it. */
  readonly isCut?: true;
  /** Hash of the request; another body under the same Idempotency-Key is refused. Absent: by mail, or of an earlier release. */
  readonly bodyHash?: string;
  /** Who the mail says it is from; nothing proves it. */
  readonly sender?: string;
}

/** For the desk only. Another collection and type, so that no list of messages can contain one (C10). */
export interface SupportNote {
  readonly id: SupportNoteId;
  readonly caseId: SupportCaseId;
  readonly by: Principal;
  readonly at: Date;
  readonly text: string;
}

export interface SupportRecord {
  readonly revision: number;
  readonly view: SupportCaseView;
  /** The contiguous run of all entries that are not known to be stored yet. */
  readonly entries: readonly SupportEntry[];
  /** Where the case stands; absent: recorded by a worker of an earlier release. */
  readonly course?: SupportCaseCourse;
}

/** A case with entries that its users may want mails about. */
export interface UnmailedSupportCase {
  readonly opening: SupportOpening;
  readonly assignee?: UserId;
  /** Entries up to here are in the outbox. */
  readonly mailedThrough: number;
  /** Entries up to here are stored. */
  readonly timelineThrough: number;
}

/** Cases whose promised answer stands so (C9). */
export const lateAnswers = ['due-soon', 'overdue'] as const;
export type LateAnswer = (typeof lateAnswers)[number];

/** `openedAt`: newest first. `dueAt`: only cases whose answer is due or overdue, the most urgent first. */
export const supportCaseOrders = ['openedAt', 'dueAt'] as const;
export type SupportCaseOrder = (typeof supportCaseOrders)[number];

export interface SupportCaseFilter {
  readonly accountId?: AccountId;
  /** Any of them. */
  readonly states?: readonly SupportCaseState[];
  /** Whether it is not closed. */
  readonly isOpen?: boolean;
  readonly answer?: LateAnswer;
  readonly assignee?: UserId | 'nobody';
  readonly topic?: string;
  /** Only those with mails that did not arrive. */
  readonly mailTrouble?: true;
  /** Number, reference ID, identifier or words (C3). */
  readonly text?: string;
  /** With `text`: all cases of these accounts are found too, since the text is a number of theirs. */
  readonly accountsNamed?: readonly AccountId[];
}

export interface SupportCaseRepository {
  /** The next number of the year; never given twice, whoever asks at the same moment. */
  nextNumber(year: number): Promise<string>;
  /** Stores opening and first message before the workflow starts. The opening that is stored: another one where the ID exists. */
  open(
    scope: Scope,
    opening: SupportOpening,
    firstMessage: SupportMessage,
  ): Promise<{ readonly stored: 'new' | 'exists'; readonly opening: SupportOpening }>;
  /** The workflow runs. */
  markStarted(id: SupportCaseId): Promise<void>;
  /** Openings whose workflow was not started, older than the moment, the oldest first, behind one of them: for the sweeper. */
  unstarted(
    before: Date,
    limit: number,
    last?: Pick<SupportOpening, 'id' | 'openedAt'>,
  ): Promise<readonly SupportOpening[]>;
  /** Entries first, then the view if its revision is higher; the messages that the entries name are accepted by it. */
  record(record: SupportRecord): Promise<{ readonly recordedThrough: number }>;
  /** Everything from which a case can be taken up whose workflow was lost; undefined: there is no such case. */
  readStored(id: SupportCaseId): Promise<StoredSupportCase | undefined>;
  find(scope: Scope, id: SupportCaseId): Promise<SupportCaseDocumentView | undefined>;
  findByNumber(scope: Scope, number: string): Promise<SupportCaseDocumentView | undefined>;
  findByReferenceId(scope: Scope, referenceId: string): Promise<SupportCaseDocumentView | undefined>;
  /**
   * Changes what an open case is about, and what it is found by. undefined: there is none.
   *
   * @throws ChangedMeanwhileError when `ifRevision` is not the current one; SupportCaseClosedError.
   */
  saveDetails(
    scope: Scope,
    id: SupportCaseId,
    details: SupportCaseDetails,
    ifRevision?: number,
  ): Promise<{ readonly before: SupportCaseDetails; readonly after: RevisedCaseDetails } | undefined>;
  /** Newest first, unless it is told otherwise; a cursor belongs to the order by which it was given. */
  list(
    scope: Scope,
    query: PageRequest & SupportCaseFilter & { readonly sort?: SupportCaseOrder },
  ): Promise<Page<SupportCaseDocumentView>>;
  entries(
    scope: Scope,
    id: SupportCaseId,
    page: { readonly after: number; readonly limit: number },
  ): Promise<readonly SupportEntry[]>;
  /**
   * Cases in which the time of the promised answer runs, by other hours than those of the revision: the most urgent first, without
   * those that are named.
   */
  countedByOtherHours(
    revision: string,
    except: readonly SupportCaseId[],
    limit: number,
  ): Promise<readonly SupportCaseId[]>;
  /** Open cases whose `nextActionAt` lies before the moment, for the auditor. */
  overdue(
    before: Date,
    limit: number,
  ): Promise<readonly { readonly caseId: SupportCaseId; readonly nextActionAt: Date }[]>;
  /** Cases that were merged into one of these (C10). */
  duplicatesOf(scope: Scope, ids: readonly SupportCaseId[]): Promise<readonly SupportOpening[]>;
  /** A mail about the case did not arrive. */
  markMailTrouble(id: SupportCaseId, trouble: MailTrouble): Promise<void>;
  /** How often that was marked, in all. */
  timesMailTroubleMarked(id: SupportCaseId): Promise<number>;
  /** The desk has seen to it. @param times nothing happens when it was marked more often. */
  unmarkMailTrouble(id: SupportCaseId, times: number): Promise<void>;
  /** Cases with entries that are not in the outbox yet, those that were opened first first. */
  unmailed(page: PageRequest): Promise<Page<UnmailedSupportCase>>;
  /** The entries up to this sequence are in the outbox. */
  markMailed(id: SupportCaseId, through: number): Promise<void>;
}

/** A message with the sequence of the entry by which its case took it. */
export type AcceptedMessage = SupportMessage & { readonly sequence: number };

export interface SupportMessageRepository {
  /** Keeps the words, not yet accepted. The same one twice changes nothing. `not-found`: the account has no such case. */
  keep(scope: Scope, message: SupportMessage): Promise<'kept' | 'exists'>;
  find(scope: Scope, id: SupportMessageId): Promise<SupportMessage | undefined>;
  /** The message, if its case has taken it. */
  findAccepted(scope: Scope, id: SupportMessageId): Promise<AcceptedMessage | undefined>;
  /** Accepted ones, oldest first, with their sequence numbers. */
  list(
    scope: Scope,
    caseId: SupportCaseId,
    page: { readonly after: number; readonly limit: number },
  ): Promise<readonly AcceptedMessage[]>;
  /** The last accepted ones, or the last of those before a sequence number: oldest first all the same. */
  latest(
    scope: Scope,
    caseId: SupportCaseId,
    page: { readonly before?: number; readonly limit: number },
  ): Promise<readonly AcceptedMessage[]>;
  /** Users of the partner account who have written in the case. */
  partnersWhoWrote(scope: Scope, caseId: SupportCaseId): Promise<ReadonlySet<UserId>>;
  /** The last message that a user sent in by mail, of those before a sequence number. */
  lastMailBy(
    scope: Scope,
    caseId: SupportCaseId,
    userId: UserId,
    before: number,
  ): Promise<AcceptedMessage | undefined>;
}

/** Only the desk has notes, so there is no scope but its own to ask with. */
export interface SupportNoteRepository {
  /** The same one twice changes nothing. The note that is stored: another one where the ID exists. */
  add(note: SupportNote): Promise<SupportNote>;
  /** Oldest first, with their sequence numbers. */
  list(
    caseId: SupportCaseId,
    page: { readonly after: number; readonly limit: number },
  ): Promise<readonly (SupportNote & { readonly sequence: number })[]>;
}
