import type { HoursNeeded, KnownHours } from '../hours/business-time.js';
import {
  answerTarget,
  nextOfTarget,
  pauseTarget,
  resumeTarget,
  startTarget,
  targetAt,
  type ResponseTarget,
} from '../hours/response-target.js';
import type { UserId } from '../identifiers.js';
import { beginSilence, nextOfSilence, passSilence, type Silence, type SilenceNews } from './silence.js';
import type { SupportPolicy } from './support-policy.js';

export const supportCaseStates = ['new', 'open', 'waiting-for-partner', 'on-hold', 'closed'] as const;
export type SupportCaseState = (typeof supportCaseStates)[number];

export const supportOutcomes = ['answered', 'no-reply', 'withdrawn', 'merged', 'spam'] as const;
export type SupportOutcome = (typeof supportOutcomes)[number];

/** How fast the partner is to be answered this time, and whether somebody was warned that it is getting late. */
export interface PromisedAnswer {
  readonly target: ResponseTarget;
  readonly isWarned: boolean;
}

interface Common {
  readonly assignee?: UserId;
  readonly answer: PromisedAnswer;
}

/**
 * Where a support case stands (C9). Moments are epoch milliseconds. Closing is final: whoever has further questions asks
 * them in a follow-up case (C6, C7).
 */
export type SupportCaseCourse =
  | (Common & { readonly state: 'new' | 'open' })
  /** `remindAt`: when the desk is reminded of it; absent: never, as of cases that were put on hold before there were reminders. */
  | (Common & { readonly state: 'on-hold'; readonly remindAt?: number })
  | (Common & { readonly state: 'waiting-for-partner'; readonly silence: Silence })
  | (Common & { readonly state: 'closed'; readonly outcome: SupportOutcome; readonly closedAt: number });

type OpenCourse = Exclude<SupportCaseCourse, { state: 'closed' }>;

export type SupportNews = 'answer-due-soon' | 'answer-overdue' | 'hold-reminded' | SilenceNews;

/** What became of a command. `refused`: the case is closed, and nothing has changed. */
export type CourseStep =
  | { readonly is: 'done'; readonly course: SupportCaseCourse; readonly news: readonly SupportNews[] }
  | { readonly is: 'refused' }
  | HoursNeeded;

/** A new case: its first answer is promised from now on. */
export function openSupportCase(at: number, policy: SupportPolicy, assignee?: UserId): SupportCaseCourse {
  return {
    state: 'new',
    answer: { target: startTarget(policy.firstAnswer, at), isWarned: false },
    ...(assignee === undefined ? {} : { assignee }),
  };
}

/** The partner has written: whatever was waited for, it is the desk's turn, and an answer is promised. */
export function partnerWrote(course: SupportCaseCourse, at: number, policy: SupportPolicy): CourseStep {
  if (course.state === 'closed') return refused;
  const answer = promiseAnswer(course.answer, at, policy);
  return done({ ...commonOf(course), answer, state: course.state === 'new' ? 'new' : 'open' });
}

/**
 * The desk has answered.
 *
 * @param next whether the partner is waited for now, or the desk goes on working: then its next word is promised anew, else nothing
 *   would ever be due again.
 */
export function deskAnswered(
  course: SupportCaseCourse,
  next: 'waiting-for-partner' | 'open',
  at: number,
  hours: KnownHours,
  policy: SupportPolicy,
): CourseStep {
  if (course.state === 'closed') return refused;
  const answered = answerTarget(course.answer.target, at, hours);
  if (answered.is !== 'done') return answered;
  const given = { ...course.answer, target: answered.target };
  if (next === 'waiting-for-partner') {
    return done({ ...commonOf(course), answer: given, state: next, silence: beginSilence(at) });
  }
  return done({ ...commonOf(course), answer: promiseNextWord(given, at, policy), state: 'open' });
}

/**
 * The desk has written, and had not seen what the partner wrote last: that is still to be answered, and nobody waits for the
 * partner.
 */
export function deskWroteUnaware(course: SupportCaseCourse, at: number, policy: SupportPolicy): CourseStep {
  return resume(course, at, policy);
}

/** The desk waits without having written, e.g. for what was promised on the telephone; the promise stands still. */
export function waitForPartner(course: SupportCaseCourse, at: number, hours: KnownHours): CourseStep {
  if (course.state === 'waiting-for-partner') return done(course);
  return pause(course, 'waiting-for-partner', at, hours, (common) => ({
    ...common,
    state: 'waiting-for-partner',
    silence: beginSilence(at),
  }));
}

/** Nothing can be done at the moment: the promise stands still; the desk is reminded now and then, the partner is not. */
export function putOnHold(
  course: SupportCaseCourse,
  at: number,
  hours: KnownHours,
  policy: SupportPolicy,
): CourseStep {
  return pause(course, 'on-hold', at, hours, (common) => ({
    ...common,
    state: 'on-hold',
    ...nextReminderOfHold(at, policy),
  }));
}

/** The desk is reminded from now on of a case that was put on hold before there were reminders. */
export function remindOfHold(
  course: Extract<SupportCaseCourse, { state: 'on-hold' }>,
  at: number,
  policy: SupportPolicy,
): SupportCaseCourse {
  return course.remindAt === undefined ? { ...course, ...nextReminderOfHold(at, policy) } : course;
}

/** The desk goes on working; where all was answered, its next word is promised. */
export function resume(course: SupportCaseCourse, at: number, policy: SupportPolicy): CourseStep {
  if (course.state === 'closed') return refused;
  const { answer } = course;
  const resumed = { ...answer, target: resumeTarget(answer.target, at) };
  return done({ ...commonOf(course), state: 'open', answer: promiseNextWord(resumed, at, policy) });
}

/** Somebody of the desk has the case now, or nobody. A new case is open from then on. */
export function assign(course: SupportCaseCourse, assignee: UserId | undefined): CourseStep {
  if (course.state === 'closed') return refused;
  const { assignee: _former, ...rest } = course;
  if (assignee === undefined) return done(rest);
  return done(rest.state === 'new' ? { ...rest, assignee, state: 'open' } : { ...rest, assignee });
}

/** For good. An answer that was still promised counts as given. */
export function close(
  course: SupportCaseCourse,
  outcome: SupportOutcome,
  at: number,
  hours: KnownHours,
): CourseStep {
  if (course.state === 'closed') return refused;
  const answered = answerTarget(course.answer.target, at, hours);
  if (answered.is !== 'done') return answered;
  const answer = { ...course.answer, target: answered.target };
  return done({ ...commonOf(course), answer, state: 'closed', outcome, closedAt: at });
}

/** The clock's own duties. Told once each, however often and however late it is asked. */
export function passTime(
  course: SupportCaseCourse,
  at: number,
  hours: KnownHours,
  policy: SupportPolicy,
): CourseStep {
  if (course.state === 'closed') return done(course);
  const counted = passPromise(course.answer, at, hours);
  if (counted.is !== 'done') return counted;
  const { answer, news } = counted;
  if (course.state === 'on-hold') return passHold({ ...course, answer }, at, policy, news);
  if (course.state !== 'waiting-for-partner') return done({ ...course, answer }, news);
  const passed = passSilence(course.silence, at, policy);
  const waiting: SupportCaseCourse = { ...course, answer, silence: passed.silence };
  if (passed.news !== 'closed-after-silence')
    return done(waiting, passed.news === undefined ? news : [...news, passed.news]);
  const closed = close(waiting, 'no-reply', at, hours);
  return closed.is === 'done' ? done(closed.course, [...news, passed.news]) : closed;
}

/** When `passTime` has something to do next. It may lie in the past where somebody was late. */
export type NextMoment =
  { readonly is: 'known'; readonly at: number } | { readonly is: 'nothing' } | HoursNeeded;

export function nextMoment(course: SupportCaseCourse, hours: KnownHours, policy: SupportPolicy): NextMoment {
  if (course.state === 'closed') return { is: 'nothing' };
  const { target, isWarned } = course.answer;
  const ofTarget = nextOfTarget(target, isWarned, hours);
  const ofState = nextOfState(course, policy);
  switch (ofTarget.is) {
    case 'hours-needed':
      return ofTarget;
    case 'nothing':
      return ofState === undefined ? { is: 'nothing' } : { is: 'known', at: ofState };
    case 'warning':
    case 'due':
      return { is: 'known', at: Math.min(ofTarget.at, ofState ?? ofTarget.at) };
  }
}

function nextOfState(course: OpenCourse, policy: SupportPolicy): number | undefined {
  switch (course.state) {
    case 'new':
    case 'open':
      return undefined;
    case 'waiting-for-partner':
      return nextOfSilence(course.silence, policy);
    case 'on-hold':
      return course.remindAt;
  }
}

function nextReminderOfHold(
  at: number,
  { remindDeskOnHoldAfter: after }: SupportPolicy,
): { readonly remindAt?: number } {
  return after === undefined ? {} : { remindAt: at + after };
}

/** However late the clock is, one reminder is enough. */
function passHold(
  course: Extract<SupportCaseCourse, { state: 'on-hold' }>,
  at: number,
  policy: SupportPolicy,
  news: readonly SupportNews[],
): CourseStep {
  const { remindAt, ...held } = course;
  if (remindAt === undefined || at < remindAt) return done(course, news);
  return done({ ...held, ...nextReminderOfHold(at, policy) }, [...news, 'hold-reminded']);
}

const refused = { is: 'refused' } as const;

function done(course: SupportCaseCourse, news: readonly SupportNews[] = []): CourseStep {
  return { is: 'done', course, news };
}

function commonOf({ assignee, answer }: OpenCourse): Common {
  return { answer, ...(assignee === undefined ? {} : { assignee }) };
}

/** What is still promised goes on with the time that is left; after an answer a new promise begins. */
function promiseAnswer(
  { target, isWarned }: PromisedAnswer,
  at: number,
  policy: SupportPolicy,
): PromisedAnswer {
  switch (target.is) {
    case 'running':
      return { target, isWarned };
    case 'paused':
      return { target: resumeTarget(target, at), isWarned };
    case 'breached':
      if (target.answeredAt === undefined) return { target, isWarned };
      return { target: startTarget(policy.nextAnswer, at), isWarned: false };
    case 'met':
      return { target: startTarget(policy.nextAnswer, at), isWarned: false };
  }
}

/** Where no answer is owed, the desk's next word is promised, if the policy promises one. */
function promiseNextWord(
  answer: PromisedAnswer,
  at: number,
  { afterInterimAnswer: promise }: SupportPolicy,
): PromisedAnswer {
  const { target } = answer;
  const isGiven = target.is === 'met' || (target.is === 'breached' && target.answeredAt !== undefined);
  if (!isGiven || promise === undefined) return answer;
  return { target: startTarget(promise, at), isWarned: false };
}

function pause(
  course: SupportCaseCourse,
  reason: 'waiting-for-partner' | 'on-hold',
  at: number,
  hours: KnownHours,
  paused: (common: Common) => SupportCaseCourse,
): CourseStep {
  if (course.state === 'closed') return refused;
  const step = pauseTarget(course.answer.target, reason, at, hours);
  if (step.is !== 'done') return step;
  return done(paused({ ...commonOf(course), answer: { ...course.answer, target: step.target } }));
}

function passPromise(
  { target, isWarned }: PromisedAnswer,
  at: number,
  hours: KnownHours,
):
  | { readonly is: 'done'; readonly answer: PromisedAnswer; readonly news: readonly SupportNews[] }
  | HoursNeeded {
  const unchanged = { is: 'done', answer: { target, isWarned }, news: [] } as const;
  const next = nextOfTarget(target, isWarned, hours);
  if (next.is === 'hours-needed') return next;
  if (next.is === 'nothing' || next.at > at) return unchanged;
  const counted = targetAt(target, at, hours);
  if (counted.is !== 'done') return counted;
  if (counted.target.is === 'breached') {
    return { is: 'done', answer: { target: counted.target, isWarned: true }, news: ['answer-overdue'] };
  }
  return isWarned
    ? unchanged
    : { is: 'done', answer: { target: counted.target, isWarned: true }, news: ['answer-due-soon'] };
}
