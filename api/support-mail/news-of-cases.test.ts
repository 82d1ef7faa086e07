import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  supportMessage,
  supportOpening,
  supportView,
} from '../../db/repositories/support-records.fixture.js';
import { accountIdSchema, supportCaseIdSchema, userIdSchema } from '../../domain/identifiers.js';
import type { SupportMails } from '../../domain/access/user.js';
import { deskScope } from '../../domain/scope.js';
import type { Mail } from '../../providers/mail/mailer.js';
import type { Browser } from '../testing/browser.js';
import { newcomer, partnerAccount, signedIn, type Signer } from '../testing/people.js';
import { textField } from '../testing/play.js';
import { setStage, type Stage } from '../testing/stage.js';
import { newIdentifier } from '../use-cases/identifiers.js';

let stage: Stage;
let accountId: string;
let anna: Signer;
let ben: Signer;
let annasBrowser: Browser;

beforeAll(async () => {
  stage = await setStage();
});
beforeEach(async () => {
  accountId = await partnerAccount(stage, 'Partner');
  anna = await newcomer(stage, 'partner-user', accountId, { name: 'Anna' });
  ben = await newcomer(stage, 'partner-user', accountId, { name: 'Ben', language: 'de' });
  annasBrowser = await signedIn(stage, anna);
});
afterAll(() => stage.close());

const path = (id: string, rest = '') => `/v1/support-cases/${id}${rest}`;

async function asked(browser = annasBrowser): Promise<string> {
  const answers = { subject: 'Payout missing', description: 'Where is it?', 'answer-by': 'writing' };
  const body = { topic: 'enquiry', formVersion: 1, answers };
  const opened = await browser.ask('POST', '/v1/support-cases', body, {
    'idempotency-key': `${Math.random()}`,
  });
  expect(opened.status).toBe(201);
  return textField(opened, 'id');
}

async function act(id: string, name: string, body: object): Promise<void> {
  const { status, text } = await stage.ask('POST', path(id, `/${name}`), body);
  if (status >= 300) throw new Error(`${name} was answered ${status}: ${text}`);
}

/** The mails about cases that go out now. */
async function goneOut(): Promise<readonly Mail[]> {
  const before = stage.mails.length;
  await stage.supportMail.relay();
  await stage.supportMail.send();
  return stage.mails.slice(before);
}

async function choose({ id }: Signer, supportMails: SupportMails): Promise<void> {
  const profile = { name: 'Somebody', language: 'en', timeZone: 'UTC', supportMails } as const;
  await stage.store.users.saveProfile(deskScope, userIdSchema.parse(id), profile);
}

const receivers = (mails: readonly Mail[]) => mails.map(({ to }) => to).sort();
const numberOf = async (id: string) => textField(await stage.ask('GET', path(id)), 'number');

describe('news of a support case by mail (C5)', () => {
  it('confirm it with number and reference ID, and tell colleagues in their language', async () => {
    const id = await asked();
    const mails = await goneOut();
    expect(receivers(mails)).toEqual([anna.email, ben.email].sort());
    const number = await numberOf(id);
    const referenceId = textField(await stage.ask('GET', path(id)), 'referenceId');
    for (const { subject, text } of mails) {
      expect(subject).toBe(`[${number}] Payout missing`);
      for (const part of [number, referenceId, 'Where is it?', id]) expect(text).toContain(part);
    }
    expect(mails.find(({ to }) => to === anna.email)?.text).toContain('We have received your request');
    expect(mails.find(({ to }) => to === ben.email)?.text).toContain('einen neuen Fall Ihres Unternehmens');
    expect(await goneOut()).toEqual([]);
  });

  it('go to those who want them: to all, to those who take part, to none', async () => {
    await choose(ben, 'mine');
    const id = await asked();
    expect(receivers(await goneOut())).toEqual([anna.email]);
    await act(id, 'messages', { text: 'We ask the bank.', next: 'open' });
    expect(receivers(await goneOut())).toEqual([anna.email]);
    const reply = await (
      await signedIn(stage, ben)
    ).ask('POST', path(id, '/messages'), { text: 'Please do.' });
    expect(reply.status).toBe(201);
    const [toAnna, ...others] = await goneOut();
    expect(others).toEqual([]);
    expect(toAnna).toMatchObject({ to: anna.email, text: expect.stringContaining('Please do.') });
    await choose(anna, 'none');
    await act(id, 'messages', { text: 'It is there.' });
    expect(receivers(await goneOut())).toEqual([ben.email]);
  });

  it('tell whoever has asked a duplicate of the answer in the case that it was merged into (C10)', async () => {
    await choose(ben, 'mine');
    const bensBrowser = await signedIn(stage, ben);
    const [kept, between, duplicate] = [await asked(), await asked(), await asked(bensBrowser)];
    await act(duplicate, 'merge', { into: between });
    await act(between, 'merge', { into: kept });
    await goneOut();
    await act(kept, 'messages', { text: 'It is on its way.' });
    expect(receivers(await goneOut())).toEqual([anna.email, ben.email].sort());
  });

  it('tell the desk’s answer, and neither its notes nor who has the case (C10)', async () => {
    const id = await asked();
    const operator = await newcomer(stage, 'operator', undefined, { name: 'Olga' });
    await choose(operator, 'mine');
    await goneOut();
    await act(id, 'notes', { text: 'Bank says: frozen.' });
    await act(id, 'assign', { assignee: operator.id });
    const assigned = await goneOut();
    expect(receivers(assigned)).toEqual([operator.email]);
    expect(assigned[0]?.replyTo).toBeUndefined();
    await act(id, 'messages', { text: 'It is <b>on its way</b>.' });
    const answers = await goneOut();
    expect(receivers(answers)).toEqual([anna.email, ben.email].sort());
    for (const { text, html } of answers) {
      expect(text).toContain('It is <b>on its way</b>.');
      expect(html).toContain('&lt;b&gt;on its way');
      for (const hidden of ['frozen', 'Olga', operator.id]) expect(text).not.toContain(hidden);
    }
    const late = await annasBrowser.ask('POST', path(id, '/messages'), { text: 'Thank you.' });
    expect(late.status).toBe(201);
    expect(receivers(await goneOut())).toEqual([ben.email, operator.email].sort());
  });

  it('reach everybody of the desk who wants all, while nobody has the case (C9)', async () => {
    const [wantsAll, wantsTheirs] = [await newcomer(stage, 'operator'), await newcomer(stage, 'operator')];
    await choose(wantsTheirs, 'mine');
    const id = await asked();
    const cameIn = await goneOut();
    expect(receivers(cameIn)).toEqual([anna.email, ben.email, wantsAll.email].sort());
    const toDesk = cameIn.find(({ to }) => to === wantsAll.email);
    for (const part of ['Nobody has this case yet.', 'Where is it?']) expect(toDesk?.text).toContain(part);
    expect(toDesk?.replyTo).toBeUndefined();
    const add = () => annasBrowser.ask('POST', path(id, '/messages'), { text: 'Any news?' });
    await add();
    expect(receivers(await goneOut())).toEqual([ben.email, wantsAll.email].sort());
    await act(id, 'assign', { assignee: wantsTheirs.id });
    expect(receivers(await goneOut())).toEqual([wantsTheirs.email]);
    await add();
    expect(receivers(await goneOut())).toEqual([ben.email, wantsTheirs.email].sort());
    await choose(wantsAll, 'none');
  });

  it('reach the desk’s own address where an answer is overdue and nobody would be told (C9)', async () => {
    const { supportCases } = stage.store;
    const overdue = async () => {
      const opening = supportOpening({ accountId: accountIdSchema.parse(accountId) });
      await supportCases.open(deskScope, opening, supportMessage(opening));
      await supportCases.record({
        revision: 1,
        view: supportView(opening),
        entries: [{ sequence: 1, at: Date.now(), event: { type: 'clock', news: 'answer-overdue' } }],
      });
      return opening;
    };
    const { number } = await overdue();
    const [mail, ...others] = await goneOut();
    expect(others).toEqual([]);
    expect(mail).toMatchObject({ to: 'desk@beistand.example', text: expect.stringContaining(number) });
    expect(mail?.replyTo).toBeUndefined();
    const operator = await newcomer(stage, 'operator');
    await overdue();
    expect(receivers(await goneOut())).toEqual([operator.email]);
    await choose(operator, 'none');
  });

  it('reach it also where whoever has the case wants no mails (C9)', async () => {
    const operator = await newcomer(stage, 'operator');
    await choose(operator, 'none');
    const id = await asked();
    await act(id, 'assign', { assignee: operator.id });
    await goneOut();
    const { supportCases } = stage.store;
    const found = await supportCases.find(deskScope, supportCaseIdSchema.parse(id));
    if (found?.view === undefined) throw new Error('Nothing was recorded of the case.');
    const { view } = found;
    const late = (revision: number, sequence: number) =>
      supportCases.record({
        ...{ revision, view },
        entries: [{ sequence, at: Date.now(), event: { type: 'clock', news: 'answer-overdue' } }],
      });
    await late(1_000, 4);
    const [mail, ...others] = await goneOut();
    expect(others).toEqual([]);
    expect(mail).toMatchObject({ to: 'desk@beistand.example' });
    await choose(operator, 'mine');
    await late(1_001, 5);
    expect(receivers(await goneOut())).toEqual([operator.email]);
    await choose(operator, 'none');
  });

  it('carry a signed address for answers, names of ours, and the conversation (C4)', async () => {
    await choose(ben, 'none');
    const id = await asked();
    const [first] = await goneOut();
    await act(id, 'messages', { text: 'We ask the bank.' });
    const [second] = await goneOut();
    const { replyAddresses, messageIds } = stage.supportMailIdentity;
    for (const mail of [first, second]) {
      expect(replyAddresses.caseOf(mail?.replyTo ?? '')).toBe(id);
      expect(replyAddresses.caseOf(mail?.returnPath ?? '')).toBe(id);
      expect(messageIds.messageOf(mail?.messageId ?? '')?.caseId).toBe(id);
      expect(mail?.text).toContain('You can answer by simply replying to this mail.');
      expect(mail?.automatic ?? 'auto-generated').toBe('auto-generated');
    }
    const { message: letters = '' } = messageIds.messageOf(second?.messageId ?? '') ?? {};
    expect(await stage.store.supportMails.find(`sml_${letters}`)).toMatchObject({
      state: 'sent',
      caseId: id,
    });
    const root = messageIds.messageIdFor({ caseId: id, message: 'thread' });
    expect(first?.thread).toEqual({ inReplyTo: root, references: [root] });
    expect(second?.thread).toEqual({ inReplyTo: first?.messageId, references: [root, first?.messageId] });
  });

  it('tell how it ended, and that a closed case takes no reply; of spam nobody (C6)', async () => {
    await choose(ben, 'none');
    const [kept, duplicate, spam] = [await asked(), await asked(), await asked()];
    await goneOut();
    await act(duplicate, 'merge', { into: kept });
    const merged = await goneOut();
    const [closed, taken] = ['Your case goes on', 'have become one'].map((heading) =>
      merged.find(({ text }) => text.includes(heading)),
    );
    expect(closed?.text).toContain(await numberOf(kept));
    // An answer to it goes into the other case.
    expect(closed?.text).toContain('You can answer by simply replying to this mail.');
    expect(closed?.text).toContain(`/#/support-cases/${kept}`);
    expect(closed?.text).not.toContain('A closed case takes no reply.');
    expect(taken?.text).toContain(await numberOf(duplicate));
    await act(spam, 'close', { outcome: 'spam' });
    expect(await goneOut()).toEqual([]);
    await act(kept, 'close', { outcome: 'answered' });
    const [end] = await goneOut();
    expect(end?.text).toContain('A closed case takes no reply.');
    expect(end?.text).toMatch(/Ask further questions.*\/support-cases\/questions\//s);
  });

  it('are dropped for whoever was switched off meanwhile, turned them off, or is of a suspended account', async () => {
    const id = await asked();
    await stage.supportMail.relay();
    await stage.store.users.saveAccess(deskScope, userIdSchema.parse(ben.id), {
      role: 'partner-user',
      disabled: true,
    });
    await choose(anna, 'none');
    expect(await goneOut()).toEqual([]);
    await choose(anna, 'all');
    await act(id, 'messages', { text: 'It is there.' });
    await stage.supportMail.relay();
    const found = await stage.store.accounts.find(deskScope, accountIdSchema.parse(accountId));
    if (found === undefined) throw new Error('There is no account.');
    const { id: _id, revision: _revision, createdAt: _created, updatedAt: _updated, ...details } = found;
    await stage.store.accounts.save(deskScope, found.id, { ...details, state: 'suspended' });
    expect(await goneOut()).toEqual([]);
    expect(await stage.store.supportMails.waiting(new Date(Date.now() + 1e9), 10)).toEqual([]);
  });

  it('come once each and in order, however many processes relay and send', async () => {
    await choose(ben, 'none');
    const id = await asked();
    for (const text of ['One', 'Two', 'Three', 'Four']) await act(id, 'messages', { text, next: 'open' });
    const before = stage.mails.length;
    await Promise.all([1, 2, 3].map(() => stage.supportMail.relay()));
    const told = () => stage.mails.slice(before).map(({ text }) => /(One|Two|Three|Four)\b/.exec(text)?.[0]);
    for (let round = 0; round < 10 && told().length < 5; round += 1) {
      await Promise.all([1, 2, 3].map(() => stage.supportMail.send()));
      stage.clock.ahead += 5_000;
    }
    expect(told()).toEqual([undefined, 'One', 'Two', 'Three', 'Four']);
  });

  it('answer the mail of a closed case with the way to ask further, and nothing else of it (C6)', async () => {
    const id = supportCaseIdSchema.parse(await asked());
    await act(id, 'close', { outcome: 'answered' });
    await goneOut();
    const receivedMailId = newIdentifier('mai');
    const { receivedMails, supportMails } = stage.store;
    const envelope = { recipients: [] };
    const received = { id: receivedMailId, envelope, receivedAt: new Date(), via: 'smtp' } as const;
    await receivedMails.keep(received, new Uint8Array([13, 10]));
    const head = { from: 'somebody@example.org', subject: 'And?', messageId: '<theirs@example.org>' };
    await receivedMails.noteHead(receivedMailId, head);
    await supportMails.put({
      id: newIdentifier('sml'),
      caseId: id,
      accountId: accountIdSchema.parse(accountId),
      to: { is: 'sender', receivedMailId },
      about: { is: 'case-closed' },
      createdAt: new Date(),
    });
    const [answer, ...others] = await goneOut();
    expect(others).toEqual([]);
    expect(answer).toMatchObject({
      to: 'somebody@example.org',
      subject: `[${await numberOf(id)}] This case is closed`,
      automatic: 'auto-replied',
      thread: { inReplyTo: '<theirs@example.org>', references: ['<theirs@example.org>'] },
    });
    // Somebody unknown: the link names the case, and nobody.
    expect(answer?.text).toContain(`/support-cases/questions/${id.slice('sup_'.length)}--`);
    expect(answer?.text).not.toMatch(/Payout missing|Where is it/);
  });
});
