import { activityInfo } from '@temporalio/activity';
import type { ContactBook } from '../../db/contact-book/contact-book.js';
import type { Store } from '../../db/store.js';
import type { AttemptOrder, AttemptResult } from '../../domain/attempt.js';
import { DomainError } from '../../domain/errors.js';
import type { PhoneNumber } from '../../domain/phone-number.js';
import type { Wording } from '../../wording/wording.js';
import { withSafeFailures } from '../activity-failures.js';
import type { PhoneLineDependencies } from '../attempts/phone-lines.js';
import { stopped } from '../attempts/attempt-outcome.js';
import { attemptedPerson } from '../attempts/attempted-person.js';
import {
  conversationOf,
  stopInConversation,
  type ConversationDependencies,
} from '../attempts/conversation.js';
import type { CallControlActivities } from '../contract.js';
import type { ReachDependencies } from '../reach.js';
import { resolveCall } from './resolve-call.js';
import { stopCallOf } from './stop-call.js';

export interface CallControlDependencies
  extends PhoneLineDependencies, ReachDependencies, ConversationDependencies {
  readonly contactBook: ContactBook;
  readonly store: Pick<Store, 'numberLeases' | 'calls' | 'intakes'>;
  readonly wording: Wording;
  /** The caller ID of outgoing calls. */
  readonly callerId: PhoneNumber;
}

/** After so many tries the case goes on to the next channel or contact, and the timeline says why. */
const triesToResolve = 3;

/** What is done about calls that were placed before: look them up, end them. Never dials; all of it may be repeated. */
export function createCallControlActivities(dependencies: CallControlDependencies): CallControlActivities {
  return {
    resolveAttempt: (order) => withSafeFailures(() => resolve(dependencies, order)),
    stopAttempt: (order, why) =>
      withSafeFailures(async () => {
        const to = await phoneOf(dependencies, order);
        if (to === undefined) await dependencies.attempts.complete(order.key, stopped);
        else if (!(await stopInConversation(dependencies, order, to))) {
          await stopCallOf(dependencies, order, to, why);
        }
      }),
  };
}

async function resolve(dependencies: CallControlDependencies, order: AttemptOrder): Promise<AttemptResult> {
  if (order.step.channel !== 'voice') return { reason: 'no-answer', detail: 'no-reply' };
  const unknown: AttemptResult = { reason: 'expired', detail: 'outcome-unknown' };
  const to = await phoneOf(dependencies, order);
  // Nobody is ever cut off from a conversation with the caller to find out what became of a question.
  if (to === undefined || (await conversationOf(dependencies, order, to)) !== undefined) return unknown;
  try {
    return await resolveCall(dependencies, order, to);
  } catch (error) {
    const isAway = error instanceof DomainError && error.kind === 'unavailable';
    if (isAway && activityInfo().attempt >= triesToResolve) return unknown;
    throw error;
  }
}

/** The number of a voice attempt, as the settings are now; undefined for texts and mails. */
async function phoneOf(
  dependencies: CallControlDependencies,
  order: AttemptOrder,
): Promise<PhoneNumber | undefined> {
  if (order.step.channel !== 'voice') return undefined;
  return (await attemptedPerson(dependencies, order))?.phones[order.step.position];
}
