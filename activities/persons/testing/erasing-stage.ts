import type { Store } from '../../../db/store.js';
import type { OrganisationId, PersonErasureId, TravellerId } from '../../../domain/identifiers.js';
import type { PersonTraces } from '../../../domain/persons/person.js';
import { personRoomNames } from '../../../domain/persons/person-room-names.js';
import { deskScope } from '../../../domain/scope.js';
import { createBatchedDeletion } from '../../retention/batched-deletion.js';
import type { PurgeStage } from '../../retention/testing/purge-stage.js';
import type { Step } from '../../retention/testing/step.js';
import { createPersonErasing, type PersonErasingDependencies } from '../person-erasing.js';

/** What the erasing of people works on. */
export type ErasingStore = PersonErasingDependencies['store'] & Pick<Store, 'retentionRuns'>;

/** Erases on a stage, but with this in place of its store. */
export function erasingWith({ outside, clock }: PurgeStage, store: ErasingStore) {
  const now = () => clock.now;
  const deletion = createBatchedDeletion({ store, outside, now });
  return createPersonErasing({ store, deletion, outside, now });
}

/** The same, but everything that a try writes, and each room that it erases, is a step. */
export function withTriesInSteps(store: ErasingStore, step: Step): ErasingStore {
  const { personErasures: erasures, personRooms } = store;
  const rooms = { ...personRooms };
  for (const name of personRoomNames) {
    const room = personRooms[name];
    const outside = room.outside?.bind(room);
    rooms[name] = {
      ...room,
      ...(outside === undefined ? {} : { outside: step((...given) => outside(...given)) }),
      erase: step((...given) => room.erase(...given)),
    };
  }
  return {
    ...store,
    personRooms: rooms,
    personErasures: {
      ...erasures,
      begin: step((...given) => erasures.begin(...given)),
      keepTraces: step((...given) => erasures.keepTraces(...given)),
      enterRoom: step((...given) => erasures.enterRoom(...given)),
      noteFound: step((...given) => erasures.noteFound(...given)),
      noteErased: step((...given) => erasures.noteErased(...given)),
      end: step((...given) => erasures.end(...given)),
    },
  };
}

/** The erasure of a traveller, asked for by a manager. */
export async function askToErase(
  { store }: Pick<PurgeStage, 'store'>,
  erasure: { readonly id: PersonErasureId; readonly organisationId: OrganisationId },
  personId: TravellerId,
  known: Partial<PersonTraces> = {},
): Promise<void> {
  const { organisationId } = erasure;
  const requestedBy = { by: 'user', userId: 'usr_manager001' } as const;
  await store.personErasures.create(
    deskScope,
    { ...erasure, personId, requestedBy, requestedAt: new Date(), reason: 'Asked', bodyHash: '' },
    { id: personId, organisationId, names: ['Toni'], phones: [], emails: [], ...known },
  );
}
