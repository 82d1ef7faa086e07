import { withDatabase } from './with-database.js';

/** Changes fields of one document past all repositories: for what takes months where a test has seconds. */
export async function changeDocument(
  uri: string,
  collection: string,
  id: string,
  fields: Readonly<Record<string, unknown>>,
): Promise<void> {
  await withDatabase(uri, (database) =>
    database.collection<{ _id: string }>(collection).updateOne({ _id: id }, { $set: fields }),
  );
}
