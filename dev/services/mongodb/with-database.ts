import { MongoClient, type Db } from 'mongodb';

/**
 * Works on a database past all repositories.
 *
 * @param database absent: the one that the URI names.
 */
export async function withDatabase<Result>(
  uri: string,
  work: (database: Db) => Promise<Result>,
  database?: string,
): Promise<Result> {
  const client = await MongoClient.connect(uri);
  try {
    return await work(client.db(database));
  } finally {
    await client.close();
  }
}
