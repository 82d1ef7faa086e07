import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** Seals text with the key of the environment, so that it may lie where personal data must not lie open. */
export interface Sealer {
  /** Every call gives another result, also for the same text. */
  seal(text: string): string;
  /** Throws when the text was changed, was sealed with another key or was never sealed. */
  unseal(sealed: string): string;
  /**
   * Keys of 32 bytes for another purpose, derived from the sealer's own (HKDF-SHA-256 with the purpose as its info): the
   * current one first, then those of former keys. Knowing one tells nothing of the others.
   */
  keysFor(purpose: string): readonly [current: Uint8Array, ...former: Uint8Array[]];
}

const keyBytes = 32;
/** 96 bits: the nonce length for which GCM is specified without further hashing (NIST SP 800-38D, 5.2.1.1). */
const nonceBytes = 12;
const tagBytes = 16;
const version = Uint8Array.of(1);
const headerBytes = version.length + nonceBytes + tagBytes;

/**
 * AES-256-GCM. The sealed form is base64 of: version byte, nonce, tag, ciphertext. The version is authenticated too.
 *
 * @param key 32 bytes.
 * @param former keys that were in use before, newest first: they still open what they sealed, and seal nothing more.
 * @throws RangeError when a key has another length.
 */
export function createSealer(key: Uint8Array, former: readonly Uint8Array[] = []): Sealer {
  if ([key, ...former].some(({ length }) => length !== keyBytes)) {
    throw new RangeError(`The sealing key must have ${keyBytes} bytes.`);
  }
  return {
    seal(text) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes }).setAAD(version);
      const ciphertext = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([version, nonce, cipher.getAuthTag(), ciphertext]).toString('base64');
    },
    unseal(sealed) {
      const bytes = Buffer.from(sealed, 'base64');
      if (bytes.length < headerBytes || bytes[0] !== version[0]) {
        throw new Error('This is not a sealed text of a known version.');
      }
      try {
        return open(key, bytes);
      } catch (error) {
        for (const old of former) {
          try {
            return open(old, bytes);
          } catch {
            // Yet another key sealed it.
          }
        }
        throw error;
      }
    },
    keysFor: (purpose) => [derive(key, purpose), ...former.map((old) => derive(old, purpose))],
  };
}

/** @throws Error when the bytes were changed or sealed with another key. */
function open(key: Uint8Array, bytes: Buffer): string {
  const nonce = bytes.subarray(version.length, version.length + nonceBytes);
  const tag = bytes.subarray(version.length + nonceBytes, headerBytes);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
    .setAAD(version)
    .setAuthTag(tag);
  return Buffer.concat([decipher.update(bytes.subarray(headerBytes)), decipher.final()]).toString('utf8');
}

function derive(key: Uint8Array, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', key, '', `beistand:${purpose}`, keyBytes));
}
