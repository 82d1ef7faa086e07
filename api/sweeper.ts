import type { Logger } from 'pino';
import type { Cases } from '../cases/cases.js';
import type { Intake, Store, UnstartedIntake } from '../db/store.js';
import { deskScope } from '../domain/scope.js';
import type { Metrics } from './metrics.js';
import { describeError } from '../domain/describe-error.js';
import { incidentStartSchema, statusCallStartSchema } from './use-cases/case-starts.js';
import { ifKnown, isUnavailable } from './use-cases/time-limit.js';

export interface SweeperDependencies {
  readonly intakes: Pick<Store['intakes'], 'unstarted' | 'markStarted' | 'stepBack'>;
  readonly cases: Pick<Cases, 'incidents' | 'statusCalls' | 'health'>;
  readonly metrics: Pick<Metrics, 'sweptStart'>;
  readonly log: Logger;
  /** An intake this old without a workflow was left behind by somebody who died or met no Temporal. Milliseconds. */
  readonly ageMilliseconds: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** One round takes no more than this; the next one follows soon. */
const mostPerRound = 100;
const engineTimeout = 5_000;
/** The pause after a failed start, in milliseconds: it doubles with each failure, up to the longest. */
const firstPause = 10_000;
const longestPause = 10 * 60_000;

/**
 * Starts every case that has an intake and no workflow. Starting is idempotent, so any number of sweepers may do it at the
 * same time, and a case that runs already is only marked. An intake whose start fails steps back, so that those behind it
 * get their turn; that it does not start is the auditor's alarm.
 *
 * @returns one round of sweeping.
 */
export function createSweeper(dependencies: SweeperDependencies): () => Promise<void> {
  const { intakes, cases, metrics, log, ageMilliseconds, now } = dependencies;

  async function start(intake: Intake): Promise<void> {
    const result =
      intake.kind === 'status-call'
        ? await cases.statusCalls.start(statusCallStartSchema.parse(intake.start))
        : await cases.incidents.start(incidentStartSchema.parse(intake.start));
    metrics.sweptStart(result);
    log.warn({ caseId: intake.id, result }, 'A case was left behind and is started now');
  }

  async function isEngineAway(): Promise<boolean> {
    const answer = await ifKnown(engineTimeout, async () => {
      await cases.health.ping();
      return 'there' as const;
    });
    return answer === undefined;
  }

  /** @returns whether the others can be expected to start. */
  async function noteFailure({ id, startFailures }: UnstartedIntake, error: unknown): Promise<boolean> {
    metrics.sweptStart('failed');
    log.error({ caseId: id, ...describeError(error) }, 'A case that was left behind does not start');
    // Temporal is away: the others would fail too, each after its time limit, and none of them is to blame.
    if (isUnavailable(error) && (await isEngineAway())) return false;
    await intakes.stepBack(deskScope, id, new Date(now() + pauseAfter(startFailures)));
    return true;
  }

  async function sweep(): Promise<void> {
    for (const intake of await intakes.unstarted(
      deskScope,
      new Date(now() - ageMilliseconds),
      mostPerRound,
    )) {
      try {
        await start(intake);
      } catch (error) {
        if (await noteFailure(intake, error)) continue;
        return;
      }
      await intakes.markStarted(deskScope, intake.id, new Date(now()));
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

function pauseAfter(failures: number): number {
  return Math.min(firstPause * 2 ** failures, longestPause);
}
