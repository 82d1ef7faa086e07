import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { peopleSought } from '../../domain/retention/legal-hold.js';
import { openAuditStage, type AuditStage } from '../audit/audit-stage.fixture.js';
import { plant } from '../persons/people.fixture.js';
import type { MongoStore } from '../connection.js';

let stage: AuditStage;
let store: MongoStore;
beforeAll(async () => {
  stage = await openAuditStage();
  store = await stage.openStore();
});
afterAll(() => stage.close());

const held = 'usr_heldalways';
const other = 'usr_somebody01';
const applicant = 'app_heldalways';
const sought = peopleSought([{ id: 'hld_desk000001', subject: { of: 'person', id: held } }]);
const closedAt = new Date('2026-01-10T10:00:00Z');

/** A closed case of somebody else's, in which a message is written by somebody else. */
const closedCase = (id: string, more: object = {}) => ({
  support_cases: [
    {
      ...{ _id: id, number: id, referenceId: id, accountId: 'acc_partner001', topic: 'enquiry' },
      ...{ openedAt: closedAt, state: 'closed', open: false, revision: 1, followUps: [], searchTokens: [] },
      ...{ timelineThrough: 1, highestSequence: 1, notes: 0 },
      opening: { openedBy: { by: 'partner', userId: other } },
      view: { closedAt: closedAt.getTime() },
      ...more,
    },
  ],
});
const message = (caseId: string, more: object) => ({
  support_messages: [
    { _id: `msg_${caseId.slice(4)}`, caseId, by: { by: 'partner', userId: other }, at: closedAt, ...more },
  ],
});
const by = { by: 'user', userId: held };
const task = (caseId: string, more: object, about: object = {}) => ({
  desk_tasks: [
    {
      ...{ _id: `tsk_${caseId.slice(4)}`, state: 'open', createdAt: closedAt },
      ...{ about: { kind: 'mail-undelivered', caseId, why: 'refused', ...about }, ...more },
    },
  ],
});

let count = 0;
const newCaseId = () => `sup_heldin${String((count += 1)).padStart(4, '0')}`;

beforeAll(() =>
  plant(stage.raw, {
    users: [{ _id: held, name: 'Held', email: 'held@example.org' }],
    partner_applications: [
      { _id: applicant, state: 'declined', form: { contactName: 'Held', email: 'applicant@example.org' } },
    ],
  }),
);

describe('a held person whom a support case names (R2)', () => {
  it.each<[string, (caseId: string) => Readonly<Record<string, readonly object[]>>]>([
    ['as the writer of a message', (id) => message(id, { by: { by: 'partner', userId: held } })],
    ['as the sender of a message that came by mail', (id) => message(id, { sender: 'Held@Example.org' })],
    [
      'as the writer of an internal note',
      (caseId) => ({ support_notes: [{ _id: `not_${caseId}`, caseId, by, at: closedAt, sequence: 1 }] }),
    ],
    [
      'in an entry',
      (caseId) => ({
        support_entries: [
          { _id: `${caseId}/1`, caseId, event: { type: 'assigned', to: held, by: { by: 'rule' } } },
        ],
      }),
    ],
    [
      'as the receiver of a mail',
      (caseId) => ({
        support_mails: [{ _id: `sml_${caseId}`, caseId, to: { is: 'user', userId: held }, state: 'sent' }],
      }),
    ],
    ['in a task', (id) => task(id, {}, { to: { is: 'user', userId: held } })],
    ['as somebody who has seen to a task', (id) => task(id, { done: { by, at: closedAt } })],
    [
      'by an address in what a mail server has said',
      (id) => task(id, {}, { diagnostic: '550 <held@example.org>' }),
    ],
  ])('is found there: %s', async (_how, parts) => {
    const caseId = newCaseId();
    await plant(stage.raw, closedCase(caseId));
    await plant(stage.raw, parts(caseId));
    const [item] = await store.retentionClasses['support-cases'].read([caseId], sought);
    expect(item?.persons).toContain(held);
    const [unsought] = await store.retentionClasses['support-cases'].read([caseId], { named: false });
    expect(unsought?.persons).toEqual([other]);
  });

  it('is found where a mail to them was lost', async () => {
    const caseId = newCaseId();
    const mailTrouble = { since: closedAt, why: 'refused', userId: held };
    await plant(stage.raw, closedCase(caseId, { mailTrouble }));
    const [item] = await store.retentionClasses['support-cases'].read([caseId], sought);
    expect(item?.persons).toContain(held);
  });
});

describe('a held person whose mail came in (R2)', () => {
  const mail = (id: string, more: object) => ({
    received_mails: [
      {
        ...{ _id: id, envelope: { recipients: [] }, sizeBytes: 1, receivedAt: closedAt, via: 'http' },
        ...{ state: 'discarded', tries: 0, ...more },
      },
    ],
  });
  const personsOf = async (id: string, person = held) => {
    const holds = [{ id: 'hld_desk000002', subject: { of: 'person', id: person } }] as const;
    const [item] = await store.retentionClasses['mail-originals'].read([id], peopleSought(holds));
    return item?.persons;
  };

  it('is found where they wrote a message in the case of somebody else', async () => {
    const caseId = newCaseId();
    await plant(stage.raw, closedCase(caseId));
    await plant(stage.raw, message(caseId, { by: { by: 'partner', userId: held } }));
    await plant(stage.raw, mail('mai_ofmessage1', { state: 'filed', caseId }));
    expect(await personsOf('mai_ofmessage1')).toEqual([other, held]);
  });

  it('is found by their address where it stands in no case: a user', async () => {
    await plant(
      stage.raw,
      mail('mai_byaddress1', { envelope: { sender: 'HELD@example.org', recipients: [] } }),
    );
    await plant(
      stage.raw,
      mail('mai_byaddress2', { head: { from: 'Toni <held@example.org>', subject: '' } }),
    );
    await plant(stage.raw, mail('mai_ofanother1', { head: { from: 'other@example.org', subject: '' } }));
    expect(await personsOf('mai_byaddress1')).toEqual([held]);
    expect(await personsOf('mai_byaddress2')).toEqual([held]);
    expect(await personsOf('mai_ofanother1')).toEqual([]);
    expect(await personsOf('mai_byaddress1', other)).toEqual([]);
  });

  it('is found by their address where it stands in no case: an applicant', async () => {
    const sender = 'applicant@example.org';
    await plant(stage.raw, mail('mai_applicant1', { envelope: { sender, recipients: [] } }));
    expect(await personsOf('mai_applicant1', applicant)).toEqual([applicant]);
  });

  it('is found in what repeats their mail, whoever handed it over', async () => {
    const repetitionOf = 'mai_first00001';
    await plant(stage.raw, mail(repetitionOf, { envelope: { sender: 'held@example.org', recipients: [] } }));
    await plant(stage.raw, mail('mai_repeats001', { state: 'repeated', repetitionOf }));
    expect(await personsOf('mai_repeats001')).toEqual([held]);
  });
});
