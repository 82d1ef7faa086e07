import type { KnownHours } from '../../domain/hours/business-time.js';
import { nextOfTarget } from '../../domain/hours/response-target.js';
import type { AnswerStanding, SupportCaseView } from '../../domain/support-case/support-case-view.js';
import { nextMoment, type PromisedAnswer } from '../../domain/support-case/support-case.js';
import { policyOf, type SupportCaseData } from './support-case.state.js';

/** What others see of a support case. */
export function viewOf(data: SupportCaseData): SupportCaseView {
  const { start, course, hours, messages, lastMessageAt, mergedInto } = data;
  const next = nextMoment(course, hours, policyOf(data));
  const closed = course.state === 'closed' ? { closedAt: course.closedAt, outcome: course.outcome } : {};
  return {
    id: start.caseId,
    accountId: start.accountId,
    state: course.state,
    ...(course.assignee === undefined ? {} : { assignee: course.assignee }),
    openedAt: start.openedAt,
    messages,
    lastMessageAt,
    answer: standingOf(course.answer, hours),
    ...(course.answer.target.is === 'running' && hours.revision !== undefined
      ? { hoursRevision: hours.revision }
      : {}),
    ...(next.is === 'known' ? { nextActionAt: next.at } : {}),
    ...closed,
    ...(mergedInto === undefined ? {} : { mergedInto }),
  };
}

function standingOf({ target, isWarned }: PromisedAnswer, hours: KnownHours): AnswerStanding {
  switch (target.is) {
    case 'running': {
      const due = nextOfTarget(target, true, hours);
      // While the hours are being looked up it is not due before so much time has passed.
      const { promise, since, spent } = target;
      const dueAt = due.is === 'due' ? due.at : since + promise.duration - spent;
      return { is: 'due', dueAt, ...(isWarned ? { isSoon: true } : {}) };
    }
    case 'paused':
      return { is: 'paused' };
    case 'met':
      return { is: 'given', at: target.at };
    case 'breached':
      return target.answeredAt === undefined
        ? { is: 'overdue', since: target.dueAt }
        : { is: 'given', at: target.answeredAt };
  }
}
