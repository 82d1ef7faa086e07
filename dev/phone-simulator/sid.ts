import { randomBytes } from 'node:crypto';

/** What a SID names: account, call, conference, phone number, text, recording. */
export type SidPrefix = 'CA' | 'CF' | 'PN' | 'SM' | 'RE';

/** A new identifier of Twilio's form: two letters and 32 hexadecimal digits. */
export function newSid(prefix: SidPrefix): string {
  return prefix + randomBytes(16).toString('hex');
}
