import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { AttemptOrder } from '../../domain/attempt.js';
import { callOf, incidentOf, openPlay, reset, script, type Play } from '../testing/play.js';
import { firstAccountSid, until } from '../testing/stage.js';
import { bridgeIn, callerOnFirst, onOther, saysYes } from './bridges.fixture.js';

let play: Play;
beforeAll(async () => {
  play = await openPlay();
});
beforeEach(() => {
  reset(play.stage);
});
afterAll(() => play.stage.close());

describe('a bridge that has ended while the person is still on the phone (I4, X1)', () => {
  async function ends(order: AttemptOrder, action: string, more: Readonly<Record<string, string>> = {}) {
    const { stage } = play;
    const answer = await stage.webhook(action.replaceAll('&amp;', '&'), {
      ...callOf(order, onOther),
      DialCallStatus: 'failed',
      ...more,
    });
    return script(answer.text);
  }
  const toldOf = (order: AttemptOrder) =>
    play.stage.cases.told
      .filter(({ what, id }) => what === 'bridging' && id === incidentOf(order))
      .map(({ message }) => z.object({ state: z.string() }).parse(message).state);

  it('is built once more; then the person waits in their own room, and the case is told', async () => {
    const { order, answer } = await saysYes(play, 'take', callerOnFirst);
    const first = bridgeIn(answer);
    const again = bridgeIn(await ends(order, first.action));
    const over = await ends(order, again.action);
    expect(over.verbs).toEqual(['Say', 'Dial']);
    expect(over.text).toContain('noch nicht mit der anderen Seite');
    expect(over.text).toContain(`>incident-${incidentOf(order)}</Conference>`);
    await until(() => toldOf(order).length === 3);
    expect(toldOf(order)).toEqual(['under-way', 'under-way', 'failed']);
  });

  it('leaves nobody alone while the case engine and MongoDB cannot tell', async () => {
    const { order, answer } = await saysYes(play, 'take', callerOnFirst);
    play.stage.cases.away = true;
    const over = await ends(order, bridgeIn(answer).action);
    expect(over.verbs).toEqual(['Say', 'Dial']);
    expect(over.text).toContain('</Conference>');
  });

  it.each([
    ['somebody else is with the caller', { caller: 'joined' }, ['Say', 'Hangup']],
    ['the caller is not needing anybody', { caller: 'none' }, ['Say', 'Hangup']],
    ['the caller is to be called back', { caller: 'to-be-called-back' }, ['Dial']],
    ['the incident is closed', { state: 'closed' }, ['Say', 'Hangup']],
  ] as const)('goes on as things are: %s', async (_when, change, verbs) => {
    const { order, answer } = await saysYes(play, 'take', callerOnFirst);
    play.stage.cases.view(incidentOf(order), { ...change, whereabouts: { caller: [], others: [] } });
    expect((await ends(order, bridgeIn(answer).action)).verbs).toEqual(verbs);
  });

  it('never sends the caller away', async () => {
    const { order, answer } = await saysYes(play, 'call-back', {
      caller: 'to-be-called-back',
      whereabouts: { caller: [], others: [firstAccountSid] },
    });
    play.stage.cases.view(incidentOf(order), { caller: 'none', whereabouts: { caller: [], others: [] } });
    const after = await ends(order, bridgeIn(answer).action, { DialCallStatus: 'completed' });
    expect(after.verbs).toEqual(['Say', 'Dial']);
    expect(after.text).toMatch(/participantLabel="caller-[0-9a-f]{8}"/);
  });

  it('does nothing for somebody who has hung up', async () => {
    const { order, answer } = await saysYes(play, 'take', callerOnFirst);
    const before = toldOf(order).length;
    const over = await ends(order, bridgeIn(answer).action, { CallStatus: 'completed' });
    expect(over.verbs).toEqual(['Hangup']);
    expect(toldOf(order)).toHaveLength(before);
  });
});
