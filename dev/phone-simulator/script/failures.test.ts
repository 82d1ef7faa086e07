import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { anna, hotline, setStage, type Stage } from '../testing/stage.js';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage({ webhookTimeoutSeconds: 0.3 });
  stage.application.on('/fallback', '<Say>We call you back</Say>');
});
beforeEach(async () => {
  await stage.phones.reset();
  await stage.phones.phone(anna).answers();
});
afterAll(async () => {
  await stage.end();
});

const lateAnswer = async (): Promise<string> => {
  await new Promise((resolve) => setTimeout(resolve, 600));
  return '<Say>Too late</Say>';
};

describe('a script that fails', () => {
  it.each([
    ['answers 500', { status: 500 }, 11200],
    ['is not found', { status: 404 }, 11200],
    ['is no XML', { body: 'hello' }, 12100],
    ['is another document', { body: '<html></html>' }, 12100],
    ['has an unknown verb', '<Sing>la la</Sing>', 12200],
    ['has a question inside a question', '<Gather><Gather/></Gather>', 12200],
    ['is a picture', { type: 'image/png', body: 'x' }, 12300],
    ['is too large', { body: `<Response>${'<Pause/>'.repeat(9000)}</Response>` }, 11750],
    ['comes too late', lateAnswer, 11200],
  ])('that %s is replaced by the fallback', async (_how, answer, code) => {
    stage.application.on('/broken', answer);
    const url = `${stage.application.url}/broken`;
    await stage.order(anna, '/broken', { FallbackUrl: `${stage.application.url}/fallback` });
    await stage.phones.expectHeard(anna, /call you back/);
    await stage.phones.expectEnded(anna, { status: 'completed' });
    const asked = stage.application.to('/fallback').at(-1)?.form;
    expect(asked).toMatchObject({ ErrorCode: String(code), ErrorUrl: url, CallStatus: 'in-progress' });
  });

  it('without a fallback ends the call with the network’s apology', async () => {
    stage.application.on('/broken', { status: 503 });
    await stage.order(anna, '/broken');
    const alert = await stage.phones.expectEvent(anna, 'alert');
    expect(alert).toMatchObject({ code: 11200, level: 'error' });
    await stage.phones.expectHeard(anna, /application error has occurred/);
    await stage.phones.expectEnded(anna, { status: 'completed' });
  });

  it('whose fallback fails too ends with the apology', async () => {
    stage.application.on('/broken', { status: 503 });
    await stage.order(anna, '/broken', { FallbackUrl: `${stage.application.url}/broken` });
    await stage.phones.expectHeard(anna, /application error has occurred/);
  });

  it('in the middle of a call is replaced too', async () => {
    stage.application.on('/start', '<Say>Hello</Say><Redirect>/broken</Redirect>');
    stage.application.on('/broken', { status: 500 });
    await stage.order(anna, '/start', { FallbackUrl: `${stage.application.url}/fallback` });
    await stage.phones.expectHeard(anna, /Hello/);
    await stage.phones.expectHeard(anna, /call you back/);
  });

  it('of a server that is away is replaced, for an incoming call by the number’s fallback', async () => {
    await stage.phones.ownNumber({
      accountSid: `AC${'1'.repeat(32)}`,
      phoneNumber: '+493023125001',
      voiceUrl: 'http://127.0.0.1:9/voice',
      voiceFallbackUrl: `${stage.application.url}/fallback`,
    });
    await stage.phones.phone(anna).calls('+493023125001');
    await stage.phones.expectHeard(anna, /call you back/);
    const asked = stage.application.to('/fallback').at(-1)?.form;
    expect(asked).toMatchObject({ ErrorCode: '11205', Direction: 'inbound', CallStatus: 'ringing' });
  });

  it('that goes round in circles is stopped', async () => {
    stage.application.on('/voice', '<Redirect>/voice</Redirect>');
    await stage.phones.phone(anna).calls(hotline);
    await stage.phones.expectHeard(anna, /application error/, { within: 20 });
  });

  it('is only warned of for attributes that Twilio does not know', async () => {
    stage.application.on('/odd', '<Say volume="11">Hello</Say>');
    await stage.order(anna, '/odd');
    expect(await stage.phones.expectEvent(anna, 'alert')).toMatchObject({ level: 'warning', code: 12200 });
    await stage.phones.expectHeard(anna, /Hello/);
  });

  it('reads plain text out', async () => {
    stage.application.on('/plain', { type: 'text/plain', body: 'Just words' });
    await stage.order(anna, '/plain');
    await stage.phones.expectHeard(anna, /Just words/);
  });
});
