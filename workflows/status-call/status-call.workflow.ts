import type { UpdateDefinition } from '@temporalio/common';
import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
} from '@temporalio/workflow';
import type { DirectoryActivities, HelpActivities, StatusCallDirectory } from '../../activities/contract.js';
import type { AnswerMeans, AttemptResult, StatusAnswer } from '../../domain/attempt.js';
import type { StatusCallView } from '../../domain/case-record.js';
import type { RosterMember } from '../../domain/escalation/roster.js';
import { Attempts } from '../attempts.js';
import { Journal } from '../journal.js';
import { Notices, type NoticesData } from '../notices.js';
import { readForDial } from '../reading.js';
import { recordCase, Recorder } from '../recorder.js';
import {
  answerStatus,
  currentStatusRecord,
  type AnswerStatus,
  type StatusCallStart,
} from './status-call.messages.js';

const { loadStatusCallDirectory } = proxyLocalActivities<DirectoryActivities>({
  startToCloseTimeout: '2 seconds',
  retry: { initialInterval: '200 milliseconds', maximumAttempts: 3 },
});

/** Help is passed on until it has arrived, however long that takes. */
const { openIncidentForStatusCall } = proxyActivities<HelpActivities>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '500 milliseconds', maximumInterval: '10 seconds' },
});

interface Answered {
  readonly answer: StatusAnswer;
  readonly means: AnswerMeans;
  readonly lifeInDanger: boolean;
  readonly duress?: true;
  readonly at: number;
}

/**
 * One traveller is asked for their status: by call, text and mail, round after round, until they answer or the rounds
 * are over (I2). "Help" opens the incident; OK can become Help as long as this runs.
 */
export async function statusCall(start: StatusCallStart): Promise<void> {
  const { organisationId, statusCallId, travellerId, incidentId } = start;
  const subject = { case: 'status-call', statusCallId } as const;
  const openedAt = Date.now();
  const journal = new Journal(undefined, () => Date.now());
  const noticesData: NoticesData = { pending: [], sent: 0 };
  const isPausing = () => false;
  const isOpen = () => answered === undefined && !unreached;
  const notices = new Notices({ organisationId, subject, journal, data: noticesData, isPausing, isOpen });
  const attempts = new Attempts({ organisationId, subject, journal, made: 0, view });
  const recorder = new Recorder(journal, view, isPausing, recordCase);
  let answered: Answered | undefined;
  let helpIsPassedOn = false;
  let unreached = false;
  let round = 0;
  let nextActionAt: number | undefined;

  setHandler(currentStatusRecord, () => journal.peek(view()));
  setHandler<
    { readonly answer: StatusAnswer },
    [AnswerStatus],
    UpdateDefinition<{ readonly answer: StatusAnswer }, [AnswerStatus]>
  >(answerStatus, (message) => ({ answer: noteAnswer(message) }), { validator: mustStillAsk });
  void notices.keepSending();
  void notices.keepRepeating();
  void recorder.keepRecording();

  void passHelpOn();

  await askInRounds();
  if (answered === undefined) endUnreached();
  nextActionAt = undefined;
  journal.touch();
  await condition(() => isOver() && allHandlersFinished());

  async function askInRounds(): Promise<void> {
    for (;;) {
      const { traveller, policy } = await loadDirectory();
      round += 1;
      askByMessage(policy.channels.filter((channel) => channel !== 'voice').length > 0);
      if (policy.channels.includes('voice')) await askByPhone(traveller, policy);
      const isLast = round >= policy.rounds;
      await untilAnswered(isLast ? policy.replySeconds : policy.roundDelaySeconds);
      if (answered !== undefined || isLast) return;
    }
  }

  function loadDirectory(): Promise<StatusCallDirectory> {
    return readForDial(journal, () => loadStatusCallDirectory({ organisationId, travellerId }));
  }

  /** The traveller's own channels decide whether it becomes a text, a mail or both. */
  function askByMessage(isWanted: boolean): void {
    if (isWanted) notices.add({ kind: 'status-question', to: [{ role: 'traveller', id: travellerId }] });
  }

  async function askByPhone(
    traveller: readonly RosterMember[],
    policy: StatusCallDirectory['policy'],
  ): Promise<void> {
    for (const { target, steps } of traveller) {
      const calls = steps.filter(({ channel }) => channel === 'voice');
      if (calls.length === 0) {
        const skips = [{ target, reason: 'no-usable-channel' }] as const;
        journal.tell({ type: 'skipped', track: 'status', round, skips }, Date.now());
      }
      for (const step of calls) {
        if (answered !== undefined) return;
        const { ringSeconds, talkSeconds } = policy;
        nextActionAt = attempts.latestEnd(ringSeconds, talkSeconds);
        const result = await attempts.ask({
          track: 'status',
          purpose: 'status',
          target,
          step,
          round,
          ringSeconds,
          talkSeconds,
          // Nobody has asked for help yet: the cap holds for a question by telephone as for one by text.
          lifeSafety: false,
          stopReason: () => (answered === undefined ? undefined : { why: 'superseded' }),
        });
        noteResult(result);
      }
    }
  }

  function noteResult({ answer, means = 'key', lifeInDanger = false, duress }: AttemptResult): void {
    if (answer !== 'ok' && answer !== 'help') return;
    noteAnswer({ answer, means, lifeInDanger, ...(duress === undefined ? {} : { duress }) });
  }

  /** Help stays Help: a later OK does not take it back. */
  function noteAnswer({ answer, means, lifeInDanger, duress }: AnswerStatus): StatusAnswer {
    const forced = duress === undefined ? {} : { duress };
    if (answered?.answer === 'help') return 'help';
    if (answered?.answer !== answer) {
      answered = { answer, means, lifeInDanger, at: Date.now(), ...forced };
      journal.tell({ type: 'status-answered', answer, means, ...forced }, Date.now());
    }
    return answer;
  }

  async function untilAnswered(seconds: number): Promise<void> {
    if (answered !== undefined || seconds === 0) return;
    nextActionAt = Date.now() + seconds * 1000;
    journal.touch();
    await condition(() => answered !== undefined, seconds * 1000);
  }

  function helpIsWanted(): boolean {
    return answered?.answer === 'help';
  }

  async function passHelpOn(): Promise<void> {
    await condition(helpIsWanted);
    const { lifeInDanger = false, means, duress: silent } = answered ?? {};
    // On the phone the traveller is connected on the same call; by text or link they are called back (I3), unless somebody
    // listens who must not learn of it (I14).
    const callBack = silent === undefined && (means === 'sms' || means === 'link');
    await openIncidentForStatusCall({
      organisationId,
      statusCallId,
      travellerId,
      incidentId,
      lifeInDanger,
      callBack,
      ...(silent === undefined ? {} : { silent }),
    });
    helpIsPassedOn = true;
  }

  function isOver(): boolean {
    const everythingSent = noticesData.pending.length === 0 && !notices.isBusy;
    return journal.isClean && !recorder.isBusy && everythingSent && (helpIsPassedOn || !helpIsWanted());
  }

  /** Counted as unreached and shown to the operator (I2). */
  function endUnreached(): void {
    unreached = true;
    journal.tell({ type: 'status-unreached', rounds: round }, Date.now());
  }

  function mustStillAsk(): void {
    if (unreached) throw ApplicationFailure.nonRetryable('The status call is over.', 'StatusCallOver');
  }

  function view(): StatusCallView {
    return {
      case: 'status-call',
      id: statusCallId,
      organisationId,
      travellerId,
      state: answered !== undefined ? 'answered' : unreached ? 'unreached' : 'asking',
      openedAt,
      round,
      ...(nextActionAt === undefined ? {} : { nextActionAt }),
      ...(answered === undefined ? {} : { answer: answered.answer, answeredAt: answered.at }),
      ...(answered?.duress === undefined ? {} : { duress: answered.duress }),
      ...(helpIsWanted() ? { incidentId } : {}),
    };
  }
}
