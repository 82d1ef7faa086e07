import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../../dev/client/desk-api.js';
import {
  account,
  anna as annasNumber,
  ben as bensNumber,
  fallbackAccount,
  fallbackHotline,
  hotline,
  setStage,
  type Stage,
} from '../../dev/phone-simulator/testing/stage.js';
import { describeError } from '../../domain/describe-error.js';
import { NotConfiguredError } from '../../domain/errors.js';
import { phoneNumberSchema } from '../../domain/phone-number.js';
import type { Telephony, TextDelivery } from './telephony.js';
import { createTwilioTelephony } from './twilio-telephony.js';
import { renderTextReply, renderVoiceScript } from './twiml.js';

/** What is deleted at the provider, with the provider's package on a telephone network. */

const anna = phoneNumberSchema.parse(annasNumber);
const ben = phoneNumberSchema.parse(bensNumber);
const from = phoneNumberSchema.parse(hotline);

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
beforeEach(() => stage.phones.reset());
afterAll(() => stage.end());

async function recordedCall() {
  stage.application.on('/recorded', () => ({ body: renderVoiceScript([{ do: 'pause', seconds: 600 }]) }));
  await stage.phones.phone(anna).answers();
  const url = `${stage.application.url}/recorded`;
  const placement = await telephony.placeCall({
    to: anna,
    from,
    answerUrl: url,
    statusUrl: url,
    ringSeconds: 5,
  });
  if (placement.placed !== 'yes') throw new Error(`The call was not placed: ${placement.placed}`);
  await stage.phones.expectEvent(anna, 'answered');
  await stage.phones.phone(anna).isRecorded();
  await stage.phones.phone(anna).isRecorded();
  return placement.call;
}

function sentText(delivery: TextDelivery) {
  if (delivery.sent !== 'yes') throw new Error(`The text was not sent: ${delivery.sent}`);
  return delivery.text;
}

const delivered = (sid: string) =>
  eventually(async () => {
    const messages = await stage.phones.messages(anna);
    return messages.find((each) => each.sid === sid && each.status === 'delivered');
  }, 10);

describe('a call that is forgotten (R2)', () => {
  it('goes with its recordings, which would outlive it, and with nobody else’s', async () => {
    const other = await recordedCall();
    await stage.phones.phone(anna).hangsUp();
    await stage.phones.expectEnded(anna, { status: 'completed' });
    const call = await recordedCall();
    await stage.phones.phone(anna).hangsUp();
    await stage.phones.expectEnded(anna, { status: 'completed' });
    expect(await stage.phones.recordings(call.sid)).toHaveLength(2);

    await telephony.forgetCall(call);
    expect(await stage.phones.recordings(call.sid)).toEqual([]);
    expect((await stage.phones.calls(anna)).map(({ sid }) => sid)).toEqual([other.sid]);
    expect(await stage.phones.recordings(other.sid)).toHaveLength(2);
    await telephony.forgetCall(call);
  });

  it('goes with the calls that it has dialled, and their recordings', async () => {
    const { phones, application } = stage;
    application.on('/dialling', () => ({
      body: renderVoiceScript([{ do: 'dial', number: ben, callerId: from, ringSeconds: 10 }]),
    }));
    await Promise.all([phones.phone(anna).answers(), phones.phone(ben).answers()]);
    const url = `${application.url}/dialling`;
    const placement = await telephony.placeCall({
      ...{ to: anna, from, answerUrl: url, statusUrl: url, ringSeconds: 5 },
    });
    if (placement.placed !== 'yes') throw new Error(`The call was not placed: ${placement.placed}`);
    await phones.expectTogether([anna, ben]);
    await phones.phone(ben).isRecorded();
    const [dialled] = await phones.calls(ben);
    await phones.phone(anna).hangsUp();
    await Promise.all([phones.expectEnded(anna), phones.expectEnded(ben)]);

    await telephony.forgetCall(placement.call);
    expect(await phones.calls(anna)).toEqual([]);
    expect(await phones.calls(ben)).toEqual([]);
    expect(await phones.recordings(dialled?.sid ?? '')).toEqual([]);
  });

  it('is tried again while it is in progress', async () => {
    const call = await recordedCall();
    await expect(telephony.forgetCall(call)).rejects.toMatchObject({ kind: 'unavailable' });
    await stage.phones.phone(anna).hangsUp();
    await stage.phones.expectEnded(anna, { status: 'completed' });
    await telephony.forgetCall(call);
    expect(await stage.phones.calls(anna)).toEqual([]);
  });
});

describe('what stands at an account that took orders before (R2)', () => {
  const unknown = `AC${'9'.repeat(32)}`;
  const search = { account: unknown, from, to: anna, origin: 'order', orderedAt: new Date() } as const;

  it('counts as deleted nowhere where the account is not configured, and the error names no more than it needs', async () => {
    for (const tried of [
      telephony.forgetCall({ sid: 'CA1', account: unknown }),
      telephony.forgetText({ sid: 'SM1', account: unknown }),
      telephony.findTexts(search),
    ]) {
      const failure: unknown = await tried.catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(NotConfiguredError);
      expect(failure).toMatchObject({ kind: 'unavailable' });
      expect(String(failure)).toContain('account AC999999… is not configured');
      expect(String(failure)).not.toContain(unknown);
      expect(describeError(failure)).toMatchObject({ cause: { code: 'ACCOUNT_NOT_CONFIGURED' } });
    }
  });

  it('is deleted there with the token that is still known, and an account without one is given up', async () => {
    const text = sentText(await telephony.sendText({ to: anna, from, body: 'By the first' }));
    await delivered(text.sid);
    const moved = createTwilioTelephony({
      accounts: [{ ...fallbackAccount, ownNumber: phoneNumberSchema.parse(fallbackHotline) }],
      formerAccounts: [account, { accountSid: unknown }, { accountSid: fallbackAccount.accountSid }],
      baseUrl: stage.simulator.url,
      requestTimeoutMilliseconds: 3000,
    });
    expect(await moved.findTexts({ ...search, account: account.accountSid })).toEqual([text]);
    await moved.forgetText(text);
    expect(await stage.phones.messages(anna)).toEqual([]);
    expect(
      [unknown, account.accountSid, fallbackAccount.accountSid].map((each) => moved.isGivenUp(each)),
    ).toEqual([true, false, false]);
  });
});

describe('a text that is forgotten (R2)', () => {
  it('goes on the account that sent it; once it is gone, that is no error', async () => {
    await stage.phones.setFault({ fault: 'refuse-next-texts', status: 429, accountSid: account.accountSid });
    const bySecond = sentText(await telephony.sendText({ to: anna, from, body: 'By the second' }));
    const byFirst = sentText(await telephony.sendText({ to: anna, from, body: 'By the first' }));
    expect([byFirst.account, bySecond.account]).toEqual([account.accountSid, fallbackAccount.accountSid]);
    await Promise.all([delivered(byFirst.sid), delivered(bySecond.sid)]);

    await telephony.forgetText(bySecond);
    expect((await stage.phones.messages(anna)).map(({ sid }) => sid)).toEqual([byFirst.sid]);
    await telephony.forgetText(byFirst);
    await telephony.forgetText(byFirst);
    expect(await stage.phones.messages(anna)).toEqual([]);
  });

  it('is tried again while it is under way, which the provider refuses to delete', async () => {
    const text = sentText(await telephony.sendText({ to: anna, from, body: 'Under way' }));
    await expect(telephony.forgetText(text)).rejects.toMatchObject({ kind: 'unavailable' });
    await delivered(text.sid);
    await telephony.forgetText(text);
    expect(await stage.phones.messages(anna)).toEqual([]);
  });

  it('is found when the reply to its order was lost', async () => {
    const others = [
      sentText(await telephony.sendText({ to: anna, from, body: 'Another one' })),
      sentText(await telephony.sendText({ to: ben, from, body: 'To somebody else' })),
    ];
    await stage.phones.setFault({ fault: 'lose-reply-of-next-text' });
    const delivery = await telephony.sendText({ to: anna, from, body: 'The reply to this is lost' });
    if (delivery.sent !== 'unknown') throw new Error('The outcome should be unknown.');
    await stage.phones.expectText(anna, /is lost/);
    const { account: sender, from: ownNumber, orderedAt } = delivery;
    const search = { account: sender, from: ownNumber, to: anna, origin: 'order', orderedAt } as const;
    const found = await telephony.findTexts(search);
    const messages = await stage.phones.messages(anna);
    const lost = messages.find(({ body }) => body.includes('is lost'));
    expect(found.filter(({ sid }) => !others.some((other) => other.sid === sid))).toEqual([
      { sid: lost?.sid, account: account.accountSid },
    ]);
    const later = { ...search, orderedAt: new Date(orderedAt.getTime() + 30_000) };
    expect(await telephony.findTexts(later)).toEqual([]);
  });

  it('is found as the reply that the provider has made of an answer', async () => {
    stage.application.on('/sms', () => ({ body: renderTextReply('We have received your call for help.') }));
    const orderedAt = new Date();
    await stage.phones.phone(anna).texts(hotline, '2');
    await stage.phones.expectText(anna, /received your call/);
    const search = { account: account.accountSid, from, to: anna, orderedAt } as const;
    const [found, ...more] = await telephony.findTexts({ ...search, origin: 'reply' });
    expect(more).toEqual([]);
    expect((await stage.phones.messages(anna)).map(({ sid }) => sid)).toEqual([found?.sid]);
    expect(await telephony.findTexts({ ...search, origin: 'order' })).toEqual([]);
  });
});
