import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MongoClient, type Db } from 'mongodb';
import { pino } from 'pino';
import { connectStore, type MongoStore } from '../connection.js';
import { createSealer } from '../sealer.js';
import { patientLimits, temporaryDatabase, type TemporaryDatabase } from '../store.fixture.js';

let temporary: TemporaryDatabase;
let client: MongoClient;
let database: Db;
let store: MongoStore;

beforeAll(async () => {
  temporary = await temporaryDatabase();
  client = await new MongoClient(temporary.uri).connect();
  database = client.db(temporary.database);
  // As an earlier release has made it.
  await database
    .collection('support_cases')
    .createIndexes([{ key: { assignee: 1, openedAt: -1 }, partialFilterExpression: { open: true } }]);
  store = await connectStore({
    uri: temporary.uri,
    database: temporary.database,
    sealer: createSealer(randomBytes(32)),
    log: pino({ level: 'silent' }),
    limits: patientLimits,
    patience: 10_000,
  });
});
afterAll(async () => {
  await store.close();
  await client.close();
  await temporary.remove();
});

describe('the indexes of support cases (C9)', () => {
  it('are made beside those of an earlier release', async () => {
    expect(await store.ensureIndexes()).toBe(true);
  });

  it('serve each list of the desk: what is narrowed first, then its order', async () => {
    await store.ensureIndexes();
    const indexes = await database.collection('support_cases').indexes();
    const whole = indexes
      .filter((index) => index.partialFilterExpression === undefined)
      .map(({ key }) => Object.entries(key));
    for (const column of ['accountId', 'state', 'assignee', 'topic']) {
      expect(whole).toContainEqual([
        [column, 1],
        ['openedAt', -1],
        ['_id', -1],
      ]);
    }
    const partly = (column: string) =>
      indexes.filter((index) => {
        const condition: unknown = index.partialFilterExpression;
        return JSON.stringify(condition) === JSON.stringify({ [column]: { $exists: true } });
      });
    expect(partly('mailTrouble').map(({ key }) => Object.keys(key))).toEqual([
      ['openedAt', '_id', 'mailTrouble'],
    ]);
    const late = partly('dueAt').map(({ key }) => Object.keys(key));
    expect(late).toHaveLength(2);
    expect(late).toEqual(
      expect.arrayContaining([
        ['answer', 'openedAt', '_id'],
        ['dueAt', '_id'],
      ]),
    );
  });
});
