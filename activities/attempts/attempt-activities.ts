import { activityInfo, ApplicationFailure, CompleteAsyncError } from '@temporalio/activity';
import type { Store } from '../../db/store.js';
import type { AttemptKey, AttemptOrder } from '../../domain/attempt.js';
import { quietly, withSafeFailures } from '../activity-failures.js';
import type { AttemptActivities } from '../contract.js';
import { sparingOf } from '../duress/spared-addresses.js';
import type { ReachDependencies } from '../reach.js';
import { leftOpen, noUsableChannel, tooLateToDial, type Outcome } from './attempt-outcome.js';
import { attemptedPerson } from './attempted-person.js';
import { sendMailAttempt, type MailAttemptDependencies } from './mail-attempt.js';
import { sendTextAttempt, type TextAttemptDependencies } from './text-attempt.js';
import { placeVoiceAttempt, type VoiceAttemptDependencies } from './voice-attempt.js';

export interface AttemptDependencies
  extends ReachDependencies, VoiceAttemptDependencies, TextAttemptDependencies, MailAttemptDependencies {
  readonly store: Store;
}

/**
 * The first half of an attempt: dial, then write the record that travels along, then leave the activity open for the
 * webhook that completes it. Nothing but looking up the number, who must be spared,
 * and its lease stands before the dial.
 */
export function createAttemptActivities(dependencies: AttemptDependencies): AttemptActivities {
  const { store } = dependencies;
  return {
    placeAttempt: (order, record) =>
      withSafeFailures(async () => {
        mustBeOwn(order.key);
        const outcome = await place(dependencies, order);
        const receipt = record
          ? await quietly('the projection of the case', () => store.cases.record(record))
          : undefined;
        if (outcome === leftOpen) throw new CompleteAsyncError();
        return receipt ? { ...outcome, recordedThrough: receipt.recordedThrough } : outcome;
      }),
  };
}

/** The webhook completes the attempt by its key; one that does not name this very activity could complete another. */
function mustBeOwn({ workflowId, activityId }: AttemptKey): void {
  const { workflowExecution, activityId: ownActivityId } = activityInfo();
  if (workflowExecution?.workflowId === workflowId && ownActivityId === activityId) return;
  throw ApplicationFailure.nonRetryable('The order is not the one of this activity.', 'ForeignAttempt');
}

async function place(dependencies: AttemptDependencies, order: AttemptOrder): Promise<Outcome> {
  const { now } = dependencies;
  if (now() >= order.dialBefore) return tooLateToDial;
  // Side by side, so that sparing whoever is under duress costs the call no time of its own.
  const [person, sparing] = await Promise.all([
    attemptedPerson(dependencies, order),
    sparingOf(dependencies, order),
  ]);
  if (person === undefined) return noUsableChannel;
  const phone = person.phones[order.step.position];
  const address = order.step.channel === 'email' ? person.email : phone;
  const spared = address === undefined ? undefined : sparing(address);
  if (spared !== undefined) return { reason: 'failed', detail: spared };
  switch (order.step.channel) {
    case 'voice':
      return phone === undefined ? noUsableChannel : placeVoiceAttempt(dependencies, order, phone);
    case 'sms':
      return phone === undefined ? noUsableChannel : sendTextAttempt(dependencies, order, person, phone);
    case 'email':
      return person.email === undefined
        ? noUsableChannel
        : sendMailAttempt(dependencies, order, person, person.email);
  }
}
