import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openBrowser, type Browser } from '../testing/browser.js';
import {
  enrol,
  goodPassword,
  invited,
  mailedToken,
  newcomer,
  partnerAccount,
  signedIn,
} from '../testing/people.js';
import { field, problem, textField } from '../testing/play.js';
import { setStage, type Stage } from '../testing/stage.js';

let stage: Stage;
let organisationId: string;
let accountId: string;
let path: string;
let admin: Browser;

beforeAll(async () => {
  stage = await setStage();
  organisationId = textField(await stage.ask('POST', '/v1/organisations', { name: 'Organisation' }), 'id');
});
beforeEach(async () => {
  stage.clock.ahead = 0;
  accountId = await partnerAccount(stage, 'Partner');
  path = `/v1/partner-accounts/${accountId}`;
  admin = await signedIn(stage, await newcomer(stage, 'partner-admin', accountId));
});
afterAll(() => stage.close());

const details = { name: 'Partner', language: 'en', country: 'DE', identifiers: [], state: 'active' };
const whatever = { 'if-match': '*' };
const signIn = (email: string) =>
  openBrowser(stage).ask('POST', '/v1/session', { email, password: goodPassword });

describe('a partner account (C1, C8)', () => {
  it('is saved by the desk as a whole, and refuses whoever has read an earlier one', async () => {
    const identifiers = [{ type: 'grid', value: '123 456 789' }];
    const read = await stage.ask('GET', path);
    expect(read.headers.get('etag')).toBe('"1"');
    const saved = await stage.ask(
      'PUT',
      path,
      { ...details, name: 'New name', identifiers },
      { 'if-match': '"1"' },
    );
    expect(saved.body).toMatchObject({
      name: 'New name',
      revision: 2,
      identifiers: [{ value: '123456789' }],
    });
    expect(saved.headers.get('etag')).toBe('"2"');
    expect((await stage.ask('PUT', path, details, { 'if-match': '"1"' })).status).toBe(412);
    expect(problem(await stage.ask('PUT', path, details))).toMatchObject({ status: 400 });
    const both = await Promise.all([1, 2].map(() => stage.ask('PUT', path, details, { 'if-match': '"2"' })));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect((await stage.ask('PUT', '/v1/partner-accounts/acc_nowhere0', details, whatever)).status).toBe(404);
  });

  it('has its admin change language and country, and nothing that the desk has checked', async () => {
    expect(
      (await admin.ask('PUT', path, { ...details, language: 'hu', country: 'HU' }, whatever)).body,
    ).toMatchObject({
      language: 'hu',
      country: 'HU',
    });
    const refused = await admin.ask(
      'PUT',
      path,
      {
        ...details,
        name: 'Somebody else',
        state: 'suspended',
        identifiers: [{ type: 'grid', value: '123456789' }],
      },
      whatever,
    );
    expect(problem(refused)).toMatchObject({ status: 403, paths: ['/name', '/identifiers', '/state'] });
    const user = await signedIn(stage, await newcomer(stage, 'partner-user', accountId));
    expect((await user.ask('GET', path)).status).toBe(200);
    expect((await user.ask('PUT', path, details, whatever)).status).toBe(403);
  });

  it('that is suspended lets nobody in, ends all sessions for good, and voids invitations', async () => {
    const signer = await newcomer(stage, 'partner-user', accountId);
    const user = await signedIn(stage, signer);
    const waiting = await invited(stage, 'partner-user', accountId);
    expect((await stage.ask('PUT', path, { ...details, state: 'suspended' }, whatever)).status).toBe(200);
    for (const browser of [admin, user]) expect((await browser.ask('GET', '/v1/me')).status).toBe(401);
    expect((await signIn(signer.email)).status).toBe(401);
    const accept = () =>
      stage.ask('POST', '/v1/invitations/acceptance', { token: waiting.token, password: goodPassword });
    expect((await accept()).status).toBe(404);
    const body = { email: 'late@example.org', name: 'Late', role: 'partner-user', accountId };
    expect(problem(await stage.ask('POST', '/v1/users', body)).status).toBe(409);
    const before = stage.mails.length;
    await stage.ask('POST', '/v1/password-resets', { email: signer.email });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(stage.mails).toHaveLength(before);

    expect((await stage.ask('PUT', path, details, whatever)).status).toBe(200);
    for (const browser of [admin, user]) expect((await browser.ask('GET', '/v1/me')).status).toBe(401);
    expect((await signIn(signer.email)).status).toBe(200);
    expect((await accept()).status).toBe(204);
  });
});

describe('colleagues of a partner account', () => {
  it('are invited, listed, changed and disabled by its admin, who gives partners’ roles only', async () => {
    const invite = (more: object) =>
      admin.ask('POST', '/v1/users', { email: 'new@example.org', name: 'New', accountId, ...more });
    for (const role of ['organisation-manager', 'desk-lead', 'broker-head']) {
      expect(problem(await invite({ role }))).toMatchObject({ status: 403, paths: ['/role'] });
    }
    const elsewhere = await partnerAccount(stage, 'Elsewhere');
    expect(problem(await invite({ role: 'partner-user', accountId: elsewhere }))).toMatchObject({
      status: 404,
      paths: ['/accountId'],
    });
    expect(problem(await invite({ role: 'partner-user', organisationId }))).toMatchObject({
      status: 400,
      paths: ['/organisationId'],
    });
    expect(problem(await invite({ role: 'partner-user', accountId: undefined }))).toMatchObject({
      status: 400,
      paths: ['/accountId'],
    });
    const made = await invite({ role: 'partner-user', email: `colleague-${accountId}@example.org` });
    expect(made.body).toMatchObject({ accountId, language: 'en', supportMails: 'all' });
    const id = textField(made, 'id');
    await mailedToken(stage, `colleague-${accountId}@example.org`);
    expect((await admin.ask('POST', `/v1/users/${id}/invitation`)).status).toBe(202);
    const save = (body: object) => admin.ask('PUT', `/v1/users/${id}`, body);
    expect((await save({ role: 'partner-admin', disabled: true })).body).toMatchObject({ state: 'disabled' });
    expect(problem(await save({ role: 'operator', disabled: false })).status).toBe(403);
    expect(field(await admin.ask('GET', '/v1/users'), 'items')).toHaveLength(2);
    const desk = await stage.ask('PUT', `/v1/users/${id}`, { role: 'organisation-manager', disabled: false });
    expect(problem(desk)).toMatchObject({ status: 400, paths: ['/role'] });
  });

  it('are left with an admin: nobody takes their own role', async () => {
    const me = await admin.ask('GET', '/v1/me');
    const { id } = field(me, 'user') as { id: string };
    for (const body of [
      { role: 'partner-user', disabled: false },
      { role: 'partner-admin', disabled: true },
    ]) {
      expect(problem(await admin.ask('PUT', `/v1/users/${id}`, body)).status).toBe(403);
    }
  });

  it('exist for no organisation, nor the other way round (C8)', async () => {
    const partner = await invited(stage, 'partner-user', accountId);
    const manager = await newcomer(stage, 'organisation-manager', organisationId);
    const browser = await signedIn(stage, manager);
    expect((await browser.ask('GET', `/v1/users/${partner.id}`)).status).toBe(404);
    expect((await admin.ask('GET', `/v1/users/${manager.id}`)).status).toBe(404);
    expect((await browser.ask('GET', `/v1/users?accountId=${accountId}`)).status).toBe(404);
    expect((await admin.ask('GET', `/v1/users?organisationId=${organisationId}`)).status).toBe(404);
    expect((await browser.ask('GET', path)).status).toBe(403);
    for (const forbidden of [
      '/v1/organisations',
      `/v1/organisations/${organisationId}`,
      '/v1/audit',
      '/v1/incidents',
    ]) {
      expect((await admin.ask('GET', forbidden)).status).toBe(403);
    }
    const asManager = { email: 'x@example.org', name: 'X', role: 'partner-user', accountId };
    expect((await browser.ask('POST', '/v1/users', asManager)).status).toBe(403);
  });

  it('say about which support cases they want mails (C5)', async () => {
    const profile = { name: 'Anna', language: 'de', timeZone: 'Europe/Berlin' };
    const shown = await admin.ask('PUT', '/v1/me', { ...profile, supportMails: 'mine' });
    expect(shown.body).toMatchObject({ accountId, user: { supportMails: 'mine', accountId } });
    expect((await admin.ask('PUT', '/v1/me', profile)).body).toMatchObject({
      user: { supportMails: 'mine' },
    });
    expect(problem(await admin.ask('PUT', '/v1/me', { ...profile, supportMails: 'some' }))).toMatchObject({
      status: 400,
      paths: ['/supportMails'],
    });
  });

  it('sign in with a second factor if they want one', async () => {
    const signer = await newcomer(stage, 'partner-user', accountId);
    const { authenticator } = await enrol(stage, await signedIn(stage, signer));
    stage.clock.ahead = 30_000;
    const browser = openBrowser(stage);
    const begun = await browser.ask('POST', '/v1/session', { email: signer.email, password: goodPassword });
    expect(begun.body).toMatchObject({ state: 'second-factor-needed' });
    expect((await browser.ask('GET', path)).status).toBe(401);
    await browser.ask('POST', '/v1/session/second-factor', { code: authenticator.code() });
    expect((await browser.ask('GET', path)).status).toBe(200);
  });
});
