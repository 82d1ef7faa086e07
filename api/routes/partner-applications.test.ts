import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { goodPassword, mailedToken, newcomer, signedIn } from '../testing/people.js';
import { field, problem, textField } from '../testing/play.js';
import { setStage, until, type Answer, type Stage } from '../testing/stage.js';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage.close());

let counter = 0;
/** Each time from another address, unless the test says from which. */
function apply(more: object = {}, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  counter += 1;
  return stage.ask(
    'POST',
    '/v1/partner-applications',
    { ...form(), ...more },
    {
      authorization: '',
      'x-forwarded-for': `198.51.100.${counter}`,
      ...headers,
    },
  );
}

function form() {
  return {
    companyName: 'Reisen & Söhne',
    contactName: 'Anna Example',
    email: `applicant-${counter}@example.org`,
    language: 'de',
    country: 'DE',
    message: 'We would like to work with you.',
  };
}

const mailsTo = (email: string) => stage.mails.filter(({ to }) => to === email);
const decide = (id: string, how: 'accept' | 'decline', body?: object) =>
  stage.ask('POST', `/v1/partner-applications/${id}/${how}`, body);
const entriesSchema = z.object({
  items: z.array(
    z.looseObject({
      action: z.string(),
      stage: z.string(),
      by: z.unknown(),
      what: z.unknown(),
      values: z.unknown(),
    }),
  ),
});

describe('applying to become a partner (C1)', () => {
  it('is open to anybody, confirmed by mail, and shows what was written to the desk alone', async () => {
    const email = 'anna@reisen.example';
    const answer = await apply({
      email,
      phone: '+49 30 901820',
      identifiers: [{ type: 'grid', value: '123 456 789' }],
    });
    expect(answer.status).toBe(201);
    expect(Object.keys(z.record(z.string(), z.unknown()).parse(answer.body))).toEqual(['id', 'receivedAt']);
    const id = textField(answer, 'id');
    await until(() => mailsTo(email).length > 0);
    const [mail] = mailsTo(email);
    expect(mail?.subject).toContain(id);
    expect(mail?.text).toContain('Test desk');
    expect(mail?.text).toContain('+49 30 23125000');
    // Whoever is named has not proven to be the applicant: nobody sends words to strangers by us.
    expect(`${mail?.subject} ${mail?.text} ${mail?.html}`).not.toMatch(/Anna|Reisen|work with you/);
    const shown = await stage.ask('GET', `/v1/partner-applications/${id}`);
    expect(shown.body).toMatchObject({
      companyName: 'Reisen & Söhne',
      phone: '+4930901820',
      identifiers: [{ type: 'grid', value: '123456789' }],
      state: 'received',
    });
    expect(await apply({}, { authorization: 'Bearer nonsense' })).toMatchObject({ status: 201 });
  });

  it('twice with one key is one application and one mail; another one under the key is refused', async () => {
    const headers = { 'idempotency-key': 'one key' };
    const body = { ...form(), email: 'twice@example.org' };
    const answers = await Promise.all([apply(body, headers), apply(body, headers)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 201]);
    expect(new Set(answers.map((answer) => textField(answer, 'id'))).size).toBe(1);
    expect(problem(await apply({ ...body, message: 'Another one' }, headers)).status).toBe(422);
    await until(() => mailsTo('twice@example.org').length > 0);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(mailsTo('twice@example.org')).toHaveLength(1);
  });

  it.each([
    ['a header in the address', { email: 'anna@example.org\r\nBcc: all@example.org' }, '/email'],
    ['two addresses', { email: 'anna@example.org, ben@example.org' }, '/email'],
    ['a line break in the name', { contactName: 'Anna\nBcc: all@example.org' }, '/contactName'],
    ['a line separator in the company', { companyName: 'One\u2028Two' }, '/companyName'],
    ['a phone number that is none', { phone: '12345' }, '/phone'],
    ['a country that is none', { country: 'ZZ' }, '/country'],
    [
      'an unknown kind of identifier',
      { identifiers: [{ type: 'shoe-size', value: '44' }] },
      '/identifiers/0/type',
    ],
    [
      'an identifier of another form',
      { identifiers: [{ type: 'grid', value: '12' }] },
      '/identifiers/0/value',
    ],
    [
      'an identifier twice',
      {
        identifiers: [
          { type: 'grid', value: '123456789' },
          { type: 'grid', value: '123 456 789' },
        ],
      },
      '/identifiers',
    ],
  ])('is refused with %s', async (_what, more, path) => {
    expect(problem(await apply(more))).toMatchObject({ status: 400, paths: [path] });
  });

  it('fills nobody’s mailbox, and is limited by address', async () => {
    const email = 'victim@example.org';
    for (let turn = 0; turn < 5; turn += 1)
      expect((await apply({ email: email.toUpperCase() })).status).toBe(201);
    await until(() => mailsTo(email).length >= 3);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(mailsTo(email)).toHaveLength(3);
    const from = { 'x-forwarded-for': '203.0.113.99' };
    for (let turn = 0; turn < 20; turn += 1) expect((await apply({}, from)).status).toBe(201);
    expect(problem(await apply({}, from)).status).toBe(429);
  });
});

describe('the desk', () => {
  it('lists applications by state, page by page, the newest first', async () => {
    const ids = [];
    for (let turn = 0; turn < 3; turn += 1) ids.push(textField(await apply(), 'id'));
    const first = await stage.ask('GET', '/v1/partner-applications?state=received&limit=2');
    const shown = (answer: Answer) =>
      z.array(z.looseObject({ id: z.string() })).parse(field(answer, 'items'));
    expect(shown(first).map(({ id }) => id)).toEqual([ids[2], ids[1]]);
    const next = textField(first, 'nextCursor');
    const second = await stage.ask('GET', `/v1/partner-applications?state=received&limit=2&cursor=${next}`);
    expect(shown(second)[0]?.id).toBe(ids[0]);
    expect(shown(await stage.ask('GET', '/v1/partner-applications?state=declined'))).toEqual([]);
  });

  it('accepts: one account and one invitation, however often and whoever else does so in the same moment', async () => {
    const email = 'accepted@example.org';
    const id = textField(await apply({ email, identifiers: [{ type: 'grid', value: '987654321' }] }), 'id');
    const answers = await Promise.all([1, 2, 3].map(() => decide(id, 'accept')));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const accountId = textField(await decide(id, 'accept'), 'accountId');
    expect(new Set(answers.map((answer) => textField(answer, 'accountId')))).toEqual(new Set([accountId]));
    const account = await stage.ask('GET', `/v1/partner-accounts/${accountId}`);
    expect(account.body).toMatchObject({
      name: 'Reisen & Söhne',
      country: 'DE',
      identifiers: [{ type: 'grid', value: '987654321' }],
      state: 'active',
      revision: 1,
    });
    const users = await stage.ask('GET', `/v1/users?accountId=${accountId}`);
    expect(field(users, 'items')).toEqual([
      expect.objectContaining({ email, role: 'partner-admin', accountId, language: 'de', state: 'invited' }),
    ]);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(mailsTo(email).filter(({ text }) => text.includes('/account/invitation/'))).toHaveLength(1);
    expect(problem(await decide(id, 'decline', { reason: 'Too late.' })).status).toBe(409);
    const token = await mailedToken(stage, email);
    const chosen = await stage.ask('POST', '/v1/invitations/acceptance', { token, password: goodPassword });
    expect(chosen.status).toBe(204);
  });

  it('does not accept whoever signs in already: their address would let them in at one place only', async () => {
    const { email } = await newcomer(stage, 'operator');
    const id = textField(await apply({ email }), 'id');
    expect(problem(await decide(id, 'accept'))).toMatchObject({ status: 409, paths: ['/email'] });
    const unchanged = await stage.ask('GET', `/v1/partner-applications/${id}`);
    expect(unchanged.body).toMatchObject({ state: 'received' });
  });

  it('declines with a reason that the applicant is told once', async () => {
    const email = 'declined@example.org';
    const id = textField(await apply({ email }), 'id');
    const answers = await Promise.all(
      [1, 2].map(() => decide(id, 'decline', { reason: 'Outside our region.' })),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect((await decide(id, 'decline', { reason: 'Another one.' })).body).toMatchObject({
      state: 'declined',
      reason: 'Outside our region.',
    });
    await until(() => mailsTo(email).length >= 2);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const mails = mailsTo(email).filter(({ text }) => text.includes('Outside our region.'));
    expect(mails).toHaveLength(1);
    expect(mails[0]?.text).toContain('Anna Example');
    expect(problem(await decide(id, 'accept')).status).toBe(409);
  });

  it('has all of it in its chain, with what was written sealed beside it (X5)', async () => {
    const email = 'audited@example.org';
    const id = textField(await apply({ email }), 'id');
    await decide(id, 'decline', { reason: 'No.' });
    const { items } = entriesSchema.parse(
      (await stage.ask('GET', '/v1/audit?organisationId=org_thedesk&limit=200')).body,
    );
    const of = (action: string) =>
      items.find(
        (item) => item.action === action && item.stage === 'done' && JSON.stringify(item.what).includes(id),
      );
    expect(of('applyAsPartner')).toMatchObject({
      by: { by: 'visitor' },
      what: { kind: 'partner-application', id },
      persons: [id],
      values: [{ person: id, readable: true, after: expect.objectContaining({ email }) }],
    });
    expect(of('declinePartnerApplication')).toMatchObject({
      values: [
        { person: id, before: { state: 'received' }, after: expect.objectContaining({ reason: 'No.' }) },
      ],
    });
  });

  it('alone reviews: operators read only, managers of organisations see nothing', async () => {
    const organisationId = textField(await stage.ask('POST', '/v1/organisations', { name: 'Org' }), 'id');
    const manager = await signedIn(stage, await newcomer(stage, 'organisation-manager', organisationId));
    const id = textField(await apply(), 'id');
    expect((await manager.ask('GET', `/v1/partner-applications/${id}`)).status).toBe(403);
    expect((await manager.ask('POST', `/v1/partner-applications/${id}/accept`)).status).toBe(403);
  });
});
