import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { openPlay, problem, textField, type Play } from '../testing/play.js';

let play: Play;
let path: string;
/** May change the organisation, and not its settings: may not read the code. */
let narrow: Readonly<Record<string, string>>;
const code = { phrases: ['Everything is wonderful'], keys: '55', threat: 'immediate' };

beforeAll(async () => {
  play = await openPlay();
  path = `/v1/organisations/${play.organisationId}`;
  const abilities = ['read organisation', 'change organisation'];
  const made = await play.stage.ask('POST', `${path}/tokens`, { name: 'narrow', abilities });
  narrow = { authorization: `Bearer ${textField(made, 'token')}` };
  expect((await save({ ...(await settings()), duressCode: code })).status).toBe(200);
});
afterAll(() => play.stage.close());

const save = (body: object, headers: Readonly<Record<string, string>> = {}) =>
  play.stage.ask('PUT', path, body, { 'if-match': '*', ...headers });

/** What somebody reads, as they would send it back. */
async function settings(headers: Readonly<Record<string, string>> = {}): Promise<Record<string, unknown>> {
  const answer = await play.stage.ask('GET', path, undefined, headers);
  const read = z.record(z.string(), z.unknown()).parse(answer.body);
  const { id: _id, revision: _revision, createdAt: _created, updatedAt: _updated, ...saved } = read;
  return saved;
}

describe('the duress code, and whoever may not read it (I14)', () => {
  it('stays as it is when they save what they have read', async () => {
    const read = await settings(narrow);
    expect(read).not.toHaveProperty('duressCode');
    const saved = await save({ ...read, timeZone: 'Europe/Berlin' }, narrow);
    expect(saved.status).toBe(200);
    expect(saved.text).not.toContain('duressCode');
    expect(await settings()).toMatchObject({ duressCode: code, timeZone: 'Europe/Berlin' });
  });

  it('is not changed by them, whatever they send', async () => {
    const read = await settings(narrow);
    for (const duressCode of [code, { keys: '77' }]) {
      const refused = problem(await save({ ...read, duressCode }, narrow));
      expect(refused).toMatchObject({ status: 403, paths: ['/duressCode'] });
    }
    expect(await settings()).toMatchObject({ duressCode: code });
  });

  it('is taken away by whoever may read it and leaves it out', async () => {
    const { duressCode, ...others } = await settings();
    expect((await save(others)).status).toBe(200);
    expect(await settings()).not.toHaveProperty('duressCode');
    expect((await save({ ...others, duressCode })).status).toBe(200);
  });
});
