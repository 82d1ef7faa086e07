import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { AttemptOrder } from '../../domain/attempt.js';
import { unavailable } from '../../domain/errors.js';
import { conferenceName, parseAttemptOrder } from '../../providers/telephony/addresses.js';
import {
  desk,
  incidentId,
  people,
  setActivityStage,
  type ActivityStage,
} from '../../test/activities/activity-stage.js';
import { createActivities, type Activities } from '../create-activities.js';

const provider = people.provider.phone;
const target = { role: 'assistance-provider', id: people.provider.id } as const;
const label = `assistance-provider/${people.provider.id}`;
const room = conferenceName(incidentId);

let stage: ActivityStage;
beforeAll(async () => {
  stage = await setActivityStage();
});
afterAll(async () => {
  await stage.end();
});
beforeEach(async () => {
  const calls = await stage.phones.calls(provider);
  await stage.phones.reset();
  for (const { sid } of calls) await stage.store.numberLeases.release(provider, sid);
  stage.application.on('/telephony/attempt/answered', ({ url }) => {
    const order = parseAttemptOrder(new URL(url).searchParams.get('order'));
    return order.purpose === 'mandate'
      ? '<Say>Please act now.</Say><Pause length="600"/>'
      : `<Dial><Conference participantLabel="someone">${room}</Conference></Dial>`;
  });
});

/** The provider has pressed 1 and is in the conference; tells which call that is. */
async function providerTalks(): Promise<string> {
  await stage.phones.phone(provider).answers();
  const order = stage.order({ purpose: 'take', target });
  expect(await stage.place(order)).toBe('left-open');
  const { callSid } = await stage.phones.expectEvent(provider, 'joined-conference');
  await stage.store.numberLeases.settle(provider, callSid, new Date(Date.now() + 3_600_000));
  return callSid;
}

function mandate(callSid: string, more: Partial<AttemptOrder> = {}): AttemptOrder {
  return stage.order({ purpose: 'mandate', target, inConference: [{ callSid, label }], ...more });
}

async function ordersToTheProvider(): Promise<number> {
  return (await stage.phones.journal()).filter(
    (event) =>
      event.event === 'rest-request' && event.method === 'POST' && event.path.endsWith('/Calls.json'),
  ).length;
}

describe('a question for somebody who is in the conference (I8, X1)', () => {
  it('is asked within their call, whose end is told to the attempt; no second call is ordered', async () => {
    const callSid = await providerTalks();
    const order = mandate(callSid);
    expect(await stage.place(order)).toBe('left-open');
    await stage.phones.expectEvent(provider, 'left-conference');
    await stage.phones.expectHeard(provider, /Please act now/);
    expect(await ordersToTheProvider()).toBe(1);
    expect(await stage.phones.calls(provider)).toHaveLength(1);
    await stage.phones.phone(provider).hangsUp();
    const statuses = () =>
      stage.application
        .to('/telephony/attempt/status')
        .filter(({ form }) => form['CallStatus'] === 'completed')
        .map(({ url }) => parseAttemptOrder(new URL(url).searchParams.get('order')).key);
    await stage.phones.expectEnded(provider);
    while (statuses().length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(statuses()).toEqual([order.key]);
  });

  it('is asked so without MongoDB too', async () => {
    const callSid = await providerTalks();
    const order = mandate(callSid);
    expect(await stage.place(order, undefined, stage.activitiesWithoutMongo)).toBe('left-open');
    await stage.phones.expectHeard(provider, /Please act now/);
    expect(await ordersToTheProvider()).toBe(1);
  });

  it('is put to a line as usual that is not the one in the conference', async () => {
    const callSid = await providerTalks();
    await stage.phones.phone(desk.phone).answers();
    const other = mandate(callSid, { target: { role: 'desk', id: 'desk' } });
    expect(await stage.place(other)).toBe('left-open');
    await stage.phones.expectHeard(desk.phone, /Please act now/);
    expect(await ordersToTheProvider()).toBe(2);
  });

  it('is put by a call of its own when the one of the conference is over', async () => {
    const callSid = await providerTalks();
    await stage.phones.phone(provider).hangsUp();
    await stage.phones.expectEnded(provider);
    expect(await stage.place(mandate(callSid))).toBe('left-open');
    await stage.phones.expectCallTo(provider);
    expect(await ordersToTheProvider()).toBe(2);
  });

  it('finds the line busy when they cannot be taken out of the conference', async () => {
    const callSid = await providerTalks();
    const activities: Activities = createActivities({
      ...stage.dependencies,
      telephony: {
        ...stage.telephony,
        redirectCall: () => Promise.reject(unavailable('The telephony provider')),
      },
    });
    expect(await stage.place(mandate(callSid), undefined, activities)).toEqual({ reason: 'busy' });
    expect(await ordersToTheProvider()).toBe(1);
    expect((await stage.phones.calls(provider)).at(-1)?.status).toBe('in-progress');
  });

  it('when it is stopped leads back into the conference, and is stopped once (I4, I7)', async () => {
    const callSid = await providerTalks();
    const order = mandate(callSid);
    await stage.place(order);
    await stage.phones.expectHeard(provider, /Please act now/);
    const stop = () =>
      stage.run(() => stage.activities.stopAttempt(order, { why: 'taken-over', by: { by: 'rule' } }));
    await stop();
    expect(stage.attempts.resultOf(order.key)).toEqual({ reason: 'expired', detail: 'stopped' });
    await stage.phones.expectHeard(provider, /no longer needed/);
    await stage.phones.expectEvent(provider, 'joined-conference', {
      where: (event) =>
        event.conference === room &&
        event.label?.startsWith(`assistance-provider.${people.provider.id}-`) === true,
    });
    const redirections = async () =>
      (await stage.phones.journal()).filter(({ event }) => event === 'redirected').length;
    const before = await redirections();
    await stop();
    expect(await redirections()).toBe(before);
  });

  it('is not looked into by cutting anybody off, when nobody tells its outcome (I4)', async () => {
    const callSid = await providerTalks();
    const order = mandate(callSid);
    await stage.place(order);
    await stage.phones.expectHeard(provider, /Please act now/);
    const resolved = await stage.run(() => stage.activities.resolveAttempt(order));
    expect(resolved).toEqual({ reason: 'expired', detail: 'outcome-unknown' });
    expect((await stage.phones.calls(provider)).at(-1)?.status).toBe('in-progress');
    expect(await stage.store.numberLeases.find(provider)).toMatchObject({ call: { sid: callSid } });
  });
});
