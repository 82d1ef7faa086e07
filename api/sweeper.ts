import type { Logger } from 'pino';
import type { Cases } from '../cases/cases.js';
import type { Intake, Store } from '../db/store.js';
import { deskScope } from '../domain/scope.js';
import type { Metrics } from './metrics.js';
import { describeError } from './middleware/error-log.js';
import { incidentStartSchema, statusCallStartSchema } from './use-cases/case-starts.js';
import { isUnavailable } from './use-cases/time-limit.js';

export interface SweeperDependencies {
  readonly intakes: Pick<Store['intakes'], 'unstarted' | 'markStarted'>;
  readonly cases: Pick<Cases, 'incidents' | 'statusCalls'>;
  readonly metrics: Pick<Metrics, 'sweptStart'>;
  readonly log: Logger;
  /** An intake this old without a workflow was left behind by somebody who died or met no Temporal. Milliseconds. */
  readonly ageMilliseconds: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** One round takes no more than this; the next one follows soon. */
const mostPerRound = 100;

/**
 * Starts every case that has an intake and no workflow. Starting is idempotent, so any number of sweepers may do it at the
 * same time, and a case that runs already is only marked.
 *
 * @returns one round of sweeping.
 */
export function createSweeper(dependencies: SweeperDependencies): () => Promise<void> {
  const { intakes, cases, metrics, log, ageMilliseconds, now } = dependencies;

  function start(intake: Intake): Promise<'started' | 'exists'> {
    return intake.kind === 'status-call'
      ? cases.statusCalls.start(statusCallStartSchema.parse(intake.start))
      : cases.incidents.start(incidentStartSchema.parse(intake.start));
  }

  return async () => {
    const left = await unlessAway(() =>
      intakes.unstarted(deskScope, new Date(now() - ageMilliseconds), mostPerRound),
    );
    for (const intake of left ?? []) {
      try {
        const result = await start(intake);
        await intakes.markStarted(deskScope, intake.id, new Date(now()));
        metrics.sweptStart(result);
        log.warn({ caseId: intake.id, result }, 'A case was left behind and is started now');
      } catch (error) {
        metrics.sweptStart('failed');
        log.error(
          { caseId: intake.id, ...describeError(error) },
          'A case that was left behind does not start',
        );
        // Temporal is away: the others would fail too, each after its time limit.
        if (isUnavailable(error)) return;
      }
    }
  };
}

async function unlessAway<Answer>(ask: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (isUnavailable(error)) return undefined;
    throw error;
  }
}
