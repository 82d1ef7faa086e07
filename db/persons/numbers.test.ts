import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OrganisationId } from '../../domain/identifiers.js';
import type { PersonTraces } from '../../domain/persons/person.js';
import { deskScope } from '../../domain/scope.js';
import { openRoomStage, plant, type RoomStage } from './people.fixture.js';

const organisationId: OrganisationId = 'org_numbers001';
const other: OrganisationId = 'org_numbers002';
const old = new Date('2026-01-10T08:00:00Z');

let rooms: RoomStage;
beforeAll(async () => {
  rooms = await openRoomStage();
});
afterAll(() => rooms.audit.close());

let people = 0;

/** Somebody with a number. */
async function called(organisation = organisationId): Promise<PersonTraces> {
  people += 1;
  const id = `trv_numbers00${people}` as const;
  const phones = [`+491510000080${people}`];
  await rooms.store.travellers.create(deskScope, id, {
    organisationId: organisation,
    name: 'Called',
    phones,
  });
  return rooms.traced(organisation, id);
}

async function call(
  { phones: [to] }: PersonTraces,
  incident: string,
  claimedAt: Date,
  owner: { readonly organisationId?: OrganisationId } = { organisationId },
): Promise<void> {
  const attempt = `incident:${incident}#attempt-1`;
  await plant(rooms.audit.raw, {
    calls: [{ _id: `CA-${incident}`, account: 'AC1', attempt, to, claimedAt, ...owner }],
  });
}

async function reported(incident: string, organisation: OrganisationId): Promise<void> {
  const intake = { organisationId: organisation, kind: 'incident', bodyHash: '', createdAt: old };
  await plant(rooms.audit.raw, { intakes: [{ _id: incident, ...intake }] });
}

async function callsOf(person: PersonTraces): Promise<readonly string[]> {
  return (await rooms.standing(person)).filter((each) => each.startsWith('calls '));
}

describe('calls to the number of somebody who is erased (R4)', () => {
  it('stay while their case may run without being recorded yet', async () => {
    const person = await called();
    await call(person, 'inc_number0001', new Date(Date.now() - 60_000));
    await call(person, 'inc_number0002', old);
    await reported('inc_number0002', organisationId);
    const running = ['calls CA-inc_number0001 in-use', 'calls CA-inc_number0002 in-use'];
    expect(await callsOf(person)).toEqual(running);
    expect((await rooms.store.personRooms.numbers.outside?.(person, []))?.calls).toEqual([]);
    await rooms.erase(person);
    expect(await rooms.audit.raw.collection('calls').countDocuments({ to: person.phones[0] })).toBe(2);
  });

  it('go where their case is gone', async () => {
    const person = await called();
    await call(person, 'inc_number0003', old);
    expect(await callsOf(person)).toEqual(['calls CA-inc_number0003 goes']);
    await rooms.erase(person);
    expect(await rooms.audit.raw.collection('calls').countDocuments({ to: person.phones[0] })).toBe(0);
  });

  it('are those of the organisation of their case where they do not say whose they are', async () => {
    const [person, stranger] = [await called(), await called(other)];
    await call(person, 'inc_number0004', old, {});
    await reported('inc_number0004', organisationId);
    await call(stranger, 'inc_number0005', old, {});
    await reported('inc_number0005', organisationId);
    expect(await callsOf(person)).toEqual(['calls CA-inc_number0004 in-use']);
    expect(await callsOf(stranger)).toEqual([]);
  });
});
