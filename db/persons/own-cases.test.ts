import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { StatusCallView } from '../../domain/case-record.js';
import { deskScope } from '../../domain/scope.js';
import { newIncidentId, record, view } from '../repositories/case-records.fixture.js';
import { openRoomStage, plant, storedIncident, type RoomStage } from './people.fixture.js';

let rooms: RoomStage;
beforeAll(async () => {
  rooms = await openRoomStage();
});
afterAll(() => rooms.audit.close());

describe('cases of a person, as they are told (R4)', () => {
  it("have nothing of the calls in the conference or apart from it, which are everybody's", async () => {
    const { store } = rooms;
    const organisationId = 'org_incased001';
    const travellerId = 'trv_incased001';
    await store.travellers.create(deskScope, travellerId, { organisationId, name: 'Cased', phones: [] });
    const id = newIncidentId();
    // Somebody else may have called for them.
    const caller = { callSid: 'CAcaller', account: 'AC1' };
    const other = { callSid: 'CAother', account: 'AC2' };
    await store.cases.record({
      ...record(id, 1, 1, 1),
      view: view(id, {
        ...{ organisationId, travellerId, caller: 'waiting' },
        callerCalls: [caller],
        conferenceCalls: [caller, other],
        companyApart: [{ ...other, label: 'provider' }],
      }),
    });
    const told = await rooms.told(await rooms.traced(organisationId, travellerId));
    const [incident] = told.filter(({ collection }) => collection === 'cases');
    expect(incident).toMatchObject({ id, data: { kind: 'incident', view: { id, caller: 'waiting' } } });
    for (const { callSid } of [caller, other]) expect(JSON.stringify(told)).not.toContain(callSid);
  });

  it('have the words that they refused, which no timeline names', async () => {
    const { store } = rooms;
    const organisationId = 'org_incased003';
    const travellerId = 'trv_incased003';
    await store.travellers.create(deskScope, travellerId, { organisationId, name: 'Cased', phones: [] });
    await plant(rooms.audit.raw, storedIncident('inc_incased003', organisationId, { travellerId }));
    for (const [id, kind, caseId] of [
      ['not_incased003', 'note', 'inc_incased003'],
      ['ord_incased003', 'order', 'inc_incased003'],
      ['not_incased004', 'note', 'inc_incased004'],
    ] as const) {
      await store.intakes.put(deskScope, {
        ...{ id, kind, caseId, organisationId, bodyHash: '', text: `Words of ${id}` },
        createdAt: new Date(),
      });
    }
    const person = await rooms.traced(organisationId, travellerId);
    const told = await rooms.told(person);
    expect(told.filter(({ collection }) => collection === 'intakes').map(({ id }) => id)).toEqual(
      expect.arrayContaining(['inc_incased003', 'not_incased003', 'ord_incased003']),
    );
    expect(JSON.stringify(told)).not.toContain('not_incased004');
    const holds = [{ id: 'hld_incased003', subject: { of: 'case', id: 'inc_incased003' } }] as const;
    expect(await rooms.standing(person, holds)).toContain('intakes not_incased003 held');

    const erasure = await store.retentionClasses.incidents.prepare(['inc_incased003']);
    expect(await erasure.erase()).toEqual([]);
    expect(await rooms.told(person)).toEqual([expect.objectContaining({ collection: 'travellers' })]);
    const left = ['inc_incased003', 'not_incased003', 'ord_incased003', 'not_incased004'];
    expect([...(await store.intakes.texts(deskScope, left)).keys()]).toEqual(['not_incased004']);
  });

  it('have everything of a status call, which nobody else is in', async () => {
    const { store } = rooms;
    const organisationId = 'org_incased002';
    const travellerId = 'trv_incased002';
    await store.travellers.create(deskScope, travellerId, { organisationId, name: 'Cased', phones: [] });
    const statusCall: StatusCallView = {
      case: 'status-call',
      id: 'stc_incased002',
      organisationId,
      travellerId,
      state: 'asking',
      openedAt: 1,
      round: 1,
    };
    await store.cases.record({ revision: 1, view: statusCall, entries: [], sealedTexts: [] });
    const told = await rooms.told(await rooms.traced(organisationId, travellerId));
    const [asked] = told.filter(({ collection }) => collection === 'cases');
    expect(asked?.data).toMatchObject({ kind: 'status-call', view: statusCall });
  });
});
