import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { temporaryMongo, type TemporaryMongo } from '../../db/store.fixture.js';
import { attemptBounds } from '../../domain/access/lockout.js';
import { openBrowser, type Browser } from '../testing/browser.js';
import { goodPassword, invited, newcomer, signedIn, type Signer } from '../testing/people.js';
import { field, openPlay, problem, type Play } from '../testing/play.js';
import { deskToken, until } from '../testing/stage.js';

let mongo: TemporaryMongo;
let stage: Play['stage'];
let organisationId: Play['organisationId'];
let manager: Signer;

beforeAll(async () => {
  mongo = await temporaryMongo();
  ({ stage, organisationId } = await openPlay({ mongo }));
  manager = await newcomer(stage, 'organisation-manager', organisationId);
});
beforeEach(() => {
  stage.clock.ahead = 0;
});
afterAll(async () => {
  await stage.close();
  await mongo.remove();
});

const cookieName = '__Host-beistand';
let lastAddress = 0;
/** Nobody else's failures count against it. */
const freshAddress = () => `198.51.${Math.floor((lastAddress += 1) / 250)}.${lastAddress % 250}`;
const signIn = (browser: Browser, email: string, password = goodPassword) =>
  browser.ask('POST', '/v1/session', { email, password });

describe('signing in with a password (X4)', () => {
  it('begins a session in a cookie that scripts and other hosts never see', async () => {
    const browser = openBrowser(stage);
    const answer = await signIn(browser, manager.email.toUpperCase());
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ state: 'signed-in', user: { id: manager.id, organisationId } });
    expect(answer.text).not.toMatch(/hash|generation|secret/i);
    const [cookie = ''] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-beistand=/);
    for (const part of ['Path=/', 'HttpOnly', 'Secure', 'SameSite=Lax', 'Expires=']) {
      expect(cookie).toContain(part);
    }
    expect(cookie).not.toContain('Domain');
    const me = await browser.ask('GET', '/v1/me');
    expect(me.body).toMatchObject({
      role: 'organisation-manager',
      organisationId,
      user: { id: manager.id, state: 'active', lastSignInAt: expect.any(String) },
    });
    expect(field(await browser.ask('GET', '/v1/organisations'), 'items')).toEqual([
      expect.objectContaining({ id: organisationId }),
    ]);
  });

  it('ends at sign-out, for whoever has kept the cookie too', async () => {
    const browser = await signedIn(stage, manager);
    const kept = browser.cookies.get(cookieName) ?? '';
    expect((await browser.ask('DELETE', '/v1/session')).status).toBe(204);
    expect(browser.cookies.has(cookieName)).toBe(false);
    browser.cookies.set(cookieName, kept);
    expect((await browser.ask('GET', '/v1/me')).status).toBe(401);
  });

  it('gives a new session ID, so nobody knows it who planted one (session fixation)', async () => {
    const attacker = await signedIn(stage, await newcomer(stage, 'authorising-person', organisationId));
    const planted = attacker.cookies.get(cookieName) ?? '';
    const victim = openBrowser(stage);
    victim.cookies.set(cookieName, planted);
    expect((await signIn(victim, manager.email)).status).toBe(200);
    expect(victim.cookies.get(cookieName)).not.toBe(planted);
    expect((await victim.ask('GET', '/v1/me')).body).toMatchObject({ user: { id: manager.id } });
    expect((await attacker.ask('GET', '/v1/me')).status).toBe(401);
    const forged = openBrowser(stage);
    forged.cookies.set(cookieName, 's%3Achosen-by-the-attacker.signature');
    expect((await signIn(forged, manager.email)).status).toBe(200);
    expect(forged.cookies.get(cookieName)).not.toContain('chosen');
  });

  it('lasts an hour without a request, and twelve in all', async () => {
    const browser = await signedIn(stage, manager);
    const [, expires = ''] =
      /Expires=([^;]+)/.exec((await browser.ask('GET', '/v1/me')).headers.getSetCookie()[0] ?? '') ?? [];
    expect(Date.parse(expires) - Date.now()).toBeGreaterThan(3_590_000);
    expect(Date.parse(expires) - Date.now()).toBeLessThanOrEqual(3_600_000);
    stage.clock.ahead = 12 * 3_600_000 - 60_000;
    expect((await browser.ask('GET', '/v1/me')).status).toBe(200);
    stage.clock.ahead = 12 * 3_600_000 + 1_000;
    expect(problem(await browser.ask('GET', '/v1/me')).status).toBe(401);
  });

  it('is asked of MongoDB; a bearer token works without it', async () => {
    const browser = await signedIn(stage, manager);
    const authorization = `Bearer ${deskToken}`;
    await mongo.stop();
    try {
      expect((await browser.ask('GET', '/v1/me')).status).toBe(503);
      expect((await signIn(openBrowser(stage), manager.email)).status).toBe(503);
      expect((await browser.ask('GET', '/v1/me', undefined, { authorization })).status).toBe(200);
    } finally {
      await mongo.start();
      await until(async () => (await stage.ask('GET', '/v1/travellers')).status === 200, 20_000);
    }
    expect((await browser.ask('GET', '/v1/me')).status).toBe(200);
  });
});

describe('guessing passwords (X4, security rules)', () => {
  const wrong = 'quartz Ofenrohr vierzig Stunden';

  it('is answered alike for accounts that exist and that do not, up to the lock', async () => {
    const { email: notYet } = await invited(stage, 'organisation-manager', organisationId);
    const { email } = await newcomer(stage, 'organisation-manager', organisationId);
    const answers = async (tried: string) => {
      const browser = openBrowser(stage, freshAddress());
      const told: unknown[] = [];
      for (let turn = 0; turn < attemptBounds['sign-in/account-and-address'].failures + 2; turn += 1) {
        const answer = await signIn(browser, tried, wrong);
        const { requestId: _changes, ...rest } = problem(answer);
        told.push([rest, [...answer.headers.keys()].filter((name) => name !== 'date')]);
      }
      return told;
    };
    const known = await answers(email);
    expect(await answers('nobody@example.org')).toEqual(known);
    expect(await answers(notYet)).toEqual(known);
  });

  it('takes about the same work, whether the account exists or not', async () => {
    const { email } = await newcomer(stage, 'organisation-manager', organisationId);
    const time = async (tried: string) => {
      const times: number[] = [];
      for (let turn = 0; turn < 9; turn += 1) {
        const begun = performance.now();
        await signIn(openBrowser(stage, freshAddress()), tried, wrong);
        times.push(performance.now() - begun);
      }
      return times.sort((one, other) => one - other)[4] ?? 0;
    };
    const [existing, missing] = [await time(email), await time('nobody-at-all@example.org')];
    // Without the dummy hash the ratio is four and more.
    expect(existing / missing).toBeLessThan(2.5);
    expect(missing / existing).toBeLessThan(2.5);
  });

  it('is over after five failures from one address, also with the right password, and also at once', async () => {
    const { email } = await newcomer(stage, 'organisation-manager', organisationId);
    const { failures } = attemptBounds['sign-in/account-and-address'];
    const address = freshAddress();
    const answers = await Promise.all(
      Array.from({ length: 25 }, () => signIn(openBrowser(stage, address), email, wrong)),
    );
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(failures);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(25 - failures);
    const locked = await signIn(openBrowser(stage, address), email);
    expect(problem(locked).status).toBe(429);
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(800);
    expect((await signIn(openBrowser(stage, freshAddress()), email)).status).toBe(200);
  });

  it('is over after thirty failures from everywhere', async () => {
    const { email } = await newcomer(stage, 'organisation-manager', organisationId);
    const { failures } = attemptBounds['sign-in/account'];
    const statuses: number[] = [];
    for (let turn = 0; turn < failures + 3; turn += 1) {
      statuses.push((await signIn(openBrowser(stage, freshAddress()), email, wrong)).status);
    }
    expect(statuses.filter((status) => status === 401)).toHaveLength(failures);
    expect((await signIn(openBrowser(stage, freshAddress()), email)).status).toBe(429);
  });

  it('is over after a hundred failures from one address, whoever is tried; a network of IPv6 is one address', async () => {
    const { failures } = attemptBounds['sign-in/address'];
    let last = 0;
    const tryNext = () =>
      signIn(openBrowser(stage, `2001:db8:1:2::${(last += 1).toString(16)}`), `x${last}@example.org`, wrong);
    for (let turn = 0; turn < failures; turn += 1) expect((await tryNext()).status).toBe(401);
    expect((await tryNext()).status).toBe(429);
    const elsewhere = openBrowser(stage, '2001:db8:1:3::1');
    expect((await signIn(elsewhere, 'y@example.org', wrong)).status).toBe(401);
  });

  it('never counts those who succeed', async () => {
    const address = freshAddress();
    for (let turn = 0; turn < 12; turn += 1) {
      expect((await signIn(openBrowser(stage, address), manager.email)).status).toBe(200);
    }
  });
});

describe('requests that another site makes a browser send (CSRF) (X4, security rules)', () => {
  const profile = { name: 'Changed', language: 'en', timeZone: 'UTC' };

  it.each([
    ['from another site', { 'sec-fetch-site': 'cross-site' }],
    ['from another subdomain', { 'sec-fetch-site': 'same-site' }],
    ['typed in, which nobody does with a PUT', { 'sec-fetch-site': 'none' }],
    [
      'with both headers lying differently',
      { 'sec-fetch-site': 'cross-site', origin: 'https://desk.example.org' },
    ],
  ])('are refused: %s', async (_what, headers) => {
    const browser = await signedIn(stage, manager);
    expect(problem(await browser.ask('PUT', '/v1/me', profile, headers)).status).toBe(403);
    expect(problem(await browser.ask('DELETE', '/v1/session', undefined, headers)).status).toBe(403);
    expect((await browser.ask('GET', '/v1/me', undefined, headers)).status).toBe(200);
  });

  it('are refused from browsers without fetch metadata too', async () => {
    const browser = await signedIn(stage, manager);
    const old = (origin?: string) =>
      fetch(`${stage.url}/v1/me`, {
        method: 'PUT',
        headers: {
          cookie: `${cookieName}=${browser.cookies.get(cookieName) ?? ''}`,
          'content-type': 'application/json',
          ...(origin === undefined ? {} : { origin }),
        },
        body: JSON.stringify(profile),
      });
    // Node's own fetch says `cors` by Sec-Fetch-Mode, and nothing by Sec-Fetch-Site.
    for (const origin of [
      'https://evil.example',
      'https://desk.example.org.evil.example',
      'null',
      undefined,
    ]) {
      expect((await old(origin)).status).toBe(403);
    }
    expect((await old('https://desk.example.org')).status).toBe(200);
  });

  it('sign nobody in as somebody else', async () => {
    const browser = openBrowser(stage);
    const body = { email: manager.email, password: goodPassword };
    const headers = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };
    expect((await browser.ask('POST', '/v1/session', body, headers)).status).toBe(403);
    expect(browser.cookies.size).toBe(0);
  });

  it('do not concern bearer tokens, which no browser adds by itself', async () => {
    const answer = await stage.ask(
      'POST',
      '/v1/organisations',
      { name: 'By token' },
      {
        'sec-fetch-site': 'cross-site',
        origin: 'https://evil.example',
      },
    );
    expect(answer.status).toBe(201);
  });
});

describe('bad input at the sign-in (X3, X4)', () => {
  it.each([
    [{ email: 'a@example.org' }, ['/password']],
    [{ email: { $gt: '' }, password: 'x' }, ['/email']],
    [{ email: 'a@example.org', password: { $ne: '' } }, ['/password']],
    [{ email: 'a@example.org', password: 'x', admin: true }, ['/admin']],
    [{ email: 'not an address', password: 'x'.repeat(513) }, ['/email', '/password']],
  ])('is refused: %j', async (body, paths) => {
    const answer = await openBrowser(stage).ask('POST', '/v1/session', body);
    expect(problem(answer)).toMatchObject({ status: 400, paths });
  });
});
