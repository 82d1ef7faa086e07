import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { deskOrganisationId, type OrganisationId } from '../../domain/identifiers.js';
import { dataClasses, dataClassesOf, type DataClass } from '../../domain/retention/data-class.js';
import type { HeldSubject } from '../../domain/retention/legal-hold.js';
import type { RetentionPeriods } from '../../domain/retention/retention-policy.js';
import { deskScope } from '../../domain/scope.js';
import {
  classOfKind,
  documentsOfThing,
  goes,
  hasMail,
  hasPlace,
  mailInCaseGoes,
  modelThing,
  oneOf,
  placeGoes,
  storeThing,
  type ModelRule,
  type ModelThing,
} from './testing/model-things.js';
import { powerCutAt, untilKilled } from './testing/power-cut.js';
import { beginRun, eager, openPurgeStage, type PurgedStore, type PurgeStage } from './testing/purge-stage.js';
import { clearDesk, heldOfDesk, storeUsers } from './testing/support-things.js';

/*
 * Any mix of kinds, ages, states, holds and periods, with a kill at any step: what remains in the end is what the model says, whole,
 * the certificates count the rest, and what is gone here is gone at the provider.
 */

const by = { by: 'user', userId: 'usr_somebody1' } as const;

let stage: PurgeStage;
let round = 0;
let holds = 0;
beforeAll(async () => {
  stage = await openPurgeStage();
  await storeUsers(stage);
});
afterAll(() => stage.close());

/** The same, but somebody pulls the plug at one step: before it, or when it is done and nobody has been told. */
function killedAt(step: number, isAfter: boolean): PurgedStore {
  const { retentionClasses, retentionRuns: runs, monthlySummaries } = stage.store;
  const dangerous = powerCutAt(step, isAfter);
  const killed = { ...retentionClasses };
  for (const dataClass of dataClasses) {
    const entry = retentionClasses[dataClass];
    killed[dataClass] = {
      ...entry,
      prepare: dangerous(async (ids) => {
        const erasure = await entry.prepare(ids);
        return { ...erasure, erase: dangerous(() => erasure.erase()) };
      }),
    };
  }
  return {
    monthlySummaries,
    retentionClasses: killed,
    retentionRuns: {
      ...runs,
      claim: dangerous((...given) => runs.claim(...given)),
      decide: dangerous((...given) => runs.decide(...given)),
      withdraw: dangerous((...given) => runs.withdraw(...given)),
      settle: dangerous((...given) => runs.settle(...given)),
    },
  };
}

async function hold(organisationId: OrganisationId, subject: HeldSubject): Promise<void> {
  holds += 1;
  const id = `hld_model${String(holds).padStart(6, '0')}` as const;
  const made = { id, organisationId, subject, reason: 'Court', createdAt: new Date(), createdBy: by };
  await stage.store.legalHolds.create(deskScope, made);
}

const days = fc.integer({ min: 1, max: 40 });
const periods: fc.Arbitrary<Record<DataClass, number>> = fc.record({
  ...{ 'status-calls': days, locations: days, incidents: days },
  ...{ 'support-cases': days, 'mail-originals': days, audit: days },
});
const kill = fc.tuple(fc.integer({ min: 1, max: 30 }), oneOf(2));
const heldClass = fc.option(fc.constantFrom(...dataClasses), { nil: undefined, freq: 1 });

/** Stores everything; gives back by what it is found, and how many documents there are of it. */
async function begin(organisationId: OrganisationId, model: readonly ModelThing[], rule: ModelRule) {
  const period = (each: DataClass) => ({ count: rule.days[each], unit: 'days' }) as const;
  for (const owner of [organisationId, deskOrganisationId]) {
    const kept = dataClassesOf(owner).map((each) => [each, period(each)] as const);
    const set: RetentionPeriods = Object.fromEntries(kept);
    await stage.keep(owner, set);
    if (rule.heldClass !== undefined) await hold(owner, { of: 'class', dataClass: rule.heldClass });
  }
  await hold(organisationId, { of: 'person', id: 'trv_held00001' });
  await hold(deskOrganisationId, heldOfDesk);
  const stored = [];
  for (const [index, thing] of model.entries()) {
    const name = `model${String(round).padStart(3, '0')}x${index}`;
    const id = await storeThing(stage, organisationId, name, thing, hold);
    stored.push({ id, thing, whole: await documentsOfThing(stage, id) });
  }
  return stored;
}

/** All classes of an organisation, one after the other, killed now and then; tells what its certificate counts. */
async function purge(organisationId: OrganisationId, kills: readonly (readonly [number, boolean])[]) {
  const run = await beginRun(stage, organisationId, stage.clock.now);
  async function allClasses(store: PurgedStore): Promise<void> {
    const purgeClass = stage.purgeWith(store);
    for (const dataClass of dataClassesOf(organisationId)) await purgeClass(run, dataClass, eager);
  }
  for (const [step, isAfter] of kills) await untilKilled(allClasses(killedAt(step, isAfter)));
  await allClasses(stage.store);
  const { classes } = await stage.certify(run);
  return (dataClass: DataClass) => classes.find((each) => each.dataClass === dataClass)?.count ?? 0;
}

describe('a purge against its model (R1, R2)', () => {
  it('leaves exactly what has to remain, of every class, whoever is killed when', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(modelThing, { minLength: 1, maxLength: 12 }),
        periods,
        fc.array(kill, { maxLength: 4 }),
        heldClass,
        async (model, kept, kills, held) => {
          round += 1;
          const organisationId: OrganisationId = `org_model${String(round).padStart(4, '0')}`;
          stage.clock.now = Date.UTC(2026, 10, 30, 12);
          stage.removed.length = 0;
          await clearDesk(stage);
          const rule: ModelRule = { days: kept, heldClass: held };
          const stored = await begin(organisationId, model, rule);
          const ofCompany = await purge(organisationId, kills);
          const ofDesk = await purge(deskOrganisationId, kills);

          const removed = new Set(stage.removed);
          for (const { id, thing, whole } of stored) {
            const isGone = goes(thing, rule);
            const documents = await documentsOfThing(stage, id);
            expect({ thing, documents }).toEqual({ thing, documents: isGone ? 0 : whole });
            expect(whole).toBeGreaterThan(0);
            const { kind } = thing;
            const isAtProvider = kind === 'text' || kind === 'test-call';
            const traces = isAtProvider ? [id] : [`CA-${id}`, `SM-${id}`];
            const isTraced = isAtProvider || kind === 'incident' || kind === 'status-call';
            for (const trace of traces) expect(removed.has(`AC1/${trace}`)).toBe(isGone && isTraced);
            if (kind === 'support-case') {
              expect({ thing, hasMail: await hasMail(stage, id) }).toEqual({
                ...{ thing, hasMail: !mailInCaseGoes(thing, rule) },
              });
            }
            if (kind === 'incident') {
              expect(await hasPlace(stage, id)).toBe(!isGone && !placeGoes(thing, rule));
            }
          }
          for (const dataClass of dataClasses) {
            const gone = model.filter((thing) => classOfKind[thing.kind] === dataClass && goes(thing, rule));
            const within = model.filter(
              (thing) =>
                (dataClass === 'locations' && placeGoes(thing, rule)) ||
                (dataClass === 'mail-originals' && mailInCaseGoes(thing, rule)),
            );
            expect({ dataClass, count: ofCompany(dataClass) + ofDesk(dataClass) }).toEqual({
              ...{ dataClass, count: gone.length + within.length },
            });
          }
        },
      ),
      { numRuns: 25 },
    );
  });
});
