import type { HoursNeeded, KnownHours } from '../hours/business-time.js';
import { nextOfTarget, resumeTarget } from '../hours/response-target.js';
import {
  partnerWrote,
  type CourseStep,
  type PromisedAnswer,
  type SupportCaseCourse,
} from './support-case.js';
import type { SupportPolicy } from './support-policy.js';

/** The answer that a partner can expect of a case; undefined: it is given, or the partner is waited for. */
export function owedAnswer(course: SupportCaseCourse): PromisedAnswer | undefined {
  if (course.state === 'closed' || course.state === 'waiting-for-partner') return undefined;
  const { target } = course.answer;
  const isGiven = target.is === 'met' || (target.is === 'breached' && target.answeredAt !== undefined);
  return isGiven ? undefined : course.answer;
}

/** What was owed in a duplicate is owed here from now on, until the earlier moment where an answer was promised in both. */
export function takeOverAnswer(
  course: SupportCaseCourse,
  owed: PromisedAnswer,
  at: number,
  hours: KnownHours,
  policy: SupportPolicy,
): CourseStep {
  const written = partnerWrote(course, at, policy);
  if (written.is !== 'done' || written.course.state === 'closed') return written;
  const taken = { ...owed, target: resumeTarget(owed.target, at) };
  if (owedAnswer(course) === undefined) return { ...written, course: { ...written.course, answer: taken } };
  const [own, theirs] = [dueAt(written.course.answer, hours), dueAt(taken, hours)];
  if (own.is !== 'known') return own;
  if (theirs.is !== 'known') return theirs;
  return theirs.at < own.at ? { ...written, course: { ...written.course, answer: taken } } : written;
}

/** When an answer that is owed is, or was, due. */
function dueAt(
  { target }: PromisedAnswer,
  hours: KnownHours,
): { readonly is: 'known'; readonly at: number } | HoursNeeded {
  if (target.is === 'breached') return { is: 'known', at: target.dueAt };
  const due = nextOfTarget(target, true, hours);
  if (due.is === 'hours-needed') return due;
  return { is: 'known', at: due.is === 'nothing' ? Number.POSITIVE_INFINITY : due.at };
}
