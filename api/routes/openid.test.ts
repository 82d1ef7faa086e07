import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { hashToken } from '../middleware/authentication.js';
import { createOpenIdProvider } from '../../providers/identity/openid-provider.js';
import { openBrowser, type Browser } from '../testing/browser.js';
import { goodPassword, invited, partnerAccount } from '../testing/people.js';
import { problem, textField } from '../testing/play.js';
import { setStage, type Stage } from '../testing/stage.js';

const callback = 'https://desk.example.org/beistand/v1/openid/callback';
let stage: Stage;
let issuer: string;
let identityProvider: ChildProcess;
let organisationId: string;

beforeAll(async () => {
  identityProvider = spawn(
    process.execPath,
    ['--import', 'tsx', join(import.meta.dirname, '..', 'testing', 'identity-provider.ts'), callback],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  issuer = await new Promise<string>((resolve, reject) => {
    identityProvider.stdout?.once('data', (line: Buffer) => {
      resolve(line.toString().trim());
    });
    identityProvider.once('exit', () => {
      reject(new Error('The identity provider has ended.'));
    });
  });
  stage = await setStage({
    identityProvider: createOpenIdProvider({
      issuer,
      clientId: 'beistand',
      clientSecret: 'a-secret-for-tests',
    }),
  });
  organisationId = textField(await stage.ask('POST', '/v1/organisations', { name: 'Example' }), 'id');
});
afterAll(async () => {
  identityProvider.removeAllListeners('exit').kill();
  await stage.close();
});

/** Goes to the identity provider as somebody, and returns with what it sends back. */
async function visit(
  browser: Browser,
  person: object,
  returnTo = '/docs',
  change: (address: URL) => void = () => undefined,
): Promise<string> {
  await fetch(`${issuer}/as`, { method: 'POST', body: JSON.stringify(person) });
  const begun = await browser.ask('GET', `/v1/openid?returnTo=${encodeURIComponent(returnTo)}`);
  expect(begun.status).toBe(302);
  const address = new URL(begun.headers.get('location') ?? '');
  expect(Object.fromEntries(address.searchParams)).toMatchObject({
    response_type: 'code',
    code_challenge_method: 'S256',
    redirect_uri: callback,
    state: expect.any(String),
    nonce: expect.any(String),
  });
  change(address);
  const cookies = new Map<string, string>();
  let next = address.href;
  for (let hop = 0; hop < 8 && !next.startsWith(callback); hop += 1) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(next, { redirect: 'manual', headers: { cookie } });
    for (const each of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(each) ?? [];
      cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (location === null) throw new Error(`The identity provider answers ${response.status}.`);
    next = new URL(location, next).href;
  }
  return next.slice('https://desk.example.org/beistand'.length);
}

const back = (browser: Browser, path: string) =>
  browser.ask('GET', path, undefined, { 'sec-fetch-site': 'cross-site' });

describe('signing in at an identity provider (X4)', () => {
  it('makes an invited user active by their verified address, and knows them by their subject afterwards', async () => {
    const { id, email } = await invited(stage, 'organisation-manager', organisationId);
    const browser = openBrowser(stage);
    const person = { sub: `sub-${id}`, email: email.toUpperCase(), email_verified: true };
    const answer = await back(browser, await visit(browser, person, '/console?tab=1'));
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe('https://desk.example.org/beistand/console?tab=1');
    expect((await browser.ask('GET', '/v1/me')).body).toMatchObject({ user: { id, state: 'active' } });
    expect([...browser.cookies.keys()]).toEqual(['__Host-beistand']);

    const later = openBrowser(stage);
    const moved = { sub: `sub-${id}`, email: 'other@example.org', email_verified: false };
    expect((await back(later, await visit(later, moved))).status).toBe(302);
    expect((await later.ask('GET', '/v1/me')).body).toMatchObject({ user: { id } });
  });

  it('lets partners in as long as their account is not suspended (C8)', async () => {
    const accountId = await partnerAccount(stage);
    const { id, email } = await invited(stage, 'partner-user', accountId);
    const person = { sub: `sub-${id}`, email, email_verified: true };
    const browser = openBrowser(stage);
    expect((await back(browser, await visit(browser, person))).status).toBe(302);
    expect((await browser.ask('GET', '/v1/me')).body).toMatchObject({ accountId, user: { id } });
    const account = { name: 'Partner', language: 'en', country: 'DE', state: 'suspended' };
    expect(
      (
        await stage.ask('PUT', `/v1/partner-accounts/${accountId}`, account, {
          'if-match': '*',
        })
      ).status,
    ).toBe(200);
    expect((await browser.ask('GET', '/v1/me')).status).toBe(401);
    const later = openBrowser(stage);
    expect(problem(await back(later, await visit(later, person))).status).toBe(403);
    expect((await later.ask('GET', '/v1/me')).status).toBe(401);
  });

  it('lets nobody in whom nobody has invited, or whose address is not verified', async () => {
    const { id, email } = await invited(stage, 'organisation-manager', organisationId);
    for (const person of [
      { sub: 'stranger', email: 'stranger@example.org', email_verified: true },
      { sub: `unverified-${id}`, email, email_verified: false },
      { sub: `silent-${id}` },
    ]) {
      const browser = openBrowser(stage);
      expect(problem(await back(browser, await visit(browser, person))).status).toBe(403);
      expect((await browser.ask('GET', '/v1/me')).status).toBe(401);
    }
  });

  it('asks the desk for a second factor, unless the identity provider has', async () => {
    const { email, id } = await invited(stage, 'operator');
    const person = { sub: `sub-${id}`, email, email_verified: true };
    const browser = openBrowser(stage);
    await back(browser, await visit(browser, person));
    expect((await browser.ask('GET', '/v1/incidents')).status).toBe(403);
    const strong = openBrowser(stage);
    await back(strong, await visit(strong, { ...person, amr: ['pwd', 'mfa'] }));
    expect((await strong.ask('GET', '/v1/incidents')).status).toBe(200);
  });

  it('leaves no way in by a password: no reset is mailed, and one that was mailed before is worth nothing', async () => {
    const { email, id } = await invited(stage, 'operator');
    const browser = openBrowser(stage);
    await back(browser, await visit(browser, { sub: `sub-${id}`, email, email_verified: true }));
    const { store, background, now } = stage.dependencies;
    const user = (await store.credentials.findByEmail(email))?.user;
    const mailsBefore = stage.mails.length;
    const reset = (path: string, body: object) =>
      openBrowser(stage).ask('POST', `/v1/password-resets${path}`, body);

    expect((await reset('', { email })).status).toBe(202);
    await background.drain(2_000);
    expect(stage.mails).toHaveLength(mailsBefore);

    const token = 'of-a-mail-from-the-days-of-passwords';
    const expiresAt = new Date(now() + 60_000);
    if (user === undefined) throw new Error('Nobody has signed in.');
    await store.accountLinks.put({
      purpose: 'password-reset',
      userId: user.id,
      hash: hashToken(token),
      expiresAt,
    });
    expect(problem(await reset('/completion', { token, password: goodPassword })).status).toBe(404);
    expect((await openBrowser(stage).ask('GET', `/account/password-reset/${token}`)).status).toBe(404);
    expect(await store.credentials.setPassword(user.id, 'a hash')).toBeUndefined();
    const signingIn = { email, password: goodPassword };
    expect((await openBrowser(stage).ask('POST', '/v1/session', signingIn)).status).toBe(401);
  });

  it('is ended only by the browser that began it, once, with its own state, and within ten minutes', async () => {
    const { email, id } = await invited(stage, 'organisation-manager', organisationId);
    const person = { sub: `sub-${id}`, email, email_verified: true };
    const victim = openBrowser(stage);
    const attackers = await visit(openBrowser(stage), person);
    expect(problem(await back(victim, attackers)).status).toBe(401);
    await visit(victim, person);
    expect(problem(await back(victim, attackers)).status).toBe(401);

    const browser = openBrowser(stage);
    const path = await visit(browser, person);
    const kept = new Map(browser.cookies);
    const forged = path.replace(/state=[^&]+/, 'state=forged');
    expect(problem(await back(browser, forged)).status).toBe(401);
    expect((await back(browser, path)).status).toBe(302);
    for (const [name, value] of kept) browser.cookies.set(name, value);
    expect(problem(await back(browser, path)).status).toBe(401);

    const slow = openBrowser(stage);
    const late = await visit(slow, person);
    stage.clock.ahead = 601_000;
    expect(problem(await back(slow, late)).status).toBe(401);
    stage.clock.ahead = 0;
  });

  it('refuses a code that was got with another nonce or another PKCE challenge', async () => {
    const { email, id } = await invited(stage, 'organisation-manager', organisationId);
    const person = { sub: `sub-${id}`, email, email_verified: true };
    for (const [name, value] of [
      ['nonce', 'another'],
      ['code_challenge', 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'],
    ] as const) {
      const browser = openBrowser(stage);
      const path = await visit(browser, person, '/docs', (address) => {
        address.searchParams.set(name, value);
      });
      expect(problem(await back(browser, path)).status).toBe(401);
    }
  });

  it.each(['https://evil.example', '//evil.example', '/\\evil.example', 'docs'])(
    'sends nobody to %s afterwards',
    async (returnTo) => {
      const answer = await openBrowser(stage).ask(
        'GET',
        `/v1/openid?returnTo=${encodeURIComponent(returnTo)}`,
      );
      expect(problem(answer)).toMatchObject({ status: 400, paths: ['/returnTo'] });
    },
  );
});
