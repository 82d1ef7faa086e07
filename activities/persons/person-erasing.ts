import { randomUUID } from 'node:crypto';
import { personRoomNames, type PersonRoomName } from '../../domain/persons/person-room-names.js';
import type { RetentionClass, RoomVisit, Store } from '../../db/store.js';
import { previewOf, type ErasurePreview } from '../../domain/persons/erasure-preview.js';
import {
  countedTogether,
  erasedSince,
  isToBeTriedAgain,
  keptTogether,
  lessThan,
  outsideTraces,
  type FoundBefore,
  type Kept,
  type KeptBecause,
} from '../../domain/persons/erasure-report.js';
import { holdOnPerson, keptFromErasure } from '../../domain/persons/erasure-verdict.js';
import type { PersonErasure } from '../../domain/persons/person-erasure.js';
import { mergedTraces, type PersonTraces } from '../../domain/persons/person.js';
import type { OrganisationId } from '../../domain/identifiers.js';
import { peopleSought, type Holding, type RetainedItem } from '../../domain/retention/legal-hold.js';
import { deskScope } from '../../domain/scope.js';
import type { OutsideDeletion } from '../retention/outside-deletion.js';
import type { BatchedDeletion, DeletionOrder, Leftover, PurgePace } from '../retention/batched-deletion.js';
import { settleReports } from '../retention/settled-reports.js';

export interface PersonErasingDependencies {
  readonly store: Pick<
    Store,
    | 'persons'
    | 'personRooms'
    | 'personErasures'
    | 'legalHolds'
    | 'retentionClasses'
    | 'monthlySummaries'
    | 'organisations'
  >;
  readonly deletion: BatchedDeletion;
  readonly outside: Pick<OutsideDeletion, 'removeCalls' | 'removeTexts'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

type Erasure = Pick<PersonErasure, 'id' | 'organisationId'>;

/** What goes of a room in batches, as retention deletes it, with what of it was decided before and could not go yet. */
interface BatchedPart {
  readonly room: PersonRoomName;
  readonly order: DeletionOrder;
  readonly find: (batchSize: number) => AsyncIterable<readonly string[]>;
  readonly leftover: Leftover;
}

/** Why nothing of somebody can go now, whatever it is. */
type Obstacle = KeptBecause | undefined;

/** A later try of the same erasure is in the room, and counts what is erased there: this one must not end anything. */
export class OvertakenError extends Error {
  constructor() {
    super('Another try of this erasure has come to the same place.');
  }
}

/**
 * Erases everything about a person that can go now, room by room (R4). What stands in a room is noted before anything of it is
 * erased, and counted as erased once it is known what is left; so whoever goes on after a kill, or while an earlier try is still
 * at work, counts nothing twice and nothing too little. Before each room the holds are read once more: whoever holds the person
 * has written so before they ask whether it is too late.
 */
export function createPersonErasing({ store, deletion, outside, now }: PersonErasingDependencies) {
  const { personErasures: erasures, personRooms: rooms } = store;

  async function obstacleOf(person: PersonTraces, holds: readonly Holding[]): Promise<Obstacle> {
    const hold = holdOnPerson(person.id, holds);
    if (hold !== undefined) return { why: 'held', holdId: hold.id };
    return (await store.persons.standing(person)) === 'free' ? undefined : { why: 'in-use' };
  }

  /** What reports are made of is counted for good, up to the last one that goes, before anything of it does. */
  async function settleMonthsOf(organisationId: OrganisationId, going: readonly RetainedItem[]) {
    const [first] = going;
    if (first === undefined) return;
    const organisation = await store.organisations.find(deskScope, organisationId);
    const timeZone = organisation?.settings.timeZone ?? 'UTC';
    const last = Math.max(...going.map(({ begunAt }) => begunAt));
    const losing = { organisationId, dataClass: first.dataClass, timeZone };
    await settleReports(store.monthlySummaries, losing, new Date(last + 1), new Date(now()));
  }

  /** What is in no room alone, and is to be found in the deletions of the organisation: cases and mails of the person. */
  function batchedParts({ id: owner, organisationId }: Erasure, person: PersonTraces) {
    const { persons, retentionClasses: classes } = store;
    const orderOf = (entry: RetentionClass): DeletionOrder => ({
      owner,
      organisationId,
      entry,
      async goingAmong(ids) {
        const holds = await store.legalHolds.active(deskScope, organisationId);
        if ((await obstacleOf(person, holds)) !== undefined) return [];
        const items = await entry.read(ids, peopleSought(holds));
        const going = items.filter((item) => keptFromErasure(item, holds) === undefined);
        await settleMonthsOf(organisationId, going);
        return going;
      },
    });
    const cases = (kind: 'status-call' | 'incident') => (batchSize: number) =>
      persons.caseIds(person, kind, batchSize);
    return [
      { room: 'own-cases', order: orderOf(classes['status-calls']), find: cases('status-call') },
      { room: 'own-cases', order: orderOf(classes.incidents), find: cases('incident') },
      {
        room: 'received-mails',
        order: orderOf(classes['mail-originals']),
        find: (batchSize: number) => persons.mailIds(person, batchSize),
      },
    ] as const;
  }

  async function resumeBatches(
    erasure: Erasure,
    person: PersonTraces,
    pace: PurgePace,
  ): Promise<readonly BatchedPart[]> {
    const resumed: BatchedPart[] = [];
    for (const part of batchedParts(erasure, person)) {
      resumed.push({ ...part, leftover: await deletion.resume(part.order, pace) });
    }
    return resumed;
  }

  async function eraseRoom(
    erasure: Erasure,
    person: PersonTraces,
    visit: RoomVisit,
    pace: PurgePace,
    resumed: readonly BatchedPart[],
  ): Promise<readonly Kept[]> {
    const { room: name } = visit;
    const holds = await store.legalHolds.active(deskScope, erasure.organisationId);
    const obstacle = await obstacleOf(person, holds);
    const look = () => previewOf(rooms[name].collect(person, holds), obstacle);
    if (obstacle !== undefined) return (await look()).stays;
    const earlier = await erasures.enterRoom(deskScope, erasure, visit);
    const before = await look();
    const found = foundIn(before);
    // What an earlier try has erased and could not tell is counted now.
    const erasedBefore = earlier === undefined ? [] : erasedSince(earlier, found);
    if (!(await erasures.noteFound(deskScope, erasure, visit, found, erasedBefore)))
      throw new OvertakenError();
    for (const { order, find, leftover } of resumed.filter((part) => part.room === name)) {
      await deletion.deleteAmong(order, find(pace.batchSize), pace, leftover);
    }
    const traces = await rooms[name].outside?.(person, holds);
    await outside.removeCalls(traces?.calls ?? []);
    await outside.removeTexts(traces?.texts ?? []);
    await rooms[name].erase(person, holds);
    const after = await look();
    // Whatever is still there without a reason was in use at that very moment.
    const resisting = after.goes.map((each): Kept => ({ ...each, because: { why: 'in-use' } }));
    const erased = lessThan(before.goes, after.goes);
    const counts = await erasures.noteErased(deskScope, erasure, visit, erased, foundIn(after));
    if (!counts) throw new OvertakenError();
    return [...after.stays, ...resisting];
  }

  return async (erasure: Erasure, pace: PurgePace): Promise<PersonErasure> => {
    const noted = await erasures.begin(deskScope, erasure);
    if (noted !== undefined) {
      const present = await store.persons.find(deskScope, erasure.organisationId, noted.id);
      const person = mergedTraces(noted, present);
      // Before anything is erased that tells it: a later try has to find them by it as well.
      await erasures.keepTraces(deskScope, erasure, person);
      // Whatever holds the person by now came too late for what was decided before: it is half deleted.
      const resumed = await resumeBatches(erasure, person, pace);
      const by = randomUUID();
      const kept: Kept[] = [];
      const failures: Error[] = [];
      for (const room of personRoomNames) {
        try {
          kept.push(...(await eraseRoom(erasure, person, { room, by }, pace, resumed)));
        } catch (error) {
          // What cannot go now, since a provider refuses, say, holds up no other room.
          failures.push(error instanceof Error ? error : new Error('A room failed.', { cause: error }));
        }
        await pace.afterBatch();
      }
      // An earlier try that was still at work may have decided something since, and died.
      const late = await resumeBatches(erasure, person, pace);
      const [failure] = [...failures, ...[...resumed, ...late].flatMap(({ leftover }) => leftover.failures)];
      if (failure !== undefined) throw failure;
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

function foundIn({ goes, stays }: ErasurePreview): FoundBefore {
  return { goes, standing: countedTogether([...goes, ...stays]) };
}

export type PersonErasing = ReturnType<typeof createPersonErasing>;
