import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { attemptBounds } from '../../domain/access/lockout.js';
import { createSignInAttempts } from '../sign-in/sign-in-attempts.js';
import { openBrowser, type Browser } from '../testing/browser.js';
import {
  enrol,
  goodPassword,
  newcomer,
  signedIn,
  type Authenticator,
  type Signer,
} from '../testing/people.js';
import { field, openPlay, problem, type Play } from '../testing/play.js';
import { until } from '../testing/stage.js';

let stage: Play['stage'];
let organisationId: Play['organisationId'];

beforeAll(async () => {
  ({ stage, organisationId } = await openPlay());
});
beforeEach(() => {
  stage.clock.ahead = 0;
});
afterAll(() => stage.close());

async function enrolledOperator(): Promise<{
  readonly signer: Signer;
  readonly browser: Browser;
  readonly authenticator: Authenticator;
  readonly recoveryCodes: readonly string[];
}> {
  const signer = await newcomer(stage, 'operator');
  const browser = await signedIn(stage, signer);
  return { signer, browser, ...(await enrol(stage, browser)) };
}

/** Gives the password only. */
async function halfSignedIn({ email }: Signer): Promise<Browser> {
  const browser = openBrowser(stage);
  const answer = await browser.ask('POST', '/v1/session', { email, password: goodPassword });
  expect(answer.body).toEqual({ state: 'second-factor-needed' });
  return browser;
}

const give = (browser: Browser, body: object) => browser.ask('POST', '/v1/session/second-factor', body);

describe('the second factor of the desk (X4)', () => {
  it('is all that an operator may enrol before they have one', async () => {
    const signer = await newcomer(stage, 'operator');
    const browser = openBrowser(stage);
    const answer = await browser.ask('POST', '/v1/session', { email: signer.email, password: goodPassword });
    expect(answer.body).toMatchObject({ state: 'enrolment-needed' });
    expect(field(await browser.ask('GET', '/v1/me'), 'abilities')).toEqual([
      'read account',
      'enrol second-factor',
    ]);
    for (const path of ['/v1/incidents', '/v1/organisations', '/v1/travellers', '/v1/users']) {
      expect(problem(await browser.ask('GET', path)).status).toBe(403);
    }
    const { recoveryCodes } = await enrol(stage, browser);
    expect(new Set(recoveryCodes).size).toBe(10);
    expect((await browser.ask('GET', '/v1/incidents')).status).toBe(200);
    expect(field(await browser.ask('GET', '/v1/me'), 'user')).toMatchObject({ hasSecondFactor: true });
  });

  it('is given in an address for authenticators', async () => {
    const signer = await newcomer(stage, 'operator');
    const browser = await signedIn(stage, signer);
    const begun = await browser.ask('POST', '/v1/me/second-factor', {});
    const uri = new URL(String(field(begun, 'uri')));
    expect(uri.protocol).toBe('otpauth:');
    expect(Object.fromEntries(uri.searchParams)).toMatchObject({
      issuer: 'Beistand',
      algorithm: 'SHA1',
      digits: '6',
      period: '30',
      secret: field(begun, 'secret'),
    });
    expect(decodeURIComponent(uri.pathname)).toContain(signer.email);
  });

  it('completes a sign-in, which is nothing before', async () => {
    const { signer, authenticator } = await enrolledOperator();
    const browser = await halfSignedIn(signer);
    for (const path of ['/v1/me', '/v1/incidents']) {
      expect(problem(await browser.ask('GET', path)).status).toBe(401);
    }
    expect((await browser.ask('POST', '/v1/me/second-factor', {})).status).toBe(401);
    const before = browser.cookies.get('__Host-beistand');
    expect((await give(browser, { code: authenticator.code(1) })).body).toMatchObject({ state: 'signed-in' });
    expect(browser.cookies.get('__Host-beistand')).not.toBe(before);
    expect((await browser.ask('GET', '/v1/incidents')).status).toBe(200);
  });

  it('takes each code once, and none that is older', async () => {
    const { signer, authenticator } = await enrolledOperator();
    const first = await halfSignedIn(signer);
    const second = await halfSignedIn(signer);
    expect((await give(first, { code: authenticator.code() })).status).toBe(401);
    const code = authenticator.code(1);
    const answers = await Promise.all([give(first, { code }), give(second, { code })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
    expect((await give(await halfSignedIn(signer), { code })).status).toBe(401);
    stage.clock.ahead = 90_000;
    expect((await give(await halfSignedIn(signer), { code: authenticator.code() })).status).toBe(200);
  });

  it('takes each recovery code once, however it is typed', async () => {
    const { signer, recoveryCodes } = await enrolledOperator();
    const recoveryCode = (recoveryCodes[0] ?? '').toUpperCase().replaceAll('-', ' ');
    expect((await give(await halfSignedIn(signer), { recoveryCode })).status).toBe(200);
    expect((await give(await halfSignedIn(signer), { recoveryCode })).status).toBe(401);
    const other = { recoveryCode: recoveryCodes[1] };
    expect((await give(await halfSignedIn(signer), other)).status).toBe(200);
  });

  it('replaces all recovery codes by new ones', async () => {
    const { signer, browser, authenticator, recoveryCodes } = await enrolledOperator();
    const renewed = await browser.ask('POST', '/v1/me/recovery-codes', { code: authenticator.code(1) });
    expect(field(renewed, 'recoveryCodes')).toHaveLength(10);
    const old = { recoveryCode: recoveryCodes[0] };
    expect((await give(await halfSignedIn(signer), old)).status).toBe(401);
  });

  it('is over after five wrong codes, over all sessions, also with the right one', async () => {
    const { signer, authenticator } = await enrolledOperator();
    const { failures } = attemptBounds['second-factor/account'];
    const browsers = [await halfSignedIn(signer), await halfSignedIn(signer), await halfSignedIn(signer)];
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, turn) =>
        give(browsers[turn % 3] ?? openBrowser(stage), { code: String(turn).padStart(6, '0') }),
      ),
    );
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(failures);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(30 - failures);
    const [browser = openBrowser(stage)] = browsers;
    expect((await give(browser, { code: authenticator.code(1) })).status).toBe(429);
    expect((await give(browser, { recoveryCode: 'abcd-efgh-jkmn-pqrs' })).status).toBe(429);
  });

  it('is over after twenty wrong codes a day, however they are spread over it', async () => {
    const { signer, authenticator } = await enrolledOperator();
    const { store, settings } = stage.dependencies;
    const browser = await halfSignedIn(signer);
    const statuses: number[] = [];
    for (let quarter = 0; quarter < 6; quarter += 1) {
      for (let turn = 0; turn < attemptBounds['second-factor/account'].failures; turn += 1) {
        statuses.push((await give(browser, { code: '000000' })).status);
      }
      // What fifteen minutes do, which this test does not wait for.
      const shortly = { kind: 'second-factor/account', of: signer.id } as const;
      await createSignInAttempts(store.attemptLimits, settings.key).succeeded([shortly]);
    }
    const { failures } = attemptBounds['second-factor/account-a-day'];
    expect(statuses).toEqual(Array.from({ length: 30 }, (_, turn) => (turn < failures ? 401 : 429)));
    const refused = await give(browser, { code: authenticator.code(1) });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(23 * 3600);
  });

  it('waits ten minutes for the code', async () => {
    const { signer, authenticator } = await enrolledOperator();
    const browser = await halfSignedIn(signer);
    stage.clock.ahead = 11 * 60_000;
    expect((await give(browser, { code: authenticator.code() })).status).toBe(401);
  });

  it('is replaced only by whoever has the present one, and never switched off by themselves', async () => {
    const { browser, authenticator } = await enrolledOperator();
    expect((await browser.ask('POST', '/v1/me/second-factor', {})).status).toBe(401);
    const removal = { code: authenticator.code(1) };
    expect((await browser.ask('POST', '/v1/me/second-factor/removal', removal)).status).toBe(403);
    const begun = await browser.ask('POST', '/v1/me/second-factor', { code: authenticator.code(1) });
    expect(begun.status).toBe(200);
  });

  it('is removed by a lead for whoever has lost it, which ends their sessions', async () => {
    const { signer, browser } = await enrolledOperator();
    const removed = await stage.ask('DELETE', `/v1/users/${signer.id}/second-factor`);
    expect(removed.body).toMatchObject({ hasSecondFactor: false });
    expect((await browser.ask('GET', '/v1/me')).status).toBe(401);
    const again = await openBrowser(stage).ask('POST', '/v1/session', {
      email: signer.email,
      password: goodPassword,
    });
    expect(again.body).toMatchObject({ state: 'enrolment-needed' });
  });

  it('is a free choice elsewhere, made soon after signing in', async () => {
    const signer = await newcomer(stage, 'organisation-manager', organisationId);
    const browser = await signedIn(stage, signer);
    stage.clock.ahead = 11 * 60_000;
    expect(problem(await browser.ask('POST', '/v1/me/second-factor', {})).status).toBe(403);
    stage.clock.ahead = 0;
    const { authenticator } = await enrol(stage, browser);
    const removal = { code: authenticator.code(1) };
    expect((await browser.ask('POST', '/v1/me/second-factor/removal', removal)).status).toBe(204);
    expect((await browser.ask('GET', '/v1/me')).status).toBe(401);
  });

  it('is stored sealed, and its codes as hashes', async () => {
    const signer = await newcomer(stage, 'operator');
    const browser = await signedIn(stage, signer);
    const begun = await browser.ask('POST', '/v1/me/second-factor', {});
    const known = await stage.store.credentials.findByEmail(signer.email);
    expect(JSON.stringify(known)).not.toContain(String(field(begun, 'secret')));
    expect(known?.pendingSecret).toEqual(expect.any(String));
  });
});

describe('one’s own account (T5, X4)', () => {
  const other = 'szilvafa nyolc kék teáskanna';

  it('gets another password, which ends all other sessions and is told by mail', async () => {
    const signer = await newcomer(stage, 'organisation-manager', organisationId);
    const here = await signedIn(stage, signer);
    const elsewhere = await signedIn(stage, signer);
    const change = (currentPassword: string, newPassword: string) =>
      here.ask('PUT', '/v1/me/password', { currentPassword, newPassword });
    expect((await change('not the present one', other)).status).toBe(401);
    expect(problem(await change(goodPassword, 'password1234'))).toMatchObject({
      status: 400,
      paths: ['/newPassword'],
    });
    expect((await change(goodPassword, other)).status).toBe(204);
    expect((await here.ask('GET', '/v1/me')).status).toBe(200);
    expect((await elsewhere.ask('GET', '/v1/me')).status).toBe(401);
    const signIn = (password: string) =>
      openBrowser(stage).ask('POST', '/v1/session', { email: signer.email, password });
    expect((await signIn(goodPassword)).status).toBe(401);
    expect((await signIn(other)).status).toBe(200);
    await until(() =>
      stage.mails.some(({ to, subject }) => to === signer.email && subject.includes('changed')),
    );
  });

  it('has a language and a time zone, in which timelines are shown (T5)', async () => {
    const signer = await newcomer(stage, 'organisation-manager', organisationId, { language: 'en' });
    const browser = await signedIn(stage, signer);
    const profile = { name: 'Kata', language: 'hu', timeZone: 'Asia/Tokyo' };
    expect((await browser.ask('PUT', '/v1/me', profile)).body).toMatchObject({ user: profile });
    const wrong = await browser.ask('PUT', '/v1/me', {
      ...profile,
      timeZone: 'Mars/Olympus',
      role: 'desk-lead',
    });
    expect(problem(wrong)).toMatchObject({ status: 400, paths: ['/timeZone', '/role'] });

    const report = { organisationId, kind: 'medical', threat: 'none', summary: 'Fever.' };
    const incident = String(field(await browser.ask('POST', '/v1/incidents', report), 'id'));
    const at = Date.UTC(2026, 10, 21, 13, 5, 9);
    const by = { by: 'user', userId: signer.id } as const;
    stage.cases.entries = [
      { sequence: 1, at, event: { type: 'taken', by, means: 'operator' } },
      { sequence: 2, at, event: { type: 'closed', outcome: 'resolved', by, reopenUntil: at + 3_600_000 } },
    ];
    const show = async (query = '') =>
      field(await browser.ask('GET', `/v1/incidents/${incident}/timeline${query}`), 'items');
    expect(await show()).toEqual([
      expect.objectContaining({
        at: '2026-11-21T13:05:09.000Z',
        atLocal: '2026-11-21T22:05:09.000+09:00',
        atText: expect.stringContaining('22:05:09'),
        text: expect.stringContaining('Kata'),
      }),
      expect.objectContaining({ text: expect.stringContaining('23:05:09') }),
    ]);
    expect(await show('?timeZone=UTC&language=de')).toEqual([
      expect.objectContaining({ atLocal: '2026-11-21T13:05:09.000Z' }),
      expect.objectContaining({ text: expect.stringMatching(/14:05:09.*UTC|UTC.*14:05:09/) }),
    ]);
    stage.cases.entries = [];
  });

  it('of a token says what it may', async () => {
    const answer = await stage.ask('GET', '/v1/me');
    expect(answer.body).toMatchObject({ role: 'desk-service' });
    expect(field(answer, 'user')).toBeUndefined();
    expect(
      problem(await stage.ask('PUT', '/v1/me', { name: 'x', language: 'en', timeZone: 'UTC' })).status,
    ).toBe(403);
  });
});
