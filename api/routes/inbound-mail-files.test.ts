import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setMailStage, type MailStage } from '../inbound-mail/mail-stage.fixture.js';
import type { Browser } from '../testing/browser.js';
import { newcomer, partnerAccount, signedIn } from '../testing/people.js';
import { field, textField } from '../testing/play.js';
import type { Answer, Stage } from '../testing/stage.js';

let stage: Stage;
let mailStage: MailStage;
let accountId: string;
let partner: Browser;

beforeAll(async () => {
  mailStage = await setMailStage();
  ({ stage } = mailStage);
  accountId = await partnerAccount(stage);
  partner = await signedIn(stage, await newcomer(stage, 'partner-user', accountId));
});
afterAll(() => stage.close());

const program = Buffer.from(`\u007fELF${'\u0000'.repeat(100)}`, 'latin1');

function rawWith(subject: string, text: string, files: readonly (readonly string[])[]): string {
  return [
    ...['From: somebody@example.org', `Subject: ${subject}`, 'MIME-Version: 1.0'],
    ...['Content-Type: multipart/mixed; boundary="part"', ''],
    ...['--part', 'Content-Type: text/plain', '', text],
    ...files.flatMap((file) => ['--part', ...file]),
    ...['--part--', ''],
  ].join('\r\n');
}

function fileOf(name: string, ...content: readonly string[]): readonly string[] {
  return [`Content-Disposition: attachment; filename="${name}"`, ...content];
}

const page = fileOf('page.html', 'Content-Type: text/html', '', '<script>alert(1)</script>');
const invoice = fileOf('invoice.pdf', 'Content-Transfer-Encoding: base64', '', program.toString('base64'));

async function received(raw: string): Promise<string> {
  const headers = { 'content-type': 'message/rfc822' };
  const id = textField(await stage.ask('POST', '/v1/inbound-mails', raw, headers), 'id');
  await mailStage.sort();
  return id;
}

function expectSaved(answer: Answer, name: string, mediaType: string): void {
  const { status, headers } = answer;
  expect(status).toBe(200);
  expect(headers.get('content-type')).toBe(mediaType);
  expect(headers.get('content-disposition')).toBe(`attachment; filename=${name}`);
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
}

describe('the original of a mail (C4)', () => {
  it('is had as it came, as a file to be saved, by the desk only', async () => {
    const raw = rawWith('Original', 'Words', [page]);
    const id = await received(raw);
    const read = await stage.ask('GET', `/v1/inbound-mails/${id}/raw`);
    expectSaved(read, `${id}.eml`, 'application/octet-stream');
    expect(read.text).toBe(raw);
    expect((await partner.ask('GET', `/v1/inbound-mails/${id}/raw`)).status).toBe(403);
    expect((await stage.ask('GET', '/v1/inbound-mails/mai_missing0000/raw')).status).toBe(404);
  });

  it('gives each of its files, programs too, and never shows one', async () => {
    const of = `/v1/inbound-mails/${await received(rawWith('Files', 'Words', [page, invoice]))}/attachments`;
    expectSaved(await stage.ask('GET', `${of}/0`), 'page.html', 'text/html');
    const second = await stage.ask('GET', `${of}/1`);
    expectSaved(second, 'invoice.pdf', 'application/x-elf');
    expect(second.text).toBe(program.toString());
    expect((await stage.ask('GET', `${of}/2`)).status).toBe(404);
    expect((await partner.ask('GET', `${of}/0`)).status).toBe(403);
  });

  it('has what is too large to be had by itself, and what no program can read', async () => {
    const rows = Array.from({ length: 26_500 }, () => 'x'.repeat(1_000));
    const large = await received(rawWith('Large', 'Words', [fileOf('large.txt', '', ...rows)]));
    const answer = await stage.ask('GET', `/v1/inbound-mails/${large}/attachments/0`);
    expect([answer.status, textField(answer, 'detail')]).toEqual([
      409,
      expect.stringContaining('too large to be taken out'),
    ]);
    expect(field(await stage.ask('GET', `/v1/inbound-mails/${large}`), 'content')).toMatchObject({
      attachments: [{ name: 'large.txt', isTooLarge: true }],
    });
    expect((await stage.ask('GET', `/v1/inbound-mails/${large}/raw`)).status).toBe(200);
    const unreadable = await received('no mail at all');
    expect((await stage.ask('GET', `/v1/inbound-mails/${unreadable}/attachments/0`)).status).toBe(409);
    expect((await stage.ask('GET', `/v1/inbound-mails/${unreadable}/raw`)).text).toBe('no mail at all');
  });
});

describe('what a case has not taken over of a mail (C4)', () => {
  it('is told to everybody, and where to fetch it to the desk', async () => {
    const many = Array.from({ length: 100 }, (_, index) => fileOf(`note-${index}.txt`, '', `Note ${index}`));
    const mailId = await received(rawWith('Much', 'Long '.repeat(50_000), [invoice, ...many]));
    const { id } = await mailStage.openCase(accountId);
    await stage.ask('POST', `/v1/inbound-mails/${mailId}/file`, { supportCaseId: id });
    const leftOut = { files: [{ index: 0, name: 'invoice.pdf', why: 'program' }], more: 1 };
    const [message] = await mailStage.messagesOf(id);
    expect(message).toMatchObject({ leftOut, isCut: true, receivedMailId: mailId });
    const read = await partner.ask('GET', `/v1/support-cases/${id}/messages`);
    expect(field(read, 'items')).toMatchObject([{}, { leftOut, isCut: true }]);
    expect(read.text).not.toContain(mailId);
  });

  it('is not told of where the case has everything', async () => {
    const mailId = await received(rawWith('Little', 'Words', [page]));
    const { id } = await mailStage.openCase(accountId);
    await stage.ask('POST', `/v1/inbound-mails/${mailId}/file`, { supportCaseId: id });
    const [message] = await mailStage.messagesOf(id);
    expect(message).toMatchObject({ attachments: [{ name: 'page.html' }] });
    expect(message).not.toHaveProperty('leftOut');
    expect(message).not.toHaveProperty('isCut');
  });
});
