import type { AccountId, SupportCaseId, UserId } from '../identifiers.js';
import type { SupportCaseState, SupportOutcome } from './support-case.js';

/** How the promised answer stands (C9). Moments are epoch milliseconds. */
export type AnswerStanding =
  /** `isSoon`: so much of the time is over that the desk was warned; absent: not yet. */
  | { readonly is: 'due'; readonly dueAt: number; readonly isSoon?: true }
  /** Nothing is counted while the partner is waited for or the case is on hold. */
  | { readonly is: 'paused' }
  | { readonly is: 'overdue'; readonly since: number }
  | { readonly is: 'given'; readonly at: number };

/** What lists, boards and the auditor see of a running support case: a projection, never the truth. */
export interface SupportCaseView {
  readonly id: SupportCaseId;
  readonly accountId: AccountId;
  readonly state: SupportCaseState;
  /** Absent: nobody has it yet. */
  readonly assignee?: UserId;
  readonly openedAt: number;
  /** How many messages of partner and desk the case has. */
  readonly messages: number;
  /** When somebody wrote last. */
  readonly lastMessageAt: number;
  readonly answer: AnswerStanding;
  /** Of the opening hours by which the time of the answer counts; absent while no time counts. */
  readonly hoursRevision?: string;
  /** When something is to happen next by itself; absent when nothing is due. */
  readonly nextActionAt?: number;
  readonly closedAt?: number;
  readonly outcome?: SupportOutcome;
  /** The case that this one was a duplicate of (C10). */
  readonly mergedInto?: SupportCaseId;
}
