import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser } from '../testing/browser.js';
import { newcomer, partnerAccount, signedIn } from '../testing/people.js';
import { field, problem, textField } from '../testing/play.js';
import { setStage, type Stage } from '../testing/stage.js';

let stage: Stage;
let accountId: string;
let partner: Browser;

beforeAll(async () => {
  stage = await setStage();
});
beforeEach(async () => {
  accountId = await partnerAccount(stage, 'Partner');
  partner = await signedIn(stage, await newcomer(stage, 'partner-user', accountId));
});
afterAll(() => stage.close());

const path = (id: string, rest = '') => `/v1/support-cases/${id}${rest}`;

async function opened(account = accountId, more: object = {}): Promise<string> {
  const answers = { subject: 'A payout', description: 'Where is it?', 'answer-by': 'writing', ...more };
  const body = { accountId: account, topic: 'enquiry', formVersion: 1, answers };
  return textField(await stage.ask('POST', '/v1/support-cases', body), 'id');
}

async function closed(id: string): Promise<string> {
  expect((await stage.ask('POST', path(id, '/close'), { outcome: 'answered' })).status).toBe(200);
  return id;
}

describe('what the desk does with a support case (C9)', () => {
  it('goes from new to open, waiting, on hold and closed, and says so at once', async () => {
    const id = await opened();
    const operator = await newcomer(stage, 'operator');
    const act = (name: string, body: object) => stage.ask('POST', path(id, `/${name}`), body);
    expect((await act('assign', { assignee: operator.id })).body).toMatchObject({ state: 'open' });
    const answered = await act('messages', { text: 'It is on its way.' });
    expect(answered.body).toMatchObject({ author: { side: 'desk' }, text: 'It is on its way.' });
    expect((await partner.ask('GET', path(id))).body).toMatchObject({ state: 'waiting-for-partner' });
    expect((await act('state', { state: 'on-hold' })).body).toMatchObject({ state: 'on-hold' });
    expect((await act('state', { state: 'open' })).body).toMatchObject({ state: 'open' });
    expect((await act('messages', { text: 'Wait.', next: 'open' })).status).toBe(201);
    expect((await act('close', { outcome: 'answered' })).body).toMatchObject({
      state: 'closed',
      outcome: 'answered',
    });
    for (const [name, body] of [
      ['assign', { assignee: null }],
      ['state', { state: 'open' }],
      ['close', { outcome: 'spam' }],
    ] as const) {
      expect((await act(name, body)).status).toBe(409);
    }
  });

  it('is given to people who work at the desk only', async () => {
    const id = await opened();
    const user = await newcomer(stage, 'partner-user', accountId);
    for (const assignee of [user.id, 'usr_nobody0000']) {
      expect(problem(await stage.ask('POST', path(id, '/assign'), { assignee }))).toMatchObject({
        status: 400,
        paths: ['/assignee'],
      });
    }
  });
});

describe('what the partner wrote while the desk was writing (C6, C9)', () => {
  it('keeps the case open, with its promise, whether the desk answers or closes', async () => {
    const id = await opened();
    const say = async (who: Browser | Stage, body: object) => {
      const said = await who.ask('POST', path(id, '/messages'), body);
      expect(said.status).toBe(201);
      return field(said, 'sequence');
    };
    const read = await say(partner, { text: 'Where is it?' });
    const unread = await say(partner, { text: 'And where is the other one?' });
    await say(stage, { text: 'It is on its way.', seen: read });
    const standing = (await stage.ask('GET', path(id))).body;
    expect(standing).toMatchObject({ state: 'open', answer: { is: 'due' } });
    const close = (seen: unknown) => stage.ask('POST', path(id, '/close'), { outcome: 'answered', seen });
    expect(problem(await close(read)).status).toBe(409);
    expect(problem(await close(-1))).toMatchObject({ status: 400, paths: ['/seen'] });
    expect((await close(unread)).body).toMatchObject({ state: 'closed' });
  });

  it('is looked at by the desk only', async () => {
    const id = await opened();
    const said = await partner.ask('POST', path(id, '/messages'), { text: 'Hello', seen: 1, next: 'open' });
    expect(problem(said)).toMatchObject({ status: 400, paths: ['/next', '/seen'] });
  });
});

describe('a closed case (C6, C7)', () => {
  it('takes no reply, neither of the partner nor of the desk', async () => {
    const id = await closed(await opened());
    for (const who of [partner, stage]) {
      expect(problem(await who.ask('POST', path(id, '/messages'), { text: 'One more.' })).status).toBe(409);
    }
    expect(field(await partner.ask('GET', path(id, '/messages')), 'items')).toHaveLength(1);
  });

  it('answers a repeated message that it has taken while it was open', async () => {
    const id = await opened();
    const headers = { 'idempotency-key': 'again' };
    const send = (text: string) => partner.ask('POST', path(id, '/messages'), { text }, headers);
    const first = await send('Words');
    await closed(id);
    expect((await send('Words')).body).toEqual(first.body);
    expect((await send('Other words')).status).toBe(422);
  });

  it('takes no other request for a repetition, with the same words too', async () => {
    const id = await opened();
    const headers = { 'idempotency-key': 'same words' };
    const send = (more: object) =>
      stage.ask('POST', path(id, '/messages'), { text: 'We ask the bank.', ...more }, headers);
    const first = await send({ next: 'open' });
    expect(first.status).toBe(201);
    expect((await send({ next: 'open' })).body).toEqual(first.body);
    expect((await send({ next: 'waiting-for-partner' })).status).toBe(422);
    expect((await send({})).status).toBe(422);
  });

  it('is continued by a new case, linked both ways, with account, topic, identifiers and assignee', async () => {
    const operator = await newcomer(stage, 'operator');
    const id = await opened(accountId, { 'contract-number': 'VN 1234-5678' });
    expect((await partner.ask('POST', path(id, '/follow-up'), { text: 'And?' })).status).toBe(409);
    await stage.ask('POST', path(id, '/assign'), { assignee: operator.id });
    await closed(id);
    const before = await stage.ask('GET', path(id));
    const headers = { 'idempotency-key': 'once' };
    const both = await Promise.all(
      [1, 2].map(() => partner.ask('POST', path(id, '/follow-up'), { text: 'Still missing.' }, headers)),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 201]);
    const ids = both.map((each) => textField(each, 'id'));
    expect(new Set(ids).size).toBe(1);
    const [next = ''] = ids;
    const shown = await stage.ask('GET', path(next));
    expect(shown.body).toMatchObject({
      followUpOf: id,
      accountId,
      topic: 'enquiry',
      identifiers: field(before, 'identifiers'),
      assignee: operator.id,
    });
    expect(textField(shown, 'number')).not.toBe(textField(before, 'number'));
    expect((await partner.ask('GET', path(id))).body).toMatchObject({ state: 'closed', followUps: [next] });
    const other = { text: 'Other words' };
    expect((await partner.ask('POST', path(id, '/follow-up'), other, headers)).status).toBe(422);
  });

  it('is not continued with somebody who has left the desk', async () => {
    const operator = await newcomer(stage, 'operator');
    const id = await opened();
    await stage.ask('POST', path(id, '/assign'), { assignee: operator.id });
    await closed(id);
    await stage.ask('PUT', `/v1/users/${operator.id}`, { role: 'operator', disabled: true });
    const next = textField(await partner.ask('POST', path(id, '/follow-up'), { text: 'And?' }), 'id');
    expect((await stage.ask('GET', path(next))).text).not.toContain('assignee');
  });
});

describe('a duplicate (C10)', () => {
  it('is merged into an open case of the same account, once', async () => {
    const [duplicate, into, gone] = [await opened(), await opened(), await closed(await opened())];
    const elsewhere = await opened(await partnerAccount(stage, 'Elsewhere'));
    const merge = (id: string, other: string) => stage.ask('POST', path(id, '/merge'), { into: other });
    expect(problem(await merge(duplicate, duplicate))).toMatchObject({ status: 400, paths: ['/into'] });
    expect(problem(await merge(duplicate, 'sup_nowhere0'))).toMatchObject({ status: 404, paths: ['/into'] });
    for (const other of [gone, elsewhere]) expect((await merge(duplicate, other)).status).toBe(409);
    const merged = { state: 'closed', outcome: 'merged', mergedInto: into };
    expect((await merge(duplicate, into)).body).toMatchObject(merged);
    expect((await merge(duplicate, into)).body).toMatchObject(merged);
    expect((await merge(duplicate, await opened())).status).toBe(409);
    expect((await partner.ask('GET', path(into))).body).toMatchObject({ state: 'new' });
  });

  it('is not continued: its questions belong to the case that it was merged into (C7)', async () => {
    const [duplicate, between, last] = [await opened(), await opened(), await opened()];
    for (const [id, into] of [
      [duplicate, between],
      [between, last],
    ] as const) {
      expect((await stage.ask('POST', path(id, '/merge'), { into })).status).toBe(200);
    }
    const number = textField(await partner.ask('GET', path(last)), 'number');
    const ask = () => partner.ask('POST', path(duplicate, '/follow-up'), { text: 'And?' });
    const whileOpen = await ask();
    expect(whileOpen.status).toBe(409);
    expect(textField(whileOpen, 'detail')).toContain(`${number}, which is open`);
    await closed(last);
    const afterwards = await ask();
    expect(afterwards.status).toBe(409);
    expect(textField(afterwards, 'detail')).toContain(`${number}, which is closed too`);
    expect((await partner.ask('POST', path(last, '/follow-up'), { text: 'And?' })).status).toBe(201);
  });
});

describe('a note of the desk (C10)', () => {
  it('is one with its Idempotency-Key, and shown as it is stored', async () => {
    const id = await opened();
    const headers = { 'idempotency-key': 'note' };
    const note = (text: string) => stage.ask('POST', path(id, '/notes'), { text }, headers);
    const first = await note('Bank says: frozen.');
    stage.clock.ahead += 60_000;
    expect((await note('Bank says: frozen.')).body).toEqual(first.body);
    expect((await note('Bank says: free.')).status).toBe(422);
    expect(field(await stage.ask('GET', path(id, '/notes')), 'items')).toHaveLength(1);
  });
});
