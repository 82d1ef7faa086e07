import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { OrganisationId } from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import { askToErase, erasingWith } from '../persons/testing/erasing-stage.js';
import { hashOf } from './batched-deletion.js';
import { inTurns, pausing, type Pause } from './testing/in-turns.js';
import {
  beginRun,
  documentsOf,
  eager,
  openPurgeStage,
  storeCase,
  type PurgeStage,
} from './testing/purge-stage.js';

/*
 * Two that find the same cases, and go on step by step in any order, with a death at any step: each case is deleted and stands in the
 * batches once, and after the next night nothing remains.
 */

const day = 86_400_000;

let stage: PurgeStage;
let round = 0;
beforeAll(async () => {
  stage = await openPurgeStage();
});
afterAll(() => stage.close());

interface Scene {
  readonly organisationId: OrganisationId;
  readonly personId: `trv_${string}`;
  readonly erasure: { readonly id: `era_${string}`; readonly organisationId: OrganisationId };
  readonly ids: readonly string[];
}

/** An organisation with so many incidents of one traveller that are all over, and an erasure that was asked for. */
async function newScene(incidents: number): Promise<Scene> {
  round += 1;
  const part = String(round).padStart(4, '0');
  const organisationId = `org_beside${part}` as const;
  const personId = `trv_beside${part}` as const;
  stage.clock.now = Date.UTC(2026, 10, 30, 12);
  await stage.keep(organisationId, { incidents: { count: 1, unit: 'days' } });
  await stage.store.travellers.create(deskScope, personId, { organisationId, name: 'Toni', phones: [] });
  const ids = Array.from({ length: incidents }, (_one, index) => `inc_beside${part}x${index}`);
  for (const id of ids) {
    await storeCase(stage.raw, {
      ...{ id, organisationId, kind: 'incident', travellerId: personId },
      ...{ openedAt: stage.clock.now - 9 * day, endedAt: stage.clock.now - 5 * day },
    });
  }
  const erasure = { id: `era_beside${part}`, organisationId } as const;
  await askToErase(stage, erasure, personId);
  return { organisationId, personId, erasure, ids };
}

async function purge({ organisationId }: Scene, pause: Pause = () => Promise.resolve()) {
  const run = await beginRun(stage, organisationId, stage.clock.now);
  await stage.purgeWith(pausing(stage.store, pause))(run, 'incidents', eager);
}

async function erase({ erasure }: Scene, pause: Pause = () => Promise.resolve()) {
  return erasingWith(stage, pausing(stage.store, pause))(erasure, { ...eager, batchSize: 2 });
}

/** How often each case was told as deleted, and how many documents and batches are left of all that. */
async function told({ organisationId, ids }: Scene) {
  const times = [];
  let documents = 0;
  for (const id of ids) {
    const deletions = await stage.store.retentionRuns.deletionsOf(deskScope, organisationId, hashOf(id));
    times.push(deletions.length);
    documents += await documentsOf(stage.raw, id);
  }
  const unsettled = await stage.raw
    .collection('purge_batches')
    .countDocuments({ organisationId, state: { $ne: 'done' } });
  return { times, documents, unsettled };
}

/** How many cases the erasure has deleted itself. */
async function ownBatches({ erasure, ids, organisationId }: Scene): Promise<number> {
  const { retentionRuns } = stage.store;
  let own = 0;
  for (const id of ids) {
    const deletions = await retentionRuns.deletionsOf(deskScope, organisationId, hashOf(id));
    if (deletions.some(({ runId }) => runId === erasure.id)) own += 1;
  }
  return own;
}

const choices = fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 8, maxLength: 60 });
const incidents = fc.integer({ min: 1, max: 4 });
const death = fc.option(
  fc.record({ worker: fc.integer({ min: 0, max: 1 }), step: fc.integer({ min: 1, max: 20 }) }),
);

describe('two runs side by side (R2)', () => {
  it('delete and count each case once, and leave nothing', async () => {
    await fc.assert(
      fc.asyncProperty(incidents, choices, async (many, turns) => {
        const scene = await newScene(many);
        await inTurns([(pause) => purge(scene, pause), (pause) => purge(scene, pause)], turns);
        expect(await told(scene)).toEqual({ times: scene.ids.map(() => 1), documents: 0, unsettled: 0 });
      }),
      { numRuns: 25 },
    );
  });

  it('leave the rest to the next run when one of them dies, counted once', async () => {
    await fc.assert(
      fc.asyncProperty(incidents, choices, death, async (many, turns, dying) => {
        const scene = await newScene(many);
        const both = [(pause: Pause) => purge(scene, pause), (pause: Pause) => purge(scene, pause)];
        await inTurns(both, turns, dying ?? undefined);
        await purge(scene);
        expect(await told(scene)).toEqual({ times: scene.ids.map(() => 1), documents: 0, unsettled: 0 });
      }),
      { numRuns: 25 },
    );
  });
});

describe('a run beside an erasure (R2, R4)', () => {
  it('deletes and counts each case once with it, whoever dies when, and leaves nothing after the next night', async () => {
    await fc.assert(
      fc.asyncProperty(incidents, choices, death, async (many, turns, dying) => {
        const scene = await newScene(many);
        const both = [
          (pause: Pause) => purge(scene, pause),
          async (pause: Pause) => {
            await erase(scene, pause);
          },
        ];
        await inTurns(both, turns, dying ?? undefined);
        await erase(scene);
        await purge(scene);
        const { state, report } = await erase(scene);
        expect(state).toBe('complete');
        // What the run has taken before the erasure looked is not told; no case is told twice.
        const cases = report?.erased.find(({ collection }) => collection === 'cases')?.count ?? 0;
        expect(cases).toBeLessThanOrEqual(many);
        expect(cases).toBeGreaterThanOrEqual(await ownBatches(scene));
        expect(await told(scene)).toEqual({ times: scene.ids.map(() => 1), documents: 0, unsettled: 0 });
      }),
      { numRuns: 25 },
    );
  });
});
