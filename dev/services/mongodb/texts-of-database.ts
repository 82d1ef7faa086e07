import { Binary, MongoClient } from 'mongodb';

/** Databases of MongoDB itself: its operations log is a backup, and expires by its own size. */
const ownDatabases = ['admin', 'config', 'local'];

/** A text that stands in a collection: a whole document as JSON, or what bytes in it say. */
export interface StoredText {
  readonly collection: string;
  readonly text: string;
}

/** Everything that the server stores, past all repositories: each document of each collection of each database. */
export async function textsOfDatabase(uri: string): Promise<readonly StoredText[]> {
  const client = await MongoClient.connect(uri);
  try {
    const { databases } = await client.db().admin().listDatabases({ nameOnly: true });
    const stored: StoredText[] = [];
    for (const { name } of databases.filter((database) => !ownDatabases.includes(database.name))) {
      for (const { collectionName: collection } of await client.db(name).collections()) {
        for await (const document of client.db(name).collection(collection).find()) {
          for (const text of [JSON.stringify(document), ...bytesIn(document)])
            stored.push({ collection, text });
        }
      }
    }
    return stored;
  } finally {
    await client.close();
  }
}

function bytesIn(value: unknown): readonly string[] {
  if (value instanceof Binary) return [Buffer.from(value.value()).toString('utf8')];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(bytesIn);
}
