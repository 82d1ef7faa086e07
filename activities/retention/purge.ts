import type { RetentionClass, Store } from '../../db/store.js';
import type { DataClass } from '../../domain/retention/data-class.js';
import { peopleSought } from '../../domain/retention/legal-hold.js';
import { latestEndOfUse } from '../../domain/retention/retention-period.js';
import type { RetentionRun } from '../../domain/retention/retention-run.js';
import { retentionVerdict } from '../../domain/retention/retention-verdict.js';
import { createBatchedDeletion, type PurgePace } from './batched-deletion.js';
import type { OutsideDeletion } from './outside-deletion.js';
import type { ReadRetentionRule } from './retention-rule.js';
import { settleReports } from './settled-reports.js';

export interface PurgeDependencies {
  readonly store: Pick<Store, 'retentionClasses' | 'retentionRuns' | 'monthlySummaries'>;
  readonly readRule: ReadRetentionRule;
  readonly outside: OutsideDeletion;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

type Run = Pick<RetentionRun, 'id' | 'organisationId' | 'startedAt'>;

/** Deletes of one class what has outlived its period (R1, R2): the rule is read anew each time that something is judged. */
export function createPurge(dependencies: PurgeDependencies) {
  const { store, readRule, now } = dependencies;
  const deletion = createBatchedDeletion(dependencies);

  /** No later than the run, by the clock of the engine, and than the clock of this process: the earlier one keeps more. */
  const asOf = ({ startedAt }: Run): number => Math.min(now(), startedAt.getTime());

  async function goingAmong(run: Run, entry: RetentionClass, ids: readonly string[]) {
    const rule = await readRule(run.organisationId);
    const items = await entry.read(ids, peopleSought(rule.holds));
    const moment = asOf(run);
    return items.filter((item) => retentionVerdict(item, rule, moment).goes);
  }

  /** In batches what began before its period; what reports are made of is counted for good before anything of it goes. */
  async function* candidates(run: Run, entry: RetentionClass, batchSize: number) {
    const { organisationId } = run;
    const { dataClass } = entry;
    const { policy, timeZone } = await readRule(organisationId);
    const keptFor = policy[dataClass];
    if (keptFor === 'for-ever') return;
    const moment = new Date(latestEndOfUse(keptFor, asOf(run), timeZone));
    await settleReports(
      store.monthlySummaries,
      { organisationId, dataClass, timeZone },
      moment,
      new Date(now()),
    );
    yield* entry.begunBefore(organisationId, moment, batchSize);
  }

  return async (run: Run, dataClass: DataClass, pace: PurgePace): Promise<void> => {
    const { id: owner, organisationId } = run;
    const entry = store.retentionClasses[dataClass];
    const order = {
      ...{ owner, organisationId, entry },
      goingAmong: (ids: readonly string[]) => goingAmong(run, entry, ids),
    };
    const leftover = await deletion.resume(order, pace);
    await deletion.deleteAmong(order, candidates(run, entry, pace.batchSize), pace, leftover);
  };
}

export type Purge = ReturnType<typeof createPurge>;
