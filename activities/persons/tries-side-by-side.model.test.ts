import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { deskScope } from '../../domain/scope.js';
import { behind, inTurns, pausing, type Pause } from '../retention/testing/in-turns.js';
import { openPurgeStage, storeCase, type PurgeStage } from '../retention/testing/purge-stage.js';
import { OvertakenError } from './person-erasing.js';
import { askToErase, erasingWith, withTriesInSteps } from './testing/erasing-stage.js';

const day = 86_400_000;

let stage: PurgeStage;
let round = 0;
beforeAll(async () => {
  stage = await openPurgeStage();
});
afterAll(() => stage.close());

const eager = { batchSize: 1, atOnce: 1, afterBatch: () => Promise.resolve() };

describe('two tries of one erasure side by side (R4)', () => {
  it('count each document once, whoever goes on when and dies when', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 3 }),
        fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 8, maxLength: 160 }),
        fc.option(
          fc.record({ worker: fc.integer({ min: 0, max: 1 }), step: fc.integer({ min: 1, max: 40 }) }),
        ),
        async (many, turns, death) => {
          round += 1;
          const part = String(round).padStart(4, '0');
          const organisationId = `org_tries${part}` as const;
          const personId = `trv_tries${part}` as const;
          const erasure = { id: `era_tries${part}`, organisationId } as const;
          const { store, raw, clock } = stage;
          await store.travellers.create(deskScope, personId, { organisationId, name: 'Toni', phones: [] });
          for (let index = 0; index < many; index += 1) {
            await storeCase(raw, {
              ...{ id: `inc_tries${part}x${index}`, organisationId, kind: 'incident', travellerId: personId },
              ...{ openedAt: clock.now - 9 * day, endedAt: clock.now - 5 * day },
            });
          }
          await askToErase(stage, erasure, personId);
          const tryOnce = async (pause: Pause) => {
            try {
              const paused = withTriesInSteps(pausing(store, pause), behind(pause));
              await erasingWith(stage, paused)(erasure, eager);
            } catch (error) {
              if (!(error instanceof OvertakenError)) throw error;
            }
          };
          await inTurns([tryOnce, tryOnce], turns, death ?? undefined);

          const ended = await erasingWith(stage, store)(erasure, eager);
          expect(ended.state).toBe('complete');
          expect(ended.report?.erased).toEqual([
            { collection: 'calls', count: many },
            { collection: 'cases', count: many },
            { collection: 'intakes', count: 2 * many },
            { collection: 'timeline_entries', count: 3 * many },
            { collection: 'travellers', count: 1 },
          ]);
        },
      ),
      { numRuns: 10 },
    );
  });
});
