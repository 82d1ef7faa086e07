import { addBusinessTime, businessTimeBetween, type HoursNeeded, type KnownHours } from './business-time.js';

/** How fast an answer is promised (C9). */
export interface ResponsePromise {
  /** Business time in milliseconds. */
  readonly duration: number;
  /** The share of the duration after which somebody is warned, from 0 to 1. */
  readonly warnAtShare: number;
}

export const pauseReasons = ['waiting-for-partner', 'on-hold'] as const;
export type PauseReason = (typeof pauseReasons)[number];

/**
 * A response target and how far it is. `spent` is the business time until `since` (running) or altogether; all moments are
 * epoch milliseconds, all durations milliseconds.
 *
 * `met` and `breached` are final. A breach keeps when the answer was due, and when it came after all.
 */
export type ResponseTarget =
  | (Promised & { readonly is: 'running'; readonly since: number; readonly spent: number })
  | (Promised & {
      readonly is: 'paused';
      readonly reason: PauseReason;
      readonly since: number;
      readonly spent: number;
    })
  | (Promised & { readonly is: 'met'; readonly at: number; readonly spent: number })
  | (Promised & { readonly is: 'breached'; readonly dueAt: number; readonly answeredAt?: number });

interface Promised {
  readonly promise: ResponsePromise;
}

export type TargetStep = { readonly is: 'done'; readonly target: ResponseTarget } | HoursNeeded;

/** The target begins to run; the time counts from the next opening on where it is closed. */
export function startTarget(promise: ResponsePromise, at: number): ResponseTarget {
  return { is: 'running', promise, since: at, spent: 0 };
}

/**
 * The same target as it stands at a moment: time counted until there, breached if the answer is overdue. A timer that fires
 * at the due moment finds it breached. However often it is asked, the sum is the same. When the hours change, it is asked
 * with the old ones first, so that time which has passed is not counted anew.
 */
export function targetAt(target: ResponseTarget, at: number, hours: KnownHours): TargetStep {
  if (target.is !== 'running') return done(target);
  return counted(target, at, hours, (dueAt) => at < dueAt);
}

/** The time stands still until it is resumed. Pausing what is paused changes the reason only. */
export function pauseTarget(
  target: ResponseTarget,
  reason: PauseReason,
  at: number,
  hours: KnownHours,
): TargetStep {
  if (target.is === 'paused') return done({ ...target, reason });
  const step = targetAt(target, at, hours);
  if (step.is !== 'done' || step.target.is !== 'running') return step;
  const { promise, spent } = step.target;
  return done({ is: 'paused', promise, reason, since: at, spent });
}

/** The time runs on. Resuming what is not paused changes nothing. */
export function resumeTarget(target: ResponseTarget, at: number): ResponseTarget {
  if (target.is !== 'paused') return target;
  const { promise, spent, since } = target;
  return { is: 'running', promise, since: Math.max(at, since), spent };
}

/** The answer was given: in time until the due moment itself, afterwards it stays breached, with the time of the answer. */
export function answerTarget(target: ResponseTarget, at: number, hours: KnownHours): TargetStep {
  switch (target.is) {
    case 'met':
      return done(target);
    case 'breached':
      return done(target.answeredAt === undefined ? { ...target, answeredAt: at } : target);
    case 'paused':
      return done({ is: 'met', promise: target.promise, at, spent: target.spent });
    case 'running': {
      const step = counted(target, at, hours, (dueAt) => at <= dueAt);
      if (step.is !== 'done') return step;
      const counting = step.target;
      if (counting.is === 'breached') return done({ ...counting, answeredAt: at });
      return counting.is === 'running'
        ? done({ is: 'met', promise: counting.promise, at, spent: counting.spent })
        : step;
    }
  }
}

/** What comes next of a target, so that a workflow knows how long to sleep. */
export type NextOfTarget =
  | { readonly is: 'warning' | 'due'; readonly at: number }
  /** Paused, met or breached: time alone changes nothing. */
  | { readonly is: 'nothing' }
  | HoursNeeded;

/** The warning while it has not been given, then the due moment; both may lie in the past where somebody was late. */
export function nextOfTarget(target: ResponseTarget, isWarned: boolean, hours: KnownHours): NextOfTarget {
  if (target.is !== 'running') return { is: 'nothing' };
  const { promise, since, spent } = target;
  const warnAfter = Math.round(promise.duration * promise.warnAtShare);
  const [is, after] = isWarned ? (['due', promise.duration] as const) : (['warning', warnAfter] as const);
  const moment = addBusinessTime(hours, since, Math.max(0, after - spent));
  return moment.is === 'known' ? { is, at: moment.at } : moment;
}

function done(target: ResponseTarget): TargetStep {
  return { is: 'done', target };
}

/** Counts the time until a moment, if that is still in time by the rule given, which knows the due moment. */
function counted(
  target: Extract<ResponseTarget, { is: 'running' }>,
  at: number,
  hours: KnownHours,
  isInTime: (dueAt: number) => boolean,
): TargetStep {
  const { promise, since, spent } = target;
  // A moment before the last step: clocks of different machines differ a little, and no time was spent.
  if (at <= since) return done(target);
  const passed = businessTimeBetween(hours, since, at);
  if (passed.is !== 'known') return passed;
  if (spent + passed.duration < promise.duration) {
    return done({ is: 'running', promise, since: at, spent: spent + passed.duration });
  }
  const due = addBusinessTime(hours, since, promise.duration - spent);
  if (due.is !== 'known') return due;
  if (!isInTime(due.at)) return done({ is: 'breached', promise, dueAt: due.at });
  return done({ is: 'running', promise, since: at, spent: promise.duration });
}
