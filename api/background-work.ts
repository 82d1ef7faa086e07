import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { describeError } from '../domain/describe-error.js';

export interface Persistence {
  /** The first pause; it doubles up to the longest. Milliseconds. */
  readonly firstPause: number;
  readonly longestPause: number;
  /** Work that has not succeeded for so long is given up with a log line; absent: never. Milliseconds. */
  readonly giveUpAfter?: number;
  /** Done once when the work has failed for `after` milliseconds; the work goes on all the same. */
  readonly whenLate?: { readonly after: number; readonly act: () => Promise<void> };
}

/** Work that nobody's answer waits for: what a webhook sets going. A stopping process waits for it. */
export interface BackgroundWork {
  /** Runs once; a failure is logged. */
  run(what: string, work: () => Promise<unknown>): void;
  /** Repeats until it works. The work must be idempotent. */
  runUntilItWorks(what: string, work: () => Promise<unknown>, persistence?: Partial<Persistence>): void;
  /**
   * The same for work whose result somebody may still wait for.
   *
   * @throws what the work threw last, once it is given up.
   */
  untilItWorks<Result>(
    what: string,
    work: () => Promise<Result>,
    persistence?: Partial<Persistence>,
  ): Promise<Result>;
  /** Waits until everything is done, at most so many milliseconds; what is left is given up. */
  drain(milliseconds: number): Promise<void>;
}

const usualPersistence: Persistence = { firstPause: 250, longestPause: 5_000 };

export function createBackgroundWork({ log }: { readonly log: Logger }): BackgroundWork {
  const running = new Set<Promise<void>>();
  const stopping = new AbortController();

  function track(what: string, work: Promise<unknown>): void {
    const tracked = work
      .then(
        () => undefined,
        (error: unknown) => {
          log.error({ what, ...describeError(error) }, 'Background work failed');
        },
      )
      .finally(() => running.delete(tracked));
    running.add(tracked);
  }

  async function insist<Result>(
    what: string,
    work: () => Promise<Result>,
    how: Persistence,
  ): Promise<Result> {
    const begun = Date.now();
    let nextPause = how.firstPause;
    let toldLate = false;
    for (;;) {
      try {
        return await work();
      } catch (error) {
        const tried = Date.now() - begun;
        if (stopping.signal.aborted || (how.giveUpAfter !== undefined && tried >= how.giveUpAfter))
          throw error;
        log.warn({ what, tried, ...describeError(error) }, 'Background work is repeated');
        if (how.whenLate !== undefined && !toldLate && tried >= how.whenLate.after) {
          toldLate = true;
          track(`${what}, late`, how.whenLate.act());
        }
        await pause(nextPause, undefined, { signal: stopping.signal }).catch(() => undefined);
        nextPause = Math.min(nextPause * 2, how.longestPause);
      }
    }
  }

  return {
    run(what, work) {
      track(what, work());
    },
    runUntilItWorks(what, work, persistence = {}) {
      track(what, insist(what, work, { ...usualPersistence, ...persistence }));
    },
    untilItWorks(what, work, persistence = {}) {
      const insisting = insist(what, work, { ...usualPersistence, ...persistence });
      track(what, insisting);
      return insisting;
    },
    async drain(milliseconds) {
      const over = new AbortController();
      const deadline = pause(milliseconds, 'late' as const, { signal: over.signal }).catch(
        () => 'late' as const,
      );
      while (running.size > 0) {
        if ((await Promise.race([Promise.all(running), deadline])) === 'late') break;
      }
      over.abort();
      stopping.abort();
    },
  };
}
