import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Organisation } from '../../db/store.js';
import { createApp } from '../app.js';
import { startServer, type RunningServer } from '../server.js';
import { openBrowser } from '../testing/browser.js';
import { openPlay, problem, type Play } from '../testing/play.js';
import type { Answer } from '../testing/stage.js';

const cap = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });
const settings = (amountMinor: number, more: object = {}) => ({
  name: 'Example',
  timeZone: 'Europe/Budapest',
  dailySpendCap: cap(amountMinor),
  ...more,
});

let play: Play;
/** The same API, in which somebody else can act after an organisation was read and before anything else happens. */
let slow: RunningServer;
let meanwhile: () => Promise<unknown> = () => Promise.resolve();
let path: string;

beforeAll(async () => {
  play = await openPlay();
  path = `/v1/organisations/${play.organisationId}`;
  const { dependencies } = play.stage;
  const { organisations } = dependencies.store;
  const find = async (...of: Parameters<typeof organisations.find>): Promise<Organisation | undefined> => {
    const found = await organisations.find(...of);
    const act = meanwhile;
    meanwhile = () => Promise.resolve();
    await act();
    return found;
  };
  const store = { ...dependencies.store, organisations: { ...organisations, find } };
  slow = await startServer(createApp({ ...dependencies, store }), {
    host: '127.0.0.1',
    port: 0,
    drainMilliseconds: 500,
  });
});
afterAll(async () => {
  await slow.stop();
  await play.stage.close();
});

const byDesk = (body: object) => play.stage.ask('PUT', path, body, { 'if-match': '*' });
const byOrganisation = (body: object, headers: Readonly<Record<string, string>>): Promise<Answer> =>
  openBrowser(slow).ask('PUT', path, body, { authorization: `Bearer ${play.token}`, ...headers });

describe('two who save settings at the same moment (E5)', () => {
  it('one who overwrites whatever is there restores nothing that only the desk may change', async () => {
    const headers = { 'if-match': '*' };
    expect((await byDesk(settings(500))).status).toBe(200);
    meanwhile = () => byDesk(settings(100));
    const answer = await byOrganisation(settings(500, { name: 'Renamed' }), headers);
    expect(problem(answer).status).toBe(409);
    expect((await play.stage.ask('GET', path)).body).toMatchObject({
      name: 'Example',
      dailySpendCap: cap(100),
    });
    expect((await byOrganisation(settings(100, { name: 'Renamed' }), headers)).status).toBe(200);
  });

  it('cannot save without saying what they have seen', async () => {
    expect((await byDesk(settings(500))).status).toBe(200);
    const blind = problem(await byOrganisation(settings(500, { name: 'Blind' }), {}));
    expect(blind).toMatchObject({ status: 400, paths: ['/if-match'] });
    expect((await play.stage.ask('GET', path)).body).toMatchObject({ name: 'Example' });
  });

  it('one with If-Match is told that the settings have changed, as ever', async () => {
    const saved = await byDesk(settings(500));
    meanwhile = () => byDesk(settings(100));
    const headers = { 'if-match': saved.headers.get('etag') ?? '' };
    expect(problem(await byOrganisation(settings(500), headers)).status).toBe(412);
  });
});
