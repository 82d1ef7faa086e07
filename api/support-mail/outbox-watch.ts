import type { Logger } from 'pino';
import type { Store } from '../../db/store.js';
import type { Metrics } from '../metrics.js';
import { unlessAway } from '../use-cases/time-limit.js';

export interface OutboxWatchDependencies {
  readonly supportMails: Pick<Store['supportMails'], 'pending'>;
  readonly metrics: Pick<Metrics, 'supportMailsPending'>;
  readonly log: Pick<Logger, 'error'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** A mail that waits so long waits for somebody who looks after the mail server. Milliseconds. */
const tooLong = 3_600_000;

/**
 * Sees that mails about support cases go out. Whoever sends them tells of each one that fails; of those that nobody even takes
 * nobody else would tell.
 *
 * @returns one look.
 */
export function createOutboxWatch({
  supportMails,
  metrics,
  log,
  now,
}: OutboxWatchDependencies): () => Promise<void> {
  return async () => {
    const pending = await unlessAway(() => supportMails.pending());
    if (pending === undefined) return;
    const { count, oldestSince } = pending;
    const age = oldestSince === undefined ? 0 : Math.max(0, now() - oldestSince.getTime());
    metrics.supportMailsPending(count, age / 1000);
    if (age > tooLong) {
      log.error({ count, oldestSince }, 'Mails about support cases have been waiting for more than an hour');
    }
  };
}
