import { lettersOf } from '../identifier-letters.js';

/** Proves that we made a text: a keyed digest (HMAC-SHA-256), at least 80 bits. `domain/` holds no keys. */
export type Mac = (text: string) => Uint8Array;

/** The key in use, and those before it: mails are answered years later. */
export interface MailKeys {
  readonly current: Mac;
  readonly former?: readonly Mac[];
}

/**
 * 80 bits as letters that survive being written in capitals. Guessing one takes 2^80 mails.
 *
 * @param purpose keeps what was signed for one use from being taken for another.
 */
export function proofOf(mac: Mac, purpose: string, text: string): string {
  return lettersOf(mac(`${purpose}:${text}`));
}

export const proofLetters = 16;

/** Whether the proof was made with one of our keys. */
export function isProven(keys: MailKeys, purpose: string, text: string, proof: string): boolean {
  return [keys.current, ...(keys.former ?? [])].some((mac) => isSame(proofOf(mac, purpose, text), proof));
}

/** Takes as long for a near miss as for a wide one, so that no proof can be found letter by letter. */
function isSame(expected: string, given: string): boolean {
  let difference = expected.length ^ given.length;
  for (let index = 0; index < expected.length; index += 1) {
    difference |= expected.charCodeAt(index) ^ given.charCodeAt(index);
  }
  return difference === 0;
}
