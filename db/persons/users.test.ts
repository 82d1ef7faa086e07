import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deskOrganisationId } from '../../domain/identifiers.js';
import type { Holding } from '../../domain/retention/legal-hold.js';
import { deskScope } from '../../domain/scope.js';
import { exampleRecord } from '../audit/audit-stage.fixture.js';
import type { Store } from '../store.js';
import { openRoomStage, placesOf, plant, type RoomStage } from './people.fixture.js';

let rooms: RoomStage;
let store: Store;
beforeAll(async () => {
  rooms = await openRoomStage();
  ({ store } = rooms);
});
afterAll(() => rooms.audit.close());

const later = new Date(Date.now() + 3_600_000);

describe('a user of a partner account (R4)', () => {
  const organisationId = deskOrganisationId;
  const id = 'usr_canary0001';
  const email = 'canary.user@example.org';
  const name = 'Canary User';
  const created = new Date('2026-11-01T08:00:00Z');

  beforeAll(async () => {
    await plant(rooms.audit.raw, {
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
          opening: {
            ...{ subject: 'Payout', openedBy: { by: 'partner', userId: id }, bodyHash: '', identifiers: [] },
            ...{ language: 'en', answers: { contact: name, mail: email, why: 'A user is missing' } },
          },
          ...{
            view: { closedAt: created.getTime() },
            followUps: [],
            searchTokens: ['payout', 'canary', 'user'],
          },
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
    const person = await rooms.traced(organisationId, id);
    expect(await store.persons.standing(person)).toBe('active-user');
    const records = await rooms.told(person);
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
    await store.personRooms.users.erase(await rooms.traced(organisationId, id), []);
    expect(await store.users.find(deskScope, id)).toMatchObject({ name });
  });

  it('keeps what stands beside the words of a case that is held', async () => {
    const person = await rooms.traced(organisationId, id);
    const holds: readonly Holding[] = [
      { id: 'hld_example001', subject: { of: 'case', id: 'sup_canary0001' } },
    ];
    await store.personRooms.support.erase(person, holds);
    expect(await placesOf(rooms.audit.raw, [email])).toEqual(
      expect.arrayContaining([
        `desk_tasks: ${email}`,
        `support_cases: ${email}`,
        `support_messages: ${email}`,
      ]),
    );
    const held = (await rooms.told(person, holds)).filter(({ stays }) => stays?.why === 'held');
    expect(held.map(({ collection }) => collection)).toEqual([
      'support_cases',
      'support_messages',
      'desk_tasks',
      'received_mails',
    ]);
  });

  it('keeps an application and mails from their address as long as its applicant is held', async () => {
    const person = await rooms.traced(organisationId, id);
    const holds: readonly Holding[] = [
      { id: 'hld_example002', subject: { of: 'person', id: 'app_canary0001' } },
    ];
    await store.personRooms.applicants.erase(person, holds);
    const held = (await rooms.told(person, holds)).filter(({ stays }) => stays?.why === 'held');
    expect(held.map(({ id: each }) => each).sort()).toEqual([
      'app_canary0001',
      'mai_decided001',
      'mai_undecided1',
    ]);
  });

  it('loses everything that is theirs alone, and what they wrote stays without their address', async () => {
    await rooms.audit.raw
      .collection<{ _id: string }>('users')
      .updateOne({ _id: id }, { $set: { state: 'disabled' } });
    const person = await rooms.traced(organisationId, id);
    await rooms.erase(person);
    expect(await rooms.standing(person)).toEqual([
      expect.stringMatching(/^audit_entries/),
      expect.stringMatching(/^audit_entries/),
      'desk_tasks tsk_canary0001 not-theirs-alone',
      'received_mails mai_undecided1 in-use',
      'support_cases sup_canary0001 not-theirs-alone',
      'support_entries sup_canary0001/1 not-theirs-alone',
      'support_mails sml_canary0001 not-theirs-alone',
      'support_messages msg_canary0001 not-theirs-alone',
    ]);
    await rooms.audit.raw
      .collection<{ _id: string }>('received_mails')
      .updateOne({ _id: 'mai_undecided1' }, { $set: { state: 'discarded' } });
    await rooms.erase(person);
    expect(await placesOf(rooms.audit.raw, [email, 'Canary.User', name, 'canary-subject'])).toEqual([]);
    expect(await rooms.audit.raw.collection('stored_chunks').countDocuments()).toBe(0);
    expect(await rooms.audit.raw.collection('sessions').countDocuments()).toBe(1);
    const found = await rooms.audit.raw.collection('support_cases').findOne({ number: 'B-2026-000001' });
    expect(found).toMatchObject({
      opening: { answers: { contact: 'erased person', mail: 'erased person', why: 'A user is missing' } },
      searchTokens: ['payout', 'user'],
    });
    const message = await store.supportMessages.find(deskScope, 'msg_canary0001');
    expect(message).toMatchObject({ text: 'Where is it?' });
    expect(message).not.toHaveProperty('sender');
  });
});

describe('an applicant (R4)', () => {
  it('is found by the desk alone, and their form goes', async () => {
    const id = 'app_canary0002';
    await plant(rooms.audit.raw, {
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
    const person = await rooms.traced(deskOrganisationId, id);
    expect(person).toMatchObject({ names: ['Canary Applicant'], phones: ['+4915100000021'] });
    await rooms.erase(person);
    expect(await placesOf(rooms.audit.raw, ['Canary Applicant', 'applicant@example.org'])).toEqual([]);
    expect(await store.persons.find(deskScope, deskOrganisationId, id)).toBeUndefined();
  });
});
