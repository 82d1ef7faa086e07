import { MongoClient } from 'mongodb';
import type { Document } from 'mongodb';

/**
 * Every document of a collection as it is stored, past all repositories.
 *
 * @param database absent: the one that the URI names.
 */
export async function documentsOf(
  uri: string,
  collection: string,
  database?: string,
): Promise<readonly Document[]> {
  const client = await MongoClient.connect(uri);
  try {
    return await client.db(database).collection(collection).find().toArray();
  } finally {
    await client.close();
  }
}
