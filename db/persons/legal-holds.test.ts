import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deskScope } from '../../domain/scope.js';
import { exampleRecord } from '../audit/audit-stage.fixture.js';
import { openRoomStage, type RoomStage } from './people.fixture.js';

let rooms: RoomStage;
beforeAll(async () => {
  rooms = await openRoomStage();
});
afterAll(() => rooms.audit.close());

describe('a hold on somebody, and the request to erase them (R4)', () => {
  const organisationId = 'org_disputed01';
  const id = 'trv_disputed01';
  const by = { by: 'user', userId: 'usr_asking0001' } as const;
  const createdAt = new Date('2026-11-01T08:00:00Z');
  const releasedAt = new Date('2026-11-20T08:00:00Z');
  const subject = { of: 'person', id } as const;

  beforeAll(async () => {
    const { store } = rooms;
    await store.travellers.create(deskScope, id, { organisationId, name: 'Disputes', phones: [] });
    const hold = { id: 'hld_disputed01', organisationId, subject } as const;
    await store.legalHolds.create(deskScope, {
      ...hold,
      ...{ reason: 'They sue us', createdAt, createdBy: by },
    });
    const released = { at: releasedAt, by, reason: 'They have lost' };
    await store.legalHolds.release(deskScope, organisationId, hold.id, released);
    for (const action of ['createLegalHold', 'releaseLegalHold']) {
      const what = { kind: 'legal-hold', id: hold.id };
      await store.audit.append(
        exampleRecord({
          ...{ organisationId, by, role: 'desk-lead', action, what, persons: [id] },
          values: [{ person: organisationId, after: { subject: id, reason: 'They sue us' } }],
        }),
      );
    }
    const asked = { id: 'era_disputed01', organisationId, personId: id, bodyHash: '' } as const;
    await store.personErasures.create(
      deskScope,
      { ...asked, requestedBy: by, requestedAt: createdAt, reason: 'Rid of the quarrel' },
      await rooms.traced(organisationId, id),
    );
  });

  it('is handed out without its reason, and a hold without who asked for it', async () => {
    const records = await rooms.told(await rooms.traced(organisationId, id));
    const held = records.filter(({ collection }) => collection === 'legal_holds');
    expect(held).toEqual([
      expect.objectContaining({ id: 'hld_disputed01', data: { subject, createdAt, releasedAt } }),
    ]);
    const audited = records.filter(({ collection }) => collection === 'audit_entries');
    expect(audited).toHaveLength(2);
    const text = JSON.stringify(records);
    for (const secret of ['They sue us', 'They have lost', 'Rid of the quarrel', by.userId, 'desk-lead']) {
      expect(text).not.toContain(secret);
    }
  });
});
