import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { Browser } from '../testing/browser.js';
import { newcomer, signedIn } from '../testing/people.js';
import { field, openPlay, problem, type Play } from '../testing/play.js';
import type { Answer } from '../testing/stage.js';

const fee = (amountMinor: number) => ({
  by: 'service',
  service: 'medical',
  fee: { amountMinor, currency: 'EUR' },
  note: 'by contract',
});
const agreed = [fee(90_00)];

let play: Play;
let manager: Browser;
let path: string;

beforeAll(async () => {
  play = await openPlay();
  path = `/v1/organisations/${play.organisationId}`;
  manager = await signedIn(
    play.stage,
    await newcomer(play.stage, 'organisation-manager', play.organisationId),
  );
  expect((await save(play.stage, agreed)).status).toBe(200);
});
afterAll(() => play.stage.close());

type Asking = Pick<Browser, 'ask'>;
const asToken = (): Asking => ({
  ask: (method, address, body, headers = {}) =>
    play.stage.ask(method, address, body, { authorization: `Bearer ${play.token}`, ...headers }),
});

async function settings(caseFees: unknown): Promise<object> {
  const versions = await play.stage.ask('GET', `${path}/settings/versions?limit=1`);
  const revision = /"revision":(\d+)/.exec(versions.text)?.[1] ?? '';
  const version = await play.stage.ask('GET', `${path}/settings/versions/${revision}`);
  return { ...z.record(z.string(), z.unknown()).parse(field(version, 'settings')), caseFees };
}

/** By the direct save. */
async function save(by: Asking, caseFees: unknown): Promise<Answer> {
  return by.ask('PUT', path, await settings(caseFees), { 'if-match': '*' });
}

/** By a draft, which is kept, checked and saved. */
async function saveDraft(by: Asking, caseFees: unknown): Promise<{ errors: unknown; saved: Answer }> {
  const current = await by.ask('GET', path);
  const draft = { basedOn: field(current, 'revision'), settings: await settings(caseFees) };
  const kept = await by.ask('PUT', `${path}/settings/draft`, draft, { 'if-match': '*' });
  expect(kept.status).toBe(200);
  const errors = field(await by.ask('GET', `${path}/settings/draft/errors`), 'items');
  const headers = { 'if-match': current.headers.get('etag') ?? '' };
  const body = { draftVersion: field(kept, 'version') };
  return { errors, saved: await by.ask('POST', `${path}/settings/save`, body, headers) };
}

const saved = async () => field(await play.stage.ask('GET', path), 'caseFees');

describe('the fees of the contract with the desk (I9)', () => {
  it.each([
    ['lower ones', [fee(1_00)]],
    ['other ones', [{ by: 'kind', kind: 'medical', fee: { amountMinor: 90_00, currency: 'EUR' } }]],
    ['none', undefined],
  ])('are not changed to %s by the organisation itself', async (_what, wanted) => {
    for (const by of [manager, asToken()]) {
      expect(problem(await save(by, wanted))).toMatchObject({ status: 403, paths: ['/caseFees'] });
      const { errors, saved: answer } = await saveDraft(by, wanted);
      expect(errors).toEqual([{ path: '/caseFees', message: 'may be changed by the desk only' }]);
      expect(problem(answer)).toMatchObject({ status: 400, paths: ['/caseFees'] });
    }
    expect(await saved()).toEqual(agreed);
  });

  it('stay as they are when the organisation saves everything else', async () => {
    expect((await save(manager, agreed)).status).toBe(200);
    expect((await saveDraft(manager, agreed)).saved.status).toBe(200);
    expect(await saved()).toEqual(agreed);
  });

  it('are changed by the desk, directly and by a draft', async () => {
    expect((await save(play.stage, [fee(120_00)])).status).toBe(200);
    expect(await saved()).toEqual([fee(120_00)]);
    const { errors, saved: answer } = await saveDraft(play.stage, [fee(130_00)]);
    expect([errors, answer.status]).toEqual([[], 200]);
    expect(await saved()).toEqual([fee(130_00)]);
  });
});
