import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { deskScope } from '../../domain/scope.js';
import { powerCutAt, untilKilled } from '../retention/testing/power-cut.js';
import {
  documentsOf,
  documentsOfCase,
  openPurgeStage,
  storeCase,
  type PurgeStage,
} from '../retention/testing/purge-stage.js';
import { createErasureCertification, erasureCertification, erasureDigest } from './erasure-certification.js';
import { askToErase, erasingWith, withTriesInSteps, type ErasingStore } from './testing/erasing-stage.js';

let stage: PurgeStage;
beforeAll(async () => {
  stage = await openPurgeStage();
});
afterAll(() => stage.close());

const by = { by: 'user', userId: 'usr_manager001' } as const;
const day = 86_400_000;
let round = 0;

/** A case of the person. */
interface ModelCase {
  readonly kind: 'incident' | 'status-call';
  readonly stands: 'open' | 'reopenable' | 'over';
  readonly isHeld: boolean;
  readonly isRunning: boolean;
}

const seldom = fc.integer({ min: 0, max: 4 }).map((one) => one === 0);
const modelCase: fc.Arbitrary<ModelCase> = fc.record({
  kind: fc.constantFrom('incident', 'status-call'),
  stands: fc.constantFrom('open', 'reopenable', 'over', 'over', 'over'),
  isHeld: seldom,
  isRunning: seldom,
});

/** The same, but somebody pulls the plug at one step: before it, or when it is done and nobody has been told. */
function killedAt(step: number, isAfter: boolean): ErasingStore {
  const dangerous = powerCutAt(step, isAfter);
  const { retentionRuns: runs } = stage.store;
  return {
    ...withTriesInSteps(stage.store, dangerous),
    retentionRuns: {
      ...runs,
      claim: dangerous((...given) => runs.claim(...given)),
      decide: dangerous((...given) => runs.decide(...given)),
      settle: dangerous((...given) => runs.settle(...given)),
    },
  };
}

const eager = { batchSize: 2, atOnce: 1, afterBatch: () => Promise.resolve() };

describe('an erasure against its model (R4)', () => {
  it('leaves exactly what has to stay, counts what went once, and completes when nothing stays, whoever is killed when', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(modelCase, { maxLength: 5 }),
        seldom,
        fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.boolean()), { maxLength: 3 }),
        seldom,
        async (model, isPersonHeld, kills, isHeldLater) => {
          round += 1;
          const part = String(round).padStart(4, '0');
          const organisationId = `org_erased${part}` as const;
          const personId = `trv_erased${part}` as const;
          const erasure = { id: `era_erased${part}`, organisationId } as const;
          const { store, raw } = stage;
          stage.clock.now = Date.UTC(2026, 10, 30, 12);
          await store.travellers.create(deskScope, personId, { organisationId, name: 'Toni', phones: [] });
          const ids = model.map(
            ({ kind }, index) => `${kind === 'incident' ? 'inc' : 'stc'}_r${part}x${index}`,
          );
          for (const [index, one] of model.entries()) {
            const id = ids[index] ?? '';
            await storeCase(raw, {
              ...{
                id,
                organisationId,
                kind: one.kind,
                openedAt: stage.clock.now - 9 * day,
                travellerId: personId,
              },
              ...(one.stands === 'open' ? {} : { endedAt: stage.clock.now - day }),
              ...(one.stands === 'reopenable' && one.kind === 'incident' ? { isReopenable: true } : {}),
            });
            if (one.isRunning) stage.running.add(`${one.kind}:${id}`);
            if (one.isHeld) await hold(`hld_r${part}x${index}`, { of: 'case', id });
          }
          if (isPersonHeld) await hold(`hld_person${part}`, { of: 'person', id: personId });

          async function hold(id: `hld_${string}`, subject: { of: 'case' | 'person'; id: string }) {
            const made = { organisationId, reason: 'Court', createdAt: new Date(), createdBy: by };
            await store.legalHolds.create(deskScope, { id, subject, ...made });
          }

          const person = await store.persons.find(deskScope, organisationId, personId);
          if (person === undefined) throw new Error('Nobody knows the traveller.');
          await askToErase(stage, erasure, personId, person);
          for (const [step, isAfter] of kills) {
            await untilKilled(erasingWith(stage, killedAt(step, isAfter))(erasure, eager));
          }
          if (isHeldLater) {
            // A hold between a kill and the next try: what was decided goes, and nothing stays half deleted.
            await hold(`hld_later${part}`, { of: 'person', id: personId });
            const { state } = await erasingWith(stage, store)(erasure, eager);
            expect(['waiting', 'complete']).toContain(state);
            for (const id of ids) expect([0, documentsOfCase]).toContain(await documentsOf(raw, id));
            await raw.collection<{ _id: string }>('legal_holds').deleteOne({ _id: `hld_later${part}` });
          }
          const tried = await erasingWith(stage, store)(erasure, eager);

          const isOver = ({ kind, stands }: ModelCase) =>
            stands === 'over' || (stands === 'reopenable' && kind === 'status-call');
          const goes = (one: ModelCase) => !isPersonHeld && isOver(one) && !one.isHeld && !one.isRunning;
          const left = model.map((one) => (goes(one) ? 0 : documentsOfCase));
          const found = [];
          for (const id of ids) found.push(await documentsOf(raw, id));
          expect(found).toEqual(left);
          const isNeeded = isPersonHeld || !model.every((one) => isOver(one) && !one.isHeld);
          expect((await store.travellers.find(deskScope, personId)) !== undefined).toBe(isNeeded);
          const isComplete = !isPersonHeld && model.every(goes);
          expect(tried.state).toBe(isComplete ? 'complete' : 'waiting');
          expect(count(tried, 'cases')).toBe(model.filter(goes).length);
          expect(count(tried, 'travellers')).toBe(isNeeded ? 0 : 1);

          // The nights afterwards: everything comes to its end.
          await raw
            .collection('legal_holds')
            .updateMany({ organisationId }, { $set: { released: { at: new Date() } } });
          for (const id of ids) {
            stage.running.delete(`incident:${id}`);
            stage.running.delete(`status-call:${id}`);
            await raw.collection<{ _id: string }>('cases').updateOne(
              { _id: id },
              {
                $set: {
                  ...{ open: false, state: id.startsWith('inc') ? 'archived' : 'answered' },
                  'view.closedAt': stage.clock.now - day,
                },
              },
            );
          }
          const ended = await erasingWith(stage, store)(erasure, eager);
          expect(ended.state).toBe('complete');
          expect(ended.report?.kept.filter(({ because }) => because.why !== 'not-theirs-alone')).toEqual([]);
          expect(count(ended, 'cases')).toBe(model.length);
          expect(count(ended, 'travellers')).toBe(1);
          for (const id of ids) expect(await documentsOf(raw, id)).toBe(0);
          const stored = await raw
            .collection<{ _id: string }>('person_erasures')
            .findOne({ _id: erasure.id });
          expect(stored).not.toHaveProperty('sealedTraces');
        },
      ),
      { numRuns: 25 },
    );
  });
});

function count(
  { report }: { readonly report?: { readonly erased: readonly { collection: string; count: number }[] } },
  of: string,
) {
  return report?.erased.find(({ collection }) => collection === of)?.count ?? 0;
}

describe('the certificate of an erasure (R4, X5)', () => {
  it('is no new one in each night in which nothing has changed', async () => {
    const { store, raw } = stage;
    const organisationId = 'org_certified2';
    const personId = 'trv_certified2';
    const erasure = { id: 'era_certified2', organisationId } as const;
    await store.travellers.create(deskScope, personId, { organisationId, name: 'Toni', phones: [] });
    await storeCase(raw, {
      ...{ id: 'inc_certified2', organisationId, kind: 'incident', travellerId: personId },
      openedAt: stage.clock.now - 9 * day,
    });
    await askToErase(stage, erasure, personId);
    const certify = createErasureCertification(store);
    for (let night = 0; night < 3; night += 1) {
      stage.clock.now += day;
      const tried = await erasingWith(stage, store)(erasure, eager);
      expect(tried.state).toBe('waiting');
      await certify(tried);
    }
    const query = { organisationId, action: erasureCertification, limit: 5 } as const;
    expect((await store.audit.list(deskScope, query)).items).toHaveLength(1);
  });

  it('stands in the audit chain by its digest, once', async () => {
    const { store } = stage;
    const organisationId = 'org_certified1';
    const personId = 'trv_certified1';
    const erasure = { id: 'era_certified1', organisationId } as const;
    await store.travellers.create(deskScope, personId, { organisationId, name: 'Toni', phones: [] });
    await askToErase(stage, erasure, personId);
    const certify = createErasureCertification(store);
    const tried = await erasingWith(stage, store)(erasure, eager);
    expect(await store.personErasures.unfinished(deskScope, organisationId)).toEqual([erasure.id]);
    await certify(tried);
    await certify(await erasingWith(stage, store)(erasure, eager));
    expect(await store.personErasures.unfinished(deskScope, organisationId)).toEqual([]);
    const { items } = await store.audit.list(deskScope, {
      organisationId,
      action: erasureCertification,
      limit: 5,
    });
    expect(items).toMatchObject([{ persons: [personId], what: { kind: 'person-erasure', id: erasure.id } }]);
    if (tried.report === undefined) throw new Error('There is no report.');
    expect(items[0]?.result).toBe(erasureDigest(tried, tried.report));
    expect(tried.report).toMatchObject({ erased: [{ collection: 'travellers', count: 1 }], kept: [] });
  });
});
