import { setTimeout as pause } from 'node:timers/promises';
import { isGrpcServiceError, ServiceError } from '@temporalio/client';

/** The gRPC status code, https://grpc.github.io/grpc/core/md_doc_statuscodes.html */
const failedPrecondition = 9;

const firstPauseMilliseconds = 20;
const longestPauseMilliseconds = 500;

/**
 * Gives an update again as long as the workflow task that carried it is lost. Temporal refuses a task that would end a
 * workflow while a signal has come that it has not seen; the updates of that task are forgotten, and their callers get
 * FAILED_PRECONDITION ("unexpected workflow task failure"). Harmless to repeat, since an update has an ID.
 *
 * @param ask fails with another error when its deadline is over, which ends the repeating.
 */
export async function repeatLostTask<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (let wait = firstPauseMilliseconds; ; wait = Math.min(wait * 2, longestPauseMilliseconds)) {
    try {
      return await ask();
    } catch (failure) {
      if (!isLostTask(failure)) throw failure;
    }
    await pause(wait);
  }
}

function isLostTask(failure: unknown): boolean {
  const cause = failure instanceof ServiceError ? failure.cause : undefined;
  if (!isGrpcServiceError(cause)) return false;
  const code: number = cause.code;
  return code === failedPrecondition;
}
