import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  account,
  anna,
  ben,
  fallbackAccount,
  fallbackHotline,
  hotline,
  setStage,
  type Stage,
} from '../testing/stage.js';
import type { ReceivedRequest } from '../testing/application.js';

const room = '<Dial><Conference waitUrl="">meeting</Conference></Dial>';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
  await stage.phones.ownNumber({
    accountSid: fallbackAccount.accountSid,
    phoneNumber: fallbackHotline,
    voiceUrl: `${stage.application.url}/other-voice`,
    statusCallback: `${stage.application.url}/other-status`,
  });
  stage.application.on('/after', '<Say>The connection is over</Say>');
  stage.application.on('/room', room);
});
beforeEach(async () => {
  await stage.phones.clearFaults();
  await stage.phones.reset();
});
afterAll(async () => {
  await stage.end();
});

const lastReport = (): Readonly<Record<string, string>> => stage.application.to('/after').at(-1)?.form ?? {};

/** Anna's call is connected with the other account's number. */
function dialsTheOther(attributes = ''): void {
  stage.application.on(
    '/voice',
    `<Dial action="/after" timeout="10" callerId="${hotline}"><Number ${attributes}>${fallbackHotline}</Number></Dial>`,
  );
}

function signature({ url, form }: ReceivedRequest, authToken: string): string {
  const fields = Object.entries(form).sort(([one], [other]) => (one < other ? -1 : 1));
  const data = url + fields.map(([name, value]) => name + value).join('');
  return createHmac('sha1', authToken).update(data).digest('base64');
}

describe('Dial to a number of an account', () => {
  it('is an incoming call at the owner’s handler, signed by the owner', async () => {
    dialsTheOther();
    stage.application.on('/other-voice', '<Say>The other account speaks</Say><Pause length="600"/>');
    await stage.phones.phone(anna).calls(hotline);
    await stage.phones.expectHeard(anna, /other account speaks/);
    const request = await stage.application.received('/other-voice');
    expect(request.form).toMatchObject({
      AccountSid: fallbackAccount.accountSid,
      Direction: 'inbound',
      From: hotline,
      To: fallbackHotline,
      CallStatus: 'ringing',
    });
    expect(request.form).not.toHaveProperty('ParentCallSid');
    expect(request.signature).toBe(signature(request, fallbackAccount.authToken));
    const calls = await stage.phones.calls();
    expect(calls.map(({ direction, status }) => [direction, status])).toEqual([
      ['inbound', 'in-progress'],
      ['outbound-dial', 'in-progress'],
      ['inbound', 'in-progress'],
    ]);
  });

  it('sends its digits to the question there, and puts the caller through to whoever is in the room', async () => {
    dialsTheOther('sendDigits="ww*w123456"');
    stage.application.on('/other-voice', '<Gather numDigits="7" action="/code"/><Hangup/>');
    stage.application.on('/code', room);
    await stage.phones.ownNumber({
      accountSid: fallbackAccount.accountSid,
      phoneNumber: '+493023125998',
      voiceUrl: `${stage.application.url}/room`,
    });
    await stage.phones.phone(ben).calls('+493023125998');
    await stage.phones.phone(anna).calls(hotline);
    await stage.phones.expectTogether([anna, ben], { conference: 'meeting' });
    expect(stage.application.to('/code').at(-1)?.form).toMatchObject({
      Digits: '*123456',
      AccountSid: fallbackAccount.accountSid,
    });
    await stage.phones.phone(anna).says('Can you hear me?');
    await stage.phones.expectHeard(ben, /Can you hear me/);
    await stage.phones.phone(ben).says('Very well');
    await stage.phones.expectHeard(anna, /Very well/);
    const before = stage.application.to('/other-status').length;
    await stage.phones.phone(anna).hangsUp();
    const { form } = await stage.application.received('/other-status', before);
    expect(form).toMatchObject({ CallStatus: 'completed', From: hotline, Direction: 'inbound' });
    const rooms = await stage.phones.conferences();
    expect(rooms.map(({ participants }) => participants.map(({ number }) => number))).toEqual([[ben]]);
  });

  it('does not take rooms of one name on two accounts for one', async () => {
    stage.application.on('/voice', room);
    stage.application.on('/other-voice', room);
    await stage.phones.phone(anna).calls(hotline);
    await stage.phones.phone(ben).calls(fallbackHotline);
    await stage.phones.expectEvent(ben, 'joined-conference');
    await expect(stage.phones.expectTogether([anna, ben], { within: 0.2 })).rejects.toThrow(/not together/);
  });

  it('loses digits that come while nothing asks for them', async () => {
    dialsTheOther('sendDigits="12w34"');
    stage.application.on(
      '/other-voice',
      '<Say>Wait</Say><Pause length="20"/><Gather timeout="3" action="/code"/>',
    );
    const before = stage.application.to('/code').length;
    await stage.phones.phone(anna).calls(hotline);
    await stage.phones.expectHeard(anna, /connection is over/);
    expect(stage.application.to('/code')).toHaveLength(before);
  });

  it('can lose digits on the way', async () => {
    await stage.phones.setFault({ fault: 'lose-sent-digits', on: true, accountSid: account.accountSid });
    dialsTheOther('sendDigits="w1234"');
    stage.application.on('/other-voice', '<Gather timeout="3" action="/code"/>');
    const before = stage.application.to('/code').length;
    await stage.phones.phone(anna).calls(hotline);
    await stage.phones.expectHeard(anna, /connection is over/);
    expect(stage.application.to('/code')).toHaveLength(before);
    expect(lastReport()).toMatchObject({ DialCallStatus: 'completed', DialBridged: 'true' });
  });

  it.each([
    ['<Reject reason="busy"/>', 'busy'],
    ['<Reject/>', 'no-answer'],
    ['<Pause length="600"/>', 'no-answer'],
  ])('reports what becomes of it: %s', async (script, status) => {
    dialsTheOther();
    stage.application.on('/other-voice', script);
    await stage.phones.phone(anna).calls(hotline);
    await stage.phones.expectHeard(anna, /connection is over/);
    expect(lastReport()).toMatchObject({ DialCallStatus: status, DialBridged: 'false' });
    const [, , there] = await stage.phones.calls();
    expect(there).toMatchObject({ direction: 'inbound', status });
  });

  it('fails while the owner’s account takes no calls', async () => {
    await stage.phones.setFault({
      fault: 'refuse-incoming-calls',
      on: true,
      accountSid: fallbackAccount.accountSid,
    });
    dialsTheOther();
    const before = stage.application.to('/other-voice').length;
    await stage.phones.phone(anna).calls(hotline);
    await stage.phones.expectHeard(anna, /connection is over/);
    expect(lastReport()).toMatchObject({ DialCallStatus: 'failed' });
    expect(stage.application.to('/other-voice')).toHaveLength(before);
    const alerts = (await stage.phones.journal()).filter((event) => event.event === 'alert');
    expect(alerts.map(({ code }) => code)).toContain(10003);
  });

  it('ends there when the caller hangs up while it rings', async () => {
    dialsTheOther();
    stage.application.on('/other-voice', '<Pause length="600"/>');
    await stage.phones.phone(anna).calls(hotline, [{ do: 'hang-up', afterSeconds: 2 }]);
    await stage.phones.expectEnded(anna, { status: 'completed' });
    const [, , there] = await stage.phones.calls();
    expect(there).toMatchObject({ direction: 'inbound', status: 'no-answer' });
  });
});
