import { createHmac } from 'node:crypto';

/**
 * Tells the addresses of a plan apart without naming them: only whoever has the key can tell whether an address is one of
 * them.
 */
export type RecipientHash = (address: string) => string;

/** @param key 32 bytes, of the environment. Another one makes other hashes: reports of the last month are then sent again. */
export function createRecipientHash(key: Uint8Array): RecipientHash {
  return (address) =>
    createHmac('sha256', key).update(`report recipient:${address.trim().toLowerCase()}`).digest('hex');
}
