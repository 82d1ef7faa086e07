import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Seals text with the key of the environment, so that it may lie where personal data must not lie open. */
export interface Sealer {
  /** Every call gives another result, also for the same text. */
  seal(text: string): string;
  /** Throws when the text was changed, was sealed with another key or was never sealed. */
  unseal(sealed: string): string;
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
 * @throws RangeError when the key has another length.
 */
export function createSealer(key: Uint8Array): Sealer {
  if (key.length !== keyBytes) throw new RangeError(`The sealing key must have ${keyBytes} bytes.`);
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
      const nonce = bytes.subarray(version.length, version.length + nonceBytes);
      const tag = bytes.subarray(version.length + nonceBytes, headerBytes);
      const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
        .setAAD(version)
        .setAuthTag(tag);
      return Buffer.concat([decipher.update(bytes.subarray(headerBytes)), decipher.final()]).toString('utf8');
    },
  };
}
