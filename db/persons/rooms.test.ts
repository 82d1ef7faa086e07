import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deskOrganisationId, type OrganisationId } from '../../domain/identifiers.js';
import type { PersonId, PersonTraces } from '../../domain/persons/person.js';
import type { Holding } from '../../domain/retention/legal-hold.js';
import { deskScope, type Scope } from '../../domain/scope.js';
import { exampleRecord, openAuditStage, type AuditStage } from '../audit/audit-stage.fixture.js';
import type { Store } from '../store.js';
import { placesOf, plant, settingsWith, storedIncident } from './people.fixture.js';
import { personRoomNames } from './registry.js';

let stage: AuditStage;
let store: Store;
beforeAll(async () => {
  stage = await openAuditStage();
  store = await stage.openStore();
});
afterAll(() => stage.close());

const later = new Date(Date.now() + 3_600_000);
const by = { by: 'user', userId: 'usr_manager001' } as const;

async function traced(organisationId: OrganisationId, id: PersonId): Promise<PersonTraces> {
  const found = await store.persons.find(deskScope, organisationId, id);
  if (found === undefined) throw new Error(`Nobody knows ${id}.`);
  return found;
}

/** What is told of somebody: by collection and identifier, and why it would stay. */
async function told(person: PersonTraces, holds: readonly Holding[] = []) {
  const records = [];
  for (const name of personRoomNames) {
    for await (const record of store.personRooms[name].collect(person, holds)) records.push(record);
  }
  return records;
}

async function standing(person: PersonTraces, holds: readonly Holding[] = []) {
  const records = await told(person, holds);
  return records.map(({ collection, id, stays }) => `${collection} ${id} ${stays?.why ?? 'goes'}`).sort();
}

async function erase(person: PersonTraces, holds: readonly Holding[] = []): Promise<void> {
  for (const name of personRoomNames) await store.personRooms[name].erase(person, holds);
}

describe('a traveller (R4)', () => {
  const organisationId = 'org_travels001';
  const id = 'trv_canary0001';
  const phone = '+4915100000001';
  const name = 'Canary Traveller';
  const email = 'Canary.Traveller@example.org';
  const canaries = [name, email, email.toLowerCase(), phone];

  beforeAll(async () => {
    await store.travellers.create(deskScope, id, { organisationId, name, phones: [phone], email });
    await plant(stage.raw, storedIncident('inc_others0001', organisationId, { callerPhone: phone }));
    await plant(stage.raw, {
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
    expect(await traced(organisationId, id)).toEqual({
      id,
      organisationId,
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
    const person = await traced(organisationId, id);
    const before = await standing(person);
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
    const withName = (await told(person)).filter(({ data }) => JSON.stringify(data).includes(name));
    expect(withName.map(({ collection }) => collection)).toEqual(['travellers']);

    await erase(person);
    expect(await placesOf(stage.raw, canaries)).toEqual([]);
    expect(await standing(person)).toEqual([
      expect.stringMatching(/^audit_entries aud_\w+ not-theirs-alone$/),
      expect.stringMatching(/^audit_entries aud_\w+ not-theirs-alone$/),
      expect.stringMatching(/^texted_numbers opted-out:\w+ not-theirs-alone$/),
    ]);
    expect(await stage.breaks([], organisationId)).toEqual([]);
    expect(await store.texts.hasOptedOut(phone)).toBe(true);
    await store.texts.optOut(phone, false);
    expect(await store.texts.hasOptedOut(phone)).toBe(false);
  });

  it('is still found afterwards, by what stays', async () => {
    expect(await traced(organisationId, id)).toEqual({
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
      stage.raw,
      storedIncident('inc_goingon001', organisationId, { travellerId: travelling, state: 'open' }),
    );
    const person = await traced(organisationId, travelling);
    await erase(person);
    expect(await standing(person)).toEqual([
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
    const person = await traced(organisationId, waiting);
    await erase(person);
    expect(await standing(person)).toEqual([
      'intakes inc_waiting001 in-use',
      'travellers trv_waiting001 in-use',
    ]);
  });

  it('leaves alone what is kept by a number that somebody else has as well', async () => {
    const shared = '+4915100000009';
    for (const each of ['trv_oneofthem1', 'trv_oneofthem2'] as const) {
      await store.travellers.create(deskScope, each, { organisationId, name: each, phones: [shared] });
    }
    await plant(stage.raw, { texted_numbers: [{ _id: shared, optedOut: false, questions: [] }] });
    await erase(await traced(organisationId, 'trv_oneofthem1'));
    expect(await placesOf(stage.raw, [shared])).toEqual([
      `texted_numbers: ${shared}`,
      `travellers: ${shared}`,
    ]);
  });

  it('keeps cases that are held, and says by which hold', async () => {
    const held = 'trv_heldcase01';
    await store.travellers.create(deskScope, held, { organisationId, name: 'Held', phones: [] });
    await plant(stage.raw, storedIncident('inc_heldcase01', organisationId, { travellerId: held }));
    const holds: readonly Holding[] = [
      { id: 'hld_example001', subject: { of: 'case', id: 'inc_heldcase01' } },
    ];
    expect(await told(await traced(organisationId, held), holds)).toMatchObject([
      { collection: 'cases', stays: { why: 'held', holdId: 'hld_example001' } },
      { collection: 'intakes', stays: { why: 'held', holdId: 'hld_example001' } },
      { collection: 'travellers' },
    ]);
  });
});

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
      stage.raw,
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
    await plant(stage.raw, {
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
    const person = await traced(organisationId, id);
    expect(person).toMatchObject({ names: [name], phones: [phone], emails: ['canary@example.org'] });
    expect(await store.persons.standing(person)).toBe('in-settings');
    const before = await standing(person);
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
    expect(await standing(person)).toEqual(before);
  });

  it('is taken out of all versions and the draft afterwards, and what they did in the cases of others stays', async () => {
    await store.organisations.save(deskScope, organisationId, settingsWith({}), undefined, by);
    const person = await traced(organisationId, id);
    expect(await store.persons.standing(person)).toBe('free');
    expect(await standing(person)).toContain(`settings_versions ${organisationId}:1 goes`);
    expect(await store.settingsVersions.nameOf(deskScope, organisationId, id)).toBe(name);

    await erase(person);
    expect(await placesOf(stage.raw, canaries)).toEqual([]);
    expect(await standing(person)).toEqual([
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

describe('a user of a partner account (R4)', () => {
  const organisationId = deskOrganisationId;
  const id = 'usr_canary0001';
  const email = 'canary.user@example.org';
  const name = 'Canary User';
  const created = new Date('2026-11-01T08:00:00Z');

  beforeAll(async () => {
    await plant(stage.raw, {
      users: [
        {
          ...{ _id: id, accountId: 'acc_partner001', email, signInEmail: email, name, role: 'partner-user' },
          ...{ language: 'en', timeZone: 'UTC', state: 'active', generation: 1 },
          ...{ passwordHash: 'secret-hash', identity: 'https://idp.example canary-subject' },
          ...{ secondFactor: { sealedSecret: 'secret-seal', lastStep: 1, enrolledAt: created } },
          ...{ recoveryCodes: ['secret-code'], createdAt: created, updatedAt: created },
        },
      ],
      account_links: [
        { _id: `password-reset:${id}`, purpose: 'password-reset', userId: id, hash: 'y', expiresAt: later },
      ],
      sessions: [
        {
          _id: 'session-of-canary',
          session: JSON.stringify({ signedIn: { userId: id } }),
          expires: later,
          lastModified: created,
        },
        { _id: 'session-of-other', session: '{}', expires: later, lastModified: created },
      ],
      partner_applications: [
        {
          ...{ _id: 'app_canary0001', bodyHash: '', receivedAt: created, state: 'accepted' },
          form: { companyName: 'Company', contactName: name, email, language: 'en', message: 'Hello' },
        },
      ],
      support_cases: [
        {
          ...{
            _id: 'sup_canary0001',
            number: 'B-2026-000001',
            referenceId: 'R1',
            accountId: 'acc_partner001',
          },
          ...{ topic: 'enquiry', openedAt: created, state: 'closed', open: false, revision: 1, notes: 0 },
          opening: { subject: 'Payout', openedBy: { by: 'partner', userId: id }, bodyHash: '' },
          ...{ view: { closedAt: created.getTime() }, followUps: [], searchTokens: ['payout'] },
          ...{ timelineThrough: 1, highestSequence: 1 },
        },
      ],
      support_entries: [
        {
          ...{ _id: 'sup_canary0001/1', caseId: 'sup_canary0001', accountId: 'acc_partner001', sequence: 1 },
          ...{ at: 1, event: { type: 'opened', by: { by: 'partner', userId: id } } },
        },
      ],
      support_messages: [
        {
          ...{ _id: 'msg_canary0001', caseId: 'sup_canary0001', accountId: 'acc_partner001', sequence: 1 },
          ...{ by: { by: 'partner', userId: id }, channel: 'mail', at: created, text: 'Where is it?' },
          ...{ attachments: [], sender: email },
        },
      ],
      support_mails: [
        {
          ...{ _id: 'sml_canary0001', caseId: 'sup_canary0001', accountId: 'acc_partner001' },
          ...{ to: { is: 'user', userId: id }, about: { is: 'news', sequence: 1 }, state: 'bounced' },
          ...{ createdAt: created, tries: 1 },
        },
      ],
      desk_tasks: [
        {
          ...{ _id: 'tsk_canary0001', state: 'done', createdAt: created },
          about: {
            ...{
              kind: 'mail-undelivered',
              caseId: 'sup_canary0001',
              mailId: 'sml_canary0001',
              why: 'bounced',
            },
            ...{ to: { is: 'user', userId: id }, diagnostic: `550 <${email}> unknown` },
          },
        },
      ],
      received_mails: [
        receivedMail('mai_decided001', 'filed', 'sup_canary0001'),
        receivedMail('mai_undecided1', 'review'),
      ],
      stored_chunks: [
        { _id: 'mai_decided001:0', bytes: Buffer.from(`From: ${email}`) },
        { _id: 'mai_undecided1:0', bytes: Buffer.from(`From: ${email}`) },
      ],
      correspondents: [{ _id: `received:${email}`, times: [], lastAt: created }],
    });
    await store.audit.append(
      exampleRecord({
        organisationId,
        by: { by: 'user', userId: id },
        persons: [id],
        values: [{ person: id, after: { name, email } }],
      }),
    );
  });

  function receivedMail(_id: string, state: string, caseId?: string) {
    return {
      ...{ _id, envelope: { sender: 'Canary.User@Example.org', recipients: ['support@beistand.example'] } },
      ...{ sizeBytes: 30, receivedAt: created, via: 'smtp', state, tries: 1 },
      head: { from: email, subject: `Mail of ${name}` },
      ...(caseId === undefined ? {} : { caseId }),
    };
  }

  it('is told everything, without anything secret', async () => {
    const person = await traced(organisationId, id);
    expect(await store.persons.standing(person)).toBe('active-user');
    const records = await told(person);
    const text = JSON.stringify(records);
    for (const secret of ['secret-hash', 'secret-seal', 'secret-code', 'session-of-canary']) {
      expect(text).not.toContain(secret);
    }
    expect([...new Set(records.map(({ collection }) => collection))].sort()).toEqual([
      'account_links',
      'audit_entries',
      'audit_values',
      'correspondents',
      'desk_tasks',
      'partner_applications',
      'person_keys',
      'received_mails',
      'sessions',
      'support_cases',
      'support_entries',
      'support_mails',
      'support_messages',
      'users',
    ]);
  });

  it('stays a user as long as they can sign in', async () => {
    await store.personRooms.users.erase(await traced(organisationId, id), []);
    expect(await store.users.find(deskScope, id)).toMatchObject({ name });
  });

  it('loses everything that is theirs alone, and what they wrote stays without their address', async () => {
    await stage.raw
      .collection<{ _id: string }>('users')
      .updateOne({ _id: id }, { $set: { state: 'disabled' } });
    const person = await traced(organisationId, id);
    await erase(person);
    expect(await standing(person)).toEqual([
      expect.stringMatching(/^audit_entries/),
      expect.stringMatching(/^audit_entries/),
      'desk_tasks tsk_canary0001 not-theirs-alone',
      'received_mails mai_undecided1 in-use',
      'support_cases sup_canary0001 not-theirs-alone',
      'support_entries sup_canary0001/1 not-theirs-alone',
      'support_mails sml_canary0001 not-theirs-alone',
      'support_messages msg_canary0001 not-theirs-alone',
    ]);
    await stage.raw
      .collection<{ _id: string }>('received_mails')
      .updateOne({ _id: 'mai_undecided1' }, { $set: { state: 'discarded' } });
    await erase(person);
    expect(await placesOf(stage.raw, [email, 'Canary.User', name, 'canary-subject'])).toEqual([]);
    expect(await stage.raw.collection('stored_chunks').countDocuments()).toBe(0);
    expect(await stage.raw.collection('sessions').countDocuments()).toBe(1);
    const message = await store.supportMessages.find(deskScope, 'msg_canary0001');
    expect(message).toMatchObject({ text: 'Where is it?' });
    expect(message).not.toHaveProperty('sender');
  });
});

describe('an applicant (R4)', () => {
  it('is found by the desk alone, and their form goes', async () => {
    const id = 'app_canary0002';
    await plant(stage.raw, {
      partner_applications: [
        {
          ...{ _id: id, bodyHash: '', receivedAt: new Date(), state: 'received' },
          form: {
            ...{ companyName: 'Company', contactName: 'Canary Applicant', email: 'applicant@example.org' },
            ...{ phone: '+4915100000021', language: 'en', message: 'Hello' },
          },
        },
      ],
    });
    expect(await store.persons.find(deskScope, 'org_settings01', id)).toBeUndefined();
    const person = await traced(deskOrganisationId, id);
    expect(person).toMatchObject({ names: ['Canary Applicant'], phones: ['+4915100000021'] });
    await erase(person);
    expect(await placesOf(stage.raw, ['Canary Applicant', 'applicant@example.org'])).toEqual([]);
    expect(await store.persons.find(deskScope, deskOrganisationId, id)).toBeUndefined();
  });
});

describe('texts with somebody (R4)', () => {
  const organisationId = 'org_texting001';
  const id = 'trv_texting001';
  const phone = '+4915100000077';
  const at = new Date('2026-11-30T10:00:00Z');
  const trace = { account: 'AC1', organisationId, number: phone, at } as const;

  it('are told, and lose the number where it is not needed to delete them at the provider', async () => {
    await store.travellers.create(deskScope, id, { organisationId, name: 'Tina Text', phones: [phone] });
    const own = storedIncident('inc_textown001', organisationId, { travellerId: id, state: 'open' });
    await plant(stage.raw, own);
    await plant(stage.raw, storedIncident('inc_textoth001', organisationId));
    await store.textTraces.keep({ ...trace, id: 'SM-own', caseId: 'inc_textown001', personId: id });
    await store.textTraces.keep({ ...trace, id: 'SM-others', caseId: 'inc_textoth001', personId: id });
    await store.textTraces.keep({ ...trace, id: 'SM-stray' });
    const soughtBy = { ownNumber: '+493023125000', origin: 'reply' } as const;
    await store.textTraces.keep({ ...trace, id: 'reply:SM-stray', soughtBy });
    await store.textTraces.keep({ ...trace, id: 'SM-foreign', organisationId: 'org_foreign01' });

    const person = await traced(organisationId, id);
    const texts = async () => (await standing(person)).filter((each) => each.startsWith('text_traces'));
    expect(await texts()).toEqual([
      'text_traces SM-others goes',
      'text_traces SM-own in-use',
      'text_traces SM-stray goes',
      'text_traces reply:SM-stray in-use',
    ]);
    await erase(person);
    expect(await texts()).toEqual(['text_traces SM-own in-use', 'text_traces reply:SM-stray in-use']);
    // All of them can still be deleted at the provider.
    const ids = ['SM-own', 'SM-others', 'SM-stray', 'reply:SM-stray'];
    expect(await store.textTraces.knownAmong(ids)).toEqual(new Set(ids));
  });
});
