import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createConnection, Schema, type Connection, type Model } from 'mongoose';
import { byKeys, deleteByKeys } from './key-parts.js';
import { temporaryDatabase, type TemporaryDatabase } from './store.fixture.js';

interface Thing {
  readonly _id: string;
  readonly isKept?: boolean;
}

let temporary: TemporaryDatabase;
let connection: Connection;
let things: Model<Thing>;
beforeAll(async () => {
  temporary = await temporaryDatabase();
  connection = await createConnection(temporary.uri, { dbName: temporary.database }).asPromise();
  const schema = new Schema<Thing>({ _id: String, isKept: Boolean });
  things = connection.model<Thing>('Thing', schema, 'things');
});
afterAll(async () => {
  await connection.close();
  await temporary.remove();
});

/** More than one command takes. */
const ids = Array.from({ length: 1_203 }, (_, index) => `thing-${index}`);

describe('keys of many documents', () => {
  it('are worked on to the last one, so many at a time', async () => {
    const seen: string[][] = [];
    await byKeys(ids, ({ $in }) => Promise.resolve(seen.push($in)));
    expect(seen.flat()).toEqual(ids);
    expect(Math.max(...seen.map(({ length }) => length))).toBe(50);
  });

  it('delete all documents that the rest of the filter is about, and no others', async () => {
    await things.insertMany([...ids, 'another'].map((_id, index) => ({ _id, isKept: index % 100 === 0 })));
    expect(await deleteByKeys(things, ids, (_id) => ({ _id, isKept: false }))).toBe(1_190);
    const left = await things.find().lean();
    expect(left.map(({ _id }) => _id).sort()).toEqual(
      [...ids.filter((_, index) => index % 100 === 0), 'another'].sort(),
    );
    expect(await deleteByKeys(things, [], (_id) => ({ _id }))).toBe(0);
  });
});
