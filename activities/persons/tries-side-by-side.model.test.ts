import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Store } from '../../db/store.js';
import { personRoomNames } from '../../domain/persons/person-room-names.js';
import { deskScope } from '../../domain/scope.js';
import { createBatchedDeletion } from '../retention/batched-deletion.js';
import { inTurns, pausing, type Pause } from '../retention/testing/in-turns.js';
import { openPurgeStage, storeCase, type PurgeStage } from '../retention/testing/purge-stage.js';
import { createPersonErasing, OvertakenError } from './person-erasing.js';

const day = 86_400_000;
const by = { by: 'user', userId: 'usr_manager001' } as const;

let stage: PurgeStage;
let round = 0;
beforeAll(async () => {
  stage = await openPurgeStage();
});
afterAll(() => stage.close());

type ErasingStore = Parameters<typeof createPersonErasing>[0]['store'] & Pick<Store, 'retentionRuns'>;

/** Each step of a try waits for its turn. */
function pausingTry(pause: Pause): ErasingStore {
  const { personErasures: erasures, personRooms, ...others } = pausing(stage.store, pause);
  const step =
    <Given extends readonly unknown[], Answer>(work: (...given: Given) => Promise<Answer>) =>
    async (...given: Given): Promise<Answer> => {
      await pause();
      return work(...given);
    };
  const rooms = { ...personRooms };
  for (const name of personRoomNames) {
    const room = personRooms[name];
    rooms[name] = { ...room, erase: step((...given) => room.erase(...given)) };
  }
  return {
    ...others,
    personRooms: rooms,
    personErasures: {
      ...erasures,
      begin: step((...given) => erasures.begin(...given)),
      enterRoom: step((...given) => erasures.enterRoom(...given)),
      noteFound: step((...given) => erasures.noteFound(...given)),
      noteErased: step((...given) => erasures.noteErased(...given)),
      end: step((...given) => erasures.end(...given)),
    },
  };
}

function erasingWith(store: ErasingStore) {
  const outside = {
    running: () => Promise.resolve(new Set<string>()),
    removeHistories: () => Promise.resolve(),
    removeCalls: () => Promise.resolve(),
    removeTexts: () => Promise.resolve(),
  };
  const now = () => stage.clock.now;
  const deletion = createBatchedDeletion({ store, outside, now });
  return createPersonErasing({ store, deletion, outside, now });
}

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
          await store.personErasures.create(
            deskScope,
            { ...erasure, personId, requestedBy: by, requestedAt: new Date(), reason: 'Asked', bodyHash: '' },
            { id: personId, organisationId, names: ['Toni'], phones: [], emails: [] },
          );
          const tryOnce = async (pause: Pause) => {
            try {
              await erasingWith(pausingTry(pause))(erasure, eager);
            } catch (error) {
              if (!(error instanceof OvertakenError)) throw error;
            }
          };
          await inTurns([tryOnce, tryOnce], turns, death ?? undefined);

          const ended = await erasingWith(store)(erasure, eager);
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
