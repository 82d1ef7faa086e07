import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { account, anna, fallbackHotline, hotline, setStage, type Stage } from '../testing/stage.js';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
beforeEach(async () => {
  await stage.phones.reset();
});
afterAll(async () => {
  await stage.end();
});

describe('a call from a person', () => {
  it('asks the number’s handler, lets the caller act, and reports the end', async () => {
    stage.application.on(
      '/voice',
      '<Gather numDigits="1" action="/chosen"><Say>Press 2 for medical</Say></Gather>',
    );
    stage.application.on('/chosen', '<Say>You pressed two</Say>');
    const { sid } = await stage.phones
      .phone(anna)
      .calls(hotline, [{ do: 'press', digits: '2', afterSeconds: 1 }]);
    await stage.phones.expectHeard(anna, /Press 2/);
    await stage.phones.expectHeard(anna, /You pressed two/);
    await stage.phones.expectEnded(anna, { status: 'completed' });
    expect((await stage.application.received('/voice')).form).toMatchObject({
      CallSid: sid,
      AccountSid: account.accountSid,
      From: anna,
      To: hotline,
      CallStatus: 'ringing',
      Direction: 'inbound',
    });
    expect((await stage.application.received('/chosen')).form).toMatchObject({
      Digits: '2',
      CallStatus: 'in-progress',
    });
    expect((await stage.application.received('/inbound-status')).form).toMatchObject({
      CallSid: sid,
      CallStatus: 'completed',
      Direction: 'inbound',
    });
  });

  it.each([
    ['rejected', 'no-answer'],
    ['busy', 'busy'],
  ] as const)('can be rejected as %s', async (reason, status) => {
    stage.application.on('/voice', `<Reject reason="${reason}"/>`);
    await stage.phones.phone(anna).calls(hotline);
    await stage.phones.expectEnded(anna, { status });
  });

  it('can be driven by hand', async () => {
    stage.application.on(
      '/voice',
      '<Gather input="dtmf speech" action="/said"><Say>What happened?</Say></Gather>',
    );
    stage.application.on('/said', '<Say>Understood</Say><Pause length="600"/>');
    await stage.phones.phone(anna).calls(hotline);
    await stage.phones.expectHeard(anna, /What happened/);
    await stage.phones.phone(anna).says('Hilfe');
    await stage.phones.expectHeard(anna, /Understood/);
    expect(stage.application.to('/said').at(-1)?.form).toMatchObject({ SpeechResult: 'Hilfe' });
    await stage.phones.phone(anna).hangsUp();
    expect(await stage.phones.expectEnded(anna)).toMatchObject({ status: 'completed', by: 'person' });
    await expect(stage.phones.phone(anna).hangsUp()).rejects.toThrow(/no call/);
  });

  it('to a number without a handler hears the network’s apology', async () => {
    await stage.phones.phone(anna).calls(fallbackHotline);
    await stage.phones.expectHeard(anna, /application error/);
  });

  it('cannot reach a number that nobody owns', async () => {
    await expect(stage.phones.phone(anna).calls('+493023125555')).rejects.toThrow(/No account owns/);
  });
});
