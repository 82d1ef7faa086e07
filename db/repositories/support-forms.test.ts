import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MongoClient } from 'mongodb';
import { pino } from 'pino';
import { enquiry } from '../../domain/forms/default-forms/enquiry.js';
import { connectStore, type MongoStore } from '../connection.js';
import { createSealer } from '../sealer.js';
import { patientLimits, temporaryDatabase, type TemporaryDatabase } from '../store.fixture.js';
import type { PublishedForm } from '../form-store.js';

let database: TemporaryDatabase;
let store: MongoStore;
let mongo: MongoClient;

beforeAll(async () => {
  database = await temporaryDatabase();
  store = await connectStore({
    ...database,
    limits: patientLimits,
    sealer: createSealer(randomBytes(32)),
    log: pino({ level: 'silent' }),
    patience: 10_000,
  });
  mongo = await new MongoClient(database.uri).connect();
});
afterAll(async () => {
  await mongo.close();
  await store.close();
  await database.remove();
});

const published = (version: number): PublishedForm => ({
  form: { ...enquiry, topic: 'raced', version },
  isOffered: true,
  position: 10,
  publishedBy: { by: 'token', tokenId: 'tok_lead0001' },
  publishedAt: new Date(version),
});

describe('published forms (C2)', () => {
  it('are completed by whoever finds a version that a process has died over', async () => {
    const forms = store.supportForms;
    await forms.publish(published(1));
    const newest = mongo.db(database.database).collection('support_forms');
    const [first] = await newest.find({}).toArray();
    await forms.publish(published(2));
    // As the process leaves it that dies between the two writes.
    await newest.deleteOne({});
    await newest.insertOne(first ?? {});
    expect((await forms.newestOf('raced'))?.form.version).toBe(1);
    await expect(forms.publish(published(2))).rejects.toMatchObject({ kind: 'conflict' });
    expect((await forms.newestOf('raced'))?.form.version).toBe(2);
    await forms.publish(published(3));
    expect((await forms.newest()).map(({ form }) => form.version)).toEqual([3]);
    expect(await forms.version('raced', 1)).toEqual(published(1).form);
  });

  it('are the newest ones, in whatever order they are written', async () => {
    const forms = store.supportForms;
    await Promise.all([4, 5, 6].map((version) => forms.publish(published(version))));
    expect((await forms.newestOf('raced'))?.form.version).toBe(6);
  });
});
