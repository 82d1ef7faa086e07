import { randomBytes, randomUUID } from 'node:crypto';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import mongoose from 'mongoose';
import { pino } from 'pino';
import { deskScope } from '../../domain/scope.js';
import { connectStore, type MongoStore } from '../connection.js';
import { createSealer, type Sealer } from '../sealer.js';
import type { StoredToken } from '../store.js';
import { temporaryMongo, type TemporaryMongo } from '../store.fixture.js';
import { unreliableProxy, type UnreliableProxy } from '../unreliable-proxy.fixture.js';
import { desk, settings } from './contact-book.fixture.js';
import type { ContactBook } from './contact-book.js';
import { createContactBook } from './create-contact-book.js';

const log = pino({ level: 'silent' });
let mongo: TemporaryMongo;
let way: UnreliableProxy;
let sealer: Sealer;
let database: string;
let folder: string;
const cleanUp: (() => Promise<void>)[] = [];

beforeAll(async () => {
  mongo = await temporaryMongo();
});
afterAll(() => mongo.remove());
beforeEach(async () => {
  way = await unreliableProxy(mongo.port);
  cleanUp.push(() => way.close());
  sealer = createSealer(randomBytes(32));
  database = `test-${randomUUID()}`;
  folder = join(mongo.folder, database);
});
afterEach(async () => {
  for (const clean of cleanUp.splice(0).reverse()) await clean();
});

/** A process of its own; key and database are shared, and the folder unless another one is named. */
async function startProcess(
  of: { readonly folder?: string; readonly pollMilliseconds?: number; readonly patience?: number } = {},
): Promise<{ readonly store: MongoStore; readonly book: ContactBook }> {
  const { patience = 10_000 } = of;
  const store = await connectStore({ uri: way.uri, database, sealer, log, patience });
  cleanUp.push(() => store.close());
  const book = await createContactBook({ store, sealer, folder, desk, log, ...of, patience });
  cleanUp.push(() => book.close());
  return { store, book };
}

function token(name: string): StoredToken {
  return {
    id: `tok_of${name}`,
    scope: { of: 'organisation', organisationId: 'org_company1' },
    name,
    hash: `hash of ${name}`,
    createdAt: new Date(),
  };
}

describe('service tokens in the contact book (X3, I1)', () => {
  it('are known without MongoDB, also to a process that has never seen them', async () => {
    const { store, book } = await startProcess();
    const booking = token('booking');
    await store.tokens.create(deskScope, booking);
    await book.refresh();
    way.cut();
    expect(await book.token(booking.hash)).toEqual(booking);
    await book.close();
    const later = await startProcess({ patience: 50 });
    expect(await later.book.token(booking.hash)).toEqual(booking);
  });

  it('come into the copies of other processes by themselves', async () => {
    const made = await startProcess();
    const other = await startProcess({ folder: join(folder, 'other'), pollMilliseconds: 100 });
    const travel = token('travel');
    await made.store.tokens.create(deskScope, travel);
    await sleep(1_000);
    way.cut();
    expect(await other.book.token(travel.hash)).toEqual(travel);
  });

  it('are kept by whoever was asked for one', async () => {
    const made = await startProcess();
    const asked = await startProcess({ folder: join(folder, 'other') });
    const partner = token('partner');
    await made.store.tokens.create(deskScope, partner);
    expect(await asked.book.token(partner.hash)).toEqual(partner);
    way.cut();
    expect(await asked.book.token(partner.hash)).toEqual(partner);
    await asked.book.close();
    expect(await readdir(join(folder, 'other'))).toContain('tokens.sealed');
  });

  it('cannot be told without MongoDB when the copy does not know them, and do not exist with it', async () => {
    const { book } = await startProcess();
    expect(await book.token('hash of nothing')).toBeUndefined();
    way.cut();
    await expect(book.token('hash of nothing')).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('are forgotten, in memory and on disk, once the database has them no more', async () => {
    const { store, book } = await startProcess();
    await store.organisations.create(deskScope, 'org_company1', settings());
    const [revoked, kept] = [token('revoked'), token('kept')];
    await Promise.all([revoked, kept].map((each) => store.tokens.create(deskScope, each)));
    await book.refresh();
    await book.close();
    const connection = await mongoose.createConnection(mongo.uri, { dbName: database }).asPromise();
    await connection.collection('tokens').deleteOne({ hash: revoked.hash });
    await connection.close();

    await startProcess();
    way.cut();
    const offline = await startProcess({ patience: 50 });
    await expect(offline.book.token(revoked.hash)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(await offline.book.token(kept.hash)).toEqual(kept);
  });

  it('are refused as soon as MongoDB says so, and stay refused when it is away', async () => {
    const { store, book } = await startProcess();
    const revoked = token('revoked');
    await store.tokens.create(deskScope, revoked);
    await book.refresh();
    const connection = await mongoose.createConnection(mongo.uri, { dbName: database }).asPromise();
    await connection.collection('tokens').deleteOne({ hash: revoked.hash });
    await connection.close();
    expect(await book.token(revoked.hash)).toBeUndefined();
    way.cut();
    await expect(book.token(revoked.hash)).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('lie there sealed, for their owner only; a file that cannot be read is replaced', async () => {
    const first = await startProcess();
    const booking = token('booking');
    await first.store.tokens.create(deskScope, booking);
    await first.book.refresh();
    await first.book.close();
    const file = join(folder, 'tokens.sealed');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(Buffer.from(await readFile(file, 'utf8'), 'base64').includes('booking')).toBe(false);
    await writeFile(file, 'broken');
    await startProcess();
    way.cut();
    expect(await (await startProcess({ patience: 50 })).book.token(booking.hash)).toEqual(booking);
  });
});
