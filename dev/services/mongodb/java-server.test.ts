import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MongoClient } from 'mongodb';
import type { Collection } from 'mongodb';
import { defaultCacheFolder } from '../cache.js';
import { freePort } from '../ports.js';
import { startMongo } from './mongodb.js';
import type { RunningMongo } from './mongodb.js';

interface Thing {
  _id: string;
  organisation?: string;
  name?: string;
  phone?: string;
  number?: number;
  state?: 'active' | 'over';
  mark?: string;
  text?: string;
  value?: number;
  created?: number;
  revision?: number;
  notes?: string[];
  kinds?: string[];
  [field: `field${number}`]: string;
}

const duplicateKey = { code: 11000 };

async function start(logFile: string, dataFolder?: string): Promise<RunningMongo> {
  return await startMongo({
    kind: 'java',
    port: await freePort(),
    ...(dataFolder === undefined ? {} : { dataFolder }),
    logFile,
    cacheFolder: defaultCacheFolder(),
    report: () => undefined,
  });
}

async function connected<T>(
  server: RunningMongo,
  work: (things: Collection<Thing>) => Promise<T>,
): Promise<T> {
  const client = new MongoClient(server.uri, { serverSelectionTimeoutMS: 2000 });
  try {
    return await work(client.db().collection<Thing>('things'));
  } finally {
    await client.close();
  }
}

describe('the Java server for MongoDB', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'beistand-java-server-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  describe('while it runs', () => {
    let server: RunningMongo;
    let client: MongoClient;
    let things: Collection<Thing>;

    beforeAll(async () => {
      server = await start(join(folder, 'running.log'), join(folder, 'running'));
      client = new MongoClient(server.uri);
      things = client.db().collection<Thing>('things');
    });
    beforeEach(async () => {
      await client.db().createCollection('things');
    });
    afterEach(async () => {
      await things.drop();
    });
    afterAll(async () => {
      await client.close();
      await server.stop();
    });

    it('keeps unique indexes, sparse ones without the field', async () => {
      await things.createIndex({ organisation: 1, name: 1 }, { unique: true }, {});
      await things.createIndex({ phone: 1 }, { unique: true, sparse: true }, {});
      await things.insertOne({ _id: 'a', organisation: 'o', name: 'n', phone: '+1' });
      await expect(things.insertOne({ _id: 'a' })).rejects.toMatchObject(duplicateKey);
      await expect(things.insertOne({ _id: 'b', organisation: 'o', name: 'n' })).rejects.toMatchObject(
        duplicateKey,
      );
      await things.insertMany([
        { _id: 'c', organisation: 'o', name: '1' },
        { _id: 'd', organisation: 'o', name: '2' },
      ]);
      await expect(things.findOneAndUpdate({ _id: 'c' }, { $set: { phone: '+1' } })).rejects.toMatchObject(
        duplicateKey,
      );
    });

    it('applies a partial unique index to matching documents only', async () => {
      await things.createIndex(
        { number: 1 },
        { unique: true, partialFilterExpression: { state: 'active' } },
        {},
      );
      await things.insertMany([
        { _id: 'a', number: 1, state: 'active' },
        { _id: 'b', number: 1, state: 'over' },
        { _id: 'c', number: 1, state: 'over' },
      ]);
      const activate = () => things.updateOne({ _id: 'b' }, { $set: { state: 'active' } });
      await expect(things.insertOne({ _id: 'd', number: 1, state: 'active' })).rejects.toMatchObject(
        duplicateKey,
      );
      await expect(activate()).rejects.toMatchObject(duplicateKey);
      await things.updateOne({ _id: 'a' }, { $set: { state: 'over' } });
      await expect(activate()).resolves.toMatchObject({ modifiedCount: 1 });
      await things.deleteOne({ _id: 'b' });
      await expect(things.insertOne({ _id: 'e', number: 1, state: 'active' })).resolves.toBeDefined();
    });

    it('loses none of 200 concurrent increments', async () => {
      await Promise.all(
        Array.from({ length: 200 }, () =>
          things.findOneAndUpdate({ _id: 'counter' }, { $inc: { value: 1 } }, { upsert: true }),
        ),
      );
      expect(await things.findOne()).toEqual({ _id: 'counter', value: 200 });
    });

    it('upserts with $setOnInsert, $max, $push, $pull and $addToSet, and says what it did', async () => {
      const upsert = (revision: number, note: string) =>
        things.findOneAndUpdate(
          { _id: 'incident' },
          {
            $setOnInsert: { created: revision },
            $max: { revision },
            $push: { notes: { $each: [note], $slice: -2 } },
            $addToSet: { kinds: 'security' },
          },
          { upsert: true, returnDocument: 'after', includeResultMetadata: true },
        );
      expect((await upsert(3, 'a')).lastErrorObject).toMatchObject({
        updatedExisting: false,
        upserted: 'incident',
      });
      expect((await upsert(2, 'b')).lastErrorObject).toMatchObject({ updatedExisting: true });
      expect((await upsert(4, 'c')).value).toEqual({
        _id: 'incident',
        created: 3,
        revision: 4,
        notes: ['b', 'c'],
        kinds: ['security'],
      });
      await things.updateOne({ _id: 'incident' }, { $pull: { notes: 'b' } });
      expect(await things.findOne()).toMatchObject({ notes: ['c'] });
    });

    it('refuses a guarded upsert whose guard no longer holds, by the duplicate id', async () => {
      await things.insertOne({ _id: 'incident', revision: 5 });
      await expect(
        things.updateOne(
          { _id: 'incident', revision: { $lt: 4 } },
          { $set: { revision: 4 } },
          { upsert: true },
        ),
      ).rejects.toMatchObject(duplicateKey);
    });

    it('counts what an insert of many really inserted', async () => {
      const documents = [{ _id: 'a' }, { _id: 'a' }, { _id: 'b' }];
      await expect(things.insertMany(documents, { ordered: false })).rejects.toMatchObject({
        insertedCount: 2,
      });
      await expect(things.insertMany([{ _id: 'c' }, ...documents])).rejects.toMatchObject({
        insertedCount: 1,
      });
      expect(await things.countDocuments()).toBe(3);
    });

    it('finds by a unique field only when the other conditions hold too', async () => {
      await things.insertMany([
        { _id: 'a', organisation: 'one' },
        { _id: 'b', organisation: 'two' },
      ]);
      expect(await things.findOne({ _id: 'a', organisation: 'one' })).not.toBeNull();
      expect(await things.findOne({ _id: 'a', organisation: 'two' })).toBeNull();
      const both = things.find({ _id: { $in: ['a', 'b'] }, organisation: { $ne: 'two' } });
      expect(await both.toArray()).toEqual([{ _id: 'a', organisation: 'one' }]);
    });

    it('never shows half an update to readers', async () => {
      // So large that an answer takes longer to encode than the next update takes to arrive.
      const fields = Array.from({ length: 100 }, (_, index) => `field${index}` as const);
      const allSetTo = (round: number): Partial<Thing> =>
        Object.fromEntries(fields.map((field) => [field, String(round % 10).repeat(10_000)]));
      await things.insertOne({ _id: 'wide', ...allSetTo(0) });
      const rounds = 40;
      let writing = true;
      const write = async (): Promise<void> => {
        for (let round = 1; round <= rounds; round += 1) {
          await things.updateOne({ _id: 'wide' }, { $set: allSetTo(round) });
        }
        writing = false;
      };
      const read = async (): Promise<void> => {
        while (writing) {
          const wide = await things.findOne({ _id: 'wide' });
          expect(new Set(fields.map((field) => wide?.[field])).size).toBe(1);
        }
      };
      await Promise.all([write(), ...Array.from({ length: 4 }, read)]);
      expect(await things.findOne({ _id: 'wide' })).toMatchObject(allSetTo(rounds));
    });
  });

  it('keeps data and indexes for the next start, beside a server with other data', async () => {
    const data = join(folder, 'kept');
    const first = await start(join(folder, 'kept.log'), data);
    const other = await start(join(folder, 'other.log'));
    try {
      await connected(first, async (things) => {
        await things.createIndex(
          { number: 1 },
          { unique: true, partialFilterExpression: { state: 'active' } },
          {},
        );
        await things.insertMany([
          { _id: 'a', number: 1, state: 'active' },
          { _id: 'b', number: 1, state: 'over' },
        ]);
      });
      await expect(start(join(folder, 'twice.log'), data)).rejects.toThrow(/already runs on these data/);
      await first.stop();
      const second = await start(join(folder, 'kept.log'), data);
      try {
        await connected(second, async (things) => {
          expect(await things.countDocuments()).toBe(2);
          await expect(things.insertOne({ _id: 'c', number: 1, state: 'active' })).rejects.toMatchObject(
            duplicateKey,
          );
          await expect(things.insertOne({ _id: 'd', number: 1, state: 'over' })).resolves.toBeDefined();
        });
      } finally {
        await second.stop();
      }
      expect(await connected(other, (things) => things.countDocuments())).toBe(0);
    } finally {
      await other.stop();
    }
  });

  it('loses no acknowledged write when it is killed under load', async () => {
    const data = join(folder, 'killed');
    const acknowledged = new Set<string>();
    for (let round = 1; round <= 2; round += 1) {
      const server = await start(join(folder, 'killed.log'), data);
      await connected(server, (things) => writeUntilKilled(server, things, round, acknowledged));
      await server.stop();
    }
    const server = await start(join(folder, 'killed.log'), data);
    try {
      await connected(server, async (things) => {
        const kept = new Set(await things.distinct('_id'));
        expect([...acknowledged].filter((id) => !kept.has(id))).toEqual([]);
        // What was on its way may or may not be there; a unique index that disagrees with the documents may not.
        for (const { _id, mark } of await things.find().limit(20).toArray()) {
          expect(await things.findOne({ mark: mark ?? '' })).toMatchObject({ _id });
        }
      });
    } finally {
      await server.stop();
    }
    expect(acknowledged.size).toBeGreaterThanOrEqual(2 * writesBeforeKill);
  });
});

/** Enough that some are on their way to the disk. */
const writesBeforeKill = 300;

async function writeUntilKilled(
  server: RunningMongo,
  things: Collection<Thing>,
  round: number,
  acknowledged: Set<string>,
): Promise<void> {
  await things.createIndex({ mark: 1 }, { unique: true }, {});
  const before = acknowledged.size;
  let isKilled = false;
  const writer = async (_: unknown, number: number): Promise<void> => {
    for (let index = 0; ; index += 1) {
      const id = `${round}-${number}-${index}`;
      try {
        await things.insertOne({ _id: id, mark: id, text: 'x'.repeat(200) });
      } catch {
        return;
      }
      acknowledged.add(id);
      if (isKilled || acknowledged.size - before < writesBeforeKill) continue;
      isKilled = true;
      process.kill(server.pid ?? 0, 'SIGKILL');
    }
  };
  await Promise.all(Array.from({ length: 20 }, writer));
}
