import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Holding } from '../../domain/retention/legal-hold.js';
import { deskScope } from '../../domain/scope.js';
import type { Store } from '../store.js';
import {
  openRoomStage,
  placesOf,
  plant,
  settingsWith,
  storedIncident,
  type RoomStage,
} from './people.fixture.js';

let rooms: RoomStage;
let store: Store;
beforeAll(async () => {
  rooms = await openRoomStage();
  ({ store } = rooms);
});
afterAll(() => rooms.audit.close());

const later = new Date(Date.now() + 3_600_000);
const by = { by: 'user', userId: 'usr_manager001' } as const;

describe('somebody in settings (R4)', () => {
  const organisationId = 'org_settings01';
  const id = 'con_canary0001';
  const phone = '+4915100000011';
  const name = 'Canary Contact';
  const canaries = [name, phone, 'canary@example.org', 'Canary holiday'];
  const contact = {
    id,
    name,
    phones: [phone],
    email: 'canary@example.org',
    texts: true,
    absences: [{ from: '2026-01-01T00:00:00Z', until: '2026-01-02T00:00:00Z', note: 'Canary holiday' }],
  } as const;
  const provider = { id, name, phones: [phone] } as const;

  beforeAll(async () => {
    const people = {
      internalContacts: [{ ...contact, phones: [phone], absences: [...contact.absences] }],
      providers: {
        assistance: { by: 'own' as const, provider: { ...provider, phones: [phone] } },
        backups: [],
      },
    };
    await store.organisations.create(deskScope, organisationId, settingsWith(people), by);
    await store.settingsDrafts.put(
      deskScope,
      organisationId,
      {
        basedOn: 1,
        content: { name: 'Draft', internalContacts: [{ id, name, phones: [phone] }] },
        given: [id],
        savedBy: by,
        savedAt: new Date(),
      },
      undefined,
    );
    await store.pins.save(deskScope, { organisationId, contactId: id }, 'hash', new Date());
    await store.pinInvitations.put(
      deskScope,
      { organisationId, contactId: id },
      { hash: 'x', expiresAt: later },
    );
    await store.channelTests.put(
      deskScope,
      {
        ...{ id: 'tst_canary0001', organisationId, contactId: id, channel: 'voice', position: 0 },
        ...{ requestedBy: by, requestedAt: new Date() },
      },
      phone,
    );
    await plant(
      rooms.audit.raw,
      storedIncident('inc_contacts01', organisationId, {
        travellerId: 'trv_somebody01',
        events: [
          {
            type: 'noted',
            noteId: 'note_contact01',
            by: { by: 'target', target: { role: 'internal-contact', id } },
          },
        ],
      }),
    );
    await plant(rooms.audit.raw, {
      intakes: [
        {
          _id: 'note_contact01',
          organisationId,
          kind: 'note',
          bodyHash: '',
          text: 'Said by them',
          createdAt: later,
        },
      ],
    });
  });

  it('stays with everything as long as they stand in the settings in force', async () => {
    const person = await rooms.traced(organisationId, id);
    expect(person).toMatchObject({ names: [name], phones: [phone], emails: ['canary@example.org'] });
    expect(await store.persons.standing(person)).toBe('in-settings');
    const before = await rooms.standing(person);
    expect(before).toEqual([
      'channel_tests tst_canary0001 goes',
      'intakes note_contact01 not-theirs-alone',
      `organisations ${organisationId} in-use`,
      expect.stringMatching(/^pin_invitations .* in-use$/),
      expect.stringMatching(/^pins .* in-use$/),
      `settings_drafts ${organisationId} in-use`,
      'timeline_entries inc_contacts01/1 not-theirs-alone',
    ]);
    await store.personRooms.settings.erase(person, []);
    expect(await rooms.standing(person)).toEqual(before);
  });

  it('is taken out of all versions and the draft afterwards, and what they did in the cases of others stays', async () => {
    await store.organisations.save(deskScope, organisationId, settingsWith({}), undefined, by);
    const person = await rooms.traced(organisationId, id);
    expect(await store.persons.standing(person)).toBe('free');
    expect(await rooms.standing(person)).toContain(`settings_versions ${organisationId}:1 goes`);
    expect(await store.settingsVersions.nameOf(deskScope, organisationId, id)).toBe(name);

    await rooms.erase(person);
    expect(await placesOf(rooms.audit.raw, canaries)).toEqual([]);
    expect(await rooms.standing(person)).toEqual([
      'intakes note_contact01 not-theirs-alone',
      'timeline_entries inc_contacts01/1 not-theirs-alone',
    ]);
    expect(await store.settingsVersions.nameOf(deskScope, organisationId, id)).toBeUndefined();
    const [version] = await store.settingsVersions.list(deskScope, organisationId, { limit: 1 });
    expect(version?.settings).toMatchObject({
      providers: { assistance: { provider: { id, name: 'erased person', phones: [] } } },
      internalContacts: [{ id, name: 'erased person', phones: [], texts: false }],
    });
    const draft = await store.settingsDrafts.find(deskScope, organisationId);
    expect(draft).toMatchObject({ version: 2, given: [], content: { name: 'Draft', internalContacts: [] } });
  });
});

describe('a contact whom a case names (R4)', () => {
  const organisationId = 'org_settings02';
  const id = 'con_named00001';
  const phone = '+4915100000081';
  const versions = async (...asked: Parameters<RoomStage['standing']>) =>
    (await rooms.standing(...asked)).filter((each) => each.startsWith('settings_versions'));

  it('stays in the versions of the settings until it is over and held no more, and says why', async () => {
    const contact = { id, name: 'Named', phones: [phone], texts: true } as const;
    const settings = settingsWith({ internalContacts: [{ ...contact, phones: [phone] }] });
    await store.organisations.create(deskScope, organisationId, settings, by);
    await store.organisations.save(deskScope, organisationId, settingsWith({}), undefined, by);
    const target = { role: 'internal-contact', id } as const;
    const events = [{ type: 'acknowledged', by: { by: 'target', target }, means: 'key' }];
    const incident = 'inc_naming0001';
    const { raw } = rooms.audit;
    await plant(raw, storedIncident(incident, organisationId, { state: 'open', events }));
    // One of others says nothing.
    await plant(raw, storedIncident('inc_naming0002', organisationId, { state: 'open' }));
    const person = await rooms.traced(organisationId, id);
    await rooms.erase(person);
    expect(await versions(person)).toEqual([`settings_versions ${organisationId}:1 in-use`]);

    const over = { open: false, state: 'archived', 'view.closedAt': Date.now() - 1_000 };
    await raw.collection<{ _id: string }>('cases').updateOne({ _id: incident }, { $set: over });
    const holds: readonly Holding[] = [
      { id: 'hld_naming0001', subject: { of: 'class', dataClass: 'incidents' } },
    ];
    await rooms.erase(person, holds);
    expect(await versions(person, holds)).toEqual([`settings_versions ${organisationId}:1 held`]);
    expect(await store.settingsVersions.nameOf(deskScope, organisationId, id)).toBe('Named');

    await rooms.erase(person);
    expect(await versions(person)).toEqual([]);
    expect(await placesOf(raw, [phone])).toEqual([]);
  });
});
