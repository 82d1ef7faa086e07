import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Stage } from '../../dev/phone-simulator/testing/stage.js';
import {
  account,
  anna as annasNumber,
  ben as bensNumber,
  fallbackAccount,
  fallbackHotline,
  hotline,
  setStage,
} from '../../dev/phone-simulator/testing/stage.js';
import { phoneNumberSchema } from '../../domain/phone-number.js';
import { understandSpeech } from '../../domain/speech/understand-speech.js';
import { words } from '../../wording/locales/hu/words.js';
import type { CallOrder, Placement, Telephony } from './telephony.js';
import { createTwilioTelephony } from './twilio-telephony.js';
import { createTwilioWebhooks } from './twilio-webhooks.js';
import { renderTextReply, renderVoiceScript } from './twiml.js';
import type { VoiceScript, VoiceStep } from './voice-script.js';

/** The adapter on a telephone network: what it orders is carried out, and what the network tells is understood. */

const anna = phoneNumberSchema.parse(annasNumber);
const ben = phoneNumberSchema.parse(bensNumber);
const from = phoneNumberSchema.parse(hotline);
const webhooks = createTwilioWebhooks({ accounts: [account, fallbackAccount] });

let stage: Stage;
let telephony: Telephony;

beforeAll(async () => {
  stage = await setStage();
  telephony = createTwilioTelephony({
    accounts: [account, { ...fallbackAccount, ownNumber: phoneNumberSchema.parse(fallbackHotline) }],
    baseUrl: stage.simulator.url,
    requestTimeoutMilliseconds: 3000,
  });
});
beforeEach(async () => {
  await stage.phones.reset();
});
afterAll(async () => {
  await stage.end();
});

function at(path: string): string {
  return `${stage.application.url}${path}`;
}

function plays(path: string, script: () => VoiceScript): void {
  stage.application.on(path, () => ({ body: renderVoiceScript(script()) }));
}

function orderTo(to: CallOrder['to'], path: string): CallOrder {
  return { to, from, answerUrl: at(path), statusUrl: at(`${path}/status`), ringSeconds: 5 };
}

function placed(placement: Placement) {
  if (placement.placed !== 'yes') throw new Error(`The call was not placed: ${placement.placed}`);
  return placement.call;
}

const goodbye: VoiceScript = [{ do: 'say', text: 'Anna has taken over.', language: 'en' }, { do: 'hang-up' }];

describe('a call', () => {
  it('asks, hears the answer, and tells every step in signed webhooks (I2)', async () => {
    const question: VoiceStep = {
      do: 'ask',
      digits: 1,
      prompt: [{ text: 'Jól van?', language: 'hu' }],
      timeoutSeconds: 200,
      speech: { language: 'hu', hints: ['segítség'] },
      answerUrl: at('/ask/answer?step=1'),
    };
    plays('/ask', () => [question, { do: 'say', text: 'Viszonthallásra', language: 'hu' }]);
    plays('/ask/answer', () => goodbye);
    await stage.phones.phone(anna).answers();
    const call = placed(
      await telephony.placeCall({ ...orderTo(anna, '/ask'), machineDetectionUrl: at('/ask/machine') }),
    );
    await stage.phones.expectHeard(anna, /Jól van/);
    const machine = await stage.application.received('/ask/machine');
    await stage.phones.phone(anna).says('Segítség!', 0.9);
    await stage.phones.expectHeard(anna, /taken over/);
    await stage.phones.expectEnded(anna, { status: 'completed' });

    const answered = await stage.application.received('/ask/answer');
    const voice = webhooks.voice(answered.form);
    expect(voice).toMatchObject({ callSid: call.sid, account: call.account, to: anna, state: 'in-progress' });
    expect(understandSpeech(voice.speech?.text ?? '', words)).toBe('help');
    await stage.application.received('/ask/status', 3);
    // By their number: a request can overtake another.
    const steps = stage.application
      .to('/ask/status')
      .map(({ form }) => form)
      .sort((one, other) => Number(one['SequenceNumber']) - Number(other['SequenceNumber']));
    expect(steps.map((form) => webhooks.voice(form).state)).toEqual([
      'queued',
      'ringing',
      'in-progress',
      'completed',
    ]);
    expect(webhooks.machineDetection(machine.form)).toEqual({
      callSid: call.sid,
      account: call.account,
      answeredBy: 'human',
    });
    for (const { url, form, signature } of stage.application.requests) {
      expect(webhooks.isGenuine(url, form, signature)).toBe(true);
      expect(webhooks.isGenuine(url, { ...form, CallStatus: 'busy' }, signature)).toBe(false);
    }
    expect(await telephony.lookUpCall(call)).toMatchObject({ state: 'completed', answeredBy: 'human' });
  });

  it('goes on behind the question when nobody answers it', async () => {
    plays('/silence', () => [
      { do: 'ask', digits: 1, prompt: [], timeoutSeconds: 1, answerUrl: at('/silence/answer') },
      { do: 'go-to', url: at('/silence/again') },
    ]);
    plays('/silence/again', () => goodbye);
    await stage.phones.phone(anna).answers();
    await telephony.placeCall(orderTo(anna, '/silence'));
    await stage.phones.expectHeard(anna, /taken over/);
    expect(stage.application.to('/silence/answer')).toEqual([]);
  });

  it('tells a voicemail from a person (I6)', async () => {
    plays('/voicemail', () => [{ do: 'pause', seconds: 10 }]);
    await stage.phones.phone(anna).isVoicemail();
    await telephony.placeCall({
      ...orderTo(anna, '/voicemail'),
      machineDetectionUrl: at('/voicemail/machine'),
    });
    const machine = await stage.application.received('/voicemail/machine');
    expect(webhooks.machineDetection(machine.form).answeredBy).toBe('machine');
  });

  it('is stopped while it rings, and told who has taken over while somebody listens (I7)', async () => {
    plays('/stop', () => [{ do: 'pause', seconds: 600 }]);
    await stage.phones.phone(anna).ringsOut();
    await stage.phones.phone(ben).answers();
    const ringing = placed(await telephony.placeCall({ ...orderTo(anna, '/stop'), ringSeconds: 600 }));
    const talking = placed(await telephony.placeCall(orderTo(ben, '/stop')));
    await stage.phones.expectEvent(anna, 'ringing');
    await stage.phones.expectEvent(ben, 'answered');
    expect(await telephony.liveCallsTo(anna)).toMatchObject([{ sid: ringing.sid, state: 'ringing' }]);
    expect(await telephony.liveCallsTo(ben)).toMatchObject([{ sid: talking.sid, state: 'in-progress' }]);
    await telephony.stopCall(ringing, goodbye);
    await telephony.stopCall(talking, goodbye);
    await stage.phones.expectEnded(anna, { status: 'canceled' });
    await stage.phones.expectHeard(ben, /taken over/);
    await stage.phones.expectEnded(ben, { status: 'completed' });
    await telephony.stopCall(ringing, goodbye);
    await telephony.redirectCall(talking, goodbye);
    expect(await telephony.liveCallsTo(ben)).toEqual([]);
  });

  it('joins people in a conference that the others survive (I4)', async () => {
    const join = (label: string): VoiceStep => ({
      do: 'join',
      conference: 'incident-inc_abcdef',
      label,
      eventsUrl: at('/join/events'),
      waitUrl: at('/join/wait'),
      afterUrl: at(`/join/${label}/after`),
    });
    plays('/join/wait', () => [
      { do: 'say', text: 'We are still with you.', language: 'en' },
      { do: 'pause', seconds: 5 },
    ]);
    plays('/join/caller', () => [join('caller')]);
    plays('/join/desk', () => [join('desk')]);
    await stage.phones.phone(anna).answers();
    await stage.phones.phone(ben).answers();
    await telephony.placeCall(orderTo(anna, '/join/caller'));
    await stage.phones.expectHeard(anna, /still with you/);
    await telephony.placeCall(orderTo(ben, '/join/desk'));
    await stage.phones.expectTogether([anna, ben], { conference: 'incident-inc_abcdef' });
    await stage.phones.phone(ben).hangsUp();
    await stage.phones.expectEvent(ben, 'left-conference');
    expect(await stage.phones.phone(anna).says('Hello?')).toMatchObject({ status: 'in-progress' });
    await stage.application.received('/join/events', 3);
    const told = stage.application.to('/join/events').map(({ form }) => webhooks.conference(form));
    expect(told.map(({ event, label }) => [event, label])).toEqual(
      expect.arrayContaining([
        ['join', 'caller'],
        ['join', 'desk'],
        ['leave', 'desk'],
      ]),
    );
    await stage.phones.phone(anna).hangsUp();
  });

  it('takes somebody out of a conference and back again; the caller hears why, and stays in it (I8)', async () => {
    const join = (label: string): VoiceStep => ({
      do: 'join',
      conference: 'incident-inc_mandate',
      label,
      eventsUrl: at('/mandate/events'),
      waitUrl: at('/mandate/wait'),
    });
    plays('/mandate/wait', () => [{ do: 'pause', seconds: 5 }]);
    plays('/mandate/caller', () => [join('caller')]);
    plays('/mandate/provider', () => [join('provider')]);
    plays('/mandate/moment', () => [{ do: 'say', text: 'One moment, please.', language: 'en' }]);
    await stage.phones.phone(anna).answers();
    await stage.phones.phone(ben).answers();
    await telephony.placeCall(orderTo(anna, '/mandate/caller'));
    const provider = placed(await telephony.placeCall(orderTo(ben, '/mandate/provider')));
    await stage.phones.expectTogether([anna, ben], { conference: 'incident-inc_mandate' });
    const joined = await stage.phones.conferences();
    const sid = joined.find(({ name }) => name === 'incident-inc_mandate')?.sid ?? '';

    const question: VoiceScript = [{ do: 'say', text: 'Please act now.', language: 'en' }, join('provider')];
    expect(await telephony.redirectCall(provider, question, at('/mandate/status'))).toBe(true);
    const room = { sid, account: provider.account };
    await telephony.announce(room, 'caller', at('/mandate/moment'));
    await stage.phones.expectHeard(ben, /act now/);
    await stage.phones.expectHeard(anna, /One moment/);
    await stage.phones.expectTogether([anna, ben], { conference: 'incident-inc_mandate' });
    await telephony.announce(room, 'nobody', at('/mandate/moment'));
    expect(
      (await stage.phones.conferences()).filter(({ name }) => name === 'incident-inc_mandate'),
    ).toHaveLength(1);

    await stage.phones.phone(ben).hangsUp();
    const { form } = await stage.application.received('/mandate/status');
    expect(webhooks.voice(form)).toMatchObject({ callSid: provider.sid, state: 'completed' });
    expect(await telephony.redirectCall(provider, question)).toBe(false);
    await stage.phones.phone(anna).hangsUp();
  });

  it('forwards to another number and tells how that went (I5)', async () => {
    plays('/forward', () => [
      { do: 'dial', number: ben, callerId: hotline, ringSeconds: 5, afterUrl: at('/forward/after') },
    ]);
    plays('/forward/after', () => goodbye);
    await stage.phones.phone(anna).answers();
    await stage.phones.phone(ben).isBusy();
    await telephony.placeCall(orderTo(anna, '/forward'));
    await stage.phones.expectHeard(anna, /taken over/);
    const after = await stage.application.received('/forward/after');
    expect(webhooks.voice(after.form).dialled).toBe('busy');
  });
});

describe('an order that goes wrong', () => {
  it('is found again when its reply was lost, and never placed twice', async () => {
    plays('/lost', () => [{ do: 'pause', seconds: 60 }]);
    await stage.phones.phone(anna).answers();
    const earlier = placed(await telephony.placeCall(orderTo(anna, '/lost')));
    await stage.phones.setFault({ fault: 'lose-reply-of-next-call' });
    const placement = await telephony.placeCall(orderTo(anna, '/lost'));
    if (placement.placed !== 'unknown') throw new Error('The outcome should be unknown.');
    const found = await telephony.findCall({
      account: placement.account,
      to: anna,
      from,
      placedAfter: placement.orderedAt,
      claimed: new Set([earlier.sid]),
    });
    expect(found).toMatchObject({ account: account.accountSid, to: anna, from: hotline });
    expect(found?.sid).not.toBe(earlier.sid);
    expect(await stage.phones.calls(anna)).toHaveLength(2);
  });

  it('is not found when it never arrived', async () => {
    await stage.phones.setFault({ fault: 'lose-next-call' });
    const placement = await telephony.placeCall(orderTo(anna, '/lost'));
    if (placement.placed !== 'unknown') throw new Error('The outcome should be unknown.');
    const search = { account: placement.account, to: anna, from, placedAfter: placement.orderedAt };
    expect(await telephony.findCall({ ...search, claimed: new Set() })).toBeUndefined();
  });

  it('is placed by the second account, from its own number, when the first refuses (X1)', async () => {
    plays('/second', () => goodbye);
    await stage.phones.phone(anna).answers();
    await stage.phones.setFault({
      fault: 'refuse-next-calls',
      status: 429,
      code: 20429,
      accountSid: account.accountSid,
    });
    const call = placed(await telephony.placeCall(orderTo(anna, '/second')));
    expect(call.account).toBe(fallbackAccount.accountSid);
    expect(await stage.phones.expectCallTo(anna)).toMatchObject({ from: fallbackHotline });
    await stage.phones.expectEnded(anna, { status: 'completed' });
    const status = await stage.application.received('/second/status');
    expect(webhooks.isGenuine(status.url, status.form, status.signature)).toBe(true);
    expect(webhooks.voice(status.form).account).toBe(fallbackAccount.accountSid);
  });
});

describe('a text', () => {
  const text = { to: anna, from, body: 'Jól van? Válasz: 1 = jól vagyok, 2 = segítséget kérek' };

  it('arrives, is answered, and the answer gets a reply (I2)', async () => {
    stage.application.on('/sms', () => ({ body: renderTextReply('Segélykérését megkaptuk.') }));
    expect(await telephony.sendText(text)).toMatchObject({ sent: 'yes' });
    await stage.phones.expectText(anna, /segítséget kérek/);
    await stage.phones.phone(anna).texts(hotline, '2');
    await stage.phones.expectText(anna, /megkaptuk/);
    const received = await stage.application.received('/sms');
    expect(webhooks.text(received.form)).toMatchObject({ from: anna, to: hotline, body: '2' });
    expect(webhooks.isGenuine(received.url, received.form, received.signature)).toBe(true);
  });

  it('is refused after STOP and to a landline', async () => {
    await stage.phones.phone(anna).texts(hotline, 'STOP');
    await stage.phones.phone(ben).receivesTexts('landline');
    expect(await telephony.sendText(text)).toEqual({ sent: 'no', why: 'opted-out', code: 21610 });
    expect(await telephony.sendText({ ...text, to: ben })).toEqual({
      sent: 'no',
      why: 'number-refused',
      code: 21614,
    });
  });
});
