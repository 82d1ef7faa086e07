import type { Logger } from 'pino';
import { describeError } from '../../domain/describe-error.js';
import { isUnavailable } from '../use-cases/time-limit.js';
import type { Acceptance } from './acceptance.js';

export interface AcceptanceSweeperDependencies {
  readonly acceptance: Pick<Acceptance, 'completeOne'>;
  readonly log: Pick<Logger, 'warn' | 'error'>;
  /** What should have been done so long ago was left behind. Milliseconds. */
  readonly ageMilliseconds: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** One round takes no more than this; the next one follows soon. */
const mostPerRound = 100;

/**
 * Completes every acceptance of an application that somebody left half-way (C1): a process that died between the account and the
 * mail, or a mail server that was away.
 *
 * @returns one round of sweeping.
 */
export function createAcceptanceSweeper({
  acceptance,
  log,
  ageMilliseconds,
  now,
}: AcceptanceSweeperDependencies): () => Promise<void> {
  return async () => {
    const before = new Date(now() - ageMilliseconds);
    for (let count = 0; count < mostPerRound; count += 1) {
      try {
        const found = await acceptance.completeOne(before);
        if (found === undefined) return;
        const { id, completion } = found;
        // What cannot be completed is a task of the desk, and not a line a minute.
        if (completion === 'complete')
          log.warn({ id }, 'The acceptance of an application was left behind and is complete now');
      } catch (error) {
        // Without MongoDB there is nothing to sweep.
        if (isUnavailable(error)) return;
        log.error(describeError(error), 'The acceptance of an application cannot be completed');
      }
    }
  };
}
