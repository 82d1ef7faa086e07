import type { Logger } from 'pino';
import type { ReceivedMailRepository, ReceivedMailState } from '../../db/received-mail-store.js';
import type { Metrics } from '../metrics.js';
import { unlessAway } from '../use-cases/time-limit.js';

export interface MailWatchDependencies {
  readonly receivedMails: Pick<ReceivedMailRepository, 'standing'>;
  readonly metrics: Pick<Metrics, 'inboundMailsStanding'>;
  readonly log: Pick<Logger, 'error'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const minute = 60_000;
/** How long a mail may stand there, by what it waits for: a program, or somebody of the desk. Milliseconds. */
const patience = {
  received: 5 * minute,
  review: 24 * 60 * minute,
  unreadable: 24 * 60 * minute,
} as const satisfies Partial<Record<ReceivedMailState, number>>;

type Waiting = keyof typeof patience;
const waitingStates: readonly Waiting[] = ['received', 'review', 'unreadable'];

/**
 * Sees that no mail is forgotten (C4): neither by the program that sorts them, nor by the people who have to say where one
 * belongs.
 *
 * @returns one look.
 */
export function createMailWatch({
  receivedMails,
  metrics,
  log,
  now,
}: MailWatchDependencies): () => Promise<void> {
  async function look(state: Waiting): Promise<void> {
    const standing = await unlessAway(() => receivedMails.standing(state));
    if (standing === undefined) return;
    const { count, oldestAt } = standing;
    const age = oldestAt === undefined ? 0 : Math.max(0, now() - oldestAt.getTime());
    metrics.inboundMailsStanding(state, count, age / 1000);
    if (age > patience[state]) log.error({ state, count, oldestAt }, 'Mails that came in wait for too long');
  }

  return async () => {
    for (const state of waitingStates) await look(state);
  };
}
