import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RetentionClass } from '../../db/store.js';
import type { OrganisationId } from '../../domain/identifiers.js';
import type { HeldSubject } from '../../domain/retention/legal-hold.js';
import { deskScope } from '../../domain/scope.js';
import {
  beginRun,
  documentsOf,
  documentsOfCase,
  eager,
  openPurgeStage,
  storeCase,
  type PurgeStage,
  type PurgedStore,
} from './testing/purge-stage.js';

/*
 * Any mix of ages, states, holds and periods, with a kill at any step: what remains in the end is what the model says, whole,
 * and the certificate counts the rest.
 */

const day = 86_400_000;
const by = { by: 'user', userId: 'usr_somebody1' } as const;

let stage: PurgeStage;
let round = 0;
beforeAll(async () => {
  stage = await openPurgeStage();
});
afterAll(() => stage.close());

interface ModelCase {
  readonly closedDaysAgo: number | undefined;
  readonly isReopenable: boolean;
  readonly isHeld: boolean;
  readonly isRunning: boolean;
  readonly isTravellerHeld: boolean;
}

const modelCase: fc.Arbitrary<ModelCase> = fc.record({
  closedDaysAgo: fc.option(fc.integer({ min: 0, max: 60 }), { nil: undefined, freq: 5 }),
  isReopenable: fc.integer({ min: 0, max: 5 }).map((one) => one === 0),
  isHeld: fc.integer({ min: 0, max: 5 }).map((one) => one === 0),
  isRunning: fc.integer({ min: 0, max: 7 }).map((one) => one === 0),
  isTravellerHeld: fc.integer({ min: 0, max: 5 }).map((one) => one === 0),
});

class Killed extends Error {}

/** The same, but somebody pulls the plug at one step: before it, or when it is done and nobody has been told. */
function killedAt(step: number, isAfter: boolean): PurgedStore {
  const { retentionClasses, retentionRuns: runs } = stage.store;
  let steps = 0;
  const dangerous =
    <Given extends readonly unknown[], Answer>(work: (...given: Given) => Promise<Answer>) =>
    async (...given: Given): Promise<Answer> => {
      steps += 1;
      // Whoever is dead does nothing more.
      if (steps > step || (steps === step && !isAfter)) throw new Killed();
      const answer = await work(...given);
      if (steps === step) throw new Killed();
      return answer;
    };
  const { incidents } = retentionClasses;
  const killed: RetentionClass = {
    ...incidents,
    prepare: dangerous(async (ids) => {
      const erasure = await incidents.prepare(ids);
      return { ...erasure, erase: dangerous(() => erasure.erase()) };
    }),
  };
  return {
    monthlySummaries: stage.store.monthlySummaries,
    retentionClasses: { ...retentionClasses, incidents: killed },
    retentionRuns: {
      ...runs,
      claim: dangerous((...given) => runs.claim(...given)),
      decide: dangerous((...given) => runs.decide(...given)),
      withdraw: dangerous((...given) => runs.withdraw(...given)),
      settle: dangerous((...given) => runs.settle(...given)),
    },
  };
}

function goes({ closedDaysAgo, ...item }: ModelCase, days: number): boolean {
  const stays = item.isReopenable || item.isHeld || item.isRunning || item.isTravellerHeld;
  // A period of whole days ends with the day behind its last one; the run is at noon, as were the closures.
  return closedDaysAgo !== undefined && !stays && closedDaysAgo > days;
}

async function store(organisationId: OrganisationId, id: string, one: ModelCase): Promise<void> {
  const { now } = stage.clock;
  await storeCase(stage.raw, {
    ...{ id, organisationId, kind: 'incident', openedAt: now - 70 * day },
    travellerId: one.isTravellerHeld ? 'trv_held00001' : 'trv_somebody1',
    ...(one.closedDaysAgo === undefined ? {} : { endedAt: now - one.closedDaysAgo * day }),
    ...(one.isReopenable && one.closedDaysAgo !== undefined ? { isReopenable: true } : {}),
  });
  if (one.isRunning) stage.running.add(`incident:${id}`);
  if (one.isHeld) await hold(organisationId, `hld_${id.slice(4)}`, { of: 'case', id });
}

async function hold(
  organisationId: OrganisationId,
  id: `hld_${string}`,
  subject: HeldSubject,
): Promise<void> {
  const made = { id, organisationId, subject, reason: 'Court', createdAt: new Date(), createdBy: by };
  await stage.store.legalHolds.create(deskScope, made);
}

describe('a purge against its model (R1, R2)', () => {
  it('leaves exactly what has to remain, whoever is killed when', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(modelCase, { minLength: 1, maxLength: 9 }),
        fc.integer({ min: 1, max: 40 }),
        fc.array(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.boolean()), { maxLength: 4 }),
        fc.integer({ min: 0, max: 7 }).map((one) => one === 0),
        async (model, days, kills, isClassHeld) => {
          round += 1;
          const organisationId: OrganisationId = `org_model${String(round).padStart(4, '0')}`;
          stage.clock.now = Date.UTC(2026, 10, 30, 12);
          await stage.keep(organisationId, { incidents: { count: days, unit: 'days' } });
          const ids = model.map((_one, index) => `inc_model${round}x${index}`);
          for (const [index, one] of model.entries()) await store(organisationId, ids[index] ?? '', one);
          await hold(organisationId, `hld_person${round}`, { of: 'person', id: 'trv_held00001' });
          if (isClassHeld) {
            await hold(organisationId, `hld_class${round}`, { of: 'class', dataClass: 'incidents' });
          }

          const run = await beginRun(stage, organisationId, stage.clock.now);
          for (const [step, isAfter] of kills) {
            const purge = stage.purgeWith(killedAt(step, isAfter));
            await purge(run, 'incidents', eager).catch((error: unknown) => {
              if (!(error instanceof Killed)) throw error;
            });
          }
          await stage.purgeWith(stage.store)(run, 'incidents', eager);

          const expected = model.map((one) => (!isClassHeld && goes(one, days) ? 0 : documentsOfCase));
          const found = [];
          for (const id of ids) found.push(await documentsOf(stage.raw, id));
          expect(found).toEqual(expected);
          const { classes } = await stage.certify(run);
          const gone = expected.filter((documents) => documents === 0).length;
          expect(classes.find(({ dataClass }) => dataClass === 'incidents')?.count).toBe(gone);
        },
      ),
      { numRuns: 30 },
    );
  });
});
