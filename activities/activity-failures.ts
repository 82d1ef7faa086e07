import { ApplicationFailure, CancelledFailure, CompleteAsyncError, log } from '@temporalio/activity';
import { describeError } from '../domain/describe-error.js';
import { DomainError } from '../domain/errors.js';

/**
 * Does what may fail without harm to the activity: the failure is logged and the answer is undefined. For projections
 * and leases, none of which may stand between a person and the call that helps them.
 *
 * @param limitMilliseconds after this time the answer is not waited for any more; absent: the work has its own limit.
 */
export async function quietly<Answer>(
  what: string,
  work: () => Promise<Answer>,
  limitMilliseconds?: number,
): Promise<Answer | undefined> {
  try {
    return await (limitMilliseconds === undefined ? work() : within(limitMilliseconds, work()));
  } catch (error) {
    log.warn(`Went on without: ${what}`, describeError(error));
    return undefined;
  }
}

async function within<Answer>(milliseconds: number, work: Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const expiry = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error('The time limit is over.'));
    }, milliseconds);
  });
  try {
    return await Promise.race([work, expiry]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Turns what an activity throws into a failure that may stand in a history: no cause (Temporal would store the whole
 * chain) and no foreign message. It may always be retried: a case waits for what cannot be done now, it does not fail.
 */
export function asActivityFailure(error: unknown): Error {
  if (
    error instanceof CompleteAsyncError ||
    error instanceof ApplicationFailure ||
    error instanceof CancelledFailure
  ) {
    return error;
  }
  if (error instanceof DomainError) {
    return ApplicationFailure.create({ message: error.message, type: error.kind });
  }
  log.error('An activity failed', describeError(error));
  return ApplicationFailure.create({
    message: 'The activity failed.',
    type: error instanceof Error ? error.name : 'Error',
  });
}

/** Runs an activity's work so that whatever it throws carries no personal data into the history. */
export async function withSafeFailures<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    throw asActivityFailure(error);
  }
}
