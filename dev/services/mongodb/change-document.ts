import { MongoClient } from 'mongodb';

/** Changes fields of one document past all repositories: for what takes months where a test has seconds. */
export async function changeDocument(
  uri: string,
  collection: string,
  id: string,
  fields: Readonly<Record<string, unknown>>,
): Promise<void> {
  const client = await MongoClient.connect(uri);
  try {
    await client.db().collection<{ _id: string }>(collection).updateOne({ _id: id }, { $set: fields });
  } finally {
    await client.close();
  }
}
