import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deskOrganisationId, type AttachmentId, type ReceivedMailId } from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import {
  supportMessage,
  supportOpening,
  supportRecord,
} from '../../db/repositories/support-records.fixture.js';
import { hashOf } from './batched-deletion.js';
import { beginRun, eager, openPurgeStage, type PurgeStage } from './testing/purge-stage.js';

const day = 86_400_000;

let stage: PurgeStage;
beforeAll(async () => {
  stage = await openPurgeStage();
});
afterAll(() => stage.close());

/** A closed case with a message that has a file, everybody being told of it. */
async function closedCase(daysAgo: number) {
  const { store, clock } = stage;
  const closedAt = clock.now - daysAgo * day;
  const opening = supportOpening({ openedAt: new Date(closedAt - day) });
  const file = {
    id: `att_${opening.id.slice(4)}`,
    name: 'bill.txt',
    sizeBytes: 4,
    mediaType: 'text/plain',
  } as const;
  const { accountId } = opening;
  await store.attachments.put(
    deskScope,
    { ...file, accountId, storedAt: opening.openedAt },
    Buffer.from('file'),
  );
  await store.supportCases.open(deskScope, opening, supportMessage(opening, { attachments: [file] }));
  await store.supportCases.record(
    supportRecord(opening, 1, 1, [opening.firstMessage], { state: 'closed', outcome: 'answered', closedAt }),
  );
  await store.supportCases.markStarted(opening.id);
  await store.supportCases.markMailed(opening.id, 1);
  return { opening, file };
}

async function run(
  dataClass: 'support-cases' | 'mail-originals' | 'audit',
  organisationId = deskOrganisationId,
) {
  const begun = await beginRun(stage, organisationId, stage.clock.now);
  await stage.purgeWith(stage.store)(begun, dataClass, eager);
}

async function isAnywhere(text: string): Promise<boolean> {
  const collections = await stage.raw.listCollections().toArray();
  for (const { name } of collections) {
    if (name === 'purge_batches') continue;
    const documents = await stage.raw.collection(name).find().toArray();
    if (JSON.stringify(documents).includes(text)) return true;
  }
  return false;
}

describe('a purge of support cases and mails (R1, R2)', () => {
  it('deletes a closed case with its words, timeline and files, and keeps others', async () => {
    await stage.keep(deskOrganisationId, { 'support-cases': { count: 30, unit: 'days' } });
    const old = await closedCase(40);
    const young = await closedCase(10);
    await run('support-cases');
    expect(await isAnywhere(old.opening.id)).toBe(false);
    expect(await isAnywhere(old.file.id)).toBe(false);
    expect(await isAnywhere(young.opening.id)).toBe(true);
    expect((await stage.store.attachments.read(deskScope, young.file.id))?.bytes).toHaveLength(4);
    expect(stage.removed).toContain(`support-case:${old.opening.id}`);
  });

  it('keeps a closed case while its follow-up is open', async () => {
    await stage.keep(deskOrganisationId, { 'support-cases': { count: 30, unit: 'days' } });
    const { opening } = await closedCase(40);
    const { accountId } = opening;
    const followUp = supportOpening({ accountId, followUpOf: opening.id });
    await stage.store.supportCases.open(deskScope, followUp, supportMessage(followUp));
    await run('support-cases');
    expect(await stage.store.supportCases.find(deskScope, opening.id)).toBeDefined();
  });

  it('deletes files that no message has ever named, from the day they were stored on (C8)', async () => {
    await stage.keep(deskOrganisationId, { 'support-cases': { count: 30, unit: 'days' } });
    const { opening, file: named } = await closedCase(10);
    const { attachments, retentionRuns } = stage.store;
    const keep = (id: AttachmentId, daysAgo: number) =>
      attachments.put(
        deskScope,
        {
          ...{ id, name: 'bill.txt', sizeBytes: 4, mediaType: 'text/plain' },
          ...{ accountId: opening.accountId, storedAt: new Date(stage.clock.now - daysAgo * day) },
        },
        Buffer.from('file'),
      );
    await keep('att_forgotten1', 40);
    await keep('att_lately0001', 20);
    // Stored long ago, and named by a message lately.
    await stage.raw
      .collection<{ _id: string }>('attachments')
      .updateOne({ _id: named.id }, { $set: { storedAt: new Date(stage.clock.now - 40 * day) } });
    const begun = await beginRun(stage, deskOrganisationId, stage.clock.now);
    await stage.purgeWith(stage.store)(begun, 'support-cases', eager);
    expect(await isAnywhere('att_forgotten1')).toBe(false);
    for (const id of ['att_lately0001', named.id] as const) {
      expect((await attachments.read(deskScope, id))?.bytes).toHaveLength(4);
    }
    const { classes } = await stage.certify(begun);
    expect(classes.find(({ dataClass }) => dataClass === 'support-cases')?.count).toBe(1);
    expect(await retentionRuns.unsettled(deskScope, deskOrganisationId, 'support-cases', begun.id)).toEqual(
      [],
    );
  });

  it('deletes pieces of files and mails that were never stored to the end, and keeps those of what there is', async () => {
    const { raw, clock, store } = stage;
    await stage.keep(deskOrganisationId, {
      'support-cases': { count: 30, unit: 'days' },
      'mail-originals': { count: 30, unit: 'days' },
    });
    const young = await closedCase(20);
    const old = new Date(clock.now - 40 * day);
    const piece = (_id: string, storedAt: Date) => ({ _id, bytes: Buffer.from('piece'), storedAt });
    const pieces = raw.collection<{ _id: string }>('stored_chunks');
    await pieces.updateMany({ _id: `${young.file.id}:0` }, { $set: { storedAt: old } });
    await pieces.insertMany([
      piece('att_loosepiece1:0', old),
      piece('att_loosepiece1:1', old),
      piece('att_loosepiece2:0', new Date(clock.now - 20 * day)),
      piece('mai_loosepiece1:0', old),
      piece('att_loosepiece3:0', old),
    ]);
    // Somebody stores the same again, and dies before the document is there.
    const again = { id: 'att_loosepiece3', name: 'bill.txt', sizeBytes: 5, mediaType: 'text/plain' } as const;
    const { accountId } = young.opening;
    await store.attachments.put(deskScope, { ...again, accountId, storedAt: old }, Buffer.from('piece'));
    await raw.collection<{ _id: string }>('attachments').deleteOne({ _id: again.id });
    const left = async () =>
      (await pieces.find({ _id: /loosepiece/ }).toArray()).map(({ _id }) => _id).sort();
    await run('support-cases', 'org_another001');
    expect(await left()).toHaveLength(5);
    await run('support-cases');
    expect(await left()).toEqual(['att_loosepiece2:0', 'att_loosepiece3:0', 'mai_loosepiece1:0']);
    await run('mail-originals');
    expect(await left()).toEqual(['att_loosepiece2:0', 'att_loosepiece3:0']);
    expect(await store.attachments.read(deskScope, young.file.id)).toMatchObject({
      attachment: young.file,
    });
  });

  it('keeps a file that a message names while it is being deleted', async () => {
    const { opening } = await closedCase(10);
    const file = { id: 'att_justnamed1', name: 'bill.txt', sizeBytes: 4, mediaType: 'text/plain' } as const;
    const { attachments, retentionClasses, supportCases } = stage.store;
    const { accountId, openedAt: storedAt } = opening;
    await attachments.put(deskScope, { ...file, accountId, storedAt }, Buffer.from('file'));
    const erasure = await retentionClasses['support-cases'].prepare([file.id]);
    const another = supportOpening({ accountId });
    await supportCases.open(deskScope, another, supportMessage(another, { attachments: [file] }));
    expect(await erasure.erase()).toEqual([file.id]);
    expect((await attachments.read(deskScope, file.id))?.bytes).toHaveLength(4);
  });

  it('deletes mails that are decided about, with their bytes, and keeps those that wait', async () => {
    await stage.keep(deskOrganisationId, { 'mail-originals': { count: 30, unit: 'days' } });
    const receivedAt = new Date(stage.clock.now - 40 * day);
    const mail = { envelope: { recipients: [] }, receivedAt, via: 'http' } as const;
    const { receivedMails } = stage.store;
    await receivedMails.keep({ id: 'mai_decided01', ...mail }, Buffer.from('Subject: one'));
    await receivedMails.settle('mai_decided01', ['received'], { state: 'discarded' });
    await receivedMails.keep({ id: 'mai_waiting01', ...mail }, Buffer.from('Subject: two'));
    await run('mail-originals');
    expect(await isAnywhere('mai_decided01')).toBe(false);
    expect(await receivedMails.find('mai_waiting01')).toBeDefined();
  });

  it('deletes with a mail its repetitions and their bytes, but those that stand in another case (C4)', async () => {
    await stage.keep(deskOrganisationId, { 'mail-originals': { count: 30, unit: 'days' } });
    const { receivedMails } = stage.store;
    const keep = (id: ReceivedMailId, daysAgo: number) =>
      receivedMails.keep(
        {
          id,
          envelope: { recipients: [] },
          receivedAt: new Date(stage.clock.now - daysAgo * day),
          via: 'http',
        },
        Buffer.from('Subject: one'),
      );
    const { opening: old } = await closedCase(50);
    const { opening: young } = await closedCase(10);
    await keep('mai_first0001', 60);
    await receivedMails.settle('mai_first0001', ['received'], { state: 'filed', caseId: old.id });
    for (const [id, caseId] of [
      ['mai_repeated1', undefined],
      ['mai_repeated2', old.id],
      ['mai_elsewhere', young.id],
    ] as const) {
      await keep(id, 20);
      const filing = { state: 'repeated', repetitionOf: 'mai_first0001' } as const;
      await receivedMails.settle(id, ['received'], {
        ...filing,
        ...(caseId === undefined ? {} : { caseId }),
      });
    }
    await run('mail-originals');
    for (const id of ['mai_first0001:', 'mai_repeated1', 'mai_repeated2']) {
      expect(await isAnywhere(id)).toBe(false);
    }
    for (const id of ['mai_first0001', 'mai_repeated1', 'mai_repeated2']) {
      const { retentionRuns } = stage.store;
      expect(await retentionRuns.deletionsOf(deskScope, deskOrganisationId, hashOf(id))).toHaveLength(1);
    }
    const kept = await receivedMails.find('mai_elsewhere');
    expect(kept).toBeDefined();
    if (kept !== undefined) expect(await receivedMails.bytes(kept)).toHaveLength(12);
  });
});

describe('a mail that stands in a case (R2)', () => {
  const { receivedAt, ...mail } = {
    envelope: { recipients: [] },
    receivedAt: 60 * day,
    via: 'http',
  } as const;
  const keep = (id: ReceivedMailId) =>
    stage.store.receivedMails.keep(
      { id, ...mail, receivedAt: new Date(stage.clock.now - receivedAt) },
      Buffer.from('Subject: one'),
    );

  it('is kept with its repetition as long as the case is held', async () => {
    await stage.keep(deskOrganisationId, { 'mail-originals': { count: 30, unit: 'days' } });
    const { receivedMails, legalHolds } = stage.store;
    const { opening } = await closedCase(50);
    await keep('mai_held00001');
    await receivedMails.settle('mai_held00001', ['received'], { state: 'filed', caseId: opening.id });
    await keep('mai_held00002');
    await receivedMails.settle('mai_held00002', ['received'], {
      state: 'repeated',
      repetitionOf: 'mai_held00001',
    });
    const by = { by: 'user', userId: 'usr_manager001' } as const;
    await legalHolds.create(deskScope, {
      ...{ id: 'hld_mails0001', organisationId: deskOrganisationId, createdAt: new Date(), createdBy: by },
      ...{ subject: { of: 'case', id: opening.id }, reason: 'A dispute' },
    });
    await run('mail-originals');
    expect(await receivedMails.find('mai_held00001')).toBeDefined();
    expect(await receivedMails.find('mai_held00002')).toBeDefined();
    const release = { at: new Date(), by, reason: 'It is over' };
    await legalHolds.release(deskScope, deskOrganisationId, 'hld_mails0001', release);
    await run('mail-originals');
    expect(await receivedMails.find('mai_held00002')).toBeUndefined();
  });

  it('is kept where it was put there after it was decided that it goes', async () => {
    const { receivedMails, supportCases, retentionClasses } = stage.store;
    await keep('mai_putthere1');
    await receivedMails.settle('mai_putthere1', ['received'], { state: 'discarded' });
    const erasure = await retentionClasses['mail-originals'].prepare(['mai_putthere1']);
    const opening = supportOpening({});
    await supportCases.open(deskScope, opening, supportMessage(opening, {}));
    await receivedMails.settle('mai_putthere1', ['discarded'], { state: 'filed', caseId: opening.id });
    expect(await erasure.erase()).toEqual(['mai_putthere1']);
    const kept = await receivedMails.find('mai_putthere1');
    expect(kept && (await receivedMails.bytes(kept))).toHaveLength(12);
  });
});

describe('a purge of the audit trail’s values (R2, X5)', () => {
  const organisationId = 'org_audited01';
  const breaks = async () => {
    const found = [];
    for await (const each of stage.store.audit.breaks(deskScope, organisationId)) found.push(each);
    return found;
  };
  const record = (name: string, daysAgo: number) =>
    stage.store.audit.append({
      id: `aud_${name}`,
      organisationId,
      at: stage.clock.now - daysAgo * day,
      by: { by: 'user', userId: 'usr_somebody1' },
      from: { host: 'desk' },
      stage: 'done',
      action: 'saveTraveller',
      what: { kind: 'traveller', id: 'trv_somebody1' },
      persons: ['trv_somebody1'],
      values: [{ person: 'trv_somebody1', after: { name: 'Toni' } }],
    });

  it('leaves the chain whole, and what else is missing is found', async () => {
    await stage.keep(organisationId, { audit: { count: 30, unit: 'days' } });
    await record('oldest01', 50);
    await record('older001', 40);
    await record('newest01', 10);
    await run('audit', organisationId);
    const values = stage.raw.collection<{ _id: string }>('audit_values');
    expect(await values.countDocuments({ _id: { $in: ['aud_oldest01', 'aud_older001'] } })).toBe(0);
    expect(await values.countDocuments({ _id: 'aud_newest01' })).toBe(1);
    expect(await breaks()).toEqual([]);

    await values.deleteOne({ _id: 'aud_newest01' });
    expect(await breaks()).toEqual([{ kind: 'value-removed', sequence: 3, person: 'trv_somebody1' }]);
  });

  it('believes no entry about deleted values that nobody has signed', async () => {
    await stage.raw
      .collection('audit_entries')
      .updateOne({ organisationId, action: 'deleteAuditValues' }, { $set: { 'what.id': 'through:99' } });
    expect((await breaks()).map(({ kind }) => kind)).toContain('value-removed');
  });
});
