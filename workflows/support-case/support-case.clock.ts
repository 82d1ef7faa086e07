import { isCancellation, proxyLocalActivities, sleep } from '@temporalio/workflow';
import type { SupportHoursActivities } from '../../activities/contract.js';
import type { HoursNeeded } from '../../domain/hours/business-time.js';
import { countSoFar } from '../../domain/support-case/changed-hours.js';
import { nextMoment, passTime, remindOfHold } from '../../domain/support-case/support-case.js';
import { policyOf, type RunningSupportCase } from './support-case.state.js';

const { loadSupportHours } = proxyLocalActivities<SupportHoursActivities>({
  startToCloseTimeout: '2 seconds',
  retry: { initialInterval: '200 milliseconds', maximumInterval: '10 seconds' },
});

/** Where the clock was asked too early, it is asked again so much later. Milliseconds. */
const shortestPause = 1_000;

/** What becomes due by itself in a support case (C9). */
export interface SupportCaseClock {
  /** Does everything that is due, and sees to being woken for what comes next. */
  look(): Promise<void>;
  readonly isLooking: boolean;
  /** Looks up opening hours that a step needs. */
  learnHours(needed: HoursNeeded): Promise<void>;
  /** Looks up the hours that hold now: what has passed stays counted by the former ones. */
  takeOtherHours(): Promise<void>;
}

/**
 * @param hoursLearned when something is due may be known only now.
 * @param remindsDesk whether the desk is reminded of cases on hold: those that run since before that go on as they did.
 */
export function startClock(
  theCase: RunningSupportCase,
  hoursLearned: () => void,
  remindsDesk: () => boolean,
): SupportCaseClock {
  const { data } = theCase;
  const policy = policyOf(data);
  const { firstAnswer, nextAnswer, afterInterimAnswer } = policy;
  const longestPromise = Math.max(
    firstAnswer.duration,
    nextAnswer.duration,
    afterInterimAnswer?.duration ?? 0,
  );
  const timers = new Set<number>();
  let looks = 0;

  async function learnHours({ from, to }: HoursNeeded): Promise<void> {
    const hours = await loadSupportHours({ from, until: to, duration: longestPromise });
    if (hours.revision !== data.hours.revision) {
      data.course = countSoFar(data.course, Date.now(), data.hours);
    }
    data.hours = hours;
    hoursLearned();
  }

  async function takeOtherHours(): Promise<void> {
    // What is due by the former hours is due.
    await look();
    const { target } = data.course.answer;
    if (target.is !== 'running') return;
    await learnHours({ is: 'hours-needed', from: target.since, to: Date.now() });
    await look();
  }

  async function look(): Promise<void> {
    looks += 1;
    remindOfEarlierHold();
    for (let next = nextDue(); next !== undefined; next = nextDue()) {
      if (next.is === 'hours-needed') {
        await learnHours(next);
        continue;
      }
      const now = Date.now();
      if (next.at > now) {
        wakeAt(next.at);
        break;
      }
      const step = passTime(data.course, now, data.hours, policy);
      if (step.is === 'hours-needed') {
        await learnHours(step);
        continue;
      }
      if (step.is === 'refused' || step.news.length === 0) {
        wakeAt(now + shortestPause);
        break;
      }
      data.course = step.course;
      theCase.tellNews(step.news, now);
    }
    looks -= 1;
  }

  /** A case that was put on hold before there were reminders would stay silent for ever. */
  function remindOfEarlierHold(): void {
    const { course } = data;
    if (course.state !== 'on-hold' || course.remindAt !== undefined || !remindsDesk()) return;
    data.course = remindOfHold(course, Date.now(), policy);
  }

  function nextDue(): { readonly is: 'known'; readonly at: number } | HoursNeeded | undefined {
    const next = nextMoment(data.course, data.hours, policy);
    return next.is === 'nothing' ? undefined : next;
  }

  /**
   * Timers are never cancelled: one that goes off too early looks again. That costs less than to cancel one and to start another with
   * every message.
   */
  function wakeAt(moment: number): void {
    if ([...timers].some((timer) => timer <= moment)) return;
    timers.add(moment);
    sleep(Math.max(1, moment - Date.now())).then(
      () => {
        timers.delete(moment);
        void look();
      },
      (failure: unknown) => {
        if (!isCancellation(failure)) throw failure;
      },
    );
  }

  return {
    look,
    learnHours,
    takeOtherHours,
    get isLooking() {
      return looks > 0;
    },
  };
}
