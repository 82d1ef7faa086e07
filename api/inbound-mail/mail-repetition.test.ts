import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { supportCaseIdSchema, type AccountId, type SupportCaseId } from '../../domain/identifiers.js';
import { newcomer, partnerAccount, type Signer } from '../testing/people.js';
import { textField } from '../testing/play.js';
import { mailbox, setMailStage, type Letter, type MailStage } from './mail-stage.fixture.js';

let mails: MailStage;
let accountId: AccountId;
let anna: Signer;
let id: SupportCaseId;
let letters = 0;

beforeAll(async () => {
  mails = await setMailStage();
});
beforeEach(async () => {
  accountId = await partnerAccount(mails.stage);
  anna = await newcomer(mails.stage, 'partner-user', accountId);
  ({ id } = await mails.openCase(accountId));
});
afterAll(() => mails.stage.close());

const addressOf = (caseId: SupportCaseId) => mails.identity.replyAddresses.addressFor(caseId);
const receivedBy = (relay: string) => `Received: from out.example.org by ${relay}`;
const messageIdOfItsOwn = () => `<repeated-${(letters += 1)}@example.org>`;

/** The same mail by two ways. */
function twice(letter: Letter): readonly [Letter, Letter] {
  const same = { messageId: messageIdOfItsOwn(), ...letter };
  const { headers = [] } = letter;
  return [
    { ...same, headers: [receivedBy('one.example.net'), ...headers] },
    { ...same, headers: [receivedBy('two.example.net'), ...headers] },
  ];
}

describe('a mail that comes once more (C4)', () => {
  it('adds nothing to its case, and is listed as a repetition', async () => {
    const [one, other] = twice({ from: anna.email, to: addressOf(id) });
    const first = await mails.receive(one);
    const repeated = await mails.receive(other);
    expect(first).toMatchObject({ state: 'filed', caseId: id });
    const told = { state: 'repeated', why: 'repetition', repetitionOf: first.id, caseId: id };
    expect(repeated).toMatchObject(told);
    expect(await mails.messagesOf(id)).toHaveLength(1);
    const list = await mails.stage.ask('GET', '/v1/inbound-mails?state=repeated');
    expect(list.body).toMatchObject({ items: expect.arrayContaining([expect.objectContaining(told)]) });
  });

  it('opens no second case', async () => {
    const [one, other] = twice({ from: anna.email, subject: 'Where is the payout?' });
    expect(await mails.receive(one)).toMatchObject({ state: 'filed', why: 'new-case' });
    expect(await mails.receive(other)).toMatchObject({ state: 'repeated' });
    const { caseId } = await mails.receive({ from: anna.email, subject: 'Something else' });
    const found = await mails.stage.ask('GET', `/v1/support-cases?accountId=${accountId}`);
    const ids = JSON.stringify(found.body).match(/"id":"sup_[a-z0-9]+"/g);
    expect(ids).toHaveLength(3);
    expect(ids).toContain(`"id":"${caseId ?? ''}"`);
  });

  it('is known by HTTP too, where each recipient is handed in by itself', async () => {
    const raw = [
      ...[`From: ${anna.email}`, `To: ${mailbox}, ${addressOf(id)}`, 'Subject: Payout'],
      ...[`Message-ID: ${messageIdOfItsOwn()}`, '', 'Where?', ''],
    ].join('\r\n');
    for (const recipient of [mailbox, addressOf(id)]) {
      const query = `recipient=${encodeURIComponent(recipient)}&sender=${encodeURIComponent(anna.email)}`;
      const headers = { 'content-type': 'message/rfc822' };
      expect((await mails.stage.ask('POST', `/v1/inbound-mails?${query}`, raw, headers)).status).toBe(202);
    }
    await mails.sort();
    expect(await mails.messagesOf(id)).toHaveLength(1);
  });

  it('is one message where two processes sort both at the same moment', async () => {
    const copies = Array.from({ length: 5 }, () => twice({ from: anna.email, to: addressOf(id) }));
    const pairs: (readonly [string, string])[] = [];
    for (const [one, other] of copies) pairs.push([await mails.take(one), await mails.take(other)]);
    const sorting = [mails.sortingWith({}), mails.sortingWith({})];
    await Promise.all(sorting.map((sort) => sort()));
    expect(await mails.messagesOf(id)).toHaveLength(copies.length);
    const { items } = await mails.stage.store.receivedMails.list({ limit: 200 });
    for (const pair of pairs) {
      const states = items.filter((mail) => pair.includes(mail.id)).map(({ state }) => state);
      expect(states.sort()).toEqual(['filed', 'repeated']);
    }
  });

  it('is none with the Message-ID of another mail but with other words, or of another sender', async () => {
    const messageId = messageIdOfItsOwn();
    const letter = { from: anna.email, to: addressOf(id), messageId };
    await mails.receive(letter);
    const ben = await newcomer(mails.stage, 'partner-user', accountId);
    for (const forged of [
      { ...letter, text: 'Other words.' },
      { ...letter, subject: 'Another subject' },
      { ...letter, from: ben.email },
    ]) {
      expect(await mails.receive(forged)).toMatchObject({ state: 'filed', caseId: id });
    }
    expect(await mails.messagesOf(id)).toHaveLength(4);
  });

  it('is none where it is for another case too, which the desk then sees', async () => {
    const { id: other } = await mails.openCase(accountId);
    const blindly = { from: anna.email, text: 'Blind copies.', messageId: messageIdOfItsOwn() };
    const take = (to: SupportCaseId) =>
      mails.stage.dependencies.mailIntake.take(
        { sender: anna.email, recipients: [addressOf(to)] },
        'smtp',
        Buffer.from(
          [
            ...[`From: ${blindly.from}`, `To: ${addressOf(id)}`, 'Subject: Payout'],
            ...[`Message-ID: ${blindly.messageId}`, '', blindly.text, ''],
          ].join('\r\n'),
        ),
      );
    const [first, second] = [await take(id), await take(other)];
    await mails.sort();
    expect(await mails.find(first)).toMatchObject({ state: 'filed', caseId: id });
    expect(await mails.find(second)).toMatchObject({ state: 'review', why: 'several-cases' });
  });

  it('is none where it came as a bounce before, which nobody looks at', async () => {
    const [one, other] = twice({ from: anna.email, to: addressOf(id) });
    const bounce = await mails.take(one, '');
    await mails.sort();
    expect(await mails.find(bounce)).toMatchObject({ state: 'dropped-as-automatic' });
    expect(await mails.receive(other)).toMatchObject({ state: 'filed', caseId: id });
  });

  it('may be put into a case by the desk, where it adds nothing that is there already', async () => {
    const [one, other] = twice({ from: anna.email, to: addressOf(id) });
    await mails.receive(one);
    const repeated = await mails.receive(other);
    const path = `/v1/inbound-mails/${repeated.id}`;
    expect((await mails.stage.ask('POST', `${path}/file`, { supportCaseId: id })).status).toBe(200);
    expect(await mails.messagesOf(id)).toHaveLength(1);
  });

  it('opens the same case by hand as the one that came before', async () => {
    const stranger = 'stranger@example.net';
    const [one, other] = twice({ from: stranger, subject: 'A question' });
    const opened: string[] = [];
    for (const letter of [one, other]) {
      const { id: mailId } = await mails.receive(letter);
      const answer = await mails.stage.ask('POST', `/v1/inbound-mails/${mailId}/open-case`, { accountId });
      opened.push(supportCaseIdSchema.parse(textField(answer, 'id')));
    }
    expect(opened[1]).toBe(opened[0]);
  });

  it('is each time another one where it has no Message-ID', async () => {
    const nameless = { from: anna.email, to: addressOf(id), messageId: '' };
    await mails.receive({ ...nameless, headers: [receivedBy('one.example.net')] });
    await mails.receive({ ...nameless, headers: [receivedBy('two.example.net')] });
    expect(await mails.messagesOf(id)).toHaveLength(2);
  });

  it('is sorted as a mail of its own where retention has deleted the first one, and stops nothing (R2)', async () => {
    const closed = await mails.openCase(accountId);
    await mails.closeCase(closed.id);
    const [one, other] = twice({ from: anna.email, to: addressOf(closed.id) });
    const first = await mails.receive(one);
    expect(first).toMatchObject({ state: 'closed-case' });
    const { 'mail-originals': originals } = mails.stage.store.retentionClasses;
    expect(await (await originals.prepare([first.id])).erase()).toEqual([]);
    const later = await mails.receive(other);
    expect(later).toMatchObject({ state: 'closed-case' });
    expect(later).not.toHaveProperty('repetitionOf');
    expect(await mails.receive({ from: anna.email, to: addressOf(id) })).toMatchObject({ state: 'filed' });
  });
});
