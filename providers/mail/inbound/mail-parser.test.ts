import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { rawMail } from '../../../test/mail-corpus/corpus.js';
import { createMailParser, type MailParser, type MailParserOptions } from './mail-parser.js';
import { parseMail } from './parse-mail.js';

let parser: MailParser | undefined;
afterEach(async () => {
  await parser?.close();
  parser = undefined;
});

function start(options: MailParserOptions = {}): MailParser {
  parser = createMailParser({ execArgv: ['--import', 'tsx'], deadline: 60_000, ...options });
  return parser;
}

/** The arguments by which a process runs something before it parses. */
const startingWith = (program: string) => [
  ...['--import', 'tsx'],
  ...['--import', `data:text/javascript,${encodeURIComponent(program)}`],
];

const headers = 'From: partner@example.net\r\nSubject: Question\r\n';
const inBytes = (text: string) => new TextEncoder().encode(text);
const ordinary = inBytes(`${headers}\r\nWhere is it?`);
/** Takes some seconds, and some hundred megabytes. */
const hostile = inBytes(`${headers}Content-Type: text/html\r\n\r\n${'<p>&amp;'.repeat(4_000_000)}`);
const readable = { parsed: 'yes', mail: { subject: 'Question', body: { text: 'Where is it?' } } };
const tooComplex = { parsed: 'no', why: 'too-complex' };

async function computingMilliseconds(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

describe('the parser of mails in a process of its own (C4)', () => {
  it('finds the same as in this one, attachments to the byte, and leaves the mail as it was', async () => {
    const { parse } = start();
    const boundary = 'Content-Type: multipart/mixed; boundary=b\r\nDate: Mon, 2 Mar 2026 10:00:00 +0000\r\n';
    const file =
      'Content-Type: application/pdf\r\nContent-Disposition: attachment; filename=a.pdf\r\nContent-Transfer-Encoding: base64\r\n';
    const withFile = `${headers}${boundary}\r\n--b\r\n\r\nSee.\r\n--b\r\n${file}\r\nJVBERi0xLjQK\r\n--b--\r\n`;
    const mail = inBytes(withFile);
    const parsing = await parse(mail);
    expect(parsing).toMatchObject({
      parsed: 'yes',
      mail: { attachments: [{ name: 'a.pdf', sizeBytes: 9 }] },
    });
    if (parsing.parsed === 'no') throw new Error(parsing.why);
    const [attachment] = parsing.mail.attachments;
    if (attachment?.content.kept !== 'yes') throw new Error('The attachment was not kept.');
    expect(new TextDecoder().decode(attachment.content.bytes)).toBe('%PDF-1.4\n');
    expect(parsing.mail.sentAt).toEqual(new Date('2026-03-02T10:00:00Z'));
    expect(new TextDecoder().decode(mail)).toBe(withFile);
    expect(await parse(inBytes('hello'))).toEqual({ parsed: 'no', why: 'no-mail' });
    const ofCorpus = rawMail('android-reply.eml');
    expect(await parse(ofCorpus)).toEqual(await parseMail(ofCorpus));
  });

  it('leaves the time of this process to calls for help', async () => {
    const { parse } = start();
    await parse(ordinary);
    const lines = inBytes(
      `${headers}\r\n${'A line of some more than sixty characters, as people write them.\n'.repeat(50_000)}`,
    );
    const here = await computingMilliseconds(() => parseMail(lines));
    const elsewhere = await computingMilliseconds(() => parse(lines));
    expect(elsewhere).toBeLessThan(here / 2);
  });

  it('tells a mail that takes too long as too complex; those that waited are read', async () => {
    const { parse } = start({ deadline: 1500 });
    expect(await Promise.all([hostile, ordinary, hostile, ordinary].map(parse))).toMatchObject([
      tooComplex,
      readable,
      tooComplex,
      readable,
    ]);
  });

  it('tells a mail that takes too much memory as too complex; the next one is read', async () => {
    const { parse } = start({ heapMegabytes: 32 });
    expect(await Promise.all([hostile, ordinary].map(parse))).toMatchObject([tooComplex, readable]);
  });

  it('rejects what is under way when it is closed: the mail is not to blame', async () => {
    const { parse, close } = start();
    await parse(ordinary);
    const refused = expect(Promise.all([hostile, ordinary].map(parse))).rejects.toThrow('is closed');
    await new Promise((resolve) => setTimeout(resolve, 50));
    await close();
    await refused;
    await expect(parse(ordinary)).rejects.toThrow('is closed');
  });

  it('tries a mail once more whose process was ended from outside, and no third time', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'mail-parser-'));
    const endingOnce = startingWith(
      `import { existsSync, writeFileSync } from 'node:fs';
       const hasEnded = ${JSON.stringify(join(directory, 'ended'))};
       if (!existsSync(hasEnded)) process.on('message', () => {
         writeFileSync(hasEnded, '');
         process.kill(process.pid, 'SIGKILL');
       });`,
    );
    expect(await start({ execArgv: endingOnce }).parse(ordinary)).toMatchObject(readable);
    await rm(directory, { recursive: true });
    await parser?.close();
    const endingAlways = startingWith(
      `process.on('message', () => { process.kill(process.pid, 'SIGKILL'); });`,
    );
    expect(await start({ execArgv: endingAlways }).parse(ordinary)).toEqual(tooComplex);
  });

  it('rejects where a process does not start in time', async () => {
    const slow = startingWith('await new Promise((resolve) => setTimeout(resolve, 600_000));');
    const { parse } = start({ execArgv: slow, startDeadline: 500 });
    await expect(parse(ordinary)).rejects.toThrow('does not start in time');
  });

  it('rejects where no process starts', async () => {
    const { parse } = start({ execArgv: ['--import', 'data:text/javascript,throw Error("broken")'] });
    await expect(parse(ordinary)).rejects.toThrow(/does not start.*broken/s);
    await expect(parse(ordinary)).rejects.toThrow('does not start');
  });
});
