import type { Model, QueryFilter } from 'mongoose';
import { trusted } from 'mongoose';

/**
 * Far below what a message to the server may hold; and some servers look through all the keys for each document that they
 * find, so that the time grows by the square of them.
 */
const keysPerPart = 50;

/** With one command: each of them has its own cost, and others may have to wait until it is done. */
const deletedPartsPerCommand = 10;

type OneOf<Key extends string> = ReturnType<typeof keyFilter<Key>>;

/**
 * Does something to documents by keys that every server has an index for, however many there are: one command after the
 * other, each for as many as one command may name.
 */
export async function byKeys<Key extends string>(
  keys: readonly Key[],
  work: (oneOf: OneOf<Key>) => Promise<unknown>,
): Promise<void> {
  for (const part of partsOf(keys, keysPerPart)) await work(keyFilter(part));
}

/**
 * Deletes documents by such keys, in parts of the same size, of which a command takes several.
 *
 * @returns how many were deleted.
 */
export async function deleteByKeys<Document, Key extends string>(
  model: Model<Document>,
  keys: readonly Key[],
  filterOf: (oneOf: OneOf<Key>) => QueryFilter<Document>,
): Promise<number> {
  let count = 0;
  for (const some of partsOf(partsOf(keys, keysPerPart), deletedPartsPerCommand)) {
    const deletions = some.map((part) => ({ deleteMany: { filter: filterOf(keyFilter(part)) } }));
    const { deletedCount } = await model.bulkWrite(deletions, {
      ordered: false,
      throwOnValidationError: true,
    });
    count += deletedCount;
  }
  return count;
}

function partsOf<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}

function keyFilter<Key extends string>(keys: readonly Key[]) {
  return trusted({ $in: [...keys] });
}
