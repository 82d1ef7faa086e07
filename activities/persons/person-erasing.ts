import { personRoomNames, type PersonRoomName } from '../../domain/persons/person-room-names.js';
import type { Store } from '../../db/store.js';
import { previewOf } from '../../domain/persons/erasure-preview.js';
import {
  countedTogether,
  isToBeTriedAgain,
  keptTogether,
  outsideTraces,
  type Counted,
  type Kept,
  type KeptBecause,
} from '../../domain/persons/erasure-report.js';
import { holdOnPerson, keptFromErasure } from '../../domain/persons/erasure-verdict.js';
import type { PersonErasure } from '../../domain/persons/person-erasure.js';
import { mergedTraces, type PersonTraces } from '../../domain/persons/person.js';
import type { Holding } from '../../domain/retention/legal-hold.js';
import { deskScope } from '../../domain/scope.js';
import type { BatchedDeletion, PurgePace } from '../retention/batched-deletion.js';

export interface PersonErasingDependencies {
  readonly store: Pick<
    Store,
    'persons' | 'personRooms' | 'personErasures' | 'legalHolds' | 'retentionClasses'
  >;
  readonly deletion: BatchedDeletion;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

type Erasure = Pick<PersonErasure, 'id' | 'organisationId'>;

/** Why nothing of somebody can go now, whatever it is. */
type Obstacle = KeptBecause | undefined;

const ownCases = [
  ['status-call', 'status-calls'],
  ['incident', 'incidents'],
] as const;

/**
 * Erases everything about a person that can go now, room by room (R4). What stands in a room is noted before anything of it is
 * erased, and counted as erased once it is known what is left; so whoever goes on after a kill counts nothing twice and nothing
 * too little. Before each room the holds are read once more: whoever holds the person has written so before they ask
 * whether it is too late.
 */
export function createPersonErasing({ store, deletion, now }: PersonErasingDependencies) {
  const { personErasures: erasures, personRooms: rooms } = store;

  async function obstacleOf(person: PersonTraces, holds: readonly Holding[]): Promise<Obstacle> {
    const hold = holdOnPerson(person.id, holds);
    if (hold !== undefined) return { why: 'held', holdId: hold.id };
    return (await store.persons.standing(person)) === 'free' ? undefined : { why: 'in-use' };
  }

  /** Cases whose traveller the person is, as cases are deleted, with what stands outside of the database. */
  async function eraseCases({ id: owner, organisationId }: Erasure, person: PersonTraces, pace: PurgePace) {
    for (const [kind, dataClass] of ownCases) {
      const entry = store.retentionClasses[dataClass];
      const goingAmong = async (ids: readonly string[]) => {
        const holds = await store.legalHolds.active(deskScope, organisationId);
        if ((await obstacleOf(person, holds)) !== undefined) return [];
        const items = await entry.read(ids, { named: holds.some(({ subject }) => subject.of === 'person') });
        return items.filter((item) => keptFromErasure(item, holds) === undefined);
      };
      const order = { owner, organisationId, entry, goingAmong };
      await deletion(order, store.persons.caseIds(person, kind, pace.batchSize), pace);
    }
  }

  async function eraseRoom(
    erasure: Erasure,
    person: PersonTraces,
    name: PersonRoomName,
    pace: PurgePace,
  ): Promise<readonly Kept[]> {
    const holds = await store.legalHolds.active(deskScope, erasure.organisationId);
    const obstacle = await obstacleOf(person, holds);
    const before = await previewOf(rooms[name].collect(person, holds), obstacle);
    if (obstacle !== undefined) return before.stays;
    const standing = countedTogether([...before.goes, ...before.stays]);
    const found = await erasures.noteFound(deskScope, erasure, name, standing);
    if (name === 'own-cases') await eraseCases(erasure, person, pace);
    await rooms[name].erase(person, holds);
    const after = await previewOf(rooms[name].collect(person, holds), undefined);
    // Whatever is still there without a reason was in use at that very moment.
    const resisting = after.goes.map((each): Kept => ({ ...each, because: { why: 'in-use' } }));
    const kept = [...after.stays, ...resisting];
    await erasures.noteErased(deskScope, erasure, name, difference(found, kept));
    return kept;
  }

  return async (erasure: Erasure, pace: PurgePace): Promise<PersonErasure> => {
    const noted = await erasures.begin(deskScope, erasure);
    if (noted !== undefined) {
      const present = await store.persons.find(deskScope, erasure.organisationId, noted.id);
      const person = mergedTraces(noted, present);
      const kept: Kept[] = [];
      for (const name of personRoomNames) {
        kept.push(...(await eraseRoom(erasure, person, name, pace)));
        await pace.afterBatch();
      }
      const state = isToBeTriedAgain(kept) ? 'waiting' : 'complete';
      const report = { at: now(), kept: keptTogether(kept), outside: outsideTraces };
      return erasures.end(deskScope, erasure, state, report);
    }
    const { id, organisationId } = erasure;
    const ended = await erasures.find(deskScope, organisationId, id);
    if (ended === undefined) throw new Error('The erasure is gone.');
    return ended;
  };
}

export type PersonErasing = ReturnType<typeof createPersonErasing>;

function difference(found: readonly Counted[], kept: readonly Counted[]): readonly Counted[] {
  const left = new Map(countedTogether(kept).map(({ collection, count }) => [collection, count]));
  return found.map(({ collection, count }) => ({
    collection,
    count: Math.max(0, count - (left.get(collection) ?? 0)),
  }));
}
