import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openBrowser } from '../testing/browser.js';
import { goodPassword, invited, mailedToken, newcomer, signedIn } from '../testing/people.js';
import { field, openPlay, problem, textField, type Play } from '../testing/play.js';

let stage: Play['stage'];
let organisationId: Play['organisationId'];

beforeAll(async () => {
  ({ stage, organisationId } = await openPlay());
});
beforeEach(() => {
  stage.clock.ahead = 0;
});
afterAll(() => stage.close());

const anonymous = { authorization: '', 'x-forwarded-for': '203.0.113.7' };
const accept = (token: string, password = goodPassword) =>
  stage.ask('POST', '/v1/invitations/acceptance', { token, password }, anonymous);
const complete = (token: string, password: string) =>
  stage.ask('POST', '/v1/password-resets/completion', { token, password }, anonymous);
const signIn = (email: string, password = goodPassword) =>
  openBrowser(stage).ask('POST', '/v1/session', { email, password });
const hours = 3_600_000;

describe('inviting (X4)', () => {
  it('mails a link in the organisation’s language, with its emergency number and the end in its time zone (I11, T5)', async () => {
    const { email } = await invited(stage, 'authorising-person', organisationId, { language: 'de' });
    const mail = stage.mails.find(({ to }) => to === email);
    expect(mail?.text).toContain('+49 30 23125000');
    expect(mail?.text).toMatch(/bis .* MEZ/);
    expect(mail?.text).toContain('https://desk.example.org/beistand/account/invitation/');
    expect(mail?.subject).not.toContain('Person');
  });

  it('lets somebody in once they have chosen a good password, by a link that works once', async () => {
    const { email, token } = await invited(stage, 'organisation-manager', organisationId);
    expect((await signIn(email)).status).toBe(401);
    expect(problem(await accept(token, 'password1234'))).toMatchObject({ status: 400, paths: ['/password'] });
    expect((await accept(token)).status).toBe(204);
    expect((await signIn(email)).status).toBe(200);
    expect(problem(await accept(token)).status).toBe(404);
  });

  it('refuses links that are forged, too old, of another kind, or followed by a newer one', async () => {
    const { id, email, token } = await invited(stage, 'organisation-manager', organisationId);
    const forged = token.slice(0, -1) + (token.endsWith('A') ? 'B' : 'A');
    expect((await accept(forged)).status).toBe(404);
    expect((await complete(token, goodPassword)).status).toBe(404);
    stage.clock.ahead = 72 * hours + 1_000;
    expect((await accept(token)).status).toBe(404);
    stage.clock.ahead = 0;
    expect((await stage.ask('POST', `/v1/users/${id}/invitation`)).status).toBe(202);
    const newer = await mailedToken(stage, email, 1);
    expect((await accept(token)).status).toBe(404);
    expect((await accept(newer)).status).toBe(204);
    expect(problem(await stage.ask('POST', `/v1/users/${id}/invitation`)).status).toBe(409);
  });

  it('gives a manager the roles of their own organisation only, and never tells who is elsewhere', async () => {
    const manager = await signedIn(stage, await newcomer(stage, 'organisation-manager', organisationId));
    const other = textField(await stage.ask('POST', '/v1/organisations', { name: 'Other' }), 'id');
    const stranger = await newcomer(stage, 'organisation-manager', other);
    const invite = (body: object) =>
      manager.ask('POST', '/v1/users', { email: 'new@example.org', name: 'New', organisationId, ...body });
    expect(problem(await invite({ role: 'broker-head' }))).toMatchObject({ status: 403, paths: ['/role'] });
    expect(problem(await invite({ role: 'desk-lead', organisationId: undefined })).status).toBe(403);
    const foreign = await invite({ role: 'authorising-person', organisationId: other });
    expect(problem(foreign)).toMatchObject({ status: 404, paths: ['/organisationId'] });
    const known = await invite({ role: 'authorising-person', email: stranger.email });
    expect(known.status).toBe(201);
    const again = await invite({ role: 'authorising-person', email: stranger.email });
    expect(problem(again).status).toBe(409);
    const token = await mailedToken(stage, stranger.email, 1);
    expect(problem(await accept(token)).status).toBe(409);
    expect((await manager.ask('GET', `/v1/users/${stranger.id}`)).status).toBe(404);
    expect(
      problem(
        await manager.ask('PUT', `/v1/users/${stranger.id}`, { role: 'authorising-person', disabled: true }),
      ).status,
    ).toBe(404);
    const listed = (await manager.ask('GET', '/v1/users?limit=200')).text;
    expect(listed).not.toContain(stranger.id);
    expect(listed).not.toMatch(/hash|generation/i);
  });

  it('asks for an organisation exactly where one belongs', async () => {
    const invite = (body: object) =>
      stage.ask('POST', '/v1/users', { email: 'fit@example.org', name: 'Fit', ...body });
    for (const body of [
      { role: 'operator', organisationId },
      { role: 'organisation-manager' },
      { role: 'organisation-manager', organisationId: 'org_thedesk' },
    ]) {
      expect(problem(await invite(body))).toMatchObject({ status: 400, paths: ['/organisationId'] });
    }
  });
});

describe('another role (X4)', () => {
  it('ends the sessions, and so does being switched off, until switched on again', async () => {
    const signer = await newcomer(stage, 'organisation-manager', organisationId);
    const browser = await signedIn(stage, signer);
    const save = (body: object) => stage.ask('PUT', `/v1/users/${signer.id}`, body);
    const changed = await save({ role: 'authorising-person', disabled: false });
    expect(changed.body).toMatchObject({ role: 'authorising-person', state: 'active' });
    expect((await browser.ask('GET', '/v1/me')).status).toBe(401);
    expect((await save({ role: 'authorising-person', disabled: true })).body).toMatchObject({
      state: 'disabled',
    });
    expect((await signIn(signer.email)).status).toBe(401);
    expect((await save({ role: 'authorising-person', disabled: false })).body).toMatchObject({
      state: 'active',
    });
    expect((await signIn(signer.email)).status).toBe(200);
    expect(problem(await save({ role: 'operator', disabled: false }))).toMatchObject({
      status: 400,
      paths: ['/role'],
    });
  });

  it('is given by nobody to themselves', async () => {
    const signer = await newcomer(stage, 'organisation-manager', organisationId);
    const browser = await signedIn(stage, signer);
    const body = { role: 'authorising-person', disabled: false };
    expect(problem(await browser.ask('PUT', `/v1/users/${signer.id}`, body)).status).toBe(403);
  });
});

describe('a forgotten password (X4)', () => {
  const other = 'szilvafa nyolc kék teáskanna';
  let address = 0;
  const ask = (email: string) =>
    stage.ask(
      'POST',
      '/v1/password-resets',
      { email },
      {
        authorization: '',
        'x-forwarded-for': `203.0.113.${(address += 1) % 250}`,
      },
    );

  it('is replaced by a link that works once, and ends all sessions', async () => {
    const signer = await newcomer(stage, 'organisation-manager', organisationId);
    const browser = await signedIn(stage, signer);
    expect((await ask(signer.email)).status).toBe(202);
    const token = await mailedToken(stage, signer.email, 1);
    expect((await signIn(signer.email)).status).toBe(200);
    const answers = await Promise.all([complete(token, other), complete(token, other)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 404]);
    expect((await browser.ask('GET', '/v1/me')).status).toBe(401);
    expect((await signIn(signer.email)).status).toBe(401);
    expect((await signIn(signer.email, other)).status).toBe(200);
  });

  it('is asked for without a word about who is known', async () => {
    const { email } = await newcomer(stage, 'organisation-manager', organisationId);
    const { email: notYet } = await invited(stage, 'organisation-manager', organisationId);
    const told = async (tried: string) => {
      const { status, text, headers } = await ask(tried);
      return [status, text, [...headers.keys()]];
    };
    const known = await told(email);
    expect(await told('nobody@example.org')).toEqual(known);
    expect(await told(notYet)).toEqual(known);
    await mailedToken(stage, email, 1);
    expect(stage.mails.filter(({ to }) => to === 'nobody@example.org')).toEqual([]);
    expect(stage.mails.filter(({ to }) => to === notYet)).toHaveLength(1);
  });

  it('fills nobody’s mailbox', async () => {
    const { email } = await newcomer(stage, 'organisation-manager', organisationId);
    for (let turn = 0; turn < 6; turn += 1) expect((await ask(email)).status).toBe(202);
    await mailedToken(stage, email, 3);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(stage.mails.filter(({ to }) => to === email)).toHaveLength(1 + 3);
  });

  it('ends its link after an hour', async () => {
    const { email } = await newcomer(stage, 'organisation-manager', organisationId);
    await ask(email);
    const token = await mailedToken(stage, email, 1);
    stage.clock.ahead = hours + 1_000;
    expect((await complete(token, other)).status).toBe(404);
  });
});

describe('the pages behind the links (X4)', () => {
  const open = (purpose: string, token: string, form?: Readonly<Record<string, string>>) =>
    stage.ask(
      form ? 'POST' : 'GET',
      `/account/${purpose}/${token}`,
      form && new URLSearchParams(form).toString(),
      {
        authorization: '',
        ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      },
    );

  it('use nothing up when they are opened, and set the password when it is sent', async () => {
    const { email, token } = await invited(stage, 'organisation-manager', organisationId, { language: 'hu' });
    for (let turn = 0; turn < 3; turn += 1) {
      const page = await open('invitation', token);
      expect(page.status).toBe(200);
      expect(page.text).toContain('<html lang="hu">');
      expect(page.headers.get('content-security-policy')).toContain(`form-action 'self'`);
      expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    }
    expect((await open('invitation', token, { password: goodPassword, repeat: 'else' })).status).toBe(400);
    const weak = await open('invitation', token, { password: 'password1234', repeat: 'password1234' });
    expect(weak.status).toBe(400);
    expect(weak.text).not.toContain('password1234');
    const saved = await open('invitation', token, { password: goodPassword, repeat: goodPassword });
    expect(saved.status).toBe(200);
    expect((await signIn(email)).status).toBe(200);
    expect((await open('invitation', token)).status).toBe(404);
    expect((await open('password-reset', token)).status).toBe(404);
  });
});

describe('tokens (X3)', () => {
  it('are narrowed, end, are listed without the secret, and are revoked', async () => {
    const manager = await signedIn(stage, await newcomer(stage, 'organisation-manager', organisationId));
    const path = `/v1/organisations/${organisationId}/tokens`;
    const made = await manager.ask('POST', path, {
      name: 'reports only',
      abilities: ['report incident'],
      expiresAt: new Date(Date.now() + hours).toISOString(),
    });
    expect(made.status).toBe(201);
    const token = textField(made, 'token');
    const withToken = { authorization: `Bearer ${token}` };
    const report = { organisationId, kind: 'other', threat: 'none', summary: 'Lost.' };
    expect((await stage.ask('POST', '/v1/incidents', report, withToken)).status).toBe(201);
    expect(problem(await stage.ask('GET', '/v1/incidents', undefined, withToken)).status).toBe(403);

    const forbidden = await manager.ask('POST', path, { name: 'x', abilities: ['override incident'] });
    expect(problem(forbidden)).toMatchObject({ status: 403, paths: ['/abilities/0'] });
    const unknown = await manager.ask('POST', path, { name: 'x', abilities: ['rule world'] });
    expect(problem(unknown)).toMatchObject({ status: 400, paths: ['/abilities/0'] });
    const past = await manager.ask('POST', path, { name: 'x', expiresAt: '2020-01-01T00:00:00.000Z' });
    expect(problem(past)).toMatchObject({ status: 400, paths: ['/expiresAt'] });

    const listed = await manager.ask('GET', `${path}?limit=200`);
    expect(listed.text).not.toContain(token);
    expect(field(listed, 'items')).toContainEqual(
      expect.objectContaining({
        name: 'reports only',
        abilities: ['report incident'],
        lastUsedAt: expect.any(String),
      }),
    );
    const id = textField(made, 'id');
    expect((await manager.ask('DELETE', `${path}/${id}`)).status).toBe(204);
    expect((await stage.ask('POST', '/v1/incidents', report, withToken)).status).toBe(401);
    expect((await manager.ask('DELETE', `${path}/${id}`)).status).toBe(404);
  });

  it('of an organisation are out of reach for others', async () => {
    const manager = await signedIn(stage, await newcomer(stage, 'organisation-manager', organisationId));
    const other = textField(await stage.ask('POST', '/v1/organisations', { name: 'Other' }), 'id');
    const path = `/v1/organisations/${other}/tokens`;
    const foreign = textField(await stage.ask('POST', path, { name: 'theirs' }), 'id');
    expect((await manager.ask('GET', path)).status).toBe(404);
    expect((await manager.ask('POST', path, { name: 'mine' })).status).toBe(404);
    expect((await manager.ask('DELETE', `${path}/${foreign}`)).status).toBe(404);
    const mine = `/v1/organisations/${organisationId}/tokens/${foreign}`;
    expect((await manager.ask('DELETE', mine)).status).toBe(404);
  });
});
