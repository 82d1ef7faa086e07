import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { AttemptOrder } from '../../domain/attempt.js';
import { createTwilioTelephony } from '../../providers/telephony/twilio-telephony.js';
import {
  incidentId,
  people,
  setActivityStage,
  type ActivityStage,
} from '../../test/activities/activity-stage.js';
import { account, fallbackHotline, hotline } from '../../dev/phone-simulator/testing/stage.js';
import type { StopReason } from '../contract.js';
import { createActivities, type Activities } from '../create-activities.js';

const anna = people.anna.phone;
const takenOver: StopReason = {
  why: 'taken-over',
  by: { by: 'target', target: { role: 'internal-contact', id: people.ben.id } },
};
const stopped = { reason: 'expired', detail: 'stopped' };

let stage: ActivityStage;
beforeAll(async () => {
  stage = await setActivityStage();
});
afterAll(async () => {
  await stage.end();
});
beforeEach(async () => {
  const calls = await stage.phones.calls(anna);
  await stage.phones.reset();
  await stage.phones.clearFaults();
  for (const { sid } of calls) await stage.store.numberLeases.release(anna, sid);
  stage.application.on('/telephony/attempt/answered', '<Say>A question.</Say><Pause length="600"/>');
});

const resolve = (order: AttemptOrder, attempt = 1, by: Activities = stage.activities) =>
  stage.run(() => by.resolveAttempt(order), { attempt });
const stop = (order: AttemptOrder, why: StopReason = takenOver, by: Activities = stage.activities) =>
  stage.run(() => by.stopAttempt(order, why));

/** Somebody is rung up, and the call is as far as the script of the phone takes it. */
async function dialled(changes: Partial<AttemptOrder> = {}): Promise<AttemptOrder> {
  const order = stage.order(changes);
  expect(await stage.place(order)).toBe('left-open');
  return order;
}

async function inConversation(changes: Partial<AttemptOrder> = {}): Promise<AttemptOrder> {
  await stage.phones.phone(anna).answers();
  const order = await dialled(changes);
  await stage.phones.expectHeard(anna, /A question/);
  return order;
}

async function callStatus(): Promise<string | undefined> {
  return (await stage.phones.calls(anna)).at(-1)?.status;
}

describe('resolving an attempt whose outcome nobody told', () => {
  it('tells what became of the call, and frees the number', async () => {
    const phone = stage.phones.phone(anna);
    const outcomes = [
      { prepare: () => phone.isBusy(), status: 'busy', result: { reason: 'busy' } },
      { prepare: () => phone.isUnreachable(), status: 'failed', result: { reason: 'failed' } },
      { prepare: () => phone.declines(), status: 'no-answer', result: { reason: 'no-answer' } },
      {
        prepare: () => phone.answers({ thinkingSeconds: 20, hangUp: true }),
        status: 'completed',
        result: { reason: 'expired', detail: 'answered-without-key' },
      },
    ] as const;
    for (const { prepare, status, result } of outcomes) {
      await prepare();
      const order = await dialled();
      await stage.phones.expectEnded(anna, { status });
      expect(await resolve(order)).toEqual(result);
      expect(await stage.store.numberLeases.find(anna)).toBeUndefined();
    }
  });

  it('knows an unanswered call from a voicemail', async () => {
    await stage.phones.phone(anna).ringsOut();
    const unanswered = await dialled({ ringSeconds: 10 });
    await stage.phones.expectEnded(anna, { status: 'no-answer' });
    expect(await resolve(unanswered)).toEqual({ reason: 'no-answer' });

    stage.application.on('/telephony/attempt/answered', '<Say>A question.</Say><Pause length="60"/>');
    await stage.phones.phone(anna).isVoicemail();
    const recorded = await dialled();
    await stage.phones.expectEnded(anna, { status: 'completed' });
    expect(await resolve(recorded)).toEqual({ reason: 'voicemail' });
  });

  it('settles whoever joined the same call, too', async () => {
    await stage.phones.phone(anna).ringsOut();
    const first = await dialled({ ringSeconds: 10 });
    const second = await dialled();
    await stage.phones.expectEnded(anna, { status: 'no-answer' });
    expect(await resolve(first)).toEqual({ reason: 'no-answer' });
    expect(stage.attempts.resultOf(second.key)).toEqual({ reason: 'no-answer' });
  });

  it('ends a call that still rings, so that nobody is on two calls', async () => {
    await stage.phones.phone(anna).ringsOut();
    const order = await dialled({ ringSeconds: 600 });
    await stage.phones.expectEvent(anna, 'ringing');
    expect(await resolve(order)).toEqual({ reason: 'expired' });
    await stage.phones.expectEnded(anna, { status: 'canceled' });
    expect(await resolve(order)).toEqual(stopped);
  });

  it('ends a call whose person presses no key, not without a word', async () => {
    const order = await inConversation();
    expect(await resolve(order)).toEqual({ reason: 'expired', detail: 'answered-without-key' });
    await stage.phones.expectHeard(anna, /.+/);
    await stage.phones.expectEnded(anna);
  });

  it('lets a call go on that others still wait on', async () => {
    const first = await inConversation();
    const second = await dialled();
    expect(await resolve(first)).toEqual({ reason: 'expired', detail: 'answered-without-key' });
    expect(await callStatus()).toBe('in-progress');
    expect((await stage.store.numberLeases.find(anna))?.orders).toEqual([second]);
  });

  it('never cuts off somebody whose answer was taken: they may be in the conference (I4)', async () => {
    const order = await inConversation({ purpose: 'connect' });
    const { sid = '' } = (await stage.store.calls.sidOf(order.key)) ?? {};
    await stage.store.numberLeases.settle(anna, sid, new Date(Date.now() + 60_000));
    expect(await resolve(order)).toEqual({ reason: 'expired', detail: 'outcome-unknown' });
    expect(await callStatus()).toBe('in-progress');
  });

  it('finds a call by its numbers whose SID nobody noted, and never dials', async () => {
    await stage.phones.phone(anna).isBusy();
    const order = stage.order();
    expect(await stage.place(order, undefined, stage.activitiesWithoutMongo)).toBe('left-open');
    await stage.phones.expectEnded(anna, { status: 'busy' });
    expect(await resolve(order)).toEqual({ reason: 'busy' });
    expect(await stage.phones.calls(anna)).toHaveLength(1);
  });

  it('finds it without MongoDB too, and leaves a conversation alone of which it knows nothing', async () => {
    const order = await inConversation();
    expect(await resolve(order, 1, stage.activitiesWithoutMongo)).toEqual({
      reason: 'expired',
      detail: 'outcome-unknown',
    });
    expect(await callStatus()).toBe('in-progress');
  });

  it('says so when no call was ever placed, and frees the number', async () => {
    await stage.phones.setFault({ fault: 'lose-next-call' });
    const order = await dialled({ ringSeconds: 1, talkSeconds: 1 });
    expect(await resolve(order)).toEqual({ reason: 'failed', detail: 'never-placed' });
    expect(await stage.store.numberLeases.find(anna)).toBeUndefined();
  });

  it('is repeated while the provider is away, and at last goes on without knowing', async () => {
    const order = await dialled();
    const away = createActivities({
      ...stage.dependencies,
      telephony: createTwilioTelephony({
        accounts: [{ accountSid: `AC${'1'.repeat(32)}`, authToken: 'token' }],
        baseUrl: 'http://127.0.0.1:9',
        requestTimeoutMilliseconds: 200,
      }),
    });
    await expect(resolve(order, 1, away)).rejects.toMatchObject({ type: 'unavailable', nonRetryable: false });
    await expect(resolve(order, 2, away)).rejects.toMatchObject({ cause: undefined });
    expect(await resolve(order, 3, away)).toEqual({ reason: 'expired', detail: 'outcome-unknown' });
  });

  it.each(['sms', 'email'] as const)('takes silence after a question by %s for no reply', async (channel) => {
    const order = stage.order({ step: { channel, position: 0 } });
    expect(await resolve(order)).toEqual({ reason: 'no-answer', detail: 'no-reply' });
  });
});

describe('stopping an attempt (I7)', () => {
  it('cancels a call that rings, and completes the attempt as stopped', async () => {
    await stage.phones.phone(anna).ringsOut();
    const order = await dialled({ ringSeconds: 600 });
    await stage.phones.expectEvent(anna, 'ringing');
    await stop(order);
    await stage.phones.expectEnded(anna, { status: 'canceled' });
    expect(stage.attempts.resultOf(order.key)).toEqual(stopped);

    await stage.phones.phone(anna).ringsOut();
    const next = stage.order({ purpose: 'ratify' });
    expect(await stage.place(next)).toBe('left-open');
    expect(await stage.phones.calls(anna)).toHaveLength(2);
  });

  it('tells somebody on the phone who has taken over, in their language', async () => {
    const order = await inConversation();
    await stop(order);
    const heard = await stage.phones.expectHeard(anna, /Ben/);
    expect(heard.language).toBe('de-DE');
    await stage.phones.expectEnded(anna, { status: 'completed' });
    expect(stage.attempts.resultOf(order.key)).toEqual(stopped);
  });

  it.each<StopReason>([
    { why: 'closed' },
    { why: 'superseded' },
    { why: 'taken-over', by: { by: 'token', tokenId: 'tok_abcdef' } },
  ])('finds words for every reason: %j', async (why) => {
    const order = await inConversation();
    await stop(order, why);
    await stage.phones.expectHeard(anna, /.+/);
    await stage.phones.expectEnded(anna, { status: 'completed' });
  });

  it('lets a call go on that another incident still needs, and takes only its own question off', async () => {
    await stage.phones.phone(anna).ringsOut();
    const mine = await dialled({ ringSeconds: 600 });
    const others = await dialled({ subject: { case: 'incident', incidentId: 'inc_another' } });
    await stop(mine);
    expect(stage.attempts.resultOf(mine.key)).toEqual(stopped);
    expect(await callStatus()).toBe('ringing');
    expect((await stage.store.numberLeases.find(anna))?.orders).toEqual([others]);

    await stop(others);
    await stage.phones.expectEnded(anna, { status: 'canceled' });
    expect(stage.attempts.resultOf(others.key)).toEqual(stopped);
  });

  it('never touches the call of somebody who has answered: the answer counts (I4)', async () => {
    const order = await inConversation({ purpose: 'take' });
    const { sid = '' } = (await stage.store.calls.sidOf(order.key)) ?? {};
    await stage.store.numberLeases.settle(anna, sid, new Date(Date.now() + 60_000));
    await stop(order);
    expect(await callStatus()).toBe('in-progress');
    expect(stage.attempts.resultOf(order.key)).toBeUndefined();
  });

  it('leaves the answer alone that was given on a call which this attempt had joined', async () => {
    const first = await inConversation();
    const joined = await dialled();
    const { sid = '' } = (await stage.store.calls.sidOf(first.key)) ?? {};
    await stage.store.numberLeases.settle(anna, sid, new Date(Date.now() + 60_000));
    await stop(joined);
    expect(await callStatus()).toBe('in-progress');
    expect(stage.attempts.resultOf(joined.key)).toBeUndefined();
  });

  it('changes nothing when it is repeated', async () => {
    await stage.phones.phone(anna).ringsOut();
    const order = await dialled({ ringSeconds: 600 });
    await stop(order);
    await stop(order);
    await stage.phones.expectEnded(anna, { status: 'canceled' });
    expect(stage.attempts.completed.filter(({ key }) => key === order.key)).toHaveLength(1);
  });

  it('waits for the call of a dial that is under way, and cancels it', async () => {
    await stage.phones.phone(anna).ringsOut();
    await stage.phones.setFault({ fault: 'delay-next-call-reply', seconds: 1 });
    const order = stage.order({ ringSeconds: 600 });
    const dialling = stage.place(order);
    await stage.phones.expectCallTo(anna);
    await Promise.all([stop(order), dialling]);
    await stage.phones.expectEnded(anna, { status: 'canceled' });
    expect(stage.attempts.resultOf(order.key)).toEqual(stopped);
  });

  it('cancels a ringing call without MongoDB', async () => {
    await stage.phones.phone(anna).ringsOut();
    const order = await dialled({ ringSeconds: 600 });
    await stage.phones.expectEvent(anna, 'ringing');
    await stop(order, takenOver, stage.activitiesWithoutMongo);
    await stage.phones.expectEnded(anna, { status: 'canceled' });
    expect(stage.attempts.resultOf(order.key)).toEqual(stopped);
  });

  it('cancels the ringing call that the second account has placed from its own number, too', async () => {
    await stage.phones.phone(anna).ringsOut();
    const { accountSid } = account;
    await stage.phones.setFault({ fault: 'refuse-next-calls', status: 429, code: 20429, accountSid });
    const order = stage.order({ ringSeconds: 600 });
    expect(await stage.place(order, undefined, stage.activitiesWithoutMongo)).toBe('left-open');
    expect(await stage.phones.expectCallTo(anna)).toMatchObject({ from: fallbackHotline });
    await stop(order, takenOver, stage.activitiesWithoutMongo);
    await stage.phones.expectEnded(anna, { status: 'canceled' });
  });

  it('never cancels what rings there by another hand: a caller may just be connected by the emergency line', async () => {
    const connecting = `<Dial callerId="${hotline}" timeout="600">${anna}</Dial>`;
    stage.application.on('/voice', connecting);
    await stage.phones.phone(anna).ringsOut();
    await stage.phones.phone(people.stranger.phone).calls(hotline);
    await stage.phones.expectEvent(anna, 'ringing');
    const order = stage.order();
    stage.attempts.open(order.key);
    await stop(order, takenOver, stage.activitiesWithoutMongo);
    expect(stage.attempts.resultOf(order.key)).toEqual(stopped);
    expect(await callStatus()).toBe('ringing');
    await stage.phones.phone(people.stranger.phone).hangsUp();
  });

  it('leaves a conversation alone without MongoDB: nobody can tell whether it is in the conference', async () => {
    const order = await inConversation();
    await stop(order, takenOver, stage.activitiesWithoutMongo);
    expect(await callStatus()).toBe('in-progress');
    expect(stage.attempts.resultOf(order.key)).toEqual(stopped);
  });

  it('does not touch the ringing call of another attempt to the same number', async () => {
    await stage.phones.phone(anna).ringsOut();
    await dialled({ ringSeconds: 600 });
    const never = stage.order({ purpose: 'ratify' });
    stage.attempts.open(never.key);
    await stop(never);
    expect(stage.attempts.resultOf(never.key)).toEqual(stopped);
    expect(await callStatus()).toBe('ringing');
  });

  it('completes a written attempt; its answer by code or link still counts', async () => {
    const order = stage.order({ step: { channel: 'sms', position: 0 } });
    expect(await stage.place(order)).toBe('left-open');
    await stop(order);
    expect(stage.attempts.resultOf(order.key)).toEqual(stopped);
    expect(await stage.store.texts.openQuestions(anna)).toHaveLength(1);
    await stage.store.texts.closeQuestions(incidentId);
  });
});
