import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { phoneScripts, PhoneSimulatorClient } from './client.js';
import { anna, ben, hotline, setStage, type Stage } from './testing/stage.js';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
  stage.application.on('/greet', '<Say>Hello one</Say><Say>Hello two</Say>');
});
beforeEach(async () => {
  await stage.phones.reset();
});
afterAll(async () => {
  await stage.end();
});

describe('the client', () => {
  it('tells a story top to bottom', async () => {
    const { phones } = stage;
    await phones.phone(anna).inOrder([phoneScripts.isBusy(), phoneScripts.answers()]);
    await stage.order(anna, '/greet');
    await phones.expectCallTo(anna);
    await phones.expectEnded(anna, { status: 'busy' });
    await phones.expectNoCallTo(anna, { for: 0.1 });
    await stage.order(anna, '/greet');
    await phones.expectCallTo(anna);
    await phones.expectHeard(anna, /one/);
    await phones.expectHeard(anna, /two/);
    await phones.expectEnded(anna, { status: 'completed' });
  });

  it('says what was missing, with the journal', async () => {
    await stage.phones.phone(anna).isBusy();
    await stage.order(anna, '/greet');
    await stage.phones.expectEnded(anna);
    const started = Date.now();
    const missing = stage.phones.expectHeard(anna, /help is coming/, { within: 0.2 });
    await expect(missing).rejects.toThrow(/Within 0.2 s there was no \+491713920001 hearing[^]*ended/);
    expect(Date.now() - started).toBeLessThan(2000);
  });

  it('does not find the same event twice', async () => {
    await stage.order(anna, '/greet');
    await stage.phones.expectCallTo(anna);
    await expect(stage.phones.expectCallTo(anna, { within: 0.1 })).rejects.toThrow(/no a call|a call to/);
  });

  it('finds an unexpected call or text', async () => {
    await stage.order(anna, '/greet');
    await expect(stage.phones.expectNoCallTo(anna, { for: 2 })).rejects.toThrow(/unexpected call/);
    await stage.phones.expectNoTextTo(anna, { for: 0.1 });
  });

  it('sees people part again', async () => {
    const { phones } = stage;
    stage.application.on('/voice', `<Dial>${ben}</Dial>`);
    await phones.phone(ben).answers({ then: [{ do: 'hang-up', afterSeconds: 1 }] });
    await phones.phone(anna).calls(hotline);
    await phones.expectEvent(ben, 'disconnected');
    await expect(phones.expectTogether([anna, ben], { within: 0.1 })).rejects.toThrow(/were not together/);
  });

  it('does not see what happened before it connected or before a reset', async () => {
    await stage.order(anna, '/greet');
    await stage.phones.expectCallTo(anna);
    const late = await PhoneSimulatorClient.connect(`${stage.simulator.url}/`);
    await late.expectNoCallTo(anna, { for: 0.1 });
    await stage.phones.reset();
    await stage.phones.expectNoCallTo(anna, { for: 0.1 });
    expect(await stage.phones.calls()).toEqual([]);
  });

  it('is told by the simulator what it does not understand', async () => {
    const inOrder = stage.phones.phone(anna).inOrder([]);
    await expect(inOrder).rejects.toThrow(/400/);
    await expect(stage.phones.phone('anna').isBusy()).rejects.toThrow(/E\.164/);
    await expect(stage.phones.phone(anna).presses('x')).rejects.toThrow(/400/);
    await expect(stage.phones.phone(anna).presses('1')).rejects.toThrow(/409.*no call/);
    await expect(stage.phones.ownNumber({ accountSid: 'AC0', phoneNumber: hotline })).rejects.toThrow(/404/);
  });
});
