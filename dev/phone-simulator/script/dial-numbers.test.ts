import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { phoneScripts } from '../client.js';
import { anna, ben, carla, fallbackHotline, hotline, setStage, type Stage } from '../testing/stage.js';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
  stage.application.on('/after', '<Say>The connection is over</Say>');
});
beforeEach(async () => {
  await stage.phones.reset();
});
afterAll(async () => {
  await stage.end();
});

const lastReport = (): Readonly<Record<string, string>> => stage.application.to('/after').at(-1)?.form ?? {};

describe('Dial with a number', () => {
  it('connects a caller with a person, who hear each other, and reports the end', async () => {
    stage.application.on(
      '/voice',
      `<Dial action="/after"><Number statusCallback="/child" statusCallbackEvent="initiated ringing answered completed">${ben}</Number></Dial>`,
    );
    await stage.phones.phone(ben).answers({ after: 1 });
    await stage.phones.phone(anna).calls(hotline);
    await stage.phones.expectCallTo(ben);
    await stage.phones.expectTogether([anna, ben]);
    await stage.phones.phone(anna).says('Can you hear me?');
    await stage.phones.expectHeard(ben, /Can you hear me/);
    await stage.phones.phone(ben).says('Yes!');
    await stage.phones.expectHeard(anna, /Yes!/);
    await stage.phones.phone(ben).hangsUp();
    await stage.phones.expectHeard(anna, /connection is over/);
    expect(lastReport()).toMatchObject({ DialCallStatus: 'completed', DialBridged: 'true' });
    const steps = stage.application.to('/child').map((request) => request.form);
    expect(steps.map((form) => form['CallStatus'])).toEqual([
      'initiated',
      'ringing',
      'in-progress',
      'completed',
    ]);
    expect(steps[0]).toMatchObject({
      Direction: 'outbound-dial',
      // A caller's own number is shown on.
      From: anna,
      ParentCallSid: lastReport()['CallSid'],
    });
  });

  it.each([
    [phoneScripts.isBusy(), 'busy'],
    [phoneScripts.ringsOut(), 'no-answer'],
    [phoneScripts.isUnreachable(), 'failed'],
  ])('reports %j', async (script, status) => {
    stage.application.on('/voice', `<Dial action="/after" timeout="5" callerId="${hotline}">${ben}</Dial>`);
    await stage.phones.phone(ben).reacts(script);
    await stage.phones.phone(anna).calls(hotline);
    await stage.phones.expectHeard(anna, /connection is over/);
    expect(lastReport()).toMatchObject({ DialCallStatus: status, DialBridged: 'false' });
  });

  it('connects with a voicemail as if it were a person', async () => {
    stage.application.on('/voice', `<Dial action="/after">${ben}</Dial>`);
    await stage.phones.phone(ben).isVoicemail();
    await stage.phones.phone(anna).calls(hotline);
    await stage.phones.expectTogether([anna, ben]);
  });

  it('lets an incoming call ring until the two are connected, with answerOnBridge', async () => {
    stage.application.on('/voice', `<Dial answerOnBridge="true">${ben}</Dial>`);
    await stage.phones.phone(anna).calls(hotline);
    await stage.phones.expectEvent(ben, 'ringing');
    const [call] = (await stage.phones.calls()).filter((each) => each.direction === 'inbound');
    expect(call?.status).toBe('ringing');
    await stage.phones.phone(ben).picksUp();
    await stage.phones.expectTogether([anna, ben]);
    const [now] = (await stage.phones.calls()).filter((each) => each.direction === 'inbound');
    expect(now?.status).toBe('in-progress');
  });

  it('calls several at once; the first to answer wins', async () => {
    stage.application.on('/voice', `<Dial><Number>${ben}</Number><Number>${carla}</Number></Dial>`);
    await stage.phones.phone(carla).answers({ after: 2 });
    await stage.phones.phone(anna).calls(hotline);
    await stage.phones.expectTogether([anna, carla]);
    await stage.phones.expectEnded(ben, { status: 'canceled' });
  });

  it('screens the called person before connecting', async () => {
    stage.application.on('/voice', `<Dial action="/after"><Number url="/screen">${ben}</Number></Dial>`);
    stage.application.on(
      '/screen',
      '<Gather numDigits="1" action="/accepted"><Say>Press 1</Say></Gather><Hangup/>',
    );
    stage.application.on('/accepted', '');
    await stage.phones.phone(ben).answers({ press: '1' });
    await stage.phones.phone(anna).calls(hotline);
    await stage.phones.expectTogether([anna, ben]);
    await stage.phones.phone(anna).hangsUp();
    await stage.phones.expectEnded(ben);

    await stage.phones.phone(ben).isVoicemail();
    await stage.phones.phone(anna).calls(hotline);
    await stage.phones.expectHeard(ben, /Press 1/);
    await stage.phones.expectHeard(anna, /connection is over/);
    expect(lastReport()).toMatchObject({ DialBridged: 'false' });
  });

  it('refuses to show a number that is not the account’s', async () => {
    stage.application.on('/voice', `<Dial action="/after" callerId="${fallbackHotline}">${ben}</Dial>`);
    await stage.phones.phone(anna).calls(hotline);
    expect(await stage.phones.expectEvent(anna, 'alert')).toMatchObject({ code: 13214, level: 'error' });
    await stage.phones.expectHeard(anna, /connection is over/);
    expect(lastReport()).toMatchObject({ DialCallStatus: 'failed' });
    await stage.phones.expectNoCallTo(ben, { for: 0.2 });
  });

  it('asks the action too when a request takes the call away, and drops its answer', async () => {
    stage.application.on('/voice', `<Dial action="/after">${ben}</Dial><Say>Behind it</Say>`);
    stage.application.on('/elsewhere', '<Say>Elsewhere</Say><Pause length="600"/>');
    await stage.phones.phone(ben).answers();
    await stage.phones.phone(anna).calls(hotline);
    await stage.phones.expectTogether([anna, ben]);
    const [call] = (await stage.phones.calls()).filter((each) => each.direction === 'inbound');
    const before = stage.application.requests.length;
    await stage.post(`Calls/${call?.sid ?? ''}`, { Url: `${stage.application.url}/elsewhere` });
    await stage.phones.expectHeard(anna, /Elsewhere/);
    await stage.phones.expectEnded(ben, { status: 'completed' });
    const paths = stage.application.requests.slice(before).map((request) => request.path);
    expect(paths).toEqual(['/after', '/elsewhere']);
    expect(lastReport()).toMatchObject({ DialCallStatus: 'completed', CallStatus: 'in-progress' });
    const heard = (await stage.phones.journal()).filter((event) => event.event === 'heard');
    expect(heard.map((event) => event.text)).not.toContain('The connection is over');
  });

  it('asks the action when the caller hangs up, too', async () => {
    stage.application.on('/voice', `<Dial action="/after">${ben}</Dial>`);
    const before = stage.application.to('/after').length;
    await stage.phones.phone(anna).calls(hotline, [{ do: 'hang-up', afterSeconds: 2 }]);
    await stage.phones.expectEnded(ben, { status: 'canceled' });
    const report = await stage.application.received('/after', before);
    expect(report.form).toMatchObject({ CallStatus: 'completed', DialCallStatus: 'canceled' });
  });
});
