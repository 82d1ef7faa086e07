import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openBrowser } from '../testing/browser.js';
import { enrol, goodPassword, newcomer, signedIn } from '../testing/people.js';
import { setStage, type Stage } from '../testing/stage.js';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage({ secondFactorForDesk: 'optional' });
});
afterAll(() => stage.close());

describe('a second factor that was switched off for the desk, as for the demo (X4)', () => {
  it('is not asked of whoever has none', async () => {
    const lead = await newcomer(stage, 'desk-lead');
    const browser = openBrowser(stage);
    const answer = await browser.ask('POST', '/v1/session', { email: lead.email, password: goodPassword });
    expect(answer).toMatchObject({ status: 200, body: { state: 'signed-in' } });
    expect((await browser.ask('GET', '/v1/organisations')).status).toBe(200);
  });

  it('is asked of whoever has one all the same', async () => {
    const lead = await newcomer(stage, 'desk-lead');
    await enrol(stage, await signedIn(stage, lead));
    const browser = openBrowser(stage);
    const asked = await browser.ask('POST', '/v1/session', { email: lead.email, password: goodPassword });
    expect(asked.body).toMatchObject({ state: 'second-factor-needed' });
    expect((await browser.ask('GET', '/v1/organisations')).status).toBe(401);
  });
});
