import type { Document } from 'mongodb';
import { withDatabase } from './with-database.js';

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
  return withDatabase(uri, (stored) => stored.collection(collection).find().toArray(), database);
}
