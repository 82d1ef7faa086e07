import type { Query } from 'mongoose';

/** Things as they come, so many at a time. */
export async function* inBatches<Item>(
  items: AsyncIterable<Item>,
  size: number,
): AsyncGenerator<readonly Item[]> {
  let batch: Item[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/**
 * The identifiers that a query finds, in batches. The server holds its place, so however many there are, they are looked
 * through once and never stand in memory together.
 */
export async function* batchesOf(
  query: Query<unknown, { readonly _id: string }>,
  batchSize: number,
): AsyncGenerator<readonly string[]> {
  const found = query.lean<{ readonly _id: string }[]>().cursor({ batchSize });
  for await (const some of inBatches(found, batchSize)) yield some.map(({ _id }) => _id);
}
