import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { AccountId, SupportCaseId, SupportMessageId, UserId } from '../../domain/identifiers.js';
import type { SupportActor, SupportEntry } from '../../domain/support-case/support-event.js';
import type { PromisedAnswer, SupportOutcome } from '../../domain/support-case/support-case.js';
import type { SupportCaseView } from '../../domain/support-case/support-case-view.js';
import type { SupportPolicy } from '../../domain/support-case/support-policy.js';

/** The type name of the workflow and what starts it. The workflow ID is `support-case:<id>`. */
export const supportCaseWorkflowType = 'supportCase';

/** A support case from its first message to its closure, which is final (C6). */
export interface SupportCaseStart {
  readonly caseId: SupportCaseId;
  readonly accountId: AccountId;
  readonly openedAt: number;
  readonly openedBy: SupportActor;
  readonly firstMessage: SupportMessageId;
  readonly followUpOf?: SupportCaseId;
  readonly assignee?: UserId;
  /** What was promised when the case was opened; absent: the default. */
  readonly policy?: SupportPolicy;
  /** The workflow of the case was lost: it goes on from what is stored, instead of beginning. */
  readonly takesUp?: true;
  /** For tests: a new run begins after so many events. Absent: the usual. */
  readonly longHistory?: number;
}

/** The words are kept already; the case decides whether it takes them. */
export interface AddMessage {
  readonly messageId: SupportMessageId;
  readonly by: SupportActor;
  /** What the desk waits for after its answer; of no meaning for a partner's message. */
  readonly next?: 'waiting-for-partner' | 'open';
  /** How far the desk has read; what the partner wrote behind it is still to be answered. Absent: all of it. */
  readonly seen?: number;
}

export interface Assign {
  readonly by: SupportActor;
  /** Absent: nobody has it any more. */
  readonly to?: UserId;
}

export interface ChangeState {
  readonly by: SupportActor;
  readonly to: 'open' | 'waiting-for-partner' | 'on-hold';
}

export interface CloseSupportCase {
  readonly by: SupportActor;
  readonly outcome: Exclude<SupportOutcome, 'no-reply' | 'merged'>;
  /** How far the desk has read; where the partner has written behind it the case stays open. Absent: all of it. */
  readonly seen?: number;
}

/** This case is the duplicate: it closes. */
export interface MergeInto {
  readonly by: SupportActor;
  readonly into: SupportCaseId;
}

/** From case to case: may the duplicate be merged into the one that is asked? */
export interface OfferDuplicate {
  readonly offerId: string;
  readonly duplicate: SupportCaseId;
}

/** From case to case, back to the duplicate. */
export interface AnswerOffer {
  readonly offerId: string;
  readonly isTaken: boolean;
}

/** From case to case: the duplicate was merged into the one that is told. */
export interface TakeDuplicate {
  readonly by: SupportActor;
  readonly duplicate: SupportCaseId;
  /** The answer that the duplicate still owed. */
  readonly owed?: PromisedAnswer;
}

/** The opening hours of the desk are others now. */
export interface HoursChanged {
  readonly revision: string;
}

/** Rejections of updates carry it as the failure's type. */
export type SupportCaseRejection =
  | 'SupportCaseClosed'
  | 'SupportCaseMergeRefused'
  | 'SupportCaseUnread'
  /** It is being taken up from what is stored: whoever asks repeats. */
  | 'SupportCaseNotReady';

export interface SupportCaseRecordNow {
  readonly view: SupportCaseView;
  readonly entries: readonly SupportEntry[];
}

/** Every update is rejected with `SupportCaseClosed` once the case is closed; the same message, or merge, twice is accepted once. */
export const addMessage = defineUpdate<{ readonly sequence: number }, [AddMessage]>('addMessage');
export const assignSupportCase = defineUpdate<void, [Assign]>('assignSupportCase');
export const changeState = defineUpdate<void, [ChangeState]>('changeState');
export const closeSupportCase = defineUpdate<void, [CloseSupportCase]>('closeSupportCase');
export const mergeInto = defineUpdate<void, [MergeInto]>('mergeInto');
export const offerDuplicate = defineSignal<[OfferDuplicate]>('offerDuplicate');
export const answerOffer = defineSignal<[AnswerOffer]>('answerOffer');
export const takeDuplicate = defineSignal<[TakeDuplicate]>('takeDuplicate');
/** Of no effect where the case has those hours already. */
export const hoursChanged = defineSignal<[HoursChanged]>('hoursChanged');
export const currentSupportRecord = defineQuery<SupportCaseRecordNow>('currentSupportRecord');
