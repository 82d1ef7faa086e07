import { createHash, randomUUID } from 'node:crypto';
import pMap from 'p-map';
import type { RetentionClass, Store } from '../../db/store.js';
import type { DataClass } from '../../domain/retention/data-class.js';
import type { RetainedItem } from '../../domain/retention/legal-hold.js';
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
  /** For how long histories of ended workflows are there, in milliseconds. */
  readonly historiesKept: () => Promise<number>;
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

/** A workflow that ended this long before histories vanish may still have one. */
const historyMargin = 2 * 86_400_000;

/**
 * Deletes of one class what has outlived its period (R1, R2), a batch at a time. A batch is written down before anything of it
 * is deleted: `claimed` first; then the rule and the items are read once more, which decides; what was decided is deleted to
 * the end, by whoever finds it. So a kill at any moment leaves nothing half deleted for ever, and nothing is deleted that a
 * hold was on before the claim was seen.
 */
export function createPurge(dependencies: PurgeDependencies) {
  const { store, readRule, outside, historiesKept, now } = dependencies;
  const runs = store.retentionRuns;

  /** No later than the run, by the clock of the engine, and than the clock of this process: the earlier one keeps more. */
  const asOf = ({ startedAt }: Run): number => Math.min(now(), startedAt.getTime());

  async function goingAmong(run: Run, entry: RetentionClass, ids: readonly string[]) {
    const rule = await readRule(run.organisationId);
    const items = await entry.read(ids, { named: holdsPeople(rule) });
    const moment = asOf(run);
    return items.filter((item) => retentionVerdict(item, rule, moment).goes);
  }

  /** Of what ended long enough ago nobody has a history any more: with usual periods, that is everything. */
  async function mayHaveHistory(items: readonly RetainedItem[]): Promise<boolean> {
    const vanished = now() - (await historiesKept()) - historyMargin;
    return items.some(({ endOfUse = Number.POSITIVE_INFINITY }) => endOfUse >= vanished);
  }

  function workflowsOf(entry: RetentionClass, ids: readonly string[]): readonly string[] {
    return ids.flatMap((id) => entry.workflowOf(id) ?? []);
  }

  /** Reads everything once more, and writes down what goes. */
  async function decide(run: Run, entry: RetentionClass, batch: PurgeBatch) {
    const items = await goingAmong(run, entry, batch.ids);
    const ids = items.map(({ id }) => id);
    const withHistory = (await mayHaveHistory(items)) ? workflowsOf(entry, ids) : [];
    const running = await outside.running(withHistory);
    const wanted = ids.filter((id) => !running.has(entry.workflowOf(id) ?? ''));
    if (wanted.length === 0) {
      await runs.withdraw(deskScope, batch);
      return { going: [], withHistory: false };
    }
    const going = await runs.decide(deskScope, batch, wanted);
    return { going, withHistory: withHistory.length > 0 };
  }

  async function complete(run: Run, entry: RetentionClass, batch: PurgeBatch): Promise<void> {
    // Nobody knows of what was decided by somebody else whether it had histories.
    const { going, withHistory } =
      batch.state === 'claimed' ? await decide(run, entry, batch) : { going: batch.ids, withHistory: true };
    if (going.length === 0) return;
    const erasure = await entry.prepare(going);
    if (withHistory) await outside.removeHistories(workflowsOf(entry, going));
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

  return async (
    run: Run,
    dataClass: DataClass,
    { batchSize, atOnce, afterBatch }: PurgePace,
  ): Promise<void> => {
    const { organisationId } = run;
    const entry = store.retentionClasses[dataClass];
    for (const batch of await runs.unsettled(deskScope, organisationId, dataClass)) {
      await complete(run, entry, batch);
      await afterBatch();
    }
    const { policy, timeZone } = await readRule(organisationId);
    const keptFor = policy[dataClass];
    if (keptFor === 'for-ever') return;
    const moment = new Date(latestEndOfUse(keptFor, asOf(run), timeZone));
    // What reports are made of is counted for good before it goes; whatever fails here, nothing goes.
    for (const kind of reportsOf(dataClass).filter((each) => hasReport(organisationId, each))) {
      await store.monthlySummaries.settle({ organisationId, kind, timeZone }, moment, new Date(now()));
    }
    await pMap(
      entry.begunBefore(organisationId, moment, batchSize),
      async (found) => {
        await purgeAmong(run, entry, found);
        await afterBatch();
      },
      { concurrency: atOnce },
    );
  };
}

export type Purge = ReturnType<typeof createPurge>;

/** SHA-256, hex. Identifiers are random, so nobody finds one by trying. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
