import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { describeError } from '../domain/describe-error.js';

/** Something that happens again and again until it is stopped. */
export interface Repeating {
  /** Waits for the round that is under way. */
  stop(): Promise<void>;
}

/** Does the work now and then, one round after the other; a failed round is logged and the next one comes. */
export function repeat(
  what: string,
  milliseconds: number,
  work: () => Promise<void>,
  log: Logger,
): Repeating {
  const stopping = new AbortController();
  const running = (async () => {
    while (!stopping.signal.aborted) {
      try {
        await work();
      } catch (error) {
        log.error({ what, ...describeError(error) }, 'A round failed');
      }
      await pause(milliseconds, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
