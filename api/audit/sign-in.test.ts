import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { enrol, goodPassword, invited, newcomer, signedIn } from '../testing/people.js';
import { openBrowser } from '../testing/browser.js';
import { setStage, type Stage } from '../testing/stage.js';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage.close());

const entriesSchema = z.object({
  items: z.array(
    z.object({
      action: z.string(),
      stage: z.string(),
      result: z.string().optional(),
      persons: z.array(z.string()),
      values: z.array(z.unknown()),
    }),
  ),
});

/** What somebody did, oldest first: the action, how far it came, and its result. */
async function doneBy(userId: string): Promise<readonly string[]> {
  const answer = await stage.ask('GET', `/v1/audit?actor=${userId}&limit=100`);
  const { items } = entriesSchema.parse(answer.body);
  expect(JSON.stringify(items)).not.toContain(goodPassword);
  return items.map(({ action, stage: each, result }) => `${action} ${each} ${result ?? ''}`.trim()).reverse();
}

describe('signing in (X4, X5)', () => {
  it('is recorded as whoever it is, from the invitation to signing out', async () => {
    const operator = await newcomer(stage, 'operator');
    const browser = await signedIn(stage, operator);
    await browser.ask('DELETE', '/v1/session');
    expect(await doneBy(operator.id)).toEqual([
      'acceptInvitation done 204',
      'signIn done 200',
      'signOut done 204',
    ]);
  });

  it('is recorded too when the code of the second factor is wrong', async () => {
    const lead = await newcomer(stage, 'desk-lead');
    const { recoveryCodes } = await enrol(stage, await signedIn(stage, lead));
    const browser = openBrowser(stage);
    await browser.ask('POST', '/v1/session', { email: lead.email, password: goodPassword });
    const recoveryCode = z.string().parse(recoveryCodes[0]);
    await browser.ask('POST', '/v1/session/second-factor', { recoveryCode: 'x'.repeat(recoveryCode.length) });
    await browser.ask('POST', '/v1/session/second-factor', { recoveryCode });
    const actions = await doneBy(lead.id);
    expect(actions.slice(-3)).toEqual([
      'signIn done 200',
      'giveSecondFactor refused unauthenticated',
      'giveSecondFactor done 200',
    ]);
    const trail = await stage.ask('GET', '/v1/audit?limit=100');
    expect(trail.text).not.toContain(recoveryCode);
  });

  it('keeps no password that is changed, and keeps a profile under the key of its person', async () => {
    const operator = await newcomer(stage, 'operator');
    const browser = await signedIn(stage, operator);
    await enrol(stage, browser);
    const newPassword = 'Dachrinne violett siebzehn Kraniche';
    const change = { currentPassword: goodPassword, newPassword };
    expect((await browser.ask('PUT', '/v1/me/password', change)).status).toBe(204);
    const profile = { name: 'Another Name', language: 'de', timeZone: 'Europe/Berlin' };
    expect((await browser.ask('PUT', '/v1/me', profile)).status).toBe(200);
    const trail = await stage.ask('GET', `/v1/audit?actor=${operator.id}&limit=100`);
    expect(trail.text).not.toContain(newPassword);
    const saved = entriesSchema
      .parse(trail.body)
      .items.find(({ action, stage: each }) => action === 'saveProfile' && each === 'done');
    expect(saved).toMatchObject({
      persons: [operator.id],
      values: [{ person: operator.id, after: profile }],
    });
  });

  it('keeps what an invitation says under the key of the invited person', async () => {
    const { id, email } = await invited(stage, 'operator');
    const trail = await stage.ask('GET', `/v1/audit?person=${id}&limit=100`);
    const entries = entriesSchema.parse(trail.body).items;
    expect(entries.find(({ action }) => action === 'inviteUser')).toMatchObject({
      persons: [id],
      values: [{ person: id, after: { email } }],
    });
  });
});
