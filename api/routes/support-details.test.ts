import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { deskScope } from '../../domain/scope.js';
import { supportCaseIdSchema, type AccountId } from '../../domain/identifiers.js';
import { newcomer, partnerAccount, signedIn } from '../testing/people.js';
import { field, problem, textField } from '../testing/play.js';
import { setStage, type Answer, type Stage } from '../testing/stage.js';

let stage: Stage;
let accountId: AccountId;
let id: string;

beforeAll(async () => {
  stage = await setStage();
});
beforeEach(async () => {
  accountId = await partnerAccount(stage);
  const answers = { subject: 'Something else', description: 'The money is missing.', 'answer-by': 'writing' };
  const body = { accountId, topic: 'enquiry', formVersion: 1, answers };
  id = textField(await stage.ask('POST', '/v1/support-cases', body), 'id');
});
afterAll(() => stage.close());

const details = { topic: 'complaint', subject: 'Payout of October', identifiers: [] };
const contract = (value: string) => ({ type: 'contract-number', value });

const read = () => stage.ask('GET', `/v1/support-cases/${id}/details`);
const save = (body: object, revision = '*'): Promise<Answer> =>
  stage.ask('PUT', `/v1/support-cases/${id}/details`, body, { 'if-match': revision });

/** The cases of the account that a search finds. */
async function found(search: string): Promise<readonly string[]> {
  const query = new URLSearchParams({ search, accountId });
  const answer = await stage.ask('GET', `/v1/support-cases?${query.toString()}`);
  return [...answer.text.matchAll(/"id":"(sup_[a-z0-9]+)"/g)].map(([, name = '']) => name);
}

describe('what a case is about (C2, C3)', () => {
  it('is put right by the desk, and shown so; how it was asked stays', async () => {
    const before = await read();
    expect([before.headers.get('etag'), before.body]).toEqual([
      '"0"',
      { topic: 'enquiry', subject: 'Something else', identifiers: [] },
    ]);
    const saved = await save({ ...details, identifiers: [contract('VN 12-345678')] }, '"0"');
    expect([saved.status, saved.headers.get('etag')]).toEqual([200, '"1"']);
    const changed = { ...details, identifiers: [contract('VN12345678')] };
    expect(saved.body).toEqual(changed);
    expect((await read()).body).toEqual(changed);
    expect((await stage.ask('GET', `/v1/support-cases/${id}`)).body).toMatchObject(changed);
    const listed = await stage.ask('GET', `/v1/support-cases?accountId=${accountId}&topic=complaint`);
    expect(field(listed, 'items')).toMatchObject([{ id, ...changed }]);
    const stored = await stage.store.supportCases.find(deskScope, supportCaseIdSchema.parse(id));
    expect(stored?.opening).toMatchObject({ topic: 'enquiry', subject: 'Something else', identifiers: [] });
  });

  it('is found by its new numbers and its new subject, and by those it lost no more', async () => {
    await save({ ...details, identifiers: [contract('VN 12-345678')] });
    expect(await found('vn 12 345678')).toEqual([id]);
    expect(await found('payout october')).toEqual([id]);
    await save({ ...details, identifiers: [contract('VN 98-765432')] });
    expect(await found('VN 12-345678')).toEqual([]);
    expect(await found('VN12345678')).toEqual([]);
    expect(await found('VN 98-765432')).toEqual([id]);
    expect(await found('missing')).toEqual([id]);
  });

  it('is found by what is written while it is saved', async () => {
    const words = Array.from({ length: 8 }, (_, index) => `word${'abcdefgh'.charAt(index)}`);
    await Promise.all([
      ...words.map((text) => stage.ask('POST', `/v1/support-cases/${id}/messages`, { text })),
      ...words.map((subject) => save({ ...details, subject: `Subject ${subject}` })),
    ]);
    for (const word of words) expect(await found(word)).toEqual([id]);
  });

  it('is saved by one of two who have read the same', async () => {
    const answers = await Promise.all([save(details, '"0"'), save({ ...details, subject: 'Else' }, '"0"')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
  });

  it('is carried over by a follow-up (C7)', async () => {
    const changed = { ...details, identifiers: [contract('VN12345678')] };
    await save(changed);
    await stage.ask('POST', `/v1/support-cases/${id}/close`, { outcome: 'answered' });
    const next = await stage.ask('POST', `/v1/support-cases/${id}/follow-up`, { text: 'And now?' });
    expect(next.body).toMatchObject({ followUpOf: id, ...changed });
  });

  it('is refused with the reason', async () => {
    expect(problem(await save({ ...details, topic: 'weather' }))).toMatchObject({
      ...{ status: 400, paths: ['/topic'] },
    });
    expect(problem(await save({ ...details, identifiers: [contract('!')] }))).toMatchObject({
      ...{ status: 400, paths: ['/identifiers/0/value'] },
    });
    expect((await stage.ask('PUT', `/v1/support-cases/${id}/details`, details)).status).toBe(400);
    const partner = await signedIn(stage, await newcomer(stage, 'partner-user', accountId));
    expect((await partner.ask('PUT', `/v1/support-cases/${id}/details`, details)).status).toBe(403);
    expect((await partner.ask('GET', `/v1/support-cases/${id}/details`)).status).toBe(200);
    await stage.ask('POST', `/v1/support-cases/${id}/close`, { outcome: 'answered' });
    expect((await save(details)).status).toBe(409);
  });
});

describe('a number of the account itself (C3)', () => {
  it('finds all its cases, for the desk and for its users, and for no others', async () => {
    const company = { name: 'Partner', language: 'en', country: 'DE', state: 'active' } as const;
    const value = `K${accountId.slice(4, 12).toUpperCase()}`;
    await stage.store.accounts.save(deskScope, accountId, {
      ...company,
      identifiers: [{ type: 'merchant-id', value }],
    });
    const search = async (ask: Stage['ask']) =>
      field(await ask('GET', `/v1/support-cases?search=${value.toLowerCase()}`), 'items');
    expect(await search((...asked) => stage.ask(...asked))).toMatchObject([{ id }]);
    const partner = await signedIn(stage, await newcomer(stage, 'partner-user', accountId));
    expect(await search((...asked) => partner.ask(...asked))).toMatchObject([{ id }]);
    const elsewhere = await partnerAccount(stage, 'Elsewhere');
    const stranger = await signedIn(stage, await newcomer(stage, 'partner-user', elsewhere));
    expect(await search((...asked) => stranger.ask(...asked))).toEqual([]);
  });
});
