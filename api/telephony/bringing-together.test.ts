import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { AttemptOrder } from '../../domain/attempt.js';
import { incidentOf, openPlay, reset, script, type Play } from '../testing/play.js';
import { desk, firstAccountSid, otherAccount, otherLine, until } from '../testing/stage.js';

let play: Play;
beforeAll(async () => {
  play = await openPlay();
});
beforeEach(() => {
  reset(play.stage);
});
afterAll(() => play.stage.close());

describe('somebody who came at the same moment as the caller, on another account (I4, X1)', () => {
  const contact = (order: AttemptOrder) => ({
    callSid: `CA-${order.key.activityId}`,
    label: `internal-contact/${order.target.id}`,
    account: otherAccount.accountSid,
  });

  /** What the caller waits for the so-many-th time in a row while the incident looks like that. */
  async function waits(order: AttemptOrder, apart: number): Promise<number> {
    const address = play.stage.addresses.conferenceWait(incidentOf(order), play.organisationId, {
      callSid: 'CA-caller',
      account: firstAccountSid,
      missed: 0,
      apart,
    });
    const { text } = script((await play.stage.webhook(address, { CallSid: 'CA-caller' })).text);
    return Number(/apart=(\d+)/.exec(text)?.[1]);
  }
  const moved = (sid: string) => play.stage.calls.redirected.filter((call) => call.sid === sid);
  const numbersIn = (sid: string) =>
    moved(sid).map(({ script: steps }) => steps.flatMap((step) => (step.do === 'dial' ? [step.number] : [])));

  it('is put through to the caller while they wait; the caller to them where that does not help, in turns', async () => {
    const order = await play.orderFor('take');
    const company = contact(order);
    play.stage.cases.view(incidentOf(order), { caller: 'waiting', companyApart: [company] });
    expect(await waits(order, 0)).toBe(1);
    await until(() => moved(company.callSid).length === 1);
    expect(numbersIn(company.callSid)).toEqual([[desk.emergencyNumber]]);
    expect(moved('CA-caller')).toEqual([]);

    expect(await waits(order, 1)).toBe(2);
    expect(await waits(order, 4)).toBe(5);
    await until(() => moved('CA-caller').length === 1);
    expect(numbersIn('CA-caller')).toEqual([[otherLine]]);
    expect(moved(company.callSid)).toHaveLength(1);

    expect(await waits(order, 8)).toBe(9);
    await until(() => moved(company.callSid).length === 2);
    const toldOf = () =>
      play.stage.cases.told.filter(({ what, id }) => what === 'bridging' && id === incidentOf(order));
    await until(() => toldOf().length === 3);
    const told = toldOf();
    expect(told.map(({ message }) => message)).toEqual([
      { who: order.target, state: 'under-way' },
      { who: expect.objectContaining({ role: 'traveller' }), state: 'under-way' },
      { who: order.target, state: 'under-way' },
    ]);
  });

  it('is waited for only where they are on the way: a call that is over is none', async () => {
    const order = await play.orderFor('take');
    const company = contact(order);
    const { calls, cases } = play.stage;
    cases.view(incidentOf(order), { caller: 'waiting', companyApart: [company] });
    calls.over.add(company.callSid);
    await waits(order, 0);
    await until(() => moved(company.callSid).length === 1);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(cases.told.filter(({ what, id }) => what === 'bridging' && id === incidentOf(order))).toEqual([]);
  });

  it('leaves everybody where they are while nobody waits apart', async () => {
    const order = await play.orderFor('take');
    const before = play.stage.calls.redirected.length;
    play.stage.cases.view(incidentOf(order), { caller: 'waiting' });
    expect(await waits(order, 3)).toBe(0);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(play.stage.calls.redirected).toHaveLength(before);
  });
});
