import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openBrowser } from './testing/browser.js';
import { openPlay, problem, textField, type Play } from './testing/play.js';
import type { Answer } from './testing/stage.js';

const limits = { ordinary: 12, urgent: 4, failedAuthentications: 5, pages: 3 };
let play: Play;

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

  it('are counted by address for the pages behind links', async () => {
    const { stage } = play;
    const open = (address: string) => openBrowser(stage, address).ask('GET', '/a/nonsense');
    const answers = await repeatedly(limits.pages + 2, () => open('203.0.113.3'));
    expect(statusesOf(answers).filter((status) => status === 404)).toHaveLength(limits.pages);
    for (const answer of answers.filter(({ status }) => status !== 404)) expectRefused(answer);
    expect((await open('203.0.113.4')).status).toBe(404);
  });
});
