import type { Logger } from 'pino';
import type { Cases } from '../../cases/cases.js';
import type { Store } from '../../db/store.js';
import { describeError } from '../../domain/describe-error.js';
import type { SupportCaseId } from '../../domain/identifiers.js';
import { isNotFound, isUnavailable } from '../use-cases/time-limit.js';

export interface HoursTellingDependencies {
  readonly store: { readonly supportCases: Pick<Store['supportCases'], 'countedByOtherHours'> };
  readonly supportCases: Pick<Cases['supportCases'], 'tellHours'>;
  /** Of the hours that hold now. */
  readonly revision: string;
  readonly log: Pick<Logger, 'info' | 'error'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const mostPerRound = 100;
/**
 * A case that goes on by other hours although it was told has asked a worker that has them still, as in the middle of a release. It is
 * told again after these pauses, each twice the one before: whatever is wrong, an hour costs it no more than some events. Milliseconds.
 */
const firstPause = 60_000;
const longestPause = 3_600_000;

interface Told {
  readonly pause: number;
  readonly againAt: number;
}

/**
 * Tells running cases that the hours of the desk have changed (C9): the answer that they promise is due at another moment, and those who
 * wait for it are to see that soon, not only where the hours end that a case knows. Idle cases are not told; they cost nothing.
 *
 * @returns one round of telling.
 */
export function createHoursTelling({
  store,
  supportCases,
  revision,
  log,
  now,
}: HoursTellingDependencies): () => Promise<void> {
  const told = new Map<SupportCaseId, Told>();

  function forgetOld(): void {
    for (const [id, { againAt }] of told) if (againAt + longestPause < now()) told.delete(id);
  }

  async function tell(id: SupportCaseId): Promise<void> {
    try {
      await supportCases.tellHours(id, { revision });
    } catch (error) {
      // A case that has ended meanwhile, or was lost, which is another watch's matter.
      if (!isNotFound(error)) throw error;
    }
    const { pause = firstPause } = told.get(id) ?? {};
    told.set(id, { pause: Math.min(pause * 2, longestPause), againAt: now() + pause });
  }

  return async () => {
    forgetOld();
    const waiting = [...told].filter(([, { againAt }]) => againAt > now()).map(([id]) => id);
    try {
      const ids = await store.supportCases.countedByOtherHours(revision, waiting, mostPerRound);
      for (const id of ids) await tell(id);
      if (ids.length > 0) log.info({ count: ids.length }, 'Support cases were told of other opening hours');
    } catch (error) {
      if (!isUnavailable(error)) log.error(describeError(error), 'Opening hours could not be told');
    }
  };
}
