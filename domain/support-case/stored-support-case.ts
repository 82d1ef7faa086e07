import { startTarget } from '../hours/response-target.js';
import type { SupportCaseId, SupportMessageId, UserId } from '../identifiers.js';
import type { SupportCaseView } from './support-case-view.js';
import { partnerWrote, type SupportCaseCourse } from './support-case.js';
import type { SupportActor, SupportEntry } from './support-event.js';
import type { SupportPolicy } from './support-policy.js';

/** What is stored of a case: enough to go on with it where its workflow was lost. */
export interface StoredSupportCase {
  /** Of the last record; 0: nothing was recorded. */
  readonly revision: number;
  /** Absent: nothing was recorded. */
  readonly view?: SupportCaseView;
  /** Where it stood at the last record; absent for cases that were recorded by an earlier release. */
  readonly course?: SupportCaseCourse;
  /** The sequence of the last entry that is stored. */
  readonly entriesThrough: number;
  /** Entries that the last record does not tell of: whoever stored them died before the rest. */
  readonly unseen: readonly SupportEntry[];
  /** The last messages that the case has taken, with the places where they stand. */
  readonly taken: readonly (readonly [messageId: SupportMessageId, sequence: number])[];
  readonly duplicates: readonly SupportCaseId[];
  /** Messages that stand in no entry: the case may have taken them before it was lost, and nobody would ever read them. */
  readonly untaken: readonly { readonly messageId: SupportMessageId; readonly by: SupportActor }[];
}

/**
 * Where a case stands that is taken up again. What the last record does not tell of is the desk's turn: nobody is reminded, warned or
 * closed for having said nothing, who may have said something. A closure stays one (C6).
 */
export function courseTakenUp(
  { view, course, unseen }: Pick<StoredSupportCase, 'view' | 'course' | 'unseen'>,
  at: number,
  policy: SupportPolicy,
): SupportCaseCourse {
  const recorded = course ?? deskIsToAnswer(at, policy, view?.assignee);
  for (const entry of unseen) {
    const { event } = entry;
    if (event.type !== 'closed') continue;
    const { answer, assignee } = recorded;
    const common = { answer, ...(assignee === undefined ? {} : { assignee }) };
    return { ...common, state: 'closed', outcome: event.outcome, closedAt: entry.at };
  }
  if (unseen.length === 0) return recorded;
  const turned = partnerWrote(recorded, at, policy);
  return turned.is === 'done' ? turned.course : recorded;
}

function deskIsToAnswer(at: number, policy: SupportPolicy, assignee: UserId | undefined): SupportCaseCourse {
  return {
    state: 'open',
    answer: { target: startTarget(policy.nextAnswer, at), isWarned: false },
    ...(assignee === undefined ? {} : { assignee }),
  };
}
