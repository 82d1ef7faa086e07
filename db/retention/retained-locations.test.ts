import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { retentionVerdict } from '../../domain/retention/retention-verdict.js';
import { defaultRetentionPolicy } from '../../domain/retention/retention-policy.js';
import { openRoomStage, plant, storedIncident, type RoomStage } from '../persons/people.fixture.js';

let rooms: RoomStage;
beforeAll(async () => {
  rooms = await openRoomStage();
  const target = { role: 'internal-contact', id: 'con_located001' } as const;
  await plant(
    rooms.audit.raw,
    storedIncident(incident, organisationId, {
      travellerId: 'trv_located001',
      events: [
        { type: 'acknowledged', by: { by: 'target', target }, means: 'key' },
        { type: 'noted', noteId: 'note_located01', by: { by: 'user', userId: 'usr_located001' } },
      ],
    }),
  );
});
afterAll(() => rooms.audit.close());

const organisationId = 'org_located001';
const incident = 'inc_located001';
const yearsLater = Date.UTC(2036, 10, 30);

/** Whether the place of the incident goes while somebody is held. */
async function verdictWhileHeld(person: string) {
  const [item] = await rooms.store.retentionClasses.locations.read([incident], { named: true });
  if (item === undefined) throw new Error('There is no place.');
  const holds = [{ id: 'hld_located001', subject: { of: 'person', id: person } }] as const;
  return retentionVerdict(item, { policy: defaultRetentionPolicy, holds, timeZone: 'UTC' }, yearsLater);
}

describe('the place of an incident (R2)', () => {
  it.each([
    ['its traveller', 'trv_located001'],
    ['a contact who is named in it', 'con_located001'],
    ['a user who is named in it', 'usr_located001'],
  ])('stays while %s is held', async (_who, person) => {
    expect(await verdictWhileHeld(person)).toMatchObject({ why: 'held', holdId: 'hld_located001' });
    expect(await verdictWhileHeld('con_stranger01')).toEqual({ goes: true });
  });
});
