import type { Logger } from 'pino';
import { createWithin } from '../deadline.js';
import { usualLimits } from '../limits.js';

export type Answer<Value> = { readonly from: 'mongodb'; readonly value: Value } | { readonly from: 'copy' };

/** Asks MongoDB for at most 300 ms; `copy` says that it did not answer and that the copy has to do. Never throws. */
export type AskMongo = <Value>(read: () => Promise<Value>) => Promise<Answer<Value>>;

/** After a failed read the copy answers for this long, so that not every dial waits for MongoDB in vain. */
const coolDownMilliseconds = 2000;

export function createAskMongo(clock: () => number, log: Pick<Logger, 'info' | 'warn'>): AskMongo {
  const within = createWithin(usualLimits, () => true);
  let askAgainAt = -Infinity;
  let isAway = false;
  return async (read) => {
    if (clock() < askAgainAt) return { from: 'copy' };
    try {
      const value = await within('dial', read);
      if (isAway) log.info('contacts come from MongoDB again');
      isAway = false;
      askAgainAt = -Infinity;
      return { from: 'mongodb', value };
    } catch (error) {
      if (!isAway) {
        log.warn(
          { error: error instanceof Error ? error.name : 'unknown' },
          'contacts come from the local copy: MongoDB does not answer',
        );
      }
      isAway = true;
      askAgainAt = clock() + coolDownMilliseconds;
      return { from: 'copy' };
    }
  };
}
