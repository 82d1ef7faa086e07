import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { newcomer, partnerAccount, signedIn } from '../testing/people.js';
import { field, problem, textField } from '../testing/play.js';
import { setStage, type Answer, type Stage } from '../testing/stage.js';

let stage: Stage;
let accountId: string;

beforeAll(async () => {
  stage = await setStage();
  accountId = await partnerAccount(stage);
});
afterAll(() => stage.close());

const said = (text: string) => ({ en: text, de: text, hu: text });
const question = (id: string) => ({ id, type: 'short-text', label: said(id), required: true });
const content = (...questions: readonly object[]) => ({ kind: 'enquiry', title: said('Form'), questions });

const publish = (topic: string, version: string, body: object) =>
  stage.ask('PUT', `/v1/support-forms/${topic}`, body, { 'if-match': version });
const ask = (topic: string, formVersion: number, answers: object) =>
  stage.ask('POST', '/v1/support-cases', { accountId, topic, formVersion, answers });
const topicsOf = (answer: Answer) =>
  z
    .array(z.looseObject({ topic: z.string() }))
    .parse(field(answer, 'items'))
    .map(({ topic }) => topic);

describe('forms that the desk publishes (C2)', () => {
  it('are asked by from then on; cases keep the version by which they were asked', async () => {
    const first = { subject: 'Payout', description: 'Where?', 'answer-by': 'writing' };
    const asked = await ask('enquiry', 1, first);
    expect(asked.status).toBe(201);
    const published = await publish('enquiry', '"1"', content(question('subject'), question('order')));
    expect(published.body).toMatchObject({ topic: 'enquiry', version: 2 });
    expect(published.headers.get('etag')).toBe('"2"');
    expect((await ask('enquiry', 1, first)).status).toBe(409);
    expect((await ask('enquiry', 2, { subject: 'Payout', order: '12' })).status).toBe(201);
    const kept = await stage.ask('GET', `/v1/support-cases/${textField(asked, 'id')}`);
    expect(kept.body).toMatchObject({ topic: 'enquiry', formVersion: 1 });
    const old = await stage.ask('GET', '/v1/support-forms/enquiry/versions/1');
    expect(field(old, 'title')).toMatchObject({ de: 'Allgemeine Anfrage' });
    expect((await stage.ask('GET', '/v1/support-forms/enquiry/versions/3')).status).toBe(404);
  });

  it('may name a question as what every object has', async () => {
    const plain = content(question('subject'), { ...question('constructor'), required: false });
    expect((await publish('building', '"0"', plain)).status).toBe(200);
    const [unanswered, answered] = [
      await ask('building', 1, { subject: 'Roof' }),
      await ask('building', 1, { subject: 'Roof', constructor: 'Smith & Sons' }),
    ];
    expect([unanswered.status, answered.status]).toEqual([201, 201]);
    const messages = await stage.ask('GET', `/v1/support-cases/${textField(answered, 'id')}/messages`);
    expect(messages.text).toContain('constructor: Smith & Sons');
  });

  it('stand among the others at their place, and go when they are no longer offered', async () => {
    const list = () => stage.ask('GET', '/v1/support-forms');
    await publish('refund', '"0"', { ...content(question('subject')), position: 15 });
    expect(topicsOf(await list()).slice(0, 3)).toEqual(['enquiry', 'refund', 'complaint']);
    const partner = await signedIn(stage, await newcomer(stage, 'partner-user', accountId));
    expect(topicsOf(await partner.ask('GET', '/v1/support-forms'))).toContain('refund');
    await publish('refund', '"1"', { ...content(question('subject')), isOffered: false });
    expect(topicsOf(await list())).not.toContain('refund');
    expect(problem(await ask('refund', 2, { subject: 'Back' }))).toMatchObject({ paths: ['/topic'] });
  });

  it('follow the version that was read, whoever publishes at the same moment', async () => {
    const attempts = await Promise.all(
      ['one', 'two', 'three'].map((id) => publish('raced', '"0"', content(question(id)))),
    );
    expect(attempts.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
    expect((await publish('raced', '"0"', content(question('late')))).status).toBe(412);
    expect((await publish('raced', '*', content(question('late')))).body).toMatchObject({ version: 2 });
  });

  it('name what is wrong with them, and are not half published', async () => {
    const wrong = content(question('subject'), {
      ...question('why'),
      when: { question: 'later', is: 'answered' },
    });
    const refused = problem(await publish('wrong', '"0"', wrong));
    expect(refused).toMatchObject({ status: 400, paths: ['/questions/1/when/question'] });
    const unknown = content({ ...question('number'), type: 'identifier', identifierType: 'nothing' });
    expect(problem(await publish('wrong', '"0"', unknown))).toMatchObject({
      paths: ['/questions/0/identifierType'],
    });
    expect((await stage.ask('GET', '/v1/support-forms/wrong/versions/1')).status).toBe(404);
  });
});
