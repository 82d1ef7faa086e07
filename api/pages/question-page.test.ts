import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { AccountId, SupportCaseId } from '../../domain/identifiers.js';
import { accountIdSchema, supportCaseIdSchema, userIdSchema } from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import type { Browser } from '../testing/browser.js';
import { newcomer, partnerAccount, signedIn, type Signer } from '../testing/people.js';
import { textField } from '../testing/play.js';
import { setStage, type Answer, type Stage } from '../testing/stage.js';

let stage: Stage;
let accountId: AccountId;
let anna: Signer;
let annasBrowser: Browser;
let id: SupportCaseId;

beforeAll(async () => {
  stage = await setStage();
});
beforeEach(async () => {
  stage.clock.ahead = 0;
  accountId = accountIdSchema.parse(await partnerAccount(stage));
  anna = await newcomer(stage, 'partner-user', accountId, { name: 'Anna' });
  annasBrowser = await signedIn(stage, anna);
  id = await openCase();
});
afterAll(() => stage.close());

async function openCase(): Promise<SupportCaseId> {
  const answers = { subject: 'Payout missing', description: 'Where is it?', 'answer-by': 'writing' };
  const body = { topic: 'enquiry', formVersion: 1, answers };
  return supportCaseIdSchema.parse(
    textField(await annasBrowser.ask('POST', '/v1/support-cases', body), 'id'),
  );
}

async function act(action: string, body: object, of = id): Promise<void> {
  const { status, text } = await stage.ask('POST', `/v1/support-cases/${of}/${action}`, body);
  if (status >= 300) throw new Error(`${action} was answered ${status}: ${text}`);
}

/** The path of the page that Anna's newest mail leads to. */
async function linked(): Promise<string> {
  await stage.supportMail.relay();
  await stage.supportMail.send();
  const mail = stage.mails.filter(({ to }) => to === anna.email).at(-1);
  const [, path] = /https:\/\/desk\.example\.org\/beistand(\/support-cases\/questions\/\S+)/.exec(
    mail?.text ?? '',
  ) ?? [undefined, undefined];
  if (path === undefined) throw new Error('The mail leads to no page for further questions.');
  return path;
}

const form = { 'content-type': 'application/x-www-form-urlencoded', authorization: '' };
const open = (path: string): Promise<Answer> => stage.ask('GET', path, undefined, form);
const send = (path: string, text: string): Promise<Answer> =>
  stage.ask('POST', path, new URLSearchParams({ text, answer: 'send' }).toString(), form);

async function casesOfAccount() {
  const { items } = await stage.store.supportCases.list({ of: 'account', accountId }, { limit: 20 });
  return items;
}

describe('the page for further questions about a closed case (C6, C7)', () => {
  it('is linked from the mail that tells of the closure, and makes one follow-up of its reader', async () => {
    await act('close', { outcome: 'answered' });
    const path = await linked();
    const page = await open(path);
    expect(page.status).toBe(200);
    expect(page.text).toContain('<textarea name="text"');
    expect(await casesOfAccount()).toHaveLength(1);

    const first = await send(path, 'And which account\r\nwas it paid to?');
    const again = await send(path, 'And which account\r\nwas it paid to?');
    expect([first.status, again.status]).toEqual([200, 200]);
    const [followUp, before] = await casesOfAccount();
    expect(await casesOfAccount()).toHaveLength(2);
    expect(first.text).toContain(followUp?.opening.number);
    expect(again.text).toContain(followUp?.opening.number);
    expect(followUp?.opening).toMatchObject({
      followUpOf: id,
      openedBy: { by: 'partner', userId: anna.id },
      topic: before?.opening.topic,
    });
    const messageId = followUp?.opening.firstMessage;
    if (messageId === undefined) throw new Error('There is no follow-up.');
    expect(await stage.store.supportMessages.find(deskScope, messageId)).toMatchObject({
      text: 'And which account\nwas it paid to?',
    });
  });

  it('says what is wrong with the words, and keeps them', async () => {
    await act('close', { outcome: 'answered' });
    const path = await linked();
    expect((await send(path, ' ')).text).toContain('Please write what you would like to know.');
    const long = `<b>${'x'.repeat(20_000)}`;
    const tooLong = await send(path, long);
    expect(tooLong.status).toBe(400);
    expect(tooLong.text).toContain(`&lt;b&gt;${'x'.repeat(20_000)}`);
    expect(await casesOfAccount()).toHaveLength(1);
  });

  it('takes questions while the case engine is away', async () => {
    await act('close', { outcome: 'answered' });
    const path = await linked();
    stage.cases.away = true;
    try {
      expect((await send(path, 'Which account?')).status).toBe(200);
    } finally {
      stage.cases.away = false;
    }
    expect((await send(path, 'Which account?')).status).toBe(200);
    expect(await casesOfAccount()).toHaveLength(2);
  });

  it('leads to the case in which a duplicate goes on, while that is open and when it is closed (C10)', async () => {
    await act('close', { outcome: 'answered' });
    await linked();
    const [duplicate, kept] = [await openCase(), await openCase()];
    const token = stage.dependencies.questionTokens.sign({ caseId: duplicate }, Date.now());
    await act('merge', { into: kept }, duplicate);
    const path = `/support-cases/questions/${token}`;
    const numberOf = async (of: SupportCaseId) =>
      (await stage.store.supportCases.find(deskScope, of))?.opening.number;
    const stillOpen = await open(path);
    expect(stillOpen.status).toBe(409);
    expect(stillOpen.text).toContain(`The case ${await numberOf(kept)} is open.`);
    await act('close', { outcome: 'answered' }, kept);
    expect((await send(path, 'And now?')).status).toBe(200);
    expect((await casesOfAccount())[0]?.opening).toMatchObject({ followUpOf: kept });
  });

  it('can be used by whoever has written to the case without being a user, and not for ever', async () => {
    await act('close', { outcome: 'answered' });
    const day = 24 * 3_600_000;
    const token = stage.dependencies.questionTokens.sign({ caseId: id }, Date.now() + 10 * day);
    const path = `/support-cases/questions/${token}`;
    expect((await send(path, 'I am a colleague.')).status).toBe(200);
    expect((await casesOfAccount())[0]?.opening.openedBy).toEqual({ by: 'partner' });
    stage.clock.ahead = 11 * day;
    expect((await open(path)).status).toBe(404);
    expect((await open('/support-cases/questions/made-up')).status).toBe(404);
  });

  it('is closed to users who were switched off, and to suspended accounts', async () => {
    await act('close', { outcome: 'answered' });
    const path = await linked();
    await stage.store.users.saveAccess(deskScope, userIdSchema.parse(anna.id), {
      role: 'partner-user',
      disabled: true,
    });
    expect((await send(path, 'Still here.')).status).toBe(404);
    expect(await casesOfAccount()).toHaveLength(1);
  });

  it('takes no more than twenty questions a day about one case', async () => {
    await act('close', { outcome: 'answered' });
    const path = await linked();
    for (let count = 1; count <= 20; count += 1) {
      expect((await send(path, `Question ${count}`)).status).toBe(200);
    }
    expect((await send(path, 'One more')).status).toBe(429);
    expect(await casesOfAccount()).toHaveLength(20);
  });
});
