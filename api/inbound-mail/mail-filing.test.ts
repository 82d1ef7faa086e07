import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { supportCaseIdSchema, type SupportCaseId } from '../../domain/identifiers.js';
import type { Browser } from '../testing/browser.js';
import { newcomer, partnerAccount, signedIn } from '../testing/people.js';
import { field, problem, textField } from '../testing/play.js';
import type { Stage } from '../testing/stage.js';
import { setMailStage, type MailStage } from './mail-stage.fixture.js';

let stage: Stage;
let mailStage: MailStage;
let accountId: string;
let partner: Browser;

beforeAll(async () => {
  mailStage = await setMailStage();
  ({ stage } = mailStage);
});
beforeEach(async () => {
  accountId = await partnerAccount(stage);
  partner = await signedIn(stage, await newcomer(stage, 'partner-user', accountId));
});
afterAll(() => stage.close());

let mails = 0;

/** A mail with a quotation and two files, one of them a program; it waits for the desk. */
async function reviewed(): Promise<string> {
  mails += 1;
  const raw = [
    'From: somebody@example.org',
    `Subject: Question ${mails}`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="part"',
    '',
    '--part',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'What is new.',
    '',
    'On Mon, 23 Nov 2026 at 10:00, Desk <desk@beistand.example> wrote:',
    '> What was asked.',
    '--part',
    'Content-Type: text/plain; name="note.txt"',
    'Content-Disposition: attachment; filename="note.txt"',
    '',
    'A note',
    '--part',
    'Content-Type: application/pdf; name="invoice.pdf"',
    'Content-Disposition: attachment; filename="invoice.pdf"',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(`\u007fELF${'\u0000'.repeat(100)}`, 'latin1').toString('base64'),
    '--part--',
    '',
  ].join('\r\n');
  const headers = { 'content-type': 'message/rfc822' };
  const id = textField(await stage.ask('POST', '/v1/inbound-mails', raw, headers), 'id');
  await mailStage.sort();
  return id;
}

async function opened(): Promise<SupportCaseId> {
  const answers = { subject: 'Payout', description: 'Where?', 'answer-by': 'writing' };
  const body = { accountId, topic: 'enquiry', formVersion: 1, answers };
  return supportCaseIdSchema.parse(textField(await stage.ask('POST', '/v1/support-cases', body), 'id'));
}

const file = (mailId: string, supportCaseId: string) =>
  stage.ask('POST', `/v1/inbound-mails/${mailId}/file`, { supportCaseId });

describe('putting a mail into a case (C4)', () => {
  it('makes it a message of the partner, once, with its files but for programs', async () => {
    const [mailId, id] = [await reviewed(), await opened()];
    const filed = { state: 'filed', caseId: id, accountId };
    expect((await file(mailId, id)).body).toMatchObject(filed);
    expect((await file(mailId, id)).body).toMatchObject(filed);
    const read = await partner.ask('GET', `/v1/support-cases/${id}/messages`);
    expect(field(read, 'items')).toMatchObject([
      {},
      {
        author: { side: 'partner' },
        channel: 'mail',
        text: 'What is new.',
        attachments: [{ name: 'note.txt' }],
      },
    ]);
    expect(read.text).toContain('What was asked.');
    const found = await partner.ask('GET', '/v1/support-cases?search=new');
    expect(field(found, 'items')).toMatchObject([{ id, state: 'new', messages: 2 }]);
  });

  it('puts it into one case only, whoever else does it at the same moment (C8)', async () => {
    const mailId = await reviewed();
    const cases = [await opened(), await opened()];
    const answers = await Promise.all(cases.map((id) => file(mailId, id)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const messages = await Promise.all(cases.map((id) => mailStage.messagesOf(id)));
    expect(messages.flat()).toHaveLength(1);
  });

  it('is refused while it is being sorted, and ends its waiting where a program could not read it', async () => {
    const id = await opened();
    const mailId = await mailStage.take({ from: 'somebody@example.org' });
    expect((await file(mailId, id)).status).toBe(409);
    await stage.store.receivedMails.settle(mailId, ['received'], { state: 'unreadable', why: 'failed' });
    expect((await file(mailId, id)).body).toMatchObject({ state: 'filed', caseId: id });
  });

  it('is refused where it stands in another case, and leaves it waiting where the case is closed (C6)', async () => {
    const [first, mailId, closed] = [await opened(), await reviewed(), await opened()];
    await stage.ask('POST', `/v1/support-cases/${closed}/close`, { outcome: 'answered' });
    expect((await file(mailId, closed)).status).toBe(409);
    expect((await stage.ask('GET', `/v1/inbound-mails/${mailId}`)).body).toMatchObject({ state: 'review' });
    expect((await file(mailId, first)).status).toBe(200);
    expect((await file(mailId, await opened())).status).toBe(409);
    expect(problem(await file(mailId, 'sup_nowhere0'))).toMatchObject({
      status: 404,
      paths: ['/supportCaseId'],
    });
  });
});
