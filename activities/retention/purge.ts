import { createHash, randomUUID } from 'node:crypto';
import pMap from 'p-map';
import type { RetentionClass, Store } from '../../db/store.js';
import type { DataClass } from '../../domain/retention/data-class.js';
import { hasReport } from '../../domain/reports/report-owner.js';
import { reportsOf } from '../../domain/retention/broken-reports.js';
import { latestEndOfUse } from '../../domain/retention/retention-period.js';
import type { PurgeBatch, RetentionRun } from '../../domain/retention/retention-run.js';
import { retentionVerdict } from '../../domain/retention/retention-verdict.js';
import { deskScope } from '../../domain/scope.js';
import type { OutsideDeletion } from './outside-deletion.js';
import { holdsPeople, type ReadRetentionRule } from './retention-rule.js';

export interface PurgeDependencies {
  readonly store: Pick<Store, 'retentionClasses' | 'retentionRuns' | 'monthlySummaries'>;
  readonly readRule: ReadRetentionRule;
  readonly outside: OutsideDeletion;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

export interface PurgePace {
  readonly batchSize: number;
  /** So many batches are worked on at a time: while one waits for the database, or for others, the next one is looked at. */
  readonly atOnce: number;
  /** After each batch, however much of it went: a sign of life, and time for others. */
  readonly afterBatch: () => Promise<void>;
}

type Run = Pick<RetentionRun, 'id' | 'organisationId' | 'startedAt'>;

/** So many batches that cannot go, one beside the other, say that it is of no use to go on now. */
const mostFailures = 5;

/**
 * Deletes of one class what has outlived its period (R1, R2), a batch at a time. A batch is written down before anything of it
 * is deleted: `claimed` first; then the rule and the items are read once more, which decides; what was decided is deleted to
 * the end, by whoever finds it. So a kill at any moment leaves nothing half deleted for ever, and nothing is deleted that a
 * hold was on before the claim was seen. What cannot go now, since a provider refuses, say, holds up nothing else; whoever asked is
 * told in the end, and tries again.
 */
export function createPurge(dependencies: PurgeDependencies) {
  const { store, readRule, outside, now } = dependencies;
  const runs = store.retentionRuns;

  /** No later than the run, by the clock of the engine, and than the clock of this process: the earlier one keeps more. */
  const asOf = ({ startedAt }: Run): number => Math.min(now(), startedAt.getTime());

  async function goingAmong(run: Run, entry: RetentionClass, ids: readonly string[]) {
    const rule = await readRule(run.organisationId);
    const items = await entry.read(ids, { named: holdsPeople(rule) });
    const moment = asOf(run);
    return items.filter((item) => retentionVerdict(item, rule, moment).goes);
  }

  function workflowsOf(entry: RetentionClass, ids: readonly string[]): readonly string[] {
    return ids.flatMap((id) => entry.workflowOf(id) ?? []);
  }

  /** Reads everything once more, and writes down what goes. */
  async function decide(run: Run, entry: RetentionClass, batch: PurgeBatch) {
    const items = await goingAmong(run, entry, batch.ids);
    const ids = items.map(({ id }) => id);
    const running = await outside.running(workflowsOf(entry, ids));
    const wanted = ids.filter((id) => !running.has(entry.workflowOf(id) ?? ''));
    if (wanted.length === 0) {
      await runs.withdraw(deskScope, batch);
      return [];
    }
    return runs.decide(deskScope, batch, wanted);
  }

  async function complete(run: Run, entry: RetentionClass, batch: PurgeBatch): Promise<void> {
    const going = batch.state === 'claimed' ? await decide(run, entry, batch) : batch.ids;
    if (going.length === 0) return;
    const erasure = await entry.prepare(going);
    // A workflow can end long after the use of its case has, as long as costs are asked about: each history is asked for.
    await outside.removeHistories(workflowsOf(entry, going));
    await outside.removeCalls(erasure.calls);
    await outside.removeTexts(erasure.texts);
    const kept = new Set(await erasure.erase());
    const hashes = going
      .filter((id) => !kept.has(id))
      .map(hashOf)
      .sort();
    await runs.settle(deskScope, { ...batch, runId: run.id }, hashes);
  }

  async function purgeAmong(run: Run, entry: RetentionClass, found: readonly string[]): Promise<void> {
    const ids = (await goingAmong(run, entry, found)).map(({ id }) => id);
    if (ids.length === 0) return;
    const { organisationId } = run;
    const { dataClass } = entry;
    const id = `${run.id}/${dataClass}/${randomUUID()}`;
    const batch = { id, runId: run.id, organisationId, dataClass, ids, at: new Date(now()) };
    await runs.claim(deskScope, batch);
    await complete(run, entry, { ...batch, state: 'claimed', hashes: [] });
  }

  /** What earlier runs and tries have left behind; what cannot go now either is told. */
  async function completeUnsettled(run: Run, entry: RetentionClass, { afterBatch }: PurgePace) {
    const failures: Error[] = [];
    const stuck = new Set<string>();
    for (const batch of await runs.unsettled(deskScope, run.organisationId, entry.dataClass)) {
      try {
        await complete(run, entry, batch);
      } catch (error) {
        failures.push(asError(error));
        batch.ids.forEach((id) => stuck.add(id));
      }
      await afterBatch();
    }
    return { failures, stuck };
  }

  /** What reports are made of is counted for good before it goes; whatever fails here, nothing goes. */
  async function settleReports(
    { organisationId }: Run,
    dataClass: DataClass,
    before: Date,
    timeZone: string,
  ) {
    for (const kind of reportsOf(dataClass).filter((each) => hasReport(organisationId, each))) {
      await store.monthlySummaries.settle({ organisationId, kind, timeZone }, before, new Date(now()));
    }
  }

  /** @param stuck what stands in a batch already. */
  async function purgeFurther(
    run: Run,
    entry: RetentionClass,
    { batchSize, atOnce, afterBatch }: PurgePace,
    stuck: ReadonlySet<string>,
  ): Promise<readonly Error[]> {
    const { organisationId } = run;
    const { policy, timeZone } = await readRule(organisationId);
    const keptFor = policy[entry.dataClass];
    if (keptFor === 'for-ever') return [];
    const moment = new Date(latestEndOfUse(keptFor, asOf(run), timeZone));
    await settleReports(run, entry.dataClass, moment, timeZone);
    const failures: Error[] = [];
    await pMap(
      entry.begunBefore(organisationId, moment, batchSize),
      async (found) => {
        try {
          await purgeAmong(
            run,
            entry,
            found.filter((id) => !stuck.has(id)),
          );
        } catch (error) {
          failures.push(asError(error));
          if (failures.length === mostFailures) throw error;
        }
        await afterBatch();
      },
      { concurrency: atOnce },
    );
    return failures;
  }

  return async (run: Run, dataClass: DataClass, pace: PurgePace): Promise<void> => {
    const entry = store.retentionClasses[dataClass];
    const { failures: earlier, stuck } = await completeUnsettled(run, entry, pace);
    const further = await purgeFurther(run, entry, pace, stuck);
    const [failure] = [...earlier, ...further];
    if (failure !== undefined) throw failure;
  };
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error('A batch failed.', { cause: thrown });
}

export type Purge = ReturnType<typeof createPurge>;

/** SHA-256, hex. Identifiers are random, so nobody finds one by trying. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
