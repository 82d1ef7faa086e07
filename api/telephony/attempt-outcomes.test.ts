import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { AttemptOrder } from '../../domain/attempt.js';
import { anna, callOf, incidentOf, openPlay, reset, type Play } from '../testing/play.js';
import { until } from '../testing/stage.js';

let stage: Play['stage'];
let orderFor: Play['orderFor'];
let replied: Play['replied'];
let completedBy: Play['completedBy'];

beforeAll(async () => {
  ({ stage, orderFor, replied, completedBy } = await openPlay());
});
beforeEach(() => {
  reset(stage);
});
afterAll(() => stage.close());

describe('one call for several incidents (X1)', () => {
  it('tells both and settles both', async () => {
    const [first, second] = [await orderFor('inform'), await orderFor('inform')];
    const until = new Date(Date.now() + 60_000);
    await stage.store.numberLeases.take(anna, first, until);
    await stage.store.numberLeases.take(anna, second, until);
    const answered = await stage.webhook(stage.addresses.attemptAnswered(first), callOf(first));
    expect(answered.text).toContain('2 ');
    expect(answered.text.match(/broke a leg/g)).toHaveLength(2);
    await replied(first, { Digits: '1' });
    expect([...completedBy(first), ...completedBy(second)]).toEqual([
      expect.objectContaining({ reason: 'acknowledged' }),
      expect.objectContaining({ reason: 'acknowledged' }),
    ]);
    await stage.webhook(stage.addresses.attemptStatus(first), callOf(first, { CallStatus: 'completed' }));
    await expectFree(anna);
  });

  const expectFree = (number: string) =>
    until(async () => (await stage.store.numberLeases.find(number)) === undefined);

  it.each([
    ['busy', 'busy'],
    ['no-answer', 'no-answer'],
    ['failed', 'failed'],
  ])('is settled for all when the line is %s, and the number is free again', async (state, reason) => {
    const [first, second] = [await orderFor('inform'), await orderFor('inform')];
    const until = new Date(Date.now() + 60_000);
    await stage.store.numberLeases.take(anna, first, until);
    await stage.store.numberLeases.take(anna, second, until);
    await stage.webhook(stage.addresses.attemptStatus(first), callOf(first, { CallStatus: state }));
    await expectFree(anna);
    await settled(first, second);
    for (const order of [first, second]) expect(completedBy(order)).toMatchObject([{ reason }]);
  });

  const settled = (...orders: readonly AttemptOrder[]) =>
    until(() => orders.every((order) => completedBy(order).length === 1));
});

describe('an attempt that nobody answers (I6)', () => {
  it('ends with what has answered, after a moment for a key that is behind', async () => {
    const machine = await orderFor('inform');
    stage.calls.facts = { state: 'completed', answeredBy: 'machine' };
    await stage.webhook(stage.addresses.attemptStatus(machine), callOf(machine, { CallStatus: 'completed' }));
    await until(() => completedBy(machine).length === 1);
    expect(completedBy(machine)).toMatchObject([{ reason: 'voicemail' }]);
    const human = await orderFor('inform');
    stage.calls.facts = { state: 'completed', answeredBy: 'human' };
    await stage.webhook(stage.addresses.attemptStatus(human), callOf(human, { CallStatus: 'completed' }));
    await until(() => completedBy(human).length === 1);
    expect(completedBy(human)).toMatchObject([{ reason: 'expired', detail: 'answered-without-key' }]);
  });

  it('ends as a voicemail when machine detection says so, and a key counts all the same', async () => {
    const order = await orderFor('inform');
    stage.calls.facts = { to: anna };
    const answer = await stage.webhook(stage.addresses.attemptMachine(order), {
      CallSid: `CA-${order.key.activityId}`,
      AnsweredBy: 'machine_end_beep',
    });
    expect(answer.status).toBe(204);
    await until(() => completedBy(order).length === 1);
    expect(completedBy(order)).toMatchObject([{ reason: 'voicemail' }]);
    await replied(order, { Digits: '1' });
    expect(stage.cases.told.at(-1)).toMatchObject({ what: 'acknowledge' });
  });

  it('goes on when a human has answered, or the call only rings', async () => {
    const order = await orderFor('inform');
    await stage.webhook(stage.addresses.attemptMachine(order), { CallSid: 'CA1', AnsweredBy: 'human' });
    await stage.webhook(stage.addresses.attemptStatus(order), callOf(order, { CallStatus: 'ringing' }));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(completedBy(order)).toEqual([]);
  });
});

describe('the end of a call that was answered', () => {
  const over = (order: AttemptOrder, more: Readonly<Record<string, string>> = {}) =>
    stage.webhook(stage.addresses.attemptStatus(order), callOf(order, { CallStatus: 'completed', ...more }));
  const presenceOf = (incidentId: string) =>
    stage.cases.told.filter(({ what, id }) => what === 'presence' && id === incidentId);

  it('tells the incident that whoever may have been in its conference is not there any more (I4)', async () => {
    for (const [purpose, label] of [
      ['take', 'internal-contact/'],
      ['join', 'internal-contact/'],
      ['call-back', 'caller'],
    ] as const) {
      const order = await orderFor(purpose);
      await replied(order, { Digits: '1' });
      await over(order);
      await until(() => presenceOf(incidentOf(order)).length === 1);
      expect(presenceOf(incidentOf(order))[0]?.message).toEqual({
        callSid: `CA-${order.key.activityId}`,
        label: expect.stringContaining(label),
        present: false,
        sequence: Number.MAX_SAFE_INTEGER,
      });
    }
  });

  it('tells each incident whose question was answered on it: the person may be in the conference of any (X1)', async () => {
    const inIncident = async () => {
      const order = await orderFor('take');
      return { ...order, key: { ...order.key, workflowId: `incident:${incidentOf(order)}` } };
    };
    const [first, second] = [await inIncident(), await inIncident()];
    const expiry = new Date(Date.now() + 60_000);
    await stage.store.numberLeases.take(anna, first, expiry);
    await stage.store.numberLeases.take(anna, second, expiry);
    await stage.webhook(stage.addresses.attemptAnswered(first), callOf(first));
    await replied(first, { Digits: '1' });
    await over(first);
    await until(() => [first, second].every((order) => presenceOf(incidentOf(order)).length === 1));
  });

  it('tells so too of somebody who hung up while they were asked within the conversation (I8)', async () => {
    const asked = await orderFor('mandate');
    const callSid = callOf(asked)['CallSid'] ?? '';
    const order = { ...asked, inConference: [{ callSid, label: 'desk/desk' }] };
    await over(order);
    await until(() => presenceOf(incidentOf(order)).length === 1);
    expect(completedBy(order)).toMatchObject([{ reason: 'expired', detail: 'answered-without-key' }]);
  });

  it('tells nothing where nobody can have been in a conference', async () => {
    const unanswered = await orderFor('take');
    await over(unanswered);
    const informed = await orderFor('inform');
    await replied(informed, { Digits: '1' });
    await over(informed);
    const voicemail = await orderFor('take');
    stage.cases.over.add(voicemail.key.activityId);
    stage.calls.facts = { state: 'completed', answeredBy: 'machine' };
    await over(voicemail);
    await until(() => completedBy(unanswered).length === 1);
    await new Promise((resolve) => setTimeout(resolve, 300));
    for (const order of [unanswered, informed, voicemail]) {
      expect(presenceOf(incidentOf(order))).toEqual([]);
    }
  });
});
