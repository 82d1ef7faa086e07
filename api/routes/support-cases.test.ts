import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import {
  supportMessage,
  supportOpening,
  supportView,
} from '../../db/repositories/support-records.fixture.js';
import { accountIdSchema } from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import { derivedIdentifier, hashBody } from '../use-cases/identifiers.js';
import type { Browser } from '../testing/browser.js';
import { newcomer, partnerAccount, signedIn } from '../testing/people.js';
import { field, problem, textField } from '../testing/play.js';
import { setStage, until, type Answer, type Stage } from '../testing/stage.js';

let stage: Stage;
let accountId: string;
let partner: Browser;
let colleague: Browser;
let stranger: Browser;

beforeAll(async () => {
  stage = await setStage();
  const strange = await partnerAccount(stage, 'Elsewhere');
  stranger = await signedIn(stage, await newcomer(stage, 'partner-admin', strange));
});
beforeEach(async () => {
  accountId = await partnerAccount(stage, 'Partner');
  partner = await signedIn(stage, await newcomer(stage, 'partner-user', accountId));
  colleague = await signedIn(stage, await newcomer(stage, 'partner-user', accountId));
});
afterAll(() => stage.close());

const answers = {
  subject: 'A wrong payout',
  description: 'The payout of May is too low.',
  'answer-by': 'writing',
};
const enquiry = { topic: 'enquiry', formVersion: 1, answers };
type Asks = Pick<Browser, 'ask'>;

async function opened(who: Asks = partner, more: object = {}): Promise<string> {
  const answer = await who.ask('POST', '/v1/support-cases', { ...enquiry, ...more });
  if (answer.status !== 201) throw new Error(`The case was answered ${answer.status}: ${answer.text}`);
  return textField(answer, 'id');
}

const path = (id: string, rest = '') => `/v1/support-cases/${id}${rest}`;
const closed = async (id: string) => {
  expect((await stage.ask('POST', path(id, '/close'), { outcome: 'answered' })).status).toBe(200);
  return id;
};
const pageSchema = z.object({ items: z.array(z.looseObject({ id: z.string() })) });
const idsIn = (answer: Answer) => pageSchema.parse(answer.body).items.map(({ id }) => id);
const textsOf = async (who: Asks, id: string) =>
  z
    .object({ items: z.array(z.looseObject({ text: z.string() })) })
    .parse((await who.ask('GET', path(id, '/messages'))).body)
    .items.map(({ text }) => text);

describe('opening a support case (C2, C3)', () => {
  it('checks the answers by the form of the topic, and names what is wrong', async () => {
    const forms = await partner.ask('GET', '/v1/support-forms');
    expect(field(forms, 'items')).toEqual(
      expect.arrayContaining([expect.objectContaining({ topic: 'business-data-access', version: 1 })]),
    );
    const ask = (body: object) => partner.ask('POST', '/v1/support-cases', body);
    expect(problem(await ask({ ...enquiry, answers: { subject: 'x', more: 1 } }))).toMatchObject({
      status: 400,
      paths: ['/answers/more', '/answers/description', '/answers/answer-by'],
    });
    expect(problem(await ask({ ...enquiry, topic: 'weather' }))).toMatchObject({ paths: ['/topic'] });
    expect((await ask({ ...enquiry, formVersion: 2 })).status).toBe(409);
  });

  it('gives a number and a reference ID, and makes the answers its first message', async () => {
    const answer = await partner.ask('POST', '/v1/support-cases', {
      ...enquiry,
      answers: { ...answers, 'contract-number': 'VN 1234-5678' },
    });
    expect(answer.body).toMatchObject({
      subject: 'A wrong payout',
      state: 'new',
      accountId,
      identifiers: [{ type: 'contract-number' }],
    });
    expect(textField(answer, 'number')).toMatch(/^B-\d{4}-\d{6}$/);
    const [text = ''] = await textsOf(partner, textField(answer, 'id'));
    expect(text).toContain('What is it about?\nThe payout of May is too low.');
    expect(text).toContain('How shall we answer?: In writing');
  });

  it('twice with one key, also at the same moment, gives one case with one number', async () => {
    const headers = { 'idempotency-key': `key-${accountId}` };
    const both = await Promise.all(
      [1, 2].map(() => partner.ask('POST', '/v1/support-cases', enquiry, headers)),
    );
    expect(new Set(both.map((each) => textField(each, 'number'))).size).toBe(1);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 201]);
    const other = { ...enquiry, answers: { ...answers, subject: 'Another one' } };
    expect((await partner.ask('POST', '/v1/support-cases', other, headers)).status).toBe(422);
    expect(idsIn(await partner.ask('GET', '/v1/support-cases'))).toHaveLength(1);
  });

  it('is answered with the first case again, whatever has become of the form since (I1)', async () => {
    const key = `key-before-${accountId}`;
    const body = { ...enquiry, formVersion: 7 };
    const opening = supportOpening({
      id: derivedIdentifier('sup', 'case', accountId, key),
      accountId: accountIdSchema.parse(accountId),
      bodyHash: hashBody(body),
    });
    await stage.store.supportCases.open(deskScope, opening, supportMessage(opening));
    const repeat = (more: object) =>
      partner.ask('POST', '/v1/support-cases', { ...body, ...more }, { 'idempotency-key': key });
    const again = await repeat({});
    expect(again.status).toBe(200);
    expect(again.body).toMatchObject({ id: opening.id, number: opening.number });
    expect((await repeat({ answers: {} })).status).toBe(422);
    expect((await partner.ask('POST', '/v1/support-cases', body)).status).toBe(409);
  });

  it('takes the files of its own account only (C8)', async () => {
    const octets = { 'content-type': 'application/octet-stream' };
    const own = textField(await partner.ask('POST', '/v1/attachments?name=a.txt', 'a', octets), 'id');
    const foreign = textField(await stranger.ask('POST', '/v1/attachments?name=b.txt', 'b', octets), 'id');
    const refused = await partner.ask('POST', '/v1/support-cases', {
      ...enquiry,
      answers: { ...answers, attachments: [own, foreign] },
    });
    expect(problem(refused)).toMatchObject({ status: 400, paths: ['/answers/attachments/1'] });
    const id = await opened(partner, { answers: { ...answers, attachments: [own] } });
    const read = await colleague.ask('GET', path(id, '/messages'));
    expect(field(read, 'items')).toMatchObject([{ attachments: [{ id: own, name: 'a.txt' }] }]);
    const message = { text: 'See the file.', attachments: [foreign] };
    expect(problem(await partner.ask('POST', path(id, '/messages'), message))).toMatchObject({
      paths: ['/attachments/0'],
    });
  });

  it('is accepted while the case engine is away, and starts by itself later', async () => {
    stage.cases.away = true;
    const answer = await partner.ask('POST', '/v1/support-cases', enquiry);
    stage.cases.away = false;
    expect(answer.status).toBe(202);
    const id = textField(answer, 'id');
    expect((await partner.ask('POST', path(id, '/messages'), { text: 'And this.' })).status).toBe(201);
    expect(await textsOf(partner, id)).toHaveLength(2);
  });
});

describe('support cases of an account (C3, C8)', () => {
  it('are seen by all its users, and at no place by others', async () => {
    const id = await opened();
    const number = textField(await partner.ask('GET', path(id)), 'number');
    expect((await colleague.ask('GET', path(id))).status).toBe(200);
    expect((await colleague.ask('POST', path(id, '/messages'), { text: 'I add.' })).status).toBe(201);
    for (const [method, rest, body] of [
      ['GET', '', undefined],
      ['GET', '/messages', undefined],
      ['POST', '/messages', { text: 'x' }],
      ['POST', '/follow-up', { text: 'x' }],
    ] as const) {
      expect((await stranger.ask(method, path(id, rest), body)).status).toBe(404);
    }
    for (const query of ['', `?accountId=${accountId}`, `?search=${number}`, '?search=payout']) {
      expect(idsIn(await stranger.ask('GET', `/v1/support-cases${query}`))).toEqual([]);
    }
  });

  it('are found by number, reference ID, identifier and words, and by filters, page by page', async () => {
    const id = await opened(partner, {
      answers: { ...answers, subject: 'Terminal broken', 'contract-number': 'VN 1234-5678' },
    });
    const others = [await opened(), await closed(await opened())];
    const shown = z
      .looseObject({
        number: z.string(),
        referenceId: z.string(),
        identifiers: z.tuple([z.looseObject({ value: z.string() })]),
      })
      .parse((await partner.ask('GET', path(id))).body);
    for (const search of [
      shown.number.toLowerCase(),
      shown.referenceId,
      shown.identifiers[0].value,
      'terminal broken',
    ]) {
      const query = new URLSearchParams({ search });
      expect(idsIn(await partner.ask('GET', `/v1/support-cases?${query.toString()}`))).toEqual([id]);
    }
    expect(idsIn(await partner.ask('GET', '/v1/support-cases?state=closed'))).toEqual([others[1]]);
    const first = await partner.ask('GET', '/v1/support-cases?limit=2');
    expect(idsIn(first)).toHaveLength(2);
    const cursor = encodeURIComponent(textField(first, 'nextCursor'));
    expect(idsIn(await partner.ask('GET', `/v1/support-cases?limit=2&cursor=${cursor}`))).toEqual([id]);
  });

  it('are read from the end too, as whoever opens a long one needs it', async () => {
    const id = await opened();
    for (const text of ['Two', 'Three', 'Four']) await stage.ask('POST', path(id, '/messages'), { text });
    const read = async (query: string) =>
      z
        .object({ items: z.array(z.looseObject({ sequence: z.number(), text: z.string() })) })
        .parse((await partner.ask('GET', path(id, `/messages?${query}`))).body).items;
    const latest = await read('latest=true&limit=2');
    expect(latest.map(({ text }) => text)).toEqual(['Three', 'Four']);
    const before = await read(`latest=true&limit=2&before=${latest[0]?.sequence ?? 0}`);
    expect(before.at(-1)?.text).toBe('Two');
    expect(before).toHaveLength(2);
    for (const query of ['before=3', 'latest=true&after=2']) {
      expect((await partner.ask('GET', path(id, `/messages?${query}`))).status).toBe(400);
    }
  });

  it('tell partners nothing of how the desk works on them (C10)', async () => {
    const id = await opened();
    const lead = await newcomer(stage, 'operator');
    await stage.ask('POST', path(id, '/assign'), { assignee: lead.id });
    await stage.ask('POST', path(id, '/notes'), { text: 'Geheimnotiz' });
    expect((await stage.ask('GET', path(id))).body).toMatchObject({
      assignee: lead.id,
      answer: { is: 'due' },
    });
    expect(idsIn(await stage.ask('GET', `/v1/support-cases?assignee=${lead.id}`))).toEqual([id]);
    for (const address of [path(id), '/v1/support-cases', path(id, '/messages')]) {
      const answer = await partner.ask('GET', address);
      expect(answer.status).toBe(200);
      expect(answer.text).not.toMatch(/assignee|"answer"|Geheimnotiz/);
      expect(answer.text).not.toContain(lead.id);
    }
    expect((await partner.ask('GET', path(id, '/notes'))).status).toBe(403);
    expect((await partner.ask('GET', '/v1/support-cases?search=Geheimnotiz')).body).toEqual({ items: [] });
    const filtered = await partner.ask('GET', `/v1/support-cases?assignee=${lead.id}`);
    expect(problem(filtered)).toMatchObject({ status: 400, paths: ['/assignee'] });
    expect(field(await stage.ask('GET', path(id, '/notes')), 'items')).toMatchObject([
      { text: 'Geheimnotiz' },
    ]);
  });

  it('are listed by what is late, by several states, and the most urgent first, for the desk (C9)', async () => {
    const own = `/v1/support-cases?accountId=${accountId}`;
    const list = async (query: string, who: Asks = stage) => idsIn(await who.ask('GET', `${own}&${query}`));
    const id = await opened();
    const done = await closed(await opened());
    const late = supportOpening({ accountId: accountIdSchema.parse(accountId) });
    await stage.store.supportCases.open(deskScope, late, supportMessage(late));
    await stage.store.supportCases.record({
      revision: 1,
      view: supportView(late, { answer: { is: 'overdue', since: 1_000 } }),
      entries: [],
    });
    expect(await list('answer=overdue')).toEqual([late.id]);
    expect(await list('answer=due-soon')).toEqual([]);
    await until(async () => (await list('sort=dueAt')).length === 2);
    expect(await list('sort=dueAt')).toEqual([late.id, id]);
    await until(async () => (await list('open=false')).length === 1);
    expect(await list('open=false', partner)).toEqual([done]);
    expect((await list('open=true')).sort()).toEqual([late.id, id].sort());
    expect(await list('state=new&state=closed')).toHaveLength(3);
    for (const [query, at] of [
      ['answer=overdue', '/answer'],
      ['sort=dueAt', '/sort'],
    ] as const) {
      const refused = await partner.ask('GET', `/v1/support-cases?${query}`);
      expect(problem(refused)).toMatchObject({ status: 400, paths: [at] });
    }
  });
});
