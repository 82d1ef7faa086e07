import type { KnownHours } from '../hours/business-time.js';
import { targetAt } from '../hours/response-target.js';
import type { SupportCaseCourse } from './support-case.js';

/**
 * The case before it takes other hours: what has passed until a moment stays counted by those that held. Time that the former
 * hours do not reach is left to the others, and so is an answer that is due by now: the clock tells of that.
 *
 * @param at epoch milliseconds.
 */
export function countSoFar(course: SupportCaseCourse, at: number, former: KnownHours): SupportCaseCourse {
  const { target } = course.answer;
  if (target.is !== 'running') return course;
  const counted = targetAt(target, Math.min(at, former.to), former);
  if (counted.is !== 'done' || counted.target.is !== 'running') return course;
  return { ...course, answer: { ...course.answer, target: counted.target } };
}
