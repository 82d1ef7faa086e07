import type { Logger } from 'pino';
import type { Cases } from '../../cases/cases.js';
import type { Store } from '../../db/store.js';
import type { SupportOpening } from '../../db/support-store.js';
import { describeError } from '../../domain/describe-error.js';
import type { Metrics } from '../metrics.js';
import { isUnavailable } from '../use-cases/time-limit.js';
import { supportCaseStartOf } from './case-opening.js';

export interface SupportSweeperDependencies {
  readonly store: { readonly supportCases: Pick<Store['supportCases'], 'unstarted' | 'markStarted'> };
  readonly supportCases: Pick<Cases['supportCases'], 'start'>;
  readonly metrics: Pick<Metrics, 'sweptStart'>;
  readonly log: Pick<Logger, 'warn' | 'error'>;
  /** An opening this old without a workflow was left behind. Milliseconds. */
  readonly ageMilliseconds: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** One round takes no more than this; the next one follows soon. */
const mostPerRound = 100;

/**
 * Starts every support case that is stored and has no workflow (ADR 20): nobody's question falls through because the engine was
 * away, or a process died half-way. Starting is idempotent. A round goes on behind the last one that the round before has tried, so
 * that no number of cases that never start keeps the others from their turn.
 *
 * @returns one round of sweeping.
 */
export function createSupportSweeper({
  store,
  supportCases,
  metrics,
  log,
  ageMilliseconds,
  now,
}: SupportSweeperDependencies): () => Promise<void> {
  /** Undefined: the next round begins with the oldest. */
  let last: SupportOpening | undefined;

  async function nextOnes(): Promise<readonly SupportOpening[]> {
    const before = new Date(now() - ageMilliseconds);
    const found = await store.supportCases.unstarted(before, mostPerRound, last);
    if (found.length > 0 || last === undefined) return found;
    last = undefined;
    return store.supportCases.unstarted(before, mostPerRound);
  }

  async function sweep(): Promise<void> {
    for (const opening of await nextOnes()) {
      last = opening;
      const { id: caseId } = opening;
      try {
        const result = await supportCases.start(supportCaseStartOf(opening));
        metrics.sweptStart(result);
        log.warn({ caseId, result }, 'A support case was left behind and is started now');
      } catch (error) {
        metrics.sweptStart('failed');
        log.error({ caseId, ...describeError(error) }, 'A support case that was left behind does not start');
        // The engine is away: the others would fail too, each after its time limit.
        if (isUnavailable(error)) return;
        continue;
      }
      await store.supportCases.markStarted(caseId);
    }
  }

  return async () => {
    try {
      await sweep();
    } catch (error) {
      // Without MongoDB there is nothing to sweep: what was started but not marked is found again.
      if (!isUnavailable(error)) throw error;
    }
  };
}
