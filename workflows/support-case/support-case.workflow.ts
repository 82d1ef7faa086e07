import type { UpdateDefinition } from '@temporalio/common';
import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  continueAsNew,
  patched,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { SupportRecordActivities } from '../../activities/contract.js';
import type { KnownHours } from '../../domain/hours/business-time.js';
import type { SupportCaseView } from '../../domain/support-case/support-case-view.js';
import { owedAnswer, takeOverAnswer } from '../../domain/support-case/owed-answer.js';
import {
  assign,
  close,
  deskAnswered,
  deskWroteUnaware,
  partnerWrote,
  putOnHold,
  resume,
  waitForPartner,
  type CourseStep,
  type PromisedAnswer,
} from '../../domain/support-case/support-case.js';
import type { SupportEvent } from '../../domain/support-case/support-event.js';
import type { SupportPolicy } from '../../domain/support-case/support-policy.js';
import { Journal, type JournalRecord } from '../journal.js';
import { Recorder } from '../recorder.js';
import { startClock } from './support-case.clock.js';
import * as messages from './support-case.messages.js';
import type { ChangeState, SupportCaseRejection, SupportCaseStart } from './support-case.messages.js';
import { mergeDuplicates } from './support-case.merging.js';
import { beginSupportCase, policyOf, RunningSupportCase } from './support-case.state.js';
import type { SupportCaseCarryOver } from './support-case.taken-up.js';
import { takeUp } from './support-case.taking-up.js';
import { viewOf } from './support-case.view.js';

/**
 * A regular activity, since a local one runs before its task is part of the history: were the task lost, messages and the closure
 * could come in another order the second time, and the projection would tell of what never happened. The server repeats it while
 * MongoDB is away, which costs no events.
 */
const { recordSupportCase } = proxyActivities<SupportRecordActivities>({
  startToCloseTimeout: '5 seconds',
  retry: { initialInterval: '500 milliseconds', maximumInterval: '1 minute' },
});

/** A new run begins after so many events even if the server does not suggest it yet: replay decides how fast an answer is. */
const longHistory = 2_000;
const deskIsReminded = 'desk-is-reminded';

/** What a message does to the course of the case, by the hours that are known. */
type Deed = (hours: KnownHours, now: number) => CourseStep;

/**
 * One support case, from its first message to its closure, which is final (C6, C9). The words stand in MongoDB; here is decided
 * which of them the case takes. The clock reminds a silent partner, warns and closes, and watches over the promised answer.
 */
export async function supportCase(start: SupportCaseStart, carried?: SupportCaseCarryOver): Promise<void> {
  if (start.takesUp === true && carried === undefined) return goOnWith(start, await takeUp(start));
  const journal = new Journal<SupportEvent, SupportCaseView>(carried?.journal, () => Date.now());
  const data = carried?.data ?? beginSupportCase(start);
  const theCase = new RunningSupportCase(data, journal);
  const policy = policyOf(data);
  // Cases that run since before the desk was reminded keep to what they promised then: their histories know of nothing else.
  const { afterInterimAnswer: _promise, remindDeskOnHoldAfter: _reminder, ...earlierPolicy } = policy;
  const enoughEvents = start.longHistory ?? longHistory;
  let pausing = false;
  const view = () => viewOf(data);
  const recorder = new Recorder(journal, view, () => pausing, storeRecord);

  const clock = startClock(
    theCase,
    () => {
      journal.touch();
    },
    () => patched(deskIsReminded),
  );

  handleMessages();
  if (carried === undefined) theCase.open();
  // The first record tells when something is due, so it waits for the hours.
  journal.hold();
  void clock.look().then(() => {
    journal.release();
  });
  void recorder.keepRecording();

  await condition(() => isOver() || historyIsLong());
  if (isOver()) return;
  pausing = true;
  while (!mayContinueAsNew()) await condition(mayContinueAsNew);
  await goOnWith(start, { data, journal: journal.toData() });

  /** With where the case stands, so that a case whose workflow is lost can be taken up. */
  function storeRecord({ revision, view: seen, entries }: JournalRecord<SupportEvent, SupportCaseView>) {
    return recordSupportCase({ revision, view: seen, entries, course: data.course });
  }

  function handleMessages(): void {
    setHandler(messages.currentSupportRecord, () => {
      const { view: seen, entries } = journal.peek(view());
      return { view: seen, entries };
    });
    setHandler(messages.hoursChanged, async ({ revision }) => {
      if (data.hours.revision !== revision) await clock.takeOtherHours();
    });
    answer(
      messages.addMessage,
      async ({ messageId, by, next = 'waiting-for-partner', seen }) => {
        const isOfDesk = by.by === 'desk';
        // A partner's word counts before what the clock would have done in the same moment.
        if (isOfDesk) await clock.look();
        if (!theCase.hasTaken(messageId)) mustBeOpen();
        await change(
          (hours, now) => {
            if (!isOfDesk) return partnerWrote(data.course, now, policy);
            return theCase.hasUnread(seen)
              ? deskWroteUnaware(data.course, now, policyNow())
              : deskAnswered(data.course, next, now, hours, policyNow());
          },
          (now) => {
            theCase.take(messageId, by, now);
          },
          () => theCase.hasTaken(messageId),
        );
        return { sequence: theCase.placeOf(messageId) };
      },
      ({ messageId }) => theCase.hasTaken(messageId),
    );
    answer(messages.assignSupportCase, async ({ by, to }) => {
      await change(
        () => assign(data.course, to),
        (now) => {
          theCase.tell({ type: 'assigned', by, ...(to === undefined ? {} : { to }) }, now);
        },
        () => !theCase.isClosed && data.course.assignee === to,
      );
    });
    answer(messages.changeState, async ({ by, to }) => {
      await passDueTime();
      const { step, event } = changeTo(to);
      await change(
        step,
        (now) => {
          theCase.tell({ type: event, by }, now);
        },
        () => data.course.state === to,
      );
    });
    answer(messages.closeSupportCase, async ({ by, outcome, seen }) => {
      await passDueTime();
      if (theCase.hasUnread(seen)) refuse('SupportCaseUnread', 'The partner has written meanwhile.');
      await change(
        (hours, now) => close(data.course, outcome, now, hours),
        (now) => {
          theCase.tell({ type: 'closed', outcome, by }, now);
        },
      );
    });
    const merging = mergeDuplicates(theCase, (duplicate, by, owed) =>
      change(
        (hours, now) => takeOverAnswer(data.course, owed, now, hours, policy),
        (now) => {
          theCase.takeDuplicate(duplicate, by, now);
        },
        () => theCase.isClosed || theCase.hasDuplicate(duplicate),
      ),
    );
    answer(
      messages.mergeInto,
      ({ by, into }) =>
        merging.mergeInto(into, by, async () => {
          let owed: PromisedAnswer | undefined;
          await change(
            (hours, now) => {
              owed = owedAnswer(data.course);
              return close(data.course, 'merged', now, hours);
            },
            (now) => {
              theCase.mergeInto(into, by, now);
            },
          );
          return owed;
        }),
      ({ into }) => data.mergedInto === into,
    );
  }

  /** @param isRepeated what was taken already is answered again, whatever has become of the case. */
  function answer<Answer, Message>(
    definition: UpdateDefinition<Answer, [Message]>,
    handle: (message: Message) => Promise<Answer>,
    isRepeated: (message: Message) => boolean = () => false,
  ): void {
    const validator = (message: Message): void => {
      if (!isRepeated(message)) mustBeOpen();
    };
    setHandler<Answer, [Message], UpdateDefinition<Answer, [Message]>>(definition, handle, { validator });
  }

  /**
   * Does a deed and tells of it in one go, so that nothing comes between; hours that it needs are looked up before.
   *
   * @param isDone it was done before: nothing is left to do.
   */
  async function change(
    deed: Deed,
    tell: (now: number) => void,
    isDone: () => boolean = () => false,
  ): Promise<void> {
    while (!isDone()) {
      const now = Date.now();
      const step = deed(data.hours, now);
      if (step.is === 'hours-needed') {
        await clock.learnHours(step);
        continue;
      }
      if (step.is === 'refused') refuse();
      data.course = step.course;
      theCase.tellNews(step.news, now);
      tell(now);
      void clock.look();
      return;
    }
  }

  function policyNow(): SupportPolicy {
    return patched(deskIsReminded) ? policy : earlierPolicy;
  }

  /** What was due before comes first: after a gap the clock may be late. */
  async function passDueTime(): Promise<void> {
    await clock.look();
    mustBeOpen();
  }

  function mustBeOpen(): void {
    if (theCase.isClosed) refuse();
  }

  function mayContinueAsNew(): boolean {
    return !recorder.isBusy && !clock.isLooking && allHandlersFinished();
  }

  /** Over only when everything that happened is known to be stored. */
  function isOver(): boolean {
    return theCase.isClosed && journal.isClean && mayContinueAsNew();
  }

  function historyIsLong(): boolean {
    const { continueAsNewSuggested, historyLength } = workflowInfo();
    return continueAsNewSuggested || historyLength > enoughEvents;
  }

  function changeTo(to: ChangeState['to']) {
    switch (to) {
      case 'open':
        return {
          step: (_hours: KnownHours, now: number) => resume(data.course, now, policyNow()),
          event: 'resumed' as const,
        };
      case 'waiting-for-partner':
        return {
          step: (hours: KnownHours, now: number) => waitForPartner(data.course, now, hours),
          event: 'waiting-for-partner' as const,
        };
      case 'on-hold':
        return {
          step: (hours: KnownHours, now: number) => putOnHold(data.course, now, hours, policyNow()),
          event: 'put-on-hold' as const,
        };
    }
  }
}

/** Nothing to go on with: the case is over. */
async function goOnWith(start: SupportCaseStart, carried: SupportCaseCarryOver | undefined): Promise<void> {
  if (carried !== undefined) await continueAsNew<typeof supportCase>(start, carried);
}

function refuse(type: SupportCaseRejection = 'SupportCaseClosed', why = 'The case is closed.'): never {
  throw ApplicationFailure.nonRetryable(why, type);
}
