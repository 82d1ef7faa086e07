import { trusted } from 'mongoose';

/**
 * Far below what a message to the server may hold; and some servers look through all the keys for each document that they
 * find, so that the time of a command grows by the square of them.
 */
const keysPerCommand = 250;

/**
 * Does something to documents by keys that every server has an index for, however many there are: one command after the
 * other, each for as many as one command may name.
 */
export async function byKeys<Key extends string>(
  keys: readonly Key[],
  work: (oneOf: ReturnType<typeof keyFilter<Key>>) => Promise<unknown>,
): Promise<void> {
  for (let from = 0; from < keys.length; from += keysPerCommand) {
    await work(keyFilter(keys.slice(from, from + keysPerCommand)));
  }
}

function keyFilter<Key extends string>(keys: readonly Key[]) {
  return trusted({ $in: [...keys] });
}
