import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MongoClient } from 'mongodb';
import { deskScope } from '../../domain/scope.js';
import { defaultSupportPolicy } from '../../domain/support-case/support-policy.js';
import { openSupportCase } from '../../domain/support-case/support-case.js';
import type { SupportEntry } from '../../domain/support-case/support-event.js';
import type { SupportEntryDocument } from '../models/support.js';
import { temporaryStore, type TemporaryStore } from '../store.fixture.js';
import type { Store } from '../store.js';
import { supportCasesIn } from './stored-support.fixture.js';
import { newMessageId, newSupportCaseId, supportMessage, supportRecord } from './support-records.fixture.js';

let temporary: TemporaryStore;
let store: Store;
beforeAll(async () => {
  temporary = await temporaryStore();
  store = temporary.store;
});
afterAll(() => temporary.remove());

const minute = 60_000;

const { opened } = supportCasesIn(() => store);

describe('what a case is taken up from (C6)', () => {
  it('is nothing where there is no case', async () => {
    expect(await store.supportCases.readStored(newSupportCaseId())).toBeUndefined();
  });

  it('is its first message alone, before anything was recorded', async () => {
    const opening = await opened();
    expect(await store.supportCases.readStored(opening.id)).toEqual({
      revision: 0,
      entriesThrough: 0,
      unseen: [],
      taken: [],
      duplicates: [],
      untaken: [{ messageId: opening.firstMessage, by: opening.openedBy }],
    });
  });

  it('is its last record, with places, duplicates, and the words that stand nowhere', async () => {
    const opening = await opened();
    const recordedAt = opening.openedAt.getTime() + 60 * minute;
    const course = openSupportCase(opening.openedAt.getTime(), defaultSupportPolicy);
    const record = supportRecord(opening, recordedAt * 1_000, 1, [opening.firstMessage]);
    const duplicate: SupportEntry = {
      sequence: 2,
      at: recordedAt,
      event: { type: 'duplicate-merged', duplicate: 'sup_duplicate', by: { by: 'rule' } },
    };
    await store.supportCases.record({ ...record, entries: [...record.entries, duplicate], course });
    const keep = async (minutes: number, channel: 'portal' | 'mail') => {
      const id = newMessageId();
      const at = new Date(recordedAt + minutes * minute);
      await store.supportMessages.keep(deskScope, supportMessage(opening, { id, at, channel }));
      return id;
    };
    // Long before the record: its writer was told that it was not taken. A mail may have waited for long.
    await keep(-30, 'portal');
    const mailed = await keep(-30, 'mail');
    const late = await keep(1, 'portal');

    const stored = await store.supportCases.readStored(opening.id);
    expect(stored).toMatchObject({
      revision: recordedAt * 1_000,
      view: record.view,
      course,
      entriesThrough: 2,
      unseen: [],
      taken: [[opening.firstMessage, 1]],
      duplicates: ['sup_duplicate'],
    });
    expect(stored?.untaken.map(({ messageId }) => messageId)).toEqual([mailed, late]);
    // Lists do not carry it.
    expect(await store.supportCases.find(deskScope, opening.id)).not.toHaveProperty('course');
  });

  it('tells of entries that were stored by somebody who died before the rest', async () => {
    const opening = await opened();
    await store.supportCases.record(supportRecord(opening, 1, 1, [opening.firstMessage]));
    const message = newMessageId();
    const [entry] = supportRecord(opening, 2, 2, [message]).entries;
    if (entry === undefined) throw new Error('The record has no entry.');
    const { uri, database } = temporary.at;
    const client = new MongoClient(uri);
    await client
      .db(database)
      .collection<SupportEntryDocument>('support_entries')
      .insertOne({ _id: `${opening.id}/2`, caseId: opening.id, accountId: opening.accountId, ...entry });
    await client.close();
    expect(await store.supportCases.readStored(opening.id)).toMatchObject({
      entriesThrough: 2,
      unseen: [entry],
      taken: [
        [opening.firstMessage, 1],
        [message, 2],
      ],
    });
  });
});
