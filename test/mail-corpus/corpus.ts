import { createHmac } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { Expectation } from './expectation.js';
import { attachments } from './expected/attachments.js';
import { automatic } from './expected/automatic.js';
import { charsets } from './expected/charsets.js';
import { deliveryReports } from './expected/delivery-reports.js';
import { forwards } from './expected/forwards.js';
import { malformed } from './expected/malformed.js';
import { matching } from './expected/matching.js';
import { quotingEnglish } from './expected/quoting-english.js';
import { quotingGerman } from './expected/quoting-german.js';
import { quotingHungarian } from './expected/quoting-hungarian.js';

/** What is expected of each raw mail in this folder. A new mail is a file and a row in one of the tables. */
export const expectations: readonly Expectation[] = [
  ...quotingEnglish,
  ...quotingGerman,
  ...quotingHungarian,
  ...forwards,
  ...attachments,
  ...charsets,
  ...malformed,
  ...automatic,
  ...deliveryReports,
  ...matching,
];

/** Relative to the root of the repository, where Jest runs. */
const folder = 'test/mail-corpus';

export function corpusFiles(): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.eml'))
    .sort();
}

export function rawMail(file: string): Uint8Array {
  return new Uint8Array(readFileSync(`${folder}/${file}`));
}

/** What signed the addresses and Message-IDs in the corpus. */
export const corpusKeys = {
  current: (text: string) => createHmac('sha256', 'mail-corpus').update(text).digest(),
};
export const corpusCase = 'cas_abcdefghijklmnop';
export const corpusAddressing = {
  keys: corpusKeys,
  mailbox: 'desk',
  domain: 'desk.example.org',
  idPrefix: 'cas',
};
