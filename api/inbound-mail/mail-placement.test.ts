import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { AccountId, SupportCaseId } from '../../domain/identifiers.js';
import { newcomer, partnerAccount, type Signer } from '../testing/people.js';
import { field } from '../testing/play.js';
import { mailbox, setMailStage, type MailStage } from './mail-stage.fixture.js';

let mails: MailStage;
let accountId: AccountId;
let anna: Signer;
let id: SupportCaseId;
let number: string;

beforeAll(async () => {
  mails = await setMailStage();
});
beforeEach(async () => {
  accountId = await partnerAccount(mails.stage);
  anna = await newcomer(mails.stage, 'partner-user', accountId);
  ({ id, number } = await mails.openCase(accountId));
});
afterAll(() => mails.stage.close());

const stranger = 'stranger@example.net';
const addressOf = (caseId: SupportCaseId) => mails.identity.replyAddresses.addressFor(caseId);

describe('a mail that answers (C4)', () => {
  it('is a message of its case when it is sent to the address of the case, with what it quotes folded', async () => {
    const text = ['What is new.', '', 'On Mon, 23 Nov 2026 at 10:00, Desk wrote:', '> What was asked.'].join(
      '\r\n',
    );
    const mail = await mails.receive({ from: anna.email, to: addressOf(id), text });
    expect(mail).toMatchObject({ state: 'filed', why: 'reply-address', caseId: id, accountId });
    const author = { side: 'partner', userId: anna.id, address: anna.email };
    expect(await mails.messagesOf(id)).toMatchObject([
      { channel: 'mail', text: 'What is new.', author, quoted: expect.stringContaining('What was asked.') },
    ]);
  });

  it('is one whoever writes, by the proof in the address; nobody else is taken for a user', async () => {
    expect(await mails.receive({ from: stranger, to: addressOf(id) })).toMatchObject({ state: 'filed' });
    const [message] = await mails.messagesOf(id);
    expect(message).toMatchObject({ author: { side: 'partner', address: stranger } });
    expect(message).not.toHaveProperty('author.userId');
    const forged = addressOf(id).replace(/.@/, (last) => (last === 'a@' ? 'b@' : 'a@'));
    const mail = await mails.receive({ from: stranger, to: forged });
    expect(mail).toMatchObject({ state: 'review', why: 'stranger' });
  });

  it('is found by the mail of ours that it answers, when its address is lost', async () => {
    const messageId = mails.identity.messageIds.messageIdFor({ caseId: id, message: 'mail1' });
    const mail = await mails.receive({
      from: stranger,
      headers: [`References: <other@example.org> ${messageId}`],
    });
    expect(mail).toMatchObject({ state: 'filed', why: 'references', caseId: id });
  });

  it('is found by the number for people of the account, and never for others', async () => {
    const subject = `Re: [${number}] Payout`;
    expect(await mails.receive({ from: anna.email, subject })).toMatchObject({
      state: 'filed',
      why: 'quote',
    });
    const other = await newcomer(mails.stage, 'partner-user', await partnerAccount(mails.stage));
    for (const from of [other.email, stranger]) {
      const mail = await mails.receive({ from, subject });
      expect(mail).toMatchObject({ state: 'review', why: 'foreign-case' });
    }
    expect(await mails.messagesOf(id)).toHaveLength(1);
  });

  it('goes to the case that its case was merged into (C10)', async () => {
    const { id: into } = await mails.openCase(accountId);
    const merged = await mails.stage.ask('POST', `/v1/support-cases/${id}/merge`, { into });
    expect(merged.status).toBe(200);
    const mail = await mails.receive({ from: anna.email, to: addressOf(id) });
    expect(mail).toMatchObject({ state: 'filed', caseId: into });
  });

  it('comes into its case in the order in which it was received', async () => {
    const texts = Array.from({ length: 12 }, (_, index) => `Message ${index}`);
    for (const text of texts) await mails.take({ from: anna.email, to: addressOf(id), text });
    await mails.sort();
    expect(await mails.messagesOf(id)).toMatchObject(texts.map((text) => ({ text })));
  });

  it('waits while the case engine is away, and is there once afterwards', async () => {
    mails.stage.cases.away = true;
    const mailId = await mails.take({ from: anna.email, to: addressOf(id) });
    await mails.sort();
    expect(await mails.find(mailId)).toMatchObject({ state: 'received' });
    mails.stage.cases.away = false;
    await mails.stage.store.receivedMails.putOff(mailId, new Date());
    await Promise.all([mails.sort(), mails.sort()]);
    expect(await mails.find(mailId)).toMatchObject({ state: 'filed' });
    expect(await mails.messagesOf(id)).toHaveLength(1);
  });
});

describe('a mail that asks something new (C4)', () => {
  it('opens a case of its sender’s account, in their language, and says so to nobody else', async () => {
    const hanna = await newcomer(mails.stage, 'partner-user', accountId, { language: 'de' });
    const mail = await mails.receive({ from: `Hanna <${hanna.email}>`, subject: 'Auszahlung fehlt' });
    expect(mail).toMatchObject({ state: 'filed', why: 'new-case', accountId });
    const opened = await mails.stage.ask('GET', `/v1/support-cases/${mail.caseId ?? ''}`);
    expect(opened.body).toMatchObject({
      accountId,
      subject: 'Auszahlung fehlt',
      language: 'de',
      state: 'new',
    });
    const messages = await mails.stage.ask('GET', `/v1/support-cases/${mail.caseId ?? ''}/messages`);
    expect(field(messages, 'items')).toMatchObject([
      { channel: 'mail', text: 'What is new.', author: { userId: hanna.id } },
    ]);
  });

  it.each([
    ['a stranger', 'stranger', {}],
    ['somebody who may be a machine', 'perhaps-automatic', { subject: 'Automatic reply: Payout' }],
    ['nobody who says anything', 'empty', { subject: '', text: '' }],
  ] as const)('waits for the desk when it is of %s', async (_who, why, letter) => {
    const from = why === 'stranger' ? stranger : anna.email;
    expect(await mails.receive({ from, ...letter })).toMatchObject({ state: 'review', why });
  });

  it('waits for the desk when its account is suspended, or its sender has left', async () => {
    const ben = await newcomer(mails.stage, 'partner-user', accountId);
    const gone = await mails.stage.ask('PUT', `/v1/users/${ben.id}`, {
      role: 'partner-user',
      disabled: true,
    });
    expect(gone.status).toBe(200);
    expect(await mails.receive({ from: ben.email })).toMatchObject({ state: 'review', why: 'stranger' });
    const details = { name: 'Partner', language: 'en', country: 'DE', identifiers: [], state: 'suspended' };
    const path = `/v1/partner-accounts/${accountId}`;
    const saved = await mails.stage.ask('PUT', path, details, { 'if-match': '"1"' });
    expect(saved.status).toBe(200);
    expect(await mails.receive({ from: anna.email })).toMatchObject({ state: 'review', why: 'stranger' });
  });

  it('waits for the desk when more comes than anybody writes', async () => {
    const from = `flood-${accountId}@example.net`;
    for (let index = 0; index < 31; index += 1) await mails.take({ from, to: addressOf(id) });
    await mails.sort();
    expect(await mails.receive({ from, to: addressOf(id) })).toMatchObject({
      state: 'review',
      why: 'too-many',
    });
  });
});

describe('a mail for a closed case (C6)', () => {
  const outgoing = async () =>
    (await mails.stage.store.supportMails.waiting(new Date(Date.now() + 60_000), 1_000)).length;

  beforeEach(() => mails.closeCase(id));

  it('leaves it closed, and has its sender told', async () => {
    const before = await outgoing();
    const mail = await mails.receive({ from: anna.email, to: addressOf(id) });
    expect(mail).toMatchObject({ state: 'closed-case', why: 'told', caseId: id });
    expect(await mails.messagesOf(id)).toEqual([]);
    expect(await outgoing()).toBe(before + 1);
  });

  it('is not answered when a machine may have written it, or when its sender was told often enough', async () => {
    const machine = { from: anna.email, to: addressOf(id), subject: 'Out of office' };
    expect(await mails.receive(machine)).toMatchObject({ state: 'closed-case', why: 'perhaps-automatic' });
    const [first, second, third] = [await told(), await told(), await told()];
    expect([first, second, third]).toEqual(['told', 'told', 'told-before']);
  });

  async function told(): Promise<string | undefined> {
    return (await mails.receive({ from: anna.email, to: addressOf(id) })).why;
  }

  it('can be put into another case by the desk', async () => {
    const mail = await mails.receive({ from: anna.email, to: addressOf(id) });
    const { id: other } = await mails.openCase(accountId);
    const path = `/v1/inbound-mails/${mail.id}/file`;
    expect((await mails.stage.ask('POST', path, { supportCaseId: other })).status).toBe(200);
    expect(await mails.messagesOf(other)).toMatchObject([{ author: { userId: anna.id } }]);
  });
});

describe('a mail that a program wrote (C4)', () => {
  it.each([
    ['an absence', ['Auto-Submitted: auto-replied']],
    ['a receipt', ['Content-Type: multipart/report; report-type=disposition-notification; boundary=b']],
  ] as const)('stays outside of its case: %s', async (_what, headers) => {
    const mail = await mails.receive({ from: anna.email, to: addressOf(id), headers });
    expect(mail).toMatchObject({ state: 'dropped-as-automatic', caseId: id });
    expect(await mails.messagesOf(id)).toEqual([]);
  });

  it('is dropped when it is one of ours that came back', async () => {
    const messageId = mails.identity.messageIds.messageIdFor({ caseId: id, message: 'mail1' });
    expect(await mails.receive({ from: mailbox, messageId })).toMatchObject({
      state: 'dropped-as-automatic',
      why: 'own-mail',
    });
  });
});
