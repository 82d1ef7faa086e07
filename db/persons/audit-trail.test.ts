import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deskOrganisationId, type OrganisationId } from '../../domain/identifiers.js';
import type { HeldSubject, Holding } from '../../domain/retention/legal-hold.js';
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

describe('the audit keys of somebody who works for all organisations (R4)', () => {
  const by = { by: 'user', userId: 'usr_manager001' } as const;

  async function user(id: string): Promise<void> {
    const at = new Date('2026-11-01T08:00:00Z');
    const address = `${id}@example.org`;
    await plant(rooms.audit.raw, {
      users: [
        {
          ...{ _id: id, email: address, signInEmail: address, name: 'Canary Operator', role: 'operator' },
          ...{ language: 'en', timeZone: 'UTC', state: 'disabled', generation: 1 },
          ...{ createdAt: at, updatedAt: at },
        },
      ],
    });
  }

  it.each<[string, (id: string) => HeldSubject]>([
    ['on the person', (id) => ({ of: 'person', id })],
    ['on the class of audit values', () => ({ of: 'class', dataClass: 'audit' })],
    ['on a case that a value is about', () => ({ of: 'case', id: 'inc_audited011' })],
  ])('stays in the chain of an organisation with a hold %s, until it is released', async (what, subject) => {
    const part = what.length;
    const id = `usr_everywhere${part}` as const;
    const holding: OrganisationId = `org_holding${part}`;
    const other: OrganisationId = `org_notholding${part}`;
    await user(id);
    for (const each of [deskOrganisationId, holding, other]) {
      const about = { what: { kind: 'incident', id: 'inc_audited011' }, persons: [id] };
      await store.audit.append(
        exampleRecord({
          organisationId: each,
          ...about,
          values: [{ person: id, after: { name: 'Canary' } }],
        }),
      );
    }
    const hold = { id: `hld_everywhere${part}`, organisationId: holding, subject: subject(id) } as const;
    await store.legalHolds.create(deskScope, {
      ...hold,
      ...{ reason: 'Court', createdAt: new Date(), createdBy: by },
    });
    const person = await rooms.traced(deskOrganisationId, id);
    await rooms.erase(person);
    expect(await readable(deskOrganisationId, id)).toEqual([]);
    expect(await readable(other, id)).toEqual([]);
    expect(await readable(holding, id)).toHaveLength(1);
    const keys = (await rooms.told(person)).filter(({ collection }) => collection === 'person_keys');
    expect(keys).toMatchObject([{ id: `${holding}/${id}`, stays: { why: 'held', holdId: hold.id } }]);

    const released = { at: new Date(), by, reason: 'Settled' };
    await store.legalHolds.release(deskScope, holding, hold.id, released);
    // Their own document has been erased by now: whose they were was noted before.
    await rooms.erase(person);
    expect(await readable(holding, id)).toEqual([]);
  });

  it('goes in the chain of another organisation only by an erasure of whose person they were', async () => {
    const id = 'usr_wasothers1';
    const theirs = 'org_wasothers1';
    await audited(theirs, id);
    await audited(deskOrganisationId, id);
    // Nobody knows any more whose user this was.
    await rooms.erase(await rooms.traced(deskOrganisationId, id));
    expect(await readable(deskOrganisationId, id)).toEqual([]);
    expect(await readable(theirs, id)).toHaveLength(1);

    const ofDesk = 'usr_wasdesks01';
    await audited(theirs, ofDesk);
    await audited(deskOrganisationId, ofDesk);
    await rooms.erase(await rooms.traced(theirs, ofDesk));
    expect(await readable(theirs, ofDesk)).toEqual([]);
    expect(await readable(deskOrganisationId, ofDesk)).toHaveLength(1);
  });
});
