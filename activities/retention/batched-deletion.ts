import { createHash, randomUUID } from 'node:crypto';
import pMap from 'p-map';
import type { RetentionClass, Store } from '../../db/store.js';
import { NotConfiguredError } from '../../domain/errors.js';
import type { OrganisationId } from '../../domain/identifiers.js';
import type { RetainedItem } from '../../domain/retention/legal-hold.js';
import type { BatchOwner, PurgeBatch } from '../../domain/retention/retention-run.js';
import { deskScope } from '../../domain/scope.js';
import type { OutsideDeletion } from './outside-deletion.js';

export interface BatchedDeletionDependencies {
  readonly store: Pick<Store, 'retentionRuns'>;
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

/** What is to be deleted of one class, and for whom. */
export interface DeletionOrder {
  readonly owner: BatchOwner;
  readonly organisationId: OrganisationId;
  readonly entry: RetentionClass;
  /** Those of them that go as things stand at this moment. */
  readonly goingAmong: (ids: readonly string[]) => Promise<readonly RetainedItem[]>;
}

/** What was decided, and cannot go now either. */
export interface Leftover {
  readonly failures: readonly Error[];
  /** What stands in a batch already. */
  readonly stuck: ReadonlySet<string>;
}

/**
 * So many batches that cannot go, one beside the other, say that it is of no use to go on now. Those that nobody can delete
 * before something is configured do not: the others can go.
 */
const mostFailures = 5;

/**
 * Deletes things of one class, a batch at a time. A batch is written down before anything of it is deleted: `claimed` first;
 * then the items are judged once more, which decides; what was decided is deleted to the end, by whoever of the same owner finds
 * it. So a kill at any moment leaves nothing half deleted for ever, and nothing is deleted that a hold was on before the claim
 * was seen. An item that several batches name, of whatever owners, is decided in one of them: it is counted once. What cannot go
 * now, since a provider refuses, say, holds up nothing else; whoever asked is told in the end, and tries again.
 */
export function createBatchedDeletion({ store, outside, now }: BatchedDeletionDependencies) {
  const runs = store.retentionRuns;

  function workflowsOf(entry: RetentionClass, ids: readonly string[]): readonly string[] {
    return ids.flatMap((id) => entry.workflowOf(id) ?? []);
  }

  /** Reads everything once more, and writes down what goes. */
  async function decide({ entry, goingAmong }: DeletionOrder, batch: PurgeBatch) {
    const left = await runs.contend(deskScope, batch);
    // Behind it: what another batch has settled by now is gone, and is not found any more.
    const items = await goingAmong(left);
    const ids = items.map(({ id }) => id);
    const running = await outside.running(workflowsOf(entry, ids));
    const wanted = ids.filter((id) => !running.has(entry.workflowOf(id) ?? ''));
    if (wanted.length === 0) {
      await runs.withdraw(deskScope, batch);
      return [];
    }
    return runs.decide(deskScope, batch, wanted);
  }

  async function complete(order: DeletionOrder, batch: PurgeBatch): Promise<void> {
    const { entry, owner } = order;
    const going = batch.state === 'claimed' ? await decide(order, batch) : batch.ids;
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
    await runs.settle(deskScope, { ...batch, runId: owner }, hashes);
  }

  async function resume(order: DeletionOrder, { afterBatch }: PurgePace): Promise<Leftover> {
    const { organisationId, entry, owner } = order;
    const failures: Error[] = [];
    const stuck = new Set<string>();
    for (const batch of await runs.unsettled(deskScope, organisationId, entry.dataClass, owner)) {
      try {
        await complete(order, batch);
      } catch (error) {
        failures.push(asError(error));
        batch.ids.forEach((id) => stuck.add(id));
      }
      await afterBatch();
    }
    return { failures, stuck };
  }

  async function deleteSome(order: DeletionOrder, found: readonly string[]): Promise<void> {
    const { owner: runId, organisationId, entry, goingAmong } = order;
    const ids = (await goingAmong(found)).map(({ id }) => id);
    if (ids.length === 0) return;
    const { dataClass } = entry;
    const id = `${runId}/${dataClass}/${randomUUID()}`;
    const batch = { id, runId, organisationId, dataClass, ids, at: new Date(now()) };
    await runs.claim(deskScope, batch);
    await complete(order, { ...batch, state: 'claimed', hashes: [] });
  }

  async function deleteAmong(
    order: DeletionOrder,
    found: AsyncIterable<readonly string[]>,
    { atOnce, afterBatch }: PurgePace,
    { failures: earlier, stuck }: Leftover,
  ): Promise<void> {
    const failures: Error[] = [];
    await pMap(
      found,
      async (some) => {
        try {
          const free = some.filter((id) => !stuck.has(id));
          await deleteSome(order, free);
        } catch (error) {
          failures.push(asError(error));
          const passing = failures.filter((each) => !(each instanceof NotConfiguredError));
          if (passing.length >= mostFailures) throw error;
        }
        await afterBatch();
      },
      { concurrency: atOnce },
    );
    const [failure] = [...earlier, ...failures];
    if (failure !== undefined) throw failure;
  }

  return {
    /** Goes on with what earlier tries of the same kind of owner have left behind. */
    resume,
    /**
     * @param found what may go, in batches: nothing is decided by it.
     * @param leftover of the resumption before it.
     * @throws the first failure, of that as well, when everything else has gone.
     */
    deleteAmong,
  };
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error('A batch failed.', { cause: thrown });
}

export type BatchedDeletion = ReturnType<typeof createBatchedDeletion>;

/** SHA-256, hex. Identifiers are random, so nobody finds one by trying. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
