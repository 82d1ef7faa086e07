import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Holding } from '../../domain/retention/legal-hold.js';
import { deskScope } from '../../domain/scope.js';
import { openRoomStage, plant, settingsWith, type RoomStage } from './people.fixture.js';

const at = new Date('2026-11-20T08:00:00Z');

let rooms: RoomStage;
beforeAll(async () => {
  rooms = await openRoomStage();
});
afterAll(() => rooms.audit.close());

async function planted(count: number, test: object, call: object) {
  const organisationId = `org_tested000${count}` as const;
  const id = `con_tested000${count}` as const;
  const phone = `+491510000006${count}`;
  const contact = { id, name: 'Tested', phones: [phone], texts: true };
  await rooms.store.organisations.create(
    deskScope,
    organisationId,
    settingsWith({ internalContacts: [contact] }),
  );
  await plant(rooms.audit.raw, {
    channel_tests: [
      { _id: `tst_tested000${count}`, organisationId, contactId: id, requestedAt: at, ...test },
    ],
    calls: [
      {
        ...{ _id: `CA-test-${count}`, account: 'AC1', to: phone, claimedAt: at },
        attempt: `channel-test:tst_tested000${count}#attempt-1`,
        ...call,
      },
    ],
  });
  return rooms.traced(organisationId, id);
}

describe('calls that tested the channels of a person (R4)', () => {
  it('go with the tests, at the provider too, where the number is not known any more', async () => {
    const person = await planted(1, {}, { to: '+4915100000071' });
    expect(await rooms.standing(person)).toEqual(
      expect.arrayContaining(['calls CA-test-1 goes', 'channel_tests tst_tested0001 goes']),
    );
    const outside = await rooms.store.personRooms['channel-tests'].outside?.(person, []);
    expect(outside?.calls).toEqual([{ account: 'AC1', sid: 'CA-test-1' }]);
    await rooms.store.personRooms['channel-tests'].erase(person, []);
    const left = (await rooms.standing(person)).filter((each) => /^(calls|channel_tests)/.test(each));
    expect(left).toEqual([]);
  });

  it('stay with their test while they are held, or the test is still to be audited', async () => {
    const holds: readonly Holding[] = [
      { id: 'hld_tested0001', subject: { of: 'class', dataClass: 'status-calls' } },
    ];
    const person = await planted(2, {}, { to: '+4915100000072' });
    const room = rooms.store.personRooms['channel-tests'];
    await room.erase(person, holds);
    const standing = ['calls CA-test-2 held', 'channel_tests tst_tested0002 held'];
    expect(await rooms.standing(person, holds)).toEqual(expect.arrayContaining(standing));
    expect(await room.outside?.(person, holds)).toEqual({ calls: [], texts: [] });

    const unaudited = await planted(3, { unaudited: true }, { to: '+4915100000073' });
    await room.erase(unaudited, []);
    const inUse = ['calls CA-test-3 in-use', 'channel_tests tst_tested0003 in-use'];
    expect(await rooms.standing(unaudited)).toEqual(expect.arrayContaining(inUse));
  });

  it('are found by the number when the test is forgotten already', async () => {
    const person = await planted(4, { contactId: 'con_somebody1' }, { organisationId: 'org_tested0004' });
    await rooms.audit.raw.collection<{ _id: string }>('channel_tests').deleteOne({ _id: 'tst_tested0004' });
    const room = rooms.store.personRooms.numbers;
    expect(await rooms.standing(person)).toContain('calls CA-test-4 goes');
    expect((await room.outside?.(person, []))?.calls).toEqual([{ account: 'AC1', sid: 'CA-test-4' }]);
    await room.erase(person, []);
    expect(
      await rooms.audit.raw.collection<{ _id: string }>('calls').findOne({ _id: 'CA-test-4' }),
    ).toBeNull();
  });
});
