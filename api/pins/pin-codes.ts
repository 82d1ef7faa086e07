import { hash, verify } from '@node-rs/argon2';
import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { PinOwner } from '../../db/store.js';
import { usualHashingCost, type HashingCost } from '../sign-in/hashing-cost.js';

/** What is kept of a PIN, and the check against it. */
export interface PinCodes {
  hash(owner: PinOwner, digits: string): Promise<string>;
  /** Takes about the same work whether there is a hash or not, so that its time tells nothing. */
  matches(owner: PinOwner, digits: string, stored: string | undefined): Promise<boolean>;
}

const keyBytes = 32;

/**
 * argon2id over an HMAC-SHA-256: a few digits alone are guessed in minutes by whoever has the database, so the key lies
 * outside of it. The owner is hashed with the digits: a hash is worth nothing beside another name.
 *
 * @param key the environment's key; ours derives from it.
 */
export function createPinCodes(key: Uint8Array, cost: HashingCost = usualHashingCost): PinCodes {
  const pinKey = new Uint8Array(hkdfSync('sha256', key, new Uint8Array(0), 'beistand:pin:1', keyBytes));
  const digest = ({ organisationId, contactId }: PinOwner, digits: string) =>
    createHmac('sha256', pinKey).update(`${organisationId}:${contactId}:${digits}`).digest('base64');
  let nobodys: Promise<string> | undefined;
  return {
    hash: (owner, digits) => hash(digest(owner, digits), cost),
    async matches(owner, digits, stored) {
      nobodys ??= hash(randomBytes(keyBytes).toString('base64'), cost);
      const isRight = await verify(stored ?? (await nobodys), digest(owner, digits));
      return stored !== undefined && isRight;
    },
  };
}
