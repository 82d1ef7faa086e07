import { trusted } from 'mongoose';
import { mayTouch } from '../../domain/scope.js';
import type { DataClass } from '../../domain/retention/data-class.js';
import { classesKeptBy, type HeldSubject } from '../../domain/retention/legal-hold.js';
import type { BatchOwner, PurgeBatch, RetentionRun } from '../../domain/retention/retention-run.js';
import { behind, decodeCursor, encodeCursor, order, toPage, type Position } from '../cursor.js';
import { isDuplicateKey, type Within } from '../deadline.js';
import type {
  PurgeBatchDocument,
  RetentionRunDocument,
  RetentionRunModels,
} from '../models/retention-run.js';
import type { Page } from '../paging.js';
import type { RetentionRunRepository } from '../retention-store.js';
import { assertMayTouch, ownedBy } from '../scope-filter.js';

function toRun({ _id: id, ...run }: RetentionRunDocument): RetentionRun {
  return { id, ...run };
}

function toBatch({ _id: id, ...batch }: PurgeBatchDocument): PurgeBatch {
  return { id, ...batch };
}

const classesOfCases = ['mail-originals', 'audit', 'status-calls'] as const satisfies readonly DataClass[];

/** Notes and orders whose incident is gone. */
const wordsOfCases = '^(?:not|ord)_';

/** Batches in which something of it may stand. */
function batchesAbout(subject: HeldSubject) {
  switch (subject.of) {
    case 'case':
      // What belongs to a case without being one is named there by its own identifier: a mail, a value, a text, a call.
      return {
        $or: [
          { ids: subject.id },
          { dataClass: trusted({ $in: [...classesOfCases] }) },
          { dataClass: 'incidents' as const, ids: trusted({ $regex: wordsOfCases }) },
        ],
      };
    case 'class':
      return { dataClass: trusted({ $in: [...classesKeptBy(subject.dataClass)] }) };
    case 'person':
      return {};
  }
}

/** Runs judge by one rule; what an erasure has claimed would be judged by another one. */
function ofOwner(owner: BatchOwner) {
  return owner.startsWith('run_') ? { runId: trusted({ $regex: '^run_' }) } : { runId: owner };
}

type HashedBatch = Pick<PurgeBatchDocument, '_id' | 'hashes'>;

/**
 * Fills a page from batches in the order of their names. What is done does not change any more, so the place behind a page is a batch
 * and how many of its hashes were not listed yet, in the part of a cursor that is a moment elsewhere; batches that come later move
 * nothing.
 *
 * @param found with the batch of the place, if there is one, first.
 */
async function hashesOnPage(
  found: AsyncIterable<HashedBatch>,
  limit: number,
  begun: Position | undefined,
): Promise<Page<string>> {
  const items: string[] = [];
  let place: Position | undefined;
  for await (const { _id: id, hashes } of found) {
    const given = id === begun?.id ? Math.max(0, hashes.length - begun.moment) : 0;
    const unlisted = hashes.slice(given);
    if (unlisted.length === 0) continue;
    const taken = unlisted.slice(0, limit - items.length);
    items.push(...taken);
    if (taken.length > 0) place = { id, moment: unlisted.length - taken.length };
    if (taken.length < unlisted.length && place !== undefined) {
      return { items, nextCursor: encodeCursor(place) };
    }
  }
  return { items };
}

/** Whatever had outlived its period could be deleted. */
const finished = { 'certificate.classes.isUnfinished': trusted({ $ne: true }) };

const unsettledStates = trusted({ $in: ['claimed', 'decided'] as const });

export function createRetentionRunRepository(
  { runs, batches }: Pick<RetentionRunModels, 'runs' | 'batches'>,
  within: Within,
): RetentionRunRepository {
  return {
    begin: (scope, { id, ...run }) =>
      within('other', async () => {
        assertMayTouch(scope, run.organisationId);
        try {
          await runs.insertOne({ _id: id, ...run });
          return { id, ...run };
        } catch (error) {
          if (!isDuplicateKey(error)) throw error;
        }
        const earlier = await runs.findOne({ _id: id }).lean<RetentionRunDocument>().orFail();
        return toRun(earlier);
      }),

    find: (scope, organisationId, id) =>
      within('other', async (maxTimeMS) => {
        if (!mayTouch(scope, organisationId)) return undefined;
        const found = await runs
          .findOne({ _id: id, organisationId }, null, { maxTimeMS })
          .lean<RetentionRunDocument>();
        return found ? toRun(found) : undefined;
      }),

    list: (scope, { organisationId, ...page }) =>
      within('other', async (maxTimeMS) => {
        const wanted = [ownedBy(scope), { organisationId }, behind('startedAt', 'newest-first', page.cursor)];
        const found = await runs
          .find({ $and: wanted }, null, { maxTimeMS })
          .sort(order('startedAt', 'newest-first'))
          .limit(page.limit + 1)
          .lean<RetentionRunDocument[]>();
        return toPage(found, page, ({ startedAt }) => startedAt, toRun);
      }),

    endedSince: (scope, moment) =>
      within('background', async () => {
        const ended = {
          $and: [ownedBy(scope), { 'certificate.endedAt': trusted({ $gte: moment.getTime() }), ...finished }],
        };
        return new Set(await runs.distinct('organisationId', ended));
      }),

    lastEnd: (scope, organisationId) =>
      within('other', async (maxTimeMS) => {
        if (!mayTouch(scope, organisationId)) return undefined;
        const last = await runs
          .findOne({ organisationId, certificate: trusted({ $exists: true }), ...finished }, null, {
            maxTimeMS,
          })
          .sort({ startedAt: -1 })
          .lean<RetentionRunDocument>();
        return last?.certificate?.endedAt;
      }),

    finish: (scope, organisationId, id, certificate) =>
      within('other', async () => {
        assertMayTouch(scope, organisationId);
        await runs.updateOne(
          { _id: id, organisationId, certificate: trusted({ $exists: false }) },
          { $set: { certificate } },
        );
        const run = await runs.findOne({ _id: id, organisationId }).lean<RetentionRunDocument>().orFail();
        return run.certificate ?? certificate;
      }),

    claim: (scope, { id, organisationId, ...batch }) =>
      within('other', async () => {
        assertMayTouch(scope, organisationId);
        await batches.insertOne({
          _id: id,
          organisationId,
          ...batch,
          ids: [...batch.ids],
          state: 'claimed',
          hashes: [],
        });
      }),

    contend: (scope, { id, organisationId, dataClass }) =>
      within('other', async () => {
        assertMayTouch(scope, organisationId);
        // Whoever resumes it may have read it before others took some of it: it must not take away what it has lost.
        const own = await batches
          .findOne({ _id: id, state: 'claimed' }, { ids: 1 })
          .lean<Pick<PurgeBatchDocument, 'ids'>>();
        const ids = own?.ids ?? [];
        const named = { organisationId, dataClass, ids: trusted({ $in: [...ids] }) };
        await batches.updateMany(
          { ...named, _id: trusted({ $gt: id }), state: 'claimed' },
          { $pullAll: { ids: [...ids] } },
        );
        // A later claim of a greater one has not looked yet, and finds this one.
        const stronger = [
          { state: 'decided' as const, _id: trusted({ $ne: id }) },
          { state: 'claimed' as const, _id: trusted({ $lt: id }) },
        ];
        const others = await batches
          .find({ ...named, $or: stronger }, { ids: 1 })
          .lean<Pick<PurgeBatchDocument, 'ids'>[]>();
        const lost = new Set(others.flatMap((other) => other.ids));
        return ids.filter((each) => !lost.has(each));
      }),

    decide: (scope, { id, organisationId }, ids) =>
      within('other', async () => {
        assertMayTouch(scope, organisationId);
        for (;;) {
          const batch = await batches
            .findOne({ _id: id }, { state: 1, ids: 1 })
            .lean<Pick<PurgeBatchDocument, 'state' | 'ids'>>();
          if (batch?.state !== 'claimed') return batch?.ids ?? [];
          const left = new Set(batch.ids);
          const going = ids.filter((each) => left.has(each));
          if (going.length === 0) {
            await batches.deleteOne({ _id: id, state: 'claimed' });
            return [];
          }
          // What is claimed only loses identifiers, to other batches: where there are as many, they are the same.
          const unchanged = { _id: id, state: 'claimed' as const, ids: trusted({ $size: batch.ids.length }) };
          const { matchedCount } = await batches.updateOne(unchanged, {
            $set: { state: 'decided', ids: going },
          });
          if (matchedCount > 0) return going;
        }
      }),

    withdraw: (scope, { id, organisationId }) =>
      within('other', async () => {
        assertMayTouch(scope, organisationId);
        await batches.deleteOne({ _id: id, state: 'claimed' });
      }),

    settle: (scope, { id, organisationId, runId }, hashes) =>
      within('other', async () => {
        assertMayTouch(scope, organisationId);
        await batches.updateOne(
          { _id: id, state: 'decided' },
          { $set: { runId, state: 'done', ids: [], hashes: [...hashes] } },
        );
      }),

    unsettled: (scope, organisationId, dataClass, owner) =>
      within('background', async () => {
        assertMayTouch(scope, organisationId);
        const found = await batches
          .find({ organisationId, dataClass, state: unsettledStates, ...ofOwner(owner) })
          .lean<PurgeBatchDocument[]>();
        return found.map(toBatch);
      }),

    mayBeGoing: (scope, organisationId, subject) =>
      within('other', async () => {
        assertMayTouch(scope, organisationId);
        const going = { organisationId, state: unsettledStates, ...batchesAbout(subject) };
        return (await batches.exists(going)) !== null;
      }),

    deletionsOf: (scope, organisationId, hash) =>
      within('background', async (maxTimeMS) => {
        if (!mayTouch(scope, organisationId)) return [];
        const found = await batches
          .find(
            { organisationId, state: 'done', hashes: hash },
            { dataClass: 1, runId: 1, at: 1 },
            { maxTimeMS },
          )
          .sort({ at: 1 })
          .lean<Pick<PurgeBatchDocument, 'dataClass' | 'runId' | 'at'>[]>();
        return found.map(({ dataClass, runId, at }) => ({ dataClass, runId, at }));
      }),

    hashesPage: (scope, { id: runId, organisationId }, dataClass, { limit, cursor }) =>
      within('other', async (maxTimeMS) => {
        if (!mayTouch(scope, organisationId)) return { items: [] };
        const begun = cursor === undefined ? undefined : decodeCursor(cursor);
        const further = begun === undefined ? {} : { _id: trusted({ $gte: begun.id }) };
        const found = batches
          .find({ runId, organisationId, dataClass, state: 'done', ...further }, { hashes: 1 }, { maxTimeMS })
          .sort({ _id: 1 })
          .lean<HashedBatch[]>()
          .cursor({ batchSize: 20 });
        return hashesOnPage(found, limit, begun);
      }),

    async *hashes(scope, { id: runId, organisationId }, dataClass) {
      assertMayTouch(scope, organisationId);
      const found = batches
        .find({ runId, organisationId, dataClass, state: 'done' }, { hashes: 1 })
        .sort({ _id: 1 })
        .lean<Pick<PurgeBatchDocument, 'hashes'>[]>()
        .cursor({ batchSize: 20 });
      for await (const { hashes } of found) yield hashes;
    },
  };
}
