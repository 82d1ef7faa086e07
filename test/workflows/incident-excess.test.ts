import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OrderId } from '../../domain/identifiers.js';
import { playIncident, type IncidentStory } from './incident-story.js';
import { actor, anna, frieda, person, provider } from './people.js';
import { presses1, type ScriptedDesk } from './scripted-desk.js';
import { startTimeSkipping, type TimeSkipping } from './time-skipping.js';

const gustav = person('authorising-person', 'con_gustav');
const first: OrderId = 'ord_first1';
const euros = (amount: number) => ({ amountMinor: amount * 100, currency: 'EUR' });

function isInGoodHands(desk: ScriptedDesk): object {
  desk.authorising = [{ ...frieda, limit: euros(1500) }, gustav];
  desk.whenCalled(provider, presses1);
  desk.whenCalled(anna, presses1);
  return {};
}

/** An order of 1,200 euros that Frieda has approved. */
async function isStarted({ pass, ordersService, decides }: IncidentStory): Promise<void> {
  await pass('10 seconds');
  await ordersService(first, euros(1200));
  await decides(frieda, first, 'approved');
  await pass('1 minute');
}

const orderIn = async ({ view }: IncidentStory) => (await view()).orders?.find(({ id }) => id === first);

describe('an actual cost beyond what was approved', () => {
  let server: TimeSkipping;
  beforeAll(async () => {
    server = await startTimeSkipping();
  });
  afterAll(() => server.close());

  it('is noted, shown, and asked of whoever may approve the total, by telephone and in writing (I9)', async () => {
    await playIncident(server, isInGoodHands, async (story) => {
      const { desk, pass, recordsCost, decides } = story;
      await isStarted(story);
      const calls = desk.calls.length;
      desk.whenCalled(gustav, presses1);
      expect(await recordsCost(first, euros(1600))).toMatchObject({
        order: { actual: { cost: euros(1600) }, excess: { state: 'asked', total: euros(1600) } },
      });
      await pass('1 minute');
      expect(desk.calls.slice(calls)).toMatchObject([
        {
          target: gustav.target,
          purpose: 'approve',
          approval: { orderId: first, started: true, estimate: euros(1200), actual: euros(1600) },
        },
      ]);
      expect(desk.noticesOf('approval-asked').at(-1)).toMatchObject({
        to: [gustav.target],
        approval: { actual: euros(1600) },
      });
      expect(await orderIn(story)).toMatchObject({
        state: 'approved',
        decision: { by: actor(frieda) },
        excess: { state: 'approved', decision: { by: actor(gustav), means: 'key' } },
        approvedTotal: euros(1600),
      });
      expect(desk.events('cost-recorded')).toMatchObject([{ cost: euros(1600), exceeds: euros(1200) }]);
      expect(desk.events('excess-decided')).toMatchObject([
        { orderId: first, total: euros(1600), answer: 'approved', by: actor(gustav), means: 'key' },
      ]);
      // Within the new total nobody is asked again, and whoever has decided has decided.
      await recordsCost(first, euros(1550));
      expect(await decides(gustav, first, 'refused')).toEqual({ decided: 'over', state: 'approved' });
      const soFar = desk.called('approval').length;
      await pass('10 minutes');
      expect(desk.called('approval')).toHaveLength(soFar);
    });
  });

  it('is asked about as the settings tolerate it (I9)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.policy = { ...desk.policy, costTolerancePercent: 10 };
        return isInGoodHands(desk);
      },
      async (story) => {
        const { recordsCost } = story;
        await isStarted(story);
        await recordsCost(first, euros(1320));
        expect(await orderIn(story)).not.toHaveProperty('excess');
        await recordsCost(first, euros(1321));
        expect(await orderIn(story)).toMatchObject({ excess: { state: 'asked' } });
      },
    );
  });

  it('that is corrected while it is asked about is another question; an answer to the former one decides nothing (I9)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.stopsComeTooLate = true;
        return isInGoodHands(desk);
      },
      async (story) => {
        const { desk, until, pass, recordsCost, decides } = story;
        await isStarted(story);
        const calls = desk.callsTo(gustav).length;
        const stops = desk.stops.length;
        desk.whenCalled(gustav, desk.staysOnThePhone);
        await recordsCost(first, euros(1600));
        await until(() => desk.isOnThePhone(gustav));
        await recordsCost(first, euros(1700));
        expect(await decides(gustav, first, 'approved', 'of-the-link', euros(1600))).toEqual({
          decided: 'over',
          state: 'approved',
        });
        await until(() => desk.stops.length > stops);
        desk.says(gustav, { reason: 'acknowledged', means: 'key', answer: 'approved' });
        await until(() => desk.isOnThePhone(gustav));
        expect(await orderIn(story)).toMatchObject({ excess: { state: 'asked', total: euros(1700) } });
        const asked = () => desk.callsTo(gustav).slice(calls);
        expect(asked().map(({ approval }) => approval?.actual)).toEqual([euros(1600), euros(1700)]);
        desk.says(gustav, { reason: 'acknowledged', means: 'key', answer: 'refused' });
        await pass('10 minutes');
        expect(await orderIn(story)).toMatchObject({ excess: { state: 'refused', total: euros(1700) } });
        expect(asked()).toHaveLength(2);
        // Corrected to what was approved nothing exceeds any more.
        await recordsCost(first, euros(1200));
        expect(await orderIn(story)).not.toHaveProperty('excess');
      },
    );
  });

  it('never blocks what is started under a threat to life, and waits for nobody (I8, I9)', async () => {
    await playIncident(
      server,
      (desk) => {
        isInGoodHands(desk);
        desk.policy = { ...desk.policy, overrideCostCeiling: euros(1000) };
        desk.whenCalled(anna, () => ({ reason: 'no-answer' }));
        return { threat: 'immediate' };
      },
      async (story) => {
        const { desk, pass, fires, ordersService, recordsCost, ratifies, decides } = story;
        await pass('10 seconds');
        await fires();
        await ordersService(first, euros(900));
        await recordsCost(first, euros(1400));
        expect(await ordersService('ord_second', euros(2000))).toMatchObject({
          order: { state: 'overridden' },
        });
        expect(await orderIn(story)).toMatchObject({
          state: 'overridden',
          ratification: { state: 'asked', withOverride: true },
          excess: { state: 'asked', total: euros(1400) },
        });
        await pass('1 minute');
        const asked = desk.calls.filter(({ approval }) => approval?.orderId === first);
        expect(asked[0]).toMatchObject({ approval: { actual: euros(1400) }, lifeSafety: false });
        // The override is one question, what exceeds an estimate another.
        await ratifies(frieda, 'ratified');
        expect(await orderIn(story)).toMatchObject({
          ratification: { state: 'ratified' },
          excess: { state: 'asked' },
        });
        expect(await decides(frieda, first, 'approved')).toMatchObject({ decided: 'excess-approved' });
      },
    );
  });
});
