import { isDuplicateKey } from './deadline.js';

/**
 * Stores something under an ID that means it and nothing else, so that whoever repeats it changes nothing.
 *
 * @param insert refused by the unique index where it, or whatever else bears its ID, stands there already.
 */
export async function keepOnce(insert: () => Promise<unknown>): Promise<'kept' | 'exists'> {
  try {
    await insert();
    return 'kept';
  } catch (error) {
    if (isDuplicateKey(error)) return 'exists';
    throw error;
  }
}
