import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Holding } from '../../domain/retention/legal-hold.js';
import { deskScope } from '../../domain/scope.js';
import { openRoomStage, placesOf, plant, storedIncident, type RoomStage } from './people.fixture.js';

let rooms: RoomStage;
beforeAll(async () => {
  rooms = await openRoomStage();
});
afterAll(() => rooms.audit.close());

describe('texts of a person (R4)', () => {
  it('go with what lies at the provider, but for those of cases that go on or are held, and those of others', async () => {
    const { store } = rooms;
    const organisationId = 'org_texted0001';
    const id = 'trv_texted0001';
    const number = '+4915100000051';
    await store.travellers.create(deskScope, id, { organisationId, name: 'Texted', phones: [number] });
    for (const [incident, state] of [
      ['inc_texted0001', 'open'],
      ['inc_texted0002', 'archived'],
      ['inc_texted0003', 'archived'],
    ] as const) {
      await plant(rooms.audit.raw, storedIncident(incident, organisationId, { state }));
    }
    const trace = { account: 'AC1', organisationId, number, at: new Date('2026-11-20T08:00:00Z') } as const;
    for (const text of [
      { ...trace, id: 'SM1', caseId: 'inc_texted0001' },
      { ...trace, id: 'SM2', caseId: 'inc_texted0002' },
      { ...trace, id: 'SM3', caseId: 'inc_texted0003' },
      { ...trace, id: 'SM4', number: '+4915100000052', personId: id } as const,
      { ...trace, id: 'SM5', number: '+4915100000053' },
      { ...trace, id: 'SM6', organisationId: 'org_texted0002' } as const,
    ]) {
      await store.textTraces.keep(text);
    }
    const holds: readonly Holding[] = [
      { id: 'hld_texted0001', subject: { of: 'case', id: 'inc_texted0003' } },
    ];
    const person = await rooms.traced(organisationId, id);
    expect(await rooms.standing(person, holds)).toEqual([
      'text_traces SM1 in-use',
      'text_traces SM2 goes',
      'text_traces SM3 held',
      'text_traces SM4 goes',
      'travellers trv_texted0001 goes',
    ]);
    const { texts } = (await store.personRooms.texts.outside?.(person, holds)) ?? { texts: [] };
    expect(texts.map((text) => text.id).sort()).toEqual(['SM2', 'SM4']);

    await rooms.erase(person, holds);
    expect(await rooms.standing(person, holds)).toEqual(['text_traces SM1 in-use', 'text_traces SM3 held']);
    expect(await placesOf(rooms.audit.raw, ['SM2', 'SM4', 'SM5', 'SM6'])).toEqual([
      'text_traces: SM5',
      'text_traces: SM6',
    ]);
  });

  it('stay as status calls do where they belong to no case, while those are held', async () => {
    const { store } = rooms;
    const organisationId = 'org_texted0003';
    const id = 'trv_texted0003';
    await store.travellers.create(deskScope, id, { organisationId, name: 'Texted', phones: [] });
    const at = new Date('2026-11-20T08:00:00Z');
    await store.textTraces.keep({
      ...{ id: 'SM9', account: 'AC1', organisationId, number: '+4915100000054', personId: id, at },
    });
    const holds: readonly Holding[] = [
      { id: 'hld_texted0002', subject: { of: 'class', dataClass: 'status-calls' } },
    ];
    const person = await rooms.traced(organisationId, id);
    await rooms.erase(person, holds);
    expect(await rooms.standing(person, holds)).toEqual(['text_traces SM9 held']);
    await rooms.erase(person);
    expect(await rooms.standing(person)).toEqual([]);
  });
});
