import { condition, isCancellation, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { AttemptActivities, CallControlActivities, StopReason } from '../activities/contract.js';
import type {
  AttemptOrder,
  AttemptPurpose,
  AttemptResult,
  AttemptSubject,
  ChannelStep,
} from '../domain/attempt.js';
import type { CaseRecord, CaseView } from '../domain/case-record.js';
import type { ConferenceCall } from '../domain/incident/conference.js';
import type { OrganisationId } from '../domain/identifiers.js';
import type { ApprovalQuestion } from '../domain/orders/order.js';
import type { Target } from '../domain/target.js';
import type { TrackName } from '../domain/timeline.js';
import type { Journal } from './journal.js';

/** How long a dial may wait for a worker: later the workflow has gone on, and nothing is dialled any more. */
export const pickUpMilliseconds = 30_000;
/** Placing the call and the provider's first reactions come on top of ringing and talking. */
const placingSeconds = 10;

const { resolveAttempt, stopAttempt } = proxyActivities<CallControlActivities>({
  startToCloseTimeout: '20 seconds',
  scheduleToCloseTimeout: '1 minute',
  retry: { initialInterval: '1 second', maximumInterval: '5 seconds' },
});

/**
 * Places an attempt once, and finds out how it ended. Never throws but for cancellation.
 *
 * @param record travels along and is written behind the dial.
 * @param confirm is told how far the timeline is known to be stored.
 */
export async function placeOnce(
  order: AttemptOrder,
  record?: CaseRecord,
  confirm: (recordedThrough: number | undefined) => void = () => undefined,
): Promise<AttemptResult> {
  const { placeAttempt } = proxyActivities<AttemptActivities>({
    activityId: order.key.activityId,
    scheduleToStartTimeout: pickUpMilliseconds,
    startToCloseTimeout: (placingSeconds + order.ringSeconds + order.talkSeconds) * 1000,
    retry: { maximumAttempts: 1 },
  });
  try {
    const result = await (record === undefined ? placeAttempt(order) : placeAttempt(order, record));
    confirm(result.recordedThrough);
    return result;
  } catch (failure) {
    if (isCancellation(failure)) throw failure;
    confirm(undefined);
    return resolveOnce(order);
  }
}

/** Nobody told how the attempt ended: it is looked up at the telephony provider, never dialled again. */
async function resolveOnce(order: AttemptOrder): Promise<AttemptResult> {
  try {
    return await resolveAttempt(order);
  } catch (failure) {
    if (isCancellation(failure)) throw failure;
    return { reason: 'expired', detail: 'outcome-unknown' };
  }
}

export interface Question {
  readonly track: TrackName;
  readonly purpose: AttemptPurpose;
  readonly target: Target;
  readonly step: ChannelStep;
  readonly round: number;
  readonly ringSeconds: number;
  readonly talkSeconds: number;
  readonly lifeSafety: boolean;
  /** The conference of the case: whoever is in it is asked there, see `AttemptOrder`. */
  readonly inConference?: readonly ConferenceCall[];
  /** What is to be approved, with the purpose `approve`. */
  readonly approval?: ApprovalQuestion;
  /** Why the question need not be asked any more; undefined as long as it must. Asked again and again. */
  stopReason(): StopReason | undefined;
}

/** Whose attempts these are. */
export interface AttemptsOf {
  readonly organisationId: OrganisationId;
  readonly subject: AttemptSubject;
  readonly journal: Journal;
  /** How many attempts were made before; they number the activities for the whole life of the case. */
  readonly made: number;
  view(): CaseView;
}

/**
 * The attempt protocol: one attempt is one activity, tried once and completed by a webhook. The record of what has
 * happened travels with the dial and is written behind it, so no projection stands before a dial and none costs an event.
 */
export class Attempts {
  #made: number;

  constructor(private readonly of: AttemptsOf) {
    this.#made = of.made;
  }

  get made(): number {
    return this.#made;
  }

  /** When an attempt that starts now is over at the latest, in epoch milliseconds. */
  latestEnd(ringSeconds: number, talkSeconds: number): number {
    return Date.now() + pickUpMilliseconds + (placingSeconds + ringSeconds + talkSeconds) * 1000;
  }

  /** Asks one person on one channel, once, and tells how it ended. Never throws but for cancellation. */
  async ask(question: Question): Promise<AttemptResult> {
    const { journal } = this.of;
    const { track, purpose, target, round } = question;
    const attempt = `attempt-${++this.#made}`;
    const { channel } = question.step;
    const about = question.approval === undefined ? {} : { orderId: question.approval.orderId };
    journal.tell(
      { type: 'attempt-started', track, attempt, round, target, channel, purpose, ...about },
      Date.now(),
    );

    const order = this.#order(attempt, question);
    let ended: AttemptResult | undefined;
    const outcome = this.#place(order).then((result) => (ended = result));
    await condition(() => ended !== undefined || question.stopReason() !== undefined);
    const why = question.stopReason();
    if (ended === undefined && why !== undefined) await this.#stop(order, why);
    const result = await outcome;

    const { reason, detail, means } = result;
    journal.tell(
      {
        type: 'attempt-ended',
        track,
        attempt,
        target,
        channel,
        reason,
        ...(detail === undefined ? {} : { detail }),
        ...(means === undefined ? {} : { means }),
        ...about,
      },
      Date.now(),
    );
    return result;
  }

  #order(activityId: string, question: Question): AttemptOrder {
    const { organisationId, subject } = this.of;
    const { purpose, target, step, round, ringSeconds, talkSeconds, lifeSafety, inConference, approval } =
      question;
    const view = this.of.view();
    return {
      key: { workflowId: workflowInfo().workflowId, activityId },
      organisationId,
      subject,
      purpose,
      target,
      step,
      round,
      ringSeconds,
      talkSeconds,
      dialBefore: Date.now() + pickUpMilliseconds,
      lifeSafety,
      ...(inConference === undefined ? {} : { inConference }),
      ...(approval === undefined ? {} : { approval }),
      ...underDuress(view),
    };
  }

  async #place(order: AttemptOrder): Promise<AttemptResult> {
    const { journal } = this.of;
    const record = journal.record(this.of.view());
    return placeOnce(order, record, (recordedThrough) => {
      journal.confirm(record, recordedThrough);
    });
  }

  /** A stop that does not get through is no harm: the attempt's own time limit ends it. */
  async #stop(order: AttemptOrder, why: StopReason): Promise<void> {
    try {
      await stopAttempt(order, why);
    } catch (failure) {
      if (isCancellation(failure)) throw failure;
    }
  }
}

/** What an order tells of whoever must not be contacted (I14), so that it holds while MongoDB is away. */
function underDuress(view: CaseView): Pick<AttemptOrder, 'silent' | 'travellerId'> {
  if (view.case !== 'incident' || view.silent === undefined) return {};
  const { silent, travellerId } = view;
  return { silent, ...(travellerId === undefined ? {} : { travellerId }) };
}
