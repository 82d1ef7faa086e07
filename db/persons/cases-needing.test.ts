import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Holding } from '../../domain/retention/legal-hold.js';
import { personRoomNames } from '../../domain/persons/person-room-names.js';
import type { PersonTraces } from '../../domain/persons/person.js';
import { deskScope } from '../../domain/scope.js';
import { openRoomStage, plant, settingsWith, storedIncident, type RoomStage } from './people.fixture.js';

let rooms: RoomStage;
beforeAll(async () => {
  rooms = await openRoomStage();
});
afterAll(() => rooms.audit.close());

describe('the cases that need a contact (R4)', () => {
  const organisationId = 'org_needing001';
  const id = 'con_needed0001';
  const incident = 'inc_needing001';
  const by = { by: 'user', userId: 'usr_manager001' } as const;
  let person: PersonTraces;
  let timesRead = 0;

  beforeAll(async () => {
    const { store, audit } = rooms;
    const contact = { id, name: 'Needed', phones: ['+4915100000091'], texts: true } as const;
    const people = { internalContacts: [{ ...contact, phones: [...contact.phones] }] };
    await store.organisations.create(deskScope, organisationId, settingsWith(people), by);
    await store.organisations.save(deskScope, organisationId, settingsWith({}), undefined, by);
    const events = [
      { type: 'acknowledged', by: { by: 'target', target: { role: 'internal-contact', id } }, means: 'key' },
    ];
    await plant(audit.raw, storedIncident(incident, organisationId, { state: 'open', events }));
    person = await rooms.traced(organisationId, id);
    const { incidents } = store.retentionClasses;
    const read = incidents.read.bind(incidents);
    Object.assign(incidents, {
      read: (...asked: Parameters<typeof read>) => {
        timesRead += 1;
        return read(...asked);
      },
    });
  });
  beforeEach(() => {
    timesRead = 0;
  });

  /** As a try does it in each room, with holds that are read anew before it. */
  async function visit(holds: readonly Holding[]): Promise<readonly string[]> {
    const { settings: room } = rooms.store.personRooms;
    const look = async () => {
      const told: string[] = [];
      for await (const { collection, stays } of room.collect(person, holds)) {
        told.push(`${collection} ${stays?.why ?? 'goes'}`);
      }
      return told;
    };
    await look();
    await room.erase(person, holds);
    return look();
  }

  it('are read once in the visit of a room where they keep somebody, and anew in the next one', async () => {
    expect(await visit([])).toEqual(['settings_versions in-use']);
    expect(timesRead).toBe(1);
    expect(await visit([])).toEqual(['settings_versions in-use']);
    expect(timesRead).toBe(2);
  });

  it('are not read for an export, which asks nobody why anything would stay', async () => {
    const told: string[] = [];
    for (const name of ['settings', 'travellers', 'audit-trail'] as const) {
      for await (const { collection } of rooms.store.personRooms[name].collect(person)) told.push(collection);
    }
    expect(told).toContain('settings_versions');
    expect(timesRead).toBe(0);
  });

  it('are read again before anything goes, although nothing needed them a moment before', async () => {
    const { raw } = rooms.audit;
    const cases = raw.collection<{ _id: string }>('cases');
    const set = (state: object) => cases.updateOne({ _id: incident }, { $set: state });
    const holds: readonly Holding[] = [];
    await set({ open: false, state: 'archived', 'view.closedAt': Date.now() - 1_000 });
    expect(await rooms.standing(person, holds)).toContain(`settings_versions ${organisationId}:1 goes`);
    await set({ open: true, state: 'open' });
    for (const name of personRoomNames) await rooms.store.personRooms[name].erase(person, holds);
    expect(await rooms.standing(person, holds)).toContain(`settings_versions ${organisationId}:1 in-use`);

    // Over again: the next try finds it so.
    await set({ open: false, state: 'archived' });
    expect(await visit([])).toEqual([]);
  });
});
