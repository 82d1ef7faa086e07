import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { describeError } from '../domain/describe-error.js';

/** Something that happens again and again until it is stopped. */
export interface Repeating {
  /** The next round begins at once, or as soon as the one under way is over. */
  soon(): void;
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
  let isStopped = false;
  let isAskedFor = false;
  let pausing = new AbortController();
  const running = (async () => {
    for (;;) {
      isAskedFor = false;
      try {
        await work();
      } catch (error) {
        log.error({ what, ...describeError(error) }, 'A round failed');
      }
      if (mustStop()) return;
      if (mustGoOn()) continue;
      pausing = new AbortController();
      await pause(milliseconds, undefined, { signal: pausing.signal }).catch(() => undefined);
      if (mustStop()) return;
    }
  })();

  function mustStop(): boolean {
    return isStopped;
  }

  function mustGoOn(): boolean {
    return isAskedFor;
  }

  return {
    soon() {
      isAskedFor = true;
      pausing.abort();
    },
    async stop() {
      isStopped = true;
      pausing.abort();
      await running;
    },
  };
}
