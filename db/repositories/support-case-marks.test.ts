import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MongoClient } from 'mongodb';
import { pino } from 'pino';
import { deskScope } from '../../domain/scope.js';
import { connectStore, type MongoStore } from '../connection.js';
import { createSealer } from '../sealer.js';
import { patientLimits, temporaryDatabase, type TemporaryDatabase } from '../store.fixture.js';
import type { SupportOpening } from '../support-store.js';
import { newMessageId, supportMessage, supportOpening, supportRecord } from './support-records.fixture.js';

let temporary: TemporaryDatabase;
let store: MongoStore;
let mongo: MongoClient;
beforeAll(async () => {
  temporary = await temporaryDatabase();
  const { uri, database } = temporary;
  const log = pino({ level: 'silent' });
  const sealer = createSealer(new Uint8Array(32));
  store = await connectStore({ uri, database, sealer, log, limits: patientLimits, patience: 10_000 });
  mongo = await new MongoClient(uri).connect();
});
afterAll(async () => {
  await mongo.close();
  await store.close();
  await temporary.remove();
});

async function openCase(): Promise<SupportOpening> {
  const opening = supportOpening();
  await store.supportCases.open(deskScope, opening, supportMessage(opening));
  return opening;
}

const markOf = async ({ id }: SupportOpening) =>
  (await store.supportCases.unmailed({ limit: 1_000 })).items.find(({ opening }) => opening.id === id);

describe('entries of which nobody was told by mail yet (C5)', () => {
  it('mark their case until they are in the outbox', async () => {
    const opening = await openCase();
    expect(await markOf(opening)).toBeUndefined();
    await store.supportCases.record(
      supportRecord(opening, 1, 1, [newMessageId(), newMessageId()], { assignee: 'usr_agent001' }),
    );
    expect(await markOf(opening)).toEqual({
      ...{ opening, assignee: 'usr_agent001', mailedThrough: 0, timelineThrough: 2 },
    });
    await store.supportCases.markMailed(opening.id, 2);
    expect(await markOf(opening)).toBeUndefined();
  });

  it('keep the mark for what was stored meanwhile', async () => {
    const opening = await openCase();
    await store.supportCases.record(supportRecord(opening, 1, 1, [newMessageId()]));
    await store.supportCases.record(supportRecord(opening, 2, 2, [newMessageId()]));
    await store.supportCases.markMailed(opening.id, 1);
    expect(await markOf(opening)).toMatchObject({ mailedThrough: 1, timelineThrough: 2 });
  });

  it('mark it too when they come late, and not when only the view is new', async () => {
    const opening = await openCase();
    await store.supportCases.record(supportRecord(opening, 2, 2, [newMessageId()]));
    await store.supportCases.markMailed(opening.id, 0);
    expect(await markOf(opening)).toBeUndefined();
    await store.supportCases.record(supportRecord(opening, 1, 1, [newMessageId()]));
    expect(await markOf(opening)).toMatchObject({ mailedThrough: 0, timelineThrough: 2 });
    await store.supportCases.markMailed(opening.id, 2);
    await store.supportCases.record(supportRecord(opening, 3, 3, [], { state: 'open' }));
    expect(await markOf(opening)).toBeUndefined();
  });

  it('are not those from before there were mails', async () => {
    const opening = await openCase();
    await store.supportCases.record(supportRecord(opening, 1, 1, [newMessageId(), newMessageId()]));
    const cases = mongo.db(temporary.database).collection<{ _id: string }>('support_cases');
    await cases.updateOne({ _id: opening.id }, { $unset: { mailedThrough: 1, unmailed: 1 } });
    expect(await markOf(opening)).toBeUndefined();
    await store.supportCases.record(supportRecord(opening, 2, 3, [newMessageId()]));
    expect(await markOf(opening)).toMatchObject({ mailedThrough: 2, timelineThrough: 3 });
  });
});
