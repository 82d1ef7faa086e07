import {
  ActivityCancelledError,
  ActivityNotFoundError,
  type AsyncCompletionClient,
  type Client,
} from '@temporalio/client';
import type { Attempts } from './cases.js';
import { askEngine } from './errors.js';

/** Completes attempts by workflow and activity ID, from whatever process the webhook reached. */
export function createAttempts(
  completion: AsyncCompletionClient,
  client: Client,
  timeoutMilliseconds: number,
): Attempts {
  return {
    async complete(key, result) {
      return askEngine(client, timeoutMilliseconds, 'attempt', async () => {
        try {
          await completion.complete(key, result);
          return true;
        } catch (failure) {
          // Settled before, timed out, or its case has gone on without it: the first fact has counted.
          if (failure instanceof ActivityNotFoundError || failure instanceof ActivityCancelledError)
            return false;
          throw failure;
        }
      });
    },
  };
}
