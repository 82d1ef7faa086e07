import { createHash, randomUUID } from 'node:crypto';
import type { RetentionClass, Store } from '../../db/store.js';
import type { OrganisationId } from '../../domain/identifiers.js';
import type { RetainedItem } from '../../domain/retention/legal-hold.js';
import type { BatchOwner, PurgeBatch } from '../../domain/retention/retention-run.js';
import { deskScope } from '../../domain/scope.js';
import type { OutsideDeletion } from './outside-deletion.js';

export interface BatchedDeletionDependencies {
  readonly store: Pick<Store, 'retentionRuns'>;
  readonly outside: OutsideDeletion;
  /** For how long histories of ended workflows are there, in milliseconds. */
  readonly historiesKept: () => Promise<number>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

export interface PurgePace {
  readonly batchSize: number;
  /** After each batch, however much of it went: a sign of life, and time for others. */
  readonly afterBatch: () => Promise<void>;
}

/** What is to be deleted of one class, and for whom. */
export interface DeletionOrder {
  readonly owner: BatchOwner;
  readonly organisationId: OrganisationId;
  readonly entry: RetentionClass;
  /** Those of them that go as things stand at this moment. */
  readonly goingAmong: (ids: readonly string[]) => Promise<readonly RetainedItem[]>;
}

/** A workflow that ended this long before histories vanish may still have one. */
const historyMargin = 2 * 86_400_000;

/**
 * Deletes things of one class, a batch at a time. A batch is written down before anything of it is deleted: `claimed` first;
 * then the items are judged once more, which decides; what was decided is deleted to the end, by whoever of the same owner finds
 * it. So a kill at any moment leaves nothing half deleted for ever, and nothing is deleted that a hold was on before the claim
 * was seen.
 */
export function createBatchedDeletion(dependencies: BatchedDeletionDependencies) {
  const { store, outside, historiesKept, now } = dependencies;
  const runs = store.retentionRuns;

  /** Of what ended long enough ago nobody has a history any more: with usual periods, that is everything. */
  async function mayHaveHistory(items: readonly RetainedItem[]): Promise<boolean> {
    const vanished = now() - (await historiesKept()) - historyMargin;
    return items.some(({ endOfUse = Number.POSITIVE_INFINITY }) => endOfUse >= vanished);
  }

  function workflowsOf(entry: RetentionClass, ids: readonly string[]): readonly string[] {
    return ids.flatMap((id) => entry.workflowOf(id) ?? []);
  }

  /** Reads everything once more, and writes down what goes. */
  async function decide({ entry, goingAmong }: DeletionOrder, batch: PurgeBatch) {
    const items = await goingAmong(batch.ids);
    const ids = items.map(({ id }) => id);
    const withHistory = (await mayHaveHistory(items)) ? workflowsOf(entry, ids) : [];
    const running = await outside.running(withHistory);
    const going = ids.filter((id) => !running.has(entry.workflowOf(id) ?? ''));
    if (going.length === 0) await runs.withdraw(deskScope, batch);
    else await runs.decide(deskScope, batch, going);
    return { going, withHistory: withHistory.length > 0 };
  }

  async function complete(order: DeletionOrder, batch: PurgeBatch): Promise<void> {
    const { entry, owner } = order;
    // Nobody knows of what was decided by somebody else whether it had histories.
    const { going, withHistory } =
      batch.state === 'claimed' ? await decide(order, batch) : { going: batch.ids, withHistory: true };
    if (going.length === 0) return;
    const erasure = await entry.prepare(going);
    if (withHistory) await outside.removeHistories(workflowsOf(entry, going));
    await outside.removeCalls(erasure.calls);
    const kept = new Set(await erasure.erase());
    const hashes = going
      .filter((id) => !kept.has(id))
      .map(hashOf)
      .sort();
    await runs.settle(deskScope, { ...batch, runId: owner }, hashes);
  }

  return {
    /** Goes on with what an earlier try of the same kind of owner has left behind. */
    async resume(order: DeletionOrder, { afterBatch }: PurgePace): Promise<void> {
      const { organisationId, entry, owner } = order;
      for (const batch of await runs.unsettled(deskScope, organisationId, entry.dataClass, owner)) {
        await complete(order, batch);
        await afterBatch();
      }
    },

    /** @param found what may go, in batches: nothing is decided by it. */
    async deleteAmong(
      order: DeletionOrder,
      found: AsyncIterable<readonly string[]>,
      { afterBatch }: PurgePace,
    ): Promise<void> {
      const { owner: runId, organisationId, entry, goingAmong } = order;
      const { dataClass } = entry;
      for await (const some of found) {
        const ids = (await goingAmong(some)).map(({ id }) => id);
        if (ids.length > 0) {
          const id = `${runId}/${dataClass}/${randomUUID()}`;
          const batch = { id, runId, organisationId, dataClass, ids, at: new Date(now()) };
          await runs.claim(deskScope, batch);
          await complete(order, { ...batch, state: 'claimed', hashes: [] });
        }
        await afterBatch();
      }
    },
  };
}

export type BatchedDeletion = ReturnType<typeof createBatchedDeletion>;

/** SHA-256, hex. Identifiers are random, so nobody finds one by trying. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
