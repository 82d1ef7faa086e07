import { describe, expect, it } from '@jest/globals';
import { automationOf } from '../../../domain/mail/automatic-mail.js';
import { caseQuotedIn } from '../../../domain/mail/case-quote.js';
import { deliveryStatusOf } from '../../../domain/mail/delivery-status.js';
import { foldQuotedText } from '../../../domain/mail/quoted-text.js';
import { createCaseMessageIds } from '../../../domain/mail/references.js';
import { createReplyAddresses } from '../../../domain/mail/reply-address.js';
import { corpusAddressing, corpusFiles, rawMail } from '../../../test/mail-corpus/corpus.js';
import { parseMail } from './parse-mail.js';

const mutations = 2000;
/** Of the processor, so that a busy machine changes nothing; most take a thousandth of it. */
const mostWorkMilliseconds = 3000;
const mostBytes = 400_000;
const seed = 20_260_302;

/** mulberry32: the same numbers in every run. */
function randomNumbers(start: number): (below: number) => number {
  let state = start;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const random = randomNumbers(seed);
/** What parsers stumble over. */
const fragments = [
  '\r\n\r\n',
  '\r',
  '\n',
  '\0',
  '--',
  '--=_b1',
  '--=_b1--',
  'Content-Type: multipart/mixed; boundary="=_b1"\r\n',
  'Content-Type: message/delivery-status\r\n\r\n',
  'Content-Transfer-Encoding: base64\r\n',
  '=?utf-8?B?',
  '?=',
  '=?x?Q?=00?=',
  '> ',
  'On 3/2/26 10:15, Desk wrote:\r\n',
  'From: ',
  'Sent: ',
  'Subject: ',
  '<',
  '>',
  '"',
  '(',
  '\\',
  ';',
  '=',
  '@',
  '\uFFFD',
  '\u00FF'.repeat(50),
  '='.repeat(500),
  '<div>'.repeat(200),
  '(((((('.repeat(50),
  '<a@'.repeat(100),
  '"@"'.repeat(100),
].map((text) => new TextEncoder().encode(text));

/** The bytes with a piece changed, taken out, doubled, moved, or put in. */
function mutated(bytes: Uint8Array, other: Uint8Array): Uint8Array {
  const at = random(bytes.length + 1);
  const length = random(Math.min(2000, bytes.length - at + 1));
  const head = bytes.subarray(0, at);
  const piece = bytes.subarray(at, at + length);
  const tail = bytes.subarray(at + length);
  switch (random(8)) {
    case 0:
      return joined(
        head,
        piece.map(() => random(256)),
        tail,
      );
    case 1:
      return joined(head, tail);
    case 2:
      return joined(head, ...Array.from({ length: 1 + random(50) }, () => piece), tail);
    case 3:
      return joined(tail, piece, head);
    case 4:
      return head;
    case 5:
      return joined(head, other.subarray(random(other.length + 1)));
    default:
      return joined(
        head,
        ...Array.from({ length: 1 + random(20) }, () => fragments[random(fragments.length)] ?? head),
        tail,
      );
  }
}

function joined(...pieces: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(pieces)).subarray(0, mostBytes);
}

const addresses = createReplyAddresses(corpusAddressing);
const messageIds = createCaseMessageIds(corpusAddressing);

/** Everything that is done with a mail that came in. */
async function understand(bytes: Uint8Array): Promise<'yes' | 'no'> {
  const parsing = await parseMail(bytes);
  if (parsing.parsed === 'no') return 'no';
  const { mail } = parsing;
  const { fresh, parts } = foldQuotedText(mail.body.text, { subject: mail.subject });
  expect(parts.map(({ text }) => text).join('')).toBe(mail.body.text);
  const oneLine = [
    mail.subject,
    ...mail.headers.flatMap(({ name, value }) => [name, value]),
    ...[...mail.from, ...mail.to, ...mail.cc, ...mail.replyTo].flatMap(({ name, address }) => [
      name,
      address,
    ]),
    ...mail.deliveredTo,
    ...mail.references,
    ...mail.attachments.flatMap(({ name, declaredType, contentId = '' }) => [name, declaredType, contentId]),
  ];
  for (const value of oneLine) expect(value).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
  for (const { name } of mail.attachments) expect(name).not.toMatch(/[/\\]/);
  automationOf({ mail, isOurs: (id) => messageIds.messageOf(id) !== undefined });
  deliveryStatusOf(mail);
  caseQuotedIn({ subject: mail.subject, fresh }, () => true);
  messageIds.answered(mail);
  addresses.casesAddressed(mail);
  return 'yes';
}

describe('mails of which something is broken', () => {
  it(`never throw and never take long: ${mutations} mutations of the corpus`, async () => {
    const corpus = corpusFiles().map(rawMail);
    let slowest = 0;
    let understood = 0;
    for (let count = 0; count < mutations; count += 1) {
      let bytes = corpus[random(corpus.length)] ?? new Uint8Array();
      const rounds = 1 + random(4);
      for (let round = 0; round < rounds; round += 1)
        bytes = mutated(bytes, corpus[random(corpus.length)] ?? bytes);
      const begun = process.cpuUsage();
      if ((await understand(bytes)) === 'yes') understood += 1;
      const { user, system } = process.cpuUsage(begun);
      slowest = Math.max(slowest, (user + system) / 1000);
    }
    expect(slowest).toBeLessThan(mostWorkMilliseconds);
    // Broken mails are understood as far as they can be, not merely put aside.
    expect(understood).toBeGreaterThan(mutations / 2);
  });
});
