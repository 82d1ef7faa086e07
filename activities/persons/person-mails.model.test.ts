import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { deskOrganisationId, type ReceivedMailId } from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import { hashOf } from '../retention/batched-deletion.js';
import { inTurns, pausing, type Pause } from '../retention/testing/in-turns.js';
import { beginRun, eager, openPurgeStage, type PurgeStage } from '../retention/testing/purge-stage.js';
import { askToErase, erasingWith } from './testing/erasing-stage.js';

const day = 86_400_000;
const organisationId = deskOrganisationId;

let stage: PurgeStage;
let round = 0;
beforeAll(async () => {
  stage = await openPurgeStage();
  await stage.keep(organisationId, { 'mail-originals': { count: 30, unit: 'days' } });
});
afterAll(() => stage.close());

/** Mails of somebody, as many days old, the last one being a repetition of the first; an erasure of them was asked for. */
async function newScene(many: number, daysAgo: number) {
  round += 1;
  const part = String(round).padStart(4, '0');
  const personId = `trv_mails${part}` as const;
  const erasure = { id: `era_mails${part}`, organisationId } as const;
  const email = `toni${part}@example.org`;
  const { store, clock } = stage;
  await store.travellers.create(deskScope, personId, { organisationId, name: 'Toni', phones: [], email });
  const ids = Array.from({ length: many }, (_one, index): ReceivedMailId => `mai_r${part}x${index}`);
  for (const [index, id] of ids.entries()) {
    const receivedAt = new Date(clock.now - daysAgo * day + index);
    const envelope = { sender: email, recipients: [] };
    await store.receivedMails.keep({ id, envelope, receivedAt, via: 'http' }, Buffer.from('Subject: one'));
    const [first] = ids;
    const isRepetition = index > 0 && index === many - 1 && first !== undefined;
    await store.receivedMails.settle(
      id,
      ['received'],
      isRepetition ? { state: 'repeated', repetitionOf: first } : { state: 'discarded' },
    );
  }
  await askToErase(stage, erasure, personId, { emails: [email] });
  return { erasure, ids };
}
type Scene = Awaited<ReturnType<typeof newScene>>;

async function purge(pause: Pause): Promise<void> {
  const run = await beginRun(stage, organisationId, stage.clock.now);
  await stage.purgeWith(pausing(stage.store, pause))(run, 'mail-originals', eager);
}

async function erase({ erasure }: Scene, pause: Pause) {
  return erasingWith(stage, pausing(stage.store, pause))(erasure, { ...eager, batchSize: 2 });
}

async function tryToErase(scene: Scene, pause: Pause): Promise<void> {
  await erase(scene, pause);
}

const now = () => Promise.resolve();

/** Who is told to have deleted each mail, and what is left of all that. */
async function told({ ids }: Scene) {
  const owners = [];
  for (const id of ids) {
    const deletions = await stage.store.retentionRuns.deletionsOf(deskScope, organisationId, hashOf(id));
    owners.push(deletions.map(({ runId }) => runId.slice(0, 4)));
  }
  const { raw } = stage;
  const counts = await Promise.all([
    raw.collection<{ _id: string }>('received_mails').countDocuments({ _id: { $in: [...ids] } }),
    raw.collection('stored_chunks').countDocuments(),
    raw.collection('purge_batches').countDocuments({ organisationId, state: { $ne: 'done' } }),
  ]);
  return { owners, left: counts };
}

const choices = fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 8, maxLength: 60 });
const mails = fc.integer({ min: 1, max: 4 });
const nothing = [0, 0, 0];

describe('the mails of somebody who is erased (R2, R4)', () => {
  it('are found in the deletions, each once, whenever whoever erases them is killed', async () => {
    await fc.assert(
      fc.asyncProperty(mails, fc.integer({ min: 1, max: 20 }), async (many, step) => {
        const scene = await newScene(many, 2);
        await inTurns([(pause) => tryToErase(scene, pause)], [0], { worker: 0, step });
        const { state, report } = await erase(scene, now);
        expect(state).toBe('complete');
        expect(report?.erased).toContainEqual({ collection: 'received_mails', count: many });
        expect(await told(scene)).toEqual({ owners: scene.ids.map(() => ['era_']), left: nothing });
      }),
      { numRuns: 20 },
    );
  });

  it('go once where a run deletes them beside the erasure, whoever dies when', async () => {
    const death = fc.option(
      fc.record({ worker: fc.integer({ min: 0, max: 1 }), step: fc.integer({ min: 1, max: 20 }) }),
    );
    await fc.assert(
      fc.asyncProperty(mails, choices, death, async (many, turns, dying) => {
        const scene = await newScene(many, 40);
        const both = [purge, (pause: Pause) => tryToErase(scene, pause)];
        await inTurns(both, turns, dying ?? undefined);
        const { state } = await erase(scene, now);
        await purge(now);
        expect(state === 'complete' ? 'complete' : (await erase(scene, now)).state).toBe('complete');
        const { owners, left } = await told(scene);
        expect(owners.map(({ length }) => length)).toEqual(scene.ids.map(() => 1));
        expect(left).toEqual(nothing);
      }),
      { numRuns: 20 },
    );
  });
});
