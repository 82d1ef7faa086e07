import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OrganisationId } from '../../domain/identifiers.js';
import type { Holding } from '../../domain/retention/legal-hold.js';
import { deskScope } from '../../domain/scope.js';
import { exampleRecord } from '../audit/audit-stage.fixture.js';
import type { Store } from '../store.js';
import { openRoomStage, plant, storedIncident, type RoomStage } from './people.fixture.js';

let rooms: RoomStage;
let store: Store;
beforeAll(async () => {
  rooms = await openRoomStage();
  ({ store } = rooms);
});
afterAll(() => rooms.audit.close());

/** An entry about somebody that keeps a value under their key. */
async function audited(organisationId: OrganisationId, person: string): Promise<void> {
  await store.audit.append(
    exampleRecord({ organisationId, persons: [person], values: [{ person, after: { name: 'Canary' } }] }),
  );
}

/** What can still be read of somebody in the chain of an organisation. */
async function readable(organisationId: OrganisationId, person: string): Promise<readonly unknown[]> {
  const { items } = await store.audit.list(deskScope, { organisationId, person, limit: 20 });
  return items.flatMap(({ values }) => values).filter((value) => value.person === person && value.readable);
}

async function archive(incident: string): Promise<void> {
  await rooms.audit.raw
    .collection<{ _id: string }>('cases')
    .updateOne(
      { _id: incident },
      { $set: { open: false, state: 'archived', 'view.closedAt': Date.now() - 1_000 } },
    );
}

describe('the audit key of a traveller (R4)', () => {
  const organisationId = 'org_keyed00001';

  it('stays as long as a case of theirs goes on, keeps what comes later, and goes afterwards', async () => {
    const id = 'trv_keyed00001';
    await store.travellers.create(deskScope, id, { organisationId, name: 'Keyed', phones: [] });
    const incident = 'inc_keyed00001';
    await plant(
      rooms.audit.raw,
      storedIncident(incident, organisationId, { travellerId: id, state: 'open' }),
    );
    await audited(organisationId, id);
    const person = await rooms.traced(organisationId, id);
    await rooms.erase(person);
    expect(await rooms.standing(person)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^audit_values aud_\w+ in-use$/),
        `person_keys ${organisationId}/${id} in-use`,
      ]),
    );
    await audited(organisationId, id);
    expect(await readable(organisationId, id)).toHaveLength(2);

    await archive(incident);
    await rooms.erase(person);
    expect(await readable(organisationId, id)).toEqual([]);
    expect(await rooms.audit.breaks([], organisationId)).toEqual([]);
  });

  it('stays as long as a case of theirs is held, and says by which hold', async () => {
    const id = 'trv_keyed00002';
    await store.travellers.create(deskScope, id, { organisationId, name: 'Keyed', phones: [] });
    await plant(rooms.audit.raw, storedIncident('inc_keyed00002', organisationId, { travellerId: id }));
    await audited(organisationId, id);
    const holds: readonly Holding[] = [
      { id: 'hld_keyed00002', subject: { of: 'case', id: 'inc_keyed00002' } },
    ];
    const person = await rooms.traced(organisationId, id);
    await rooms.erase(person, holds);
    expect(await rooms.told(person, holds)).toContainEqual(
      expect.objectContaining({
        collection: 'person_keys',
        stays: { why: 'held', holdId: 'hld_keyed00002' },
      }),
    );
    expect(await readable(organisationId, id)).toHaveLength(1);
    await rooms.erase(person);
    expect(await readable(organisationId, id)).toEqual([]);
  });
});
