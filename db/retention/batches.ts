import type { Query } from 'mongoose';

/**
 * The identifiers that a query finds, in batches. The server holds its place, so however many there are, they are looked
 * through once and never stand in memory together.
 */
export async function* batchesOf(
  query: Query<unknown, { readonly _id: string }>,
  batchSize: number,
): AsyncGenerator<readonly string[]> {
  let batch: string[] = [];
  const cursor = query.lean<{ readonly _id: string }[]>().cursor({ batchSize });
  for await (const { _id } of cursor) {
    batch.push(_id);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
