import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openBrowser } from './testing/browser.js';
import { openPlay, problem, textField, type Play } from './testing/play.js';
import type { Answer } from './testing/stage.js';

const limits = { ordinary: 12, urgent: 4, failedAuthentications: 5, anonymous: 3 };
let play: Play;
/** Each has been used by one test. */
let networks = 0;

beforeAll(async () => {
  play = await openPlay({ rateLimits: limits });
});
afterAll(() => play.stage.close());

/** It says how long to wait: a minute at the most. */
function expectRefused(answer: Answer): void {
  expect(problem(answer).status).toBe(429);
  const seconds = Number(answer.headers.get('retry-after'));
  expect(seconds).toBeGreaterThanOrEqual(1);
  expect(seconds).toBeLessThanOrEqual(60);
}

async function newToken(): Promise<string> {
  const { stage, organisationId } = play;
  return textField(
    await stage.ask('POST', `/v1/organisations/${organisationId}/tokens`, { name: 'other' }),
    'token',
  );
}

const statusesOf = (answers: readonly Answer[]) => answers.map(({ status }) => status);
const repeatedly = (count: number, ask: () => Promise<Answer>) =>
  Promise.all(Array.from({ length: count }, ask));

describe('limits of the API (X3)', () => {
  it('are counted by token: one that asks too often is refused, another is not, and both can call for help', async () => {
    const { stage, organisationId, token } = play;
    const other = await newToken();
    const as = (bearer: string) => ({ authorization: `Bearer ${bearer}` });
    const list = (bearer: string) => stage.ask('GET', '/v1/travellers', undefined, as(bearer));

    const answers = await repeatedly(limits.ordinary + 3, () => list(token));
    expect(statusesOf(answers).filter((status) => status === 200)).toHaveLength(limits.ordinary);
    for (const answer of answers.filter(({ status }) => status !== 200)) expectRefused(answer);
    expect((await list(other)).status).toBe(200);

    const report = { organisationId, kind: 'medical', threat: 'unknown', summary: 'A broken leg.' };
    const help = (bearer: string) => stage.ask('POST', '/v1/incidents', report, as(bearer));
    const reported = await repeatedly(limits.urgent, () => help(token));
    expect(statusesOf(reported)).toEqual(reported.map(() => 201));
    expectRefused(await help(token));
    expect((await help(other)).status).toBe(201);
  });

  it('are counted by address for tokens that are not valid, which keeps no valid one out', async () => {
    const { stage } = play;
    const asking = (address: string, bearer: string) =>
      openBrowser(stage, address).ask('GET', '/v1/me', undefined, { authorization: `Bearer ${bearer}` });
    const guesses = await repeatedly(limits.failedAuthentications + 2, () =>
      asking('203.0.113.1', 'bst_guessed'),
    );
    expect(statusesOf(guesses).filter((status) => status === 401)).toHaveLength(limits.failedAuthentications);
    for (const answer of guesses.filter(({ status }) => status !== 401)) expectRefused(answer);
    expect((await asking('203.0.113.2', 'bst_guessed')).status).toBe(401);
    expect((await asking('203.0.113.1', await newToken())).status).toBe(200);
  });

  const linkToken = 'a-token-that-nobody-has-been-given';
  const password = 'quartz Ofenrohr vierzig Minuten';
  it.each([
    ['the pages behind links', 'GET', '/a/nonsense', undefined, 404],
    ['pages of invitations', 'GET', `/account/invitation/${linkToken}`, undefined, 404],
    ['pages of resets', 'GET', `/account/password-reset/${linkToken}`, undefined, 404],
    ['pages of PINs', 'GET', `/account/pin/${linkToken}`, undefined, 404],
    ['accepting an invitation', 'POST', '/v1/invitations/acceptance', { token: linkToken, password }, 404],
    ['completing a reset', 'POST', '/v1/password-resets/completion', { token: linkToken, password }, 404],
    [
      'setting a PIN by a link',
      'POST',
      '/v1/pin-invitations/acceptance',
      { token: linkToken, pin: '739154' },
      404,
    ],
    ['beginning at an identity provider', 'GET', '/v1/openid', undefined, 404],
    ['coming back from one', 'GET', '/v1/openid/callback', undefined, 404],
  ])('are counted by address for %s', async (_what, method, path, body, status) => {
    networks += 1;
    const network = `2001:db8:${networks}:`;
    const open = (address: string) => openBrowser(play.stage, address).ask(method, path, body);
    const answers = await repeatedly(limits.anonymous + 2, () => open(`${network}:1`));
    expect(statusesOf(answers).filter((one) => one === status)).toHaveLength(limits.anonymous);
    for (const answer of answers.filter((one) => one.status !== status)) expectRefused(answer);
    expect((await open(`${network}:2`)).status).toBe(status);
  });

  it('count for nobody who asks whether the process lives', async () => {
    const asked = await repeatedly(limits.anonymous + 2, () =>
      openBrowser(play.stage, '203.0.113.5').ask('GET', '/healthz'),
    );
    expect(statusesOf(asked)).toEqual(asked.map(() => 200));
  });
});
