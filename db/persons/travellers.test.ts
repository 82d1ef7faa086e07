import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Holding } from '../../domain/retention/legal-hold.js';
import { deskScope, type Scope } from '../../domain/scope.js';
import { exampleRecord } from '../audit/audit-stage.fixture.js';
import type { Store } from '../store.js';
import { openRoomStage, placesOf, plant, storedIncident, type RoomStage } from './people.fixture.js';

let rooms: RoomStage;
let store: Store;
beforeAll(async () => {
  rooms = await openRoomStage();
  ({ store } = rooms);
});
afterAll(() => rooms.audit.close());

const later = new Date(Date.now() + 3_600_000);

describe('a traveller (R4)', () => {
  const organisationId = 'org_travels001';
  const id = 'trv_canary0001';
  const phone = '+4915100000001';
  const name = 'Canary Traveller';
  const email = 'Canary.Traveller@example.org';
  const canaries = [name, email, email.toLowerCase(), phone];

  beforeAll(async () => {
    await store.travellers.create(deskScope, id, { organisationId, name, phones: [phone], email });
    await plant(rooms.audit.raw, storedIncident('inc_others0001', organisationId, { callerPhone: phone }));
    await plant(rooms.audit.raw, {
      calls: [
        {
          _id: 'CA-others',
          account: 'AC1',
          attempt: 'incident:inc_others0001#attempt-1',
          to: phone,
          claimedAt: later,
        },
      ],
      texted_numbers: [{ _id: phone, optedOut: true, questions: [] }],
      number_leases: [{ _id: phone, holder: 'x', kind: 'x', orders: [], joined: [], expiresAt: new Date(0) }],
      attempt_counts: [{ _id: 'counted', key: `text-reply/number:${phone}`, points: 1, expire: later }],
    });
    await store.audit.append(
      exampleRecord({
        organisationId,
        persons: [id],
        values: [{ person: id, before: { name: 'Earlier Canary', phones: ['+4915100000002'] } }],
      }),
    );
  });

  it('is found with what they were called before, by whoever may touch the organisation', async () => {
    expect(await rooms.traced(organisationId, id)).toEqual({
      id,
      organisationId,
      isOwnPerson: true,
      names: [name, 'Earlier Canary'],
      phones: [phone, '+4915100000002'],
      emails: [email.toLowerCase()],
    });
    const stranger: Scope = { of: 'organisation', organisationId: 'org_strangers1' };
    expect(await store.persons.find(stranger, organisationId, id)).toBeUndefined();
    expect(await store.persons.find(deskScope, 'org_strangers1', id)).toBeUndefined();
    expect(await store.persons.find(deskScope, organisationId, 'trv_nobody0001')).toBeUndefined();
  });

  it('is told everything that is stored about them, and nothing of it is left but that they want no texts', async () => {
    const person = await rooms.traced(organisationId, id);
    const before = await rooms.standing(person);
    expect(before).toEqual([
      expect.stringMatching(/^attempt_counts .* goes$/),
      expect.stringMatching(/^audit_entries aud_\w+ not-theirs-alone$/),
      expect.stringMatching(/^audit_values aud_\w+ goes$/),
      'calls CA-others goes',
      'intakes inc_others0001 goes',
      expect.stringMatching(/^number_leases .* goes$/),
      expect.stringMatching(/^person_keys .* goes$/),
      expect.stringMatching(/^texted_numbers .* goes$/),
      `travellers ${id} goes`,
    ]);
    const withName = (await rooms.told(person)).filter(({ data }) => JSON.stringify(data).includes(name));
    expect(withName.map(({ collection }) => collection)).toEqual(['travellers']);

    await rooms.erase(person);
    expect(await placesOf(rooms.audit.raw, canaries)).toEqual([]);
    expect(await rooms.standing(person)).toEqual([
      expect.stringMatching(/^audit_entries aud_\w+ not-theirs-alone$/),
      expect.stringMatching(/^audit_entries aud_\w+ not-theirs-alone$/),
      expect.stringMatching(/^texted_numbers opted-out:\w+ not-theirs-alone$/),
    ]);
    expect(await rooms.audit.breaks([], organisationId)).toEqual([]);
    expect(await store.texts.hasOptedOut(phone)).toBe(true);
    await store.texts.optOut(phone, false);
    expect(await store.texts.hasOptedOut(phone)).toBe(false);
  });

  it('is still found afterwards, by what stays', async () => {
    expect(await rooms.traced(organisationId, id)).toEqual({
      id,
      organisationId,
      names: [],
      phones: [],
      emails: [],
    });
  });

  it('can be called back as long as a case of theirs goes on', async () => {
    const travelling = 'trv_travels001';
    await store.travellers.create(deskScope, travelling, { organisationId, name: 'Needs Help', phones: [] });
    await plant(
      rooms.audit.raw,
      storedIncident('inc_goingon001', organisationId, { travellerId: travelling, state: 'open' }),
    );
    const person = await rooms.traced(organisationId, travelling);
    await rooms.erase(person);
    expect(await rooms.standing(person)).toEqual([
      'cases inc_goingon001 in-use',
      'intakes inc_goingon001 in-use',
      'travellers trv_travels001 in-use',
    ]);
  });

  it('can be called back although the case has not begun yet', async () => {
    const waiting = 'trv_waiting001';
    await store.travellers.create(deskScope, waiting, { organisationId, name: 'Waits', phones: [] });
    await store.intakes.put(deskScope, {
      id: 'inc_waiting001',
      organisationId,
      kind: 'incident',
      bodyHash: '',
      report: { kind: 'medical', threat: 'unknown', travellerId: waiting, summary: 'Help' },
      createdAt: new Date(),
    });
    const person = await rooms.traced(organisationId, waiting);
    await rooms.erase(person);
    expect(await rooms.standing(person)).toEqual([
      'intakes inc_waiting001 in-use',
      'travellers trv_waiting001 in-use',
    ]);
  });

  it('leaves alone what is kept by a number that somebody else has as well', async () => {
    const shared = '+4915100000009';
    for (const each of ['trv_oneofthem1', 'trv_oneofthem2'] as const) {
      await store.travellers.create(deskScope, each, { organisationId, name: each, phones: [shared] });
    }
    await plant(rooms.audit.raw, { texted_numbers: [{ _id: shared, optedOut: false, questions: [] }] });
    await rooms.erase(await rooms.traced(organisationId, 'trv_oneofthem1'));
    expect(await placesOf(rooms.audit.raw, [shared])).toEqual([
      `texted_numbers: ${shared}`,
      `travellers: ${shared}`,
    ]);
  });

  it('leaves to another organisation what is kept by a number that it knows too, and erases what is its own', async () => {
    const shared = '+4915100000031';
    const elsewhere = 'org_elsewhere1';
    const ofThem = { name: 'One', phones: [shared] };
    await store.travellers.create(deskScope, 'trv_inbothorg1', { ...ofThem, organisationId });
    await store.travellers.create(deskScope, 'trv_inbothorg2', { ...ofThem, organisationId: elsewhere });
    const raw = rooms.audit.raw;
    await plant(raw, storedIncident('inc_inbothorg1', organisationId, { callerPhone: shared }));
    await plant(raw, storedIncident('inc_inbothorg2', elsewhere, { callerPhone: shared }));
    await plant(raw, { texted_numbers: [{ _id: shared, optedOut: false, questions: [] }] });
    await rooms.erase(await rooms.traced(organisationId, 'trv_inbothorg1'));
    const intakes = raw.collection<{ _id: string; callerPhone?: string }>('intakes');
    expect(await intakes.findOne({ _id: 'inc_inbothorg1' })).not.toHaveProperty('callerPhone');
    expect(await intakes.findOne({ _id: 'inc_inbothorg2' })).toHaveProperty('callerPhone', shared);
    expect(await placesOf(raw, [shared])).toEqual([
      `intakes: ${shared}`,
      `texted_numbers: ${shared}`,
      `travellers: ${shared}`,
    ]);
  });

  it('tells the number that reported a case of theirs only where it is their own', async () => {
    const reported = 'trv_reported01';
    const phones = ['+4915100000071'];
    await store.travellers.create(deskScope, reported, { organisationId, name: 'Reported', phones });
    for (const [incident, callerPhone] of [
      ['inc_reported01', '+4915100000071'],
      ['inc_reported02', '+4915100000072'],
    ] as const) {
      const stored = storedIncident(incident, organisationId, { travellerId: reported, callerPhone });
      await plant(rooms.audit.raw, stored);
    }
    const told = JSON.stringify(await rooms.told(await rooms.traced(organisationId, reported)));
    expect(told).toContain('+4915100000071');
    expect(told).not.toContain('+4915100000072');
  });

  it('keeps cases that are held, and says by which hold', async () => {
    const held = 'trv_heldcase01';
    await store.travellers.create(deskScope, held, { organisationId, name: 'Held', phones: [] });
    await plant(rooms.audit.raw, storedIncident('inc_heldcase01', organisationId, { travellerId: held }));
    const holds: readonly Holding[] = [
      { id: 'hld_example001', subject: { of: 'case', id: 'inc_heldcase01' } },
    ];
    expect(await rooms.told(await rooms.traced(organisationId, held), holds)).toMatchObject([
      { collection: 'cases', stays: { why: 'held', holdId: 'hld_example001' } },
      { collection: 'intakes', stays: { why: 'held', holdId: 'hld_example001' } },
      { collection: 'travellers' },
    ]);
  });

  it('keeps the number of open and of held cases of others until their end, with the calls at the provider', async () => {
    const number = '+4915100000041';
    const calling = 'trv_callers001';
    await store.travellers.create(deskScope, calling, { organisationId, name: 'Calls', phones: [number] });
    for (const [incident, state] of [
      ['inc_ofothers01', 'open'],
      ['inc_ofothers02', 'archived'],
      ['inc_ofothers03', 'archived'],
    ] as const) {
      await plant(rooms.audit.raw, storedIncident(incident, organisationId, { state, callerPhone: number }));
      const attempt = `incident:${incident}#attempt-1`;
      const call = { _id: `CA-${incident}`, account: 'AC1', attempt, to: number, claimedAt: later };
      await plant(rooms.audit.raw, { calls: [call] });
    }
    const holds: readonly Holding[] = [
      { id: 'hld_example002', subject: { of: 'case', id: 'inc_ofothers03' } },
    ];
    const person = await rooms.traced(organisationId, calling);
    expect(await rooms.standing(person, holds)).toEqual([
      'calls CA-inc_ofothers01 in-use',
      'calls CA-inc_ofothers02 goes',
      'calls CA-inc_ofothers03 held',
      'intakes inc_ofothers01 in-use',
      'intakes inc_ofothers02 goes',
      'intakes inc_ofothers03 held',
      'travellers trv_callers001 goes',
    ]);
    expect(await store.personRooms.numbers.outside?.(person, holds)).toEqual({
      calls: [{ account: 'AC1', sid: 'CA-inc_ofothers02' }],
      texts: [],
    });
    await rooms.erase(person, holds);
    expect(await rooms.standing(person, holds)).toEqual([
      'calls CA-inc_ofothers01 in-use',
      'calls CA-inc_ofothers03 held',
      'intakes inc_ofothers01 in-use',
      'intakes inc_ofothers03 held',
    ]);
  });
});
