import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OrderId } from '../../domain/identifiers.js';
import { playIncident, type IncidentStory } from './incident-story.js';
import { actor, anna, ben, carla, frieda, person, provider, type Person } from './people.js';
import { presses1, refuses, type Answer, type ScriptedDesk, ringsOut } from './scripted-desk.js';
import { startTimeSkipping, type TimeSkipping } from './time-skipping.js';

const gustav = person('authorising-person', 'con_gustav');
const first: OrderId = 'ord_first1';
const second: OrderId = 'ord_second';
const third: OrderId = 'ord_third1';
const euros = (amount: number) => ({ amountMinor: amount * 100, currency: 'EUR' });
const ids = (...people: readonly Person[]) => people.map(({ target }) => target.id);

/** Ratifies the override, and lets the phone ring for everything else. */
const ratifiesTheOverride: Answer = ({ purpose }) =>
  purpose === 'ratify'
    ? { reason: 'acknowledged', means: 'key', answer: 'ratified' }
    : { reason: 'no-answer' };

/** Nobody inside can be reached, so that the override fires when it is due. */
function prepare(desk: ScriptedDesk): { threat: 'immediate' } {
  desk.authorising = [frieda, gustav];
  desk.policy = {
    ...desk.policy,
    overrideCostCeiling: euros(1000),
    // For hours nobody inside picks up: fewer rounds of them tell as much.
    roundDelaySeconds: 3600,
    acknowledgementExpirySeconds: 86_400,
  };
  desk.whenCalled(provider, presses1);
  desk.whenCalled(frieda, ratifiesTheOverride);
  desk.whenCalled(gustav, ratifiesTheOverride);
  return { threat: 'immediate' };
}

const orderIn = async ({ view }: IncidentStory, id = first) =>
  (await view()).orders?.find((order) => order.id === id);

describe('an order and the life-safety override', () => {
  let server: TimeSkipping;
  beforeAll(async () => {
    server = await startTimeSkipping();
  });
  afterAll(() => server.close());

  it('that is asked about when it fires is started by it; within the ceiling nobody is asked apart (I8, I9)', async () => {
    await playIncident(server, prepare, async (story) => {
      const { desk, pass, ordersService, decides, view } = story;
      await pass('10 seconds');
      await ordersService(first, euros(700));
      await ordersService(second, euros(300));
      expect((await orderIn(story))?.state).toBe('asking');
      await pass('10 minutes');
      const { override } = await view();
      if (override.state !== 'fired') throw new Error('It has not fired.');
      for (const id of [first, second]) {
        const order = await orderIn(story, id);
        expect(order).toMatchObject({ state: 'overridden', startedAt: override.firedAt });
        expect(order?.ratification).toMatchObject({
          state: 'ratified',
          withOverride: true,
          decision: { by: actor(frieda), means: 'key' },
        });
      }
      expect(desk.events('order-overridden')).toMatchObject([
        { orderId: first, ratification: 'with-override' },
        { orderId: second, ratification: 'with-override' },
      ]);
      const calls = desk.called('approval').length;
      await pass('1 hour');
      expect(desk.called('approval')).toHaveLength(calls);
      expect(await decides(frieda, first, 'refused')).toEqual({ decided: 'over', state: 'overridden' });
      await pass('5 hours');
      expect(desk.events('order-expired')).toEqual([]);
    });
  });

  it('that exceeds its ceiling in total is started all the same, and ratified by itself afterwards (I8, I9)', async () => {
    await playIncident(server, prepare, async (story) => {
      const { desk, pass, ordersService, decides } = story;
      await pass('11 minutes');
      expect(await ordersService(first, euros(700))).toMatchObject({
        order: { id: first, state: 'overridden' },
      });
      expect(await ordersService(second, euros(400))).toMatchObject({
        order: { id: second, state: 'overridden' },
      });
      expect(await ordersService(third, euros(300))).toMatchObject({
        order: { id: third, state: 'overridden' },
      });
      expect(await orderIn(story, second)).toMatchObject({ ratification: { state: 'asked' } });
      expect(await orderIn(story, third)).toMatchObject({
        ratification: { state: 'ratified', withOverride: true, decision: { by: actor(frieda) } },
      });
      expect(desk.events('order-placed').every(({ expiresAt }) => expiresAt === undefined)).toBe(true);
      await pass('2 minutes');
      const asked = desk.calls.filter(({ purpose }) => purpose === 'approve');
      expect(asked.map(({ target }) => target.id)).toEqual(ids(frieda, gustav));
      expect(asked).toMatchObject([
        { approval: { orderId: second, started: true }, lifeSafety: false },
        { approval: { orderId: second, started: true } },
      ]);
      expect(asked[0]?.approval).not.toHaveProperty('expiresAt');
      expect(desk.noticesOf('approval-asked')).toMatchObject([
        { to: [frieda.target], approval: { orderId: second, started: true } },
        { to: [gustav.target] },
      ]);
      // No expiry ends it: rounds go on until somebody has answered.
      await pass('6 hours');
      expect(await orderIn(story, second)).toMatchObject({ ratification: { state: 'asked' } });
      expect(await decides(gustav, second, 'approved')).toEqual({ decided: 'ratified', state: 'overridden' });
      expect(desk.events('order-ratification-given')).toMatchObject([
        { orderId: second, by: actor(gustav), answer: 'ratified', means: 'link' },
      ]);
      const calls = desk.calls.length;
      await pass('2 hours');
      expect(desk.calls.slice(calls).filter(({ purpose }) => purpose === 'approve')).toEqual([]);
    });
  });

  it('may be refused afterwards: it has been started, and that is recorded (I8, I9)', async () => {
    await playIncident(
      server,
      (desk) => {
        const start = prepare(desk);
        desk.whenCalled(frieda, (order, time) =>
          order.purpose === 'approve' ? refuses(order, time) : ratifiesTheOverride(order, time),
        );
        return start;
      },
      async (story) => {
        const { pass, ordersService, recordsCost } = story;
        await pass('11 minutes');
        await ordersService(first, euros(5000));
        await pass('1 minute');
        expect(await orderIn(story)).toMatchObject({
          state: 'overridden',
          ratification: { state: 'refused', decision: { by: actor(frieda), means: 'key' } },
        });
        await recordsCost(first, euros(4900));
        expect(await orderIn(story)).toMatchObject({ actual: { cost: euros(4900) } });
        expect(await orderIn(story)).not.toHaveProperty('excess');
      },
    );
  });

  it('that is being asked about on the phone is asked about anew, as started (I8, I9)', async () => {
    await playIncident(
      server,
      (desk) => {
        const start = prepare(desk);
        desk.authorising = [frieda];
        desk.whenCalled(frieda, (order, time) =>
          order.purpose === 'approve' ? desk.staysOnThePhone(order, time) : ratifiesTheOverride(order, time),
        );
        return start;
      },
      async ({ desk, until, pass, ordersService, fires, view }) => {
        await pass('10 seconds');
        await ordersService(first, euros(5000));
        await until(() => desk.isOnThePhone(frieda));
        await fires();
        await until(() => desk.stops.some(({ order }) => order.approval?.started === false));
        await until(() => desk.callsTo(frieda).some(({ approval }) => approval?.started === true));
        expect((await view()).orders).toMatchObject([
          { state: 'overridden', ratification: { state: 'asked' } },
        ]);
        await until(() => desk.noticesOf('approval-asked').length === 2);
        const written = desk.noticesOf('approval-asked').map(({ approval }) => approval?.started);
        expect(written).toEqual([false, true]);
      },
    );
  });

  it('that was approved, refused or had expired before is left alone by it (I8, I9)', async () => {
    await playIncident(server, prepare, async (story) => {
      const { pass, ordersService, decides } = story;
      await pass('10 seconds');
      await ordersService(first, euros(700));
      await ordersService(second, euros(300));
      await ordersService(third, euros(300), { expiresInSeconds: 120 });
      await decides(frieda, first, 'approved');
      await decides(frieda, second, 'refused');
      await pass('11 minutes');
      expect((await orderIn(story))?.state).toBe('approved');
      expect((await orderIn(story, second))?.state).toBe('refused');
      expect((await orderIn(story, third))?.state).toBe('expired');
    });
  });

  it('is asked about by itself once the override itself was refused, and started all the same (I8, I9)', async () => {
    // Nobody ratifies on the telephone before it is refused by link.
    const withoutCalls = (desk: ScriptedDesk) => {
      const start = prepare(desk);
      for (const person of [frieda, gustav]) desk.whenCalled(person, ringsOut);
      return start;
    };
    await playIncident(server, withoutCalls, async (story) => {
      const { pass, ordersService, ratifies, fires } = story;
      await pass('10 seconds');
      await fires();
      await ratifies(frieda, 'refused');
      await ordersService(first, euros(10));
      expect(await orderIn(story)).toMatchObject({ state: 'overridden', ratification: { state: 'asked' } });
    });
  });

  it('keeps being asked about in the ordinary way while somebody inside has acknowledged in time (I8, I9)', async () => {
    await playIncident(
      server,
      (desk) => {
        const start = prepare(desk);
        for (const contact of [anna, ben, carla]) desk.whenCalled(contact, presses1);
        desk.whenCalled(frieda, presses1);
        return start;
      },
      async (story) => {
        const { desk, pass, ordersService } = story;
        await pass('10 seconds');
        await ordersService(first, euros(5000));
        await pass('1 minute');
        expect(await orderIn(story)).toMatchObject({ state: 'approved' });
        expect(desk.callsTo(frieda)).toMatchObject([{ lifeSafety: true }]);
      },
    );
  });

  it('is asked about after the override itself: the authorising person is on one call at a time (I8, I9, X1)', async () => {
    await playIncident(
      server,
      (desk) => {
        const start = prepare(desk);
        desk.authorising = [frieda];
        desk.whenCalled(frieda, (order, time) =>
          order.purpose === 'ratify' ? desk.staysOnThePhone(order, time) : presses1(order, time),
        );
        return start;
      },
      async (story) => {
        const { desk, until, pass, ordersService, fires } = story;
        await pass('10 seconds');
        await fires();
        await until(() => desk.isOnThePhone(frieda));
        await ordersService(first, euros(5000));
        await ordersService(second, euros(6000));
        await until(() => desk.events('order-overridden').length === 2);
        expect(desk.called('approval')).toEqual([]);
        desk.says(frieda, { reason: 'acknowledged', means: 'key', answer: 'ratified' });
        await pass('10 seconds');
        expect(desk.called('approval')).toEqual(ids(frieda, frieda));
        expect(await orderIn(story)).toMatchObject({ ratification: { state: 'ratified' } });
        expect(await orderIn(story, second)).toMatchObject({ ratification: { state: 'ratified' } });
      },
    );
  });
});
