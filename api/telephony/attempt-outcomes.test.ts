import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { AttemptOrder } from '../../domain/attempt.js';
import { anna, callOf, openPlay, reset, type Play } from '../testing/play.js';
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
