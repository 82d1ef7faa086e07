import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { AccountId, SupportCaseId } from '../../domain/identifiers.js';
import { newcomer, partnerAccount, type Signer } from '../testing/people.js';
import { field } from '../testing/play.js';
import { claimMilliseconds } from './mail-sorting.js';
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

async function switchOff({ id: userId }: Signer): Promise<void> {
  const access = { role: 'partner-user', disabled: true };
  expect((await mails.stage.ask('PUT', `/v1/users/${userId}`, access)).status).toBe(200);
}

async function suspend(): Promise<void> {
  const details = { name: 'Partner', language: 'en', country: 'DE', identifiers: [], state: 'suspended' };
  const path = `/v1/partner-accounts/${accountId}`;
  expect((await mails.stage.ask('PUT', path, details, { 'if-match': '"1"' })).status).toBe(200);
}

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
    // A word of the subject that could be a number of ours, but is none, hides nothing.
    const invoice = { from: anna.email, subject: 'Invoice B-2021-000045', text: `About ${number}.` };
    expect(await mails.receive(invoice)).toMatchObject({ state: 'filed', why: 'quote', caseId: id });
    expect(await mails.messagesOf(id)).toHaveLength(2);
  });

  it('is found by the mails of others in the conversation, for people of the account', async () => {
    const messageId = `<first-${accountId}@example.org>`;
    const { caseId } = await mails.receive({ from: anna.email, subject: 'Payout', messageId });
    const ben = await newcomer(mails.stage, 'partner-user', accountId);
    const headers = [`In-Reply-To: ${messageId}`];
    const answer = await mails.receive({ from: ben.email, subject: 'Re: Payout', headers });
    expect(answer).toMatchObject({ state: 'filed', why: 'conversation', caseId });
    const foreign = await newcomer(mails.stage, 'partner-user', await partnerAccount(mails.stage));
    const other = await mails.receive({ from: foreign.email, subject: 'Re: Payout', headers });
    expect(other.why).toBe('new-case');
  });

  it('waits for the desk when it is of the desk, or of who was switched off, whatever it proves', async () => {
    const leaver = await newcomer(mails.stage, 'partner-user', accountId);
    await switchOff(leaver);
    for (const [{ email: from }, why] of [
      [await newcomer(mails.stage, 'operator'), 'desk-sender'],
      [leaver, 'disabled-sender'],
    ] as const) {
      const mail = await mails.receive({ from, to: addressOf(id) });
      expect(mail).toMatchObject({ state: 'review', why, caseId: id });
    }
    expect(await mails.messagesOf(id)).toEqual([]);
  });

  it('waits for the desk when its account is suspended, whoever writes', async () => {
    await suspend();
    const mail = await mails.receive({ from: stranger, to: addressOf(id) });
    expect(mail).toMatchObject({ state: 'review', why: 'suspended-account', caseId: id });
  });

  it('stands where it was put by whoever was interrupted, although the case is merged since', async () => {
    const mailId = await mails.take({ from: anna.email, to: addressOf(id) });
    const { receivedMails } = mails.stage.store;
    const interrupted = mails.sortingWith({
      store: {
        receivedMails: {
          ...receivedMails,
          settle: () => Promise.reject(new Error('The process ends here.')),
        },
      },
    });
    await interrupted();
    expect(await mails.messagesOf(id)).toHaveLength(1);
    const { id: into } = await mails.openCase(accountId);
    await mails.stage.ask('POST', `/v1/support-cases/${id}/merge`, { into });
    await mails.sortingWith({ ahead: () => claimMilliseconds + 1_000 })();
    expect(await mails.find(mailId)).toMatchObject({ state: 'filed', caseId: id });
    expect(await mails.messagesOf(into)).toEqual([]);
  });

  it('goes to the case that its case was merged into (C10)', async () => {
    const { id: into } = await mails.openCase(accountId);
    const merged = await mails.stage.ask('POST', `/v1/support-cases/${id}/merge`, { into });
    expect(merged.status).toBe(200);
    const mail = await mails.receive({ from: anna.email, to: addressOf(id) });
    expect(mail).toMatchObject({ state: 'filed', caseId: into });
  });

  it('goes to the other case where its case is merged in this very moment (C10)', async () => {
    const { id: into } = await mails.openCase(accountId);
    const { supportCases } = mails.stage.cases;
    const sort = mails.sortingWith({
      supportCases: {
        async addMessage(caseId, message, updateId) {
          if (caseId === id) await mails.stage.ask('POST', `/v1/support-cases/${id}/merge`, { into });
          return supportCases.addMessage(caseId, message, updateId);
        },
      },
    });
    const mailId = await mails.take({ from: anna.email, to: addressOf(id) });
    await sort();
    expect(await mails.find(mailId)).toMatchObject({ state: 'filed', why: 'reply-address', caseId: into });
    expect(await mails.messagesOf(into)).toMatchObject([{ text: 'What is new.' }]);
  });

  it('comes again where it is just being put elsewhere', async () => {
    const { receivedMails } = mails.stage.store;
    const sort = mails.sortingWith({
      store: { receivedMails: { ...receivedMails, bind: () => Promise.resolve(false) } },
    });
    const mailId = await mails.take({ from: anna.email, to: addressOf(id) });
    await sort();
    expect(await mails.find(mailId)).toMatchObject({ state: 'received' });
    expect(await mails.messagesOf(id)).toEqual([]);
    await mails.sortingWith({ ahead: () => 3_000 })();
    expect(await mails.find(mailId)).toMatchObject({ state: 'filed', caseId: id });
  });

  it('comes into its case in the order in which it was received', async () => {
    const texts = Array.from({ length: 12 }, (_, index) => `Message ${index}`);
    for (const text of texts) await mails.take({ from: anna.email, to: addressOf(id), text });
    await mails.sort();
    expect(await mails.messagesOf(id)).toMatchObject(texts.map((text) => ({ text })));
  });

  it('waits while the case engine is away, and is there once afterwards', async () => {
    const sort = mails.sortingWith({});
    mails.stage.cases.away = true;
    const mailId = await mails.take({ from: anna.email, to: addressOf(id) });
    await sort();
    expect(await mails.find(mailId)).toMatchObject({ state: 'received', tries: 0 });
    await mails.take({ from: anna.email, to: addressOf(id), text: 'What came meanwhile.' });
    await sort();
    mails.stage.cases.away = false;
    await mails.sortingWith({ ahead: () => 3_000 })();
    await mails.sortingWith({ ahead: () => 3_000 })();
    expect(await mails.find(mailId)).toMatchObject({ state: 'filed' });
    expect(await mails.messagesOf(id)).toMatchObject([
      { text: 'What is new.' },
      { text: 'What came meanwhile.' },
    ]);
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
    await switchOff(ben);
    expect(await mails.receive({ from: ben.email })).toMatchObject({ why: 'disabled-sender' });
    await suspend();
    expect(await mails.receive({ from: anna.email })).toMatchObject({ why: 'disabled-sender' });
  });

  it('waits for the desk when more comes than anybody writes; what bears a proof of ours is not counted', async () => {
    for (let index = 0; index < 31; index += 1) await mails.take({ from: anna.email });
    await mails.sort();
    expect(await mails.receive({ from: anna.email })).toMatchObject({ state: 'review', why: 'too-many' });
    expect(await mails.receive({ from: anna.email, to: addressOf(id) })).toMatchObject({ state: 'filed' });
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

  it('waits for the desk when a machine may have written it, or when its sender was told often enough', async () => {
    const machine = { from: anna.email, to: addressOf(id), subject: 'Out of office' };
    const untold = { state: 'review', why: 'closed-and-perhaps-automatic', caseId: id };
    expect(await mails.receive(machine)).toMatchObject(untold);
    const [first, second, third] = [await told(), await told(), await told()];
    expect([first, second, third]).toEqual(['told', 'told', 'closed-and-told-before']);
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
