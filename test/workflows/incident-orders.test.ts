import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AttemptResult } from '../../domain/attempt.js';
import type { OrderId } from '../../domain/identifiers.js';
import { playIncident, type IncidentStory } from './incident-story.js';
import { actor, anna, frieda, operator, person, provider, type Person } from './people.js';
import { declines, inTurn, presses1, refuses, ringsOut, type ScriptedDesk } from './scripted-desk.js';
import { startTimeSkipping, type TimeSkipping } from './time-skipping.js';

const gustav = person('authorising-person', 'con_gustav');
const first: OrderId = 'ord_first1';
const second: OrderId = 'ord_second';
const euros = (amount: number) => ({ amountMinor: amount * 100, currency: 'EUR' });
const ids = (...people: readonly Person[]) => people.map(({ target }) => target.id);
const approves: AttemptResult = { reason: 'acknowledged', means: 'key', answer: 'approved' };

/** The incident is taken and acknowledged; nothing but costs is left to ask about. */
function isInGoodHands(desk: ScriptedDesk): object {
  desk.authorising = [frieda, gustav];
  desk.policy = { ...desk.policy, acknowledgementExpirySeconds: 2 * 86_400 };
  desk.whenCalled(provider, presses1);
  desk.whenCalled(anna, presses1);
  return {};
}

const orderIn = async ({ view }: IncidentStory, id = first) =>
  (await view()).orders?.find((order) => order.id === id);

describe('an order of an incident', () => {
  let server: TimeSkipping;
  beforeAll(async () => {
    server = await startTimeSkipping();
  });
  afterAll(() => server.close());

  it('is asked by telephone and in writing, and starts with the approval (I9)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.whenCalled(frieda, presses1);
        return isInGoodHands(desk);
      },
      async (story) => {
        const { desk, pass, ordersService } = story;
        await pass('10 seconds');
        expect(await ordersService(first, euros(1200))).toMatchObject({
          order: { id: first, state: 'asking' },
        });
        await pass('10 seconds');
        const about = { orderId: first, service: 'transport', estimate: euros(1200) };
        expect(desk.callsTo(frieda)).toMatchObject([
          { purpose: 'approve', approval: { ...about, started: false }, lifeSafety: false },
        ]);
        expect(desk.noticesOf('approval-asked')).toMatchObject([
          { to: [frieda.target], approval: { ...about, started: false } },
        ]);
        expect(await orderIn(story)).toMatchObject({
          state: 'approved',
          orderedBy: operator,
          decision: { by: actor(frieda), means: 'key' },
        });
        const order = await orderIn(story);
        expect(order?.startedAt).toBe(order?.decision?.at);
        expect(desk.events('order-placed')).toMatchObject([
          { ...about, by: operator, expiresAt: order?.expiresAt },
        ]);
        expect(desk.events('order-approved')).toEqual([
          { type: 'order-approved', ...about, by: actor(frieda), means: 'key' },
        ]);
        await pass('1 day');
        expect(desk.called('approval')).toEqual(ids(frieda));
      },
    );
  });

  it('goes to the next person and on in rounds; everybody is written to once (I9)', async () => {
    await playIncident(server, isInGoodHands, async (story) => {
      const { desk, pass, ordersService, decides } = story;
      await pass('10 seconds');
      await ordersService(first, euros(1200));
      await pass('16 minutes');
      expect(desk.called('approval').slice(0, 4)).toEqual(ids(frieda, gustav, frieda, gustav));
      expect(desk.noticesOf('approval-asked').map(({ to }) => to)).toEqual([
        [frieda.target],
        [gustav.target],
      ]);
      expect(await decides(gustav, first, 'approved')).toEqual({ decided: 'approved', state: 'approved' });
      const calls = desk.called('approval').length;
      await pass('1 hour');
      expect(desk.called('approval')).toHaveLength(calls);
      expect(await orderIn(story)).toMatchObject({ decision: { by: actor(gustav), means: 'link' } });
    });
  });

  it('is approved by link before anybody was called: nobody is (I9)', async () => {
    await playIncident(
      server,
      (desk) => {
        isInGoodHands(desk);
        desk.authorising = [
          { ...frieda, available: [] },
          { ...gustav, available: [] },
        ];
        return {};
      },
      async (story) => {
        const { desk, pass, ordersService, decides } = story;
        await pass('10 seconds');
        await ordersService(first, euros(1200));
        expect(await decides(frieda, first, 'approved')).toEqual({ decided: 'approved', state: 'approved' });
        await pass('1 hour');
        expect(desk.called('approval')).toEqual([]);
        expect((await orderIn(story))?.state).toBe('approved');
      },
    );
  });

  it('is approved by link while a phone rings: that call is stopped (I9)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.whenCalled(frieda, desk.staysOnThePhone);
        return isInGoodHands(desk);
      },
      async ({ desk, until, pass, ordersService, decides }) => {
        await pass('10 seconds');
        await ordersService(first, euros(1200));
        await until(() => desk.isOnThePhone(frieda));
        expect(await decides(gustav, first, 'approved')).toMatchObject({ decided: 'approved' });
        await until(() => desk.stops.length === 1);
        expect(desk.stops).toMatchObject([
          { order: { target: frieda.target, purpose: 'approve' }, why: { why: 'superseded' } },
        ]);
        await pass('1 hour');
        expect(desk.called('approval')).toEqual(ids(frieda));
      },
    );
  });

  it('is decided by the first answer: a later one, also of a stopped call, changes nothing (I9)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.whenCalled(frieda, desk.staysOnThePhone);
        desk.stopsComeTooLate = true;
        return isInGoodHands(desk);
      },
      async (story) => {
        const { desk, until, pass, ordersService, decides } = story;
        await pass('10 seconds');
        await ordersService(first, euros(1200));
        await until(() => desk.isOnThePhone(frieda));
        expect(await decides(gustav, first, 'refused')).toEqual({ decided: 'refused', state: 'refused' });
        await until(() => desk.stops.length === 1);
        desk.says(frieda, approves);
        await pass('1 minute');
        const order = await orderIn(story);
        expect(order).toMatchObject({ state: 'refused', decision: { by: actor(gustav) } });
        expect(order).not.toHaveProperty('startedAt');
        expect(await decides(frieda, first, 'approved')).toEqual({ decided: 'over', state: 'refused' });
        expect(desk.events('order-approved')).toEqual([]);
      },
    );
  });

  it('is refused by phone: that is a decision, and nobody else is asked (I9)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.whenCalled(frieda, refuses);
        return isInGoodHands(desk);
      },
      async (story) => {
        const { desk, pass, ordersService } = story;
        await pass('10 seconds');
        await ordersService(first, euros(1200));
        await pass('5 hours');
        expect(desk.called('approval')).toEqual(ids(frieda));
        expect(desk.events('order-refused')).toMatchObject([{ by: actor(frieda), means: 'key' }]);
        expect((await orderIn(story))?.state).toBe('refused');
      },
    );
  });

  it('passes to the next person when somebody declines the question, who is left alone afterwards (I6, I9)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.whenCalled(frieda, declines);
        desk.whenCalled(gustav, inTurn(ringsOut, presses1));
        return isInGoodHands(desk);
      },
      async ({ desk, pass, ordersService }) => {
        await pass('10 seconds');
        await ordersService(first, euros(1200));
        await pass('20 minutes');
        expect(desk.called('approval')).toEqual(ids(frieda, gustav, gustav));
        expect(desk.events('order-approved')).toMatchObject([{ by: actor(gustav) }]);
      },
    );
  });

  it('is approved between two rounds (I9)', async () => {
    await playIncident(server, isInGoodHands, async (story) => {
      const { desk, pass, ordersService, decides, view, now } = story;
      await pass('10 seconds');
      await ordersService(first, euros(1200));
      await pass('2 minutes');
      expect(desk.called('approval')).toEqual(ids(frieda, gustav));
      const [pause] = desk.events('round-ended').filter(({ track }) => track === 'approval');
      expect(pause).toMatchObject({ round: 1, orderId: first });
      expect((await view()).nextActionAt).toBe(pause?.nextRoundAt);
      expect(pause?.nextRoundAt).toBeGreaterThan(await now());
      expect(await decides(frieda, first, 'approved')).toMatchObject({ decided: 'approved' });
      expect((await view()).nextActionAt ?? 0).not.toBe(pause?.nextRoundAt);
      await pass('1 hour');
      expect(desk.called('approval')).toHaveLength(2);
    });
  });

  it('expires: it is not started, nobody is called any more, and an approval comes too late (I9)', async () => {
    const isAskedSeldom = (desk: ScriptedDesk): object => {
      isInGoodHands(desk);
      desk.policy = { ...desk.policy, roundDelaySeconds: 1800 };
      return {};
    };
    await playIncident(server, isAskedSeldom, async (story) => {
      const { desk, pass, ordersService, decides } = story;
      await pass('10 seconds');
      await ordersService(first, euros(1200), { expiresInSeconds: 600 });
      await ordersService(second, euros(1200));
      await pass('11 minutes');
      expect(await orderIn(story)).toMatchObject({ state: 'expired' });
      expect((await orderIn(story, second))?.state).toBe('asking');
      expect(desk.events('order-expired')).toMatchObject([{ orderId: first }]);
      expect(await decides(frieda, first, 'approved')).toEqual({ decided: 'over', state: 'expired' });
      await pass('4 hours');
      expect((await orderIn(story, second))?.state).toBe('expired');
      const calls = desk.called('approval').length;
      await pass('4 hours');
      expect(desk.called('approval')).toHaveLength(calls);
    });
  });

  it('expires in the middle of a call, which is stopped (I9)', async () => {
    await playIncident(
      server,
      (desk) => {
        isInGoodHands(desk);
        desk.authorising = [frieda];
        desk.whenCalled(frieda, desk.staysOnThePhone);
        return {};
      },
      async ({ desk, until, pass, ordersService }) => {
        await pass('10 seconds');
        await ordersService(first, euros(1200), { expiresInSeconds: 3 });
        await until(() => desk.isOnThePhone(frieda));
        await pass('4 seconds');
        await until(() => desk.stops.length === 1);
        await pass('1 minute');
        expect(desk.events('order-expired')).toHaveLength(1);
      },
    );
  });

  it('is not asked of whoever may not approve so much, however urgent it is, and the timeline says so (I9)', async () => {
    await playIncident(
      server,
      (desk) => {
        isInGoodHands(desk);
        desk.authorising = [
          { ...frieda, limit: euros(1000) },
          { ...gustav, limit: { amountMinor: 900_000_00, currency: 'HUF' } },
          person('authorising-person', 'con_helga1'),
        ];
        desk.whenCalled(person('authorising-person', 'con_helga1'), inTurn(ringsOut, presses1));
        return { threat: 'immediate' };
      },
      async (story) => {
        const { desk, pass, ordersService, decides } = story;
        await pass('10 seconds');
        await ordersService(first, euros(1200));
        await expect(decides(frieda, first, 'approved')).rejects.toMatchObject({ kind: 'forbidden' });
        await expect(decides(gustav, first, 'refused')).rejects.toMatchObject({ kind: 'forbidden' });
        await expect(decides(anna, first, 'approved')).rejects.toMatchObject({ kind: 'forbidden' });
        await pass('20 minutes');
        const uncounted = { type: 'answer-not-counted', means: 'link', orderId: first } as const;
        expect(desk.events('answer-not-counted')).toEqual([
          { ...uncounted, by: actor(frieda), why: 'limit-too-low' },
          { ...uncounted, by: actor(gustav), why: 'limit-too-low' },
          { ...uncounted, by: actor(anna), why: 'not-authorised' },
        ]);
        expect(desk.called('approval')).toEqual(['con_helga1', 'con_helga1']);
        expect(desk.events('skipped')).toMatchObject([
          {
            track: 'approval',
            round: 1,
            orderId: first,
            skips: [
              { target: frieda.target, reason: 'limit-too-low' },
              { target: gustav.target, reason: 'limit-too-low' },
            ],
          },
          { round: 2 },
        ]);
        expect(await orderIn(story)).toMatchObject({ state: 'approved' });
        // Within the limit it is theirs to decide.
        await ordersService(second, euros(1000));
        expect(await decides(frieda, second, 'approved')).toMatchObject({ decided: 'approved' });
      },
    );
  });

  it('asks whom the settings name now: saved ones count from the next step on (E5, I9)', async () => {
    await playIncident(server, isInGoodHands, async (story) => {
      const { desk, pass, ordersService, decides } = story;
      await pass('10 seconds');
      await ordersService(first, euros(1200));
      await pass('2 minutes');
      expect(desk.called('approval')).toEqual(ids(frieda, gustav));
      desk.authorising = [{ ...gustav, limit: euros(2000) }];
      await expect(decides(frieda, first, 'approved')).rejects.toMatchObject({ kind: 'forbidden' });
      desk.whenCalled(gustav, presses1);
      await pass('6 minutes');
      expect(desk.called('approval')).toEqual(ids(frieda, gustav, gustav));
      expect((await orderIn(story))?.state).toBe('approved');
    });
  });

  it('respects hours and absences, unless a life is in danger (I6, I9)', async () => {
    await playIncident(
      server,
      (desk) => {
        isInGoodHands(desk);
        desk.authorising = [{ ...frieda, available: [] }];
        return {};
      },
      async ({ desk, pass, ordersService, setsThreat }) => {
        await pass('10 seconds');
        await ordersService(first, euros(1200));
        await pass('1 hour');
        expect(desk.called('approval')).toEqual([]);
        expect(desk.events('skipped')[0]).toMatchObject({
          skips: [{ target: frieda.target, reason: 'unavailable' }],
        });
        expect(desk.noticesOf('approval-asked')).toEqual([]);
        await setsThreat('immediate');
        await pass('10 seconds');
        expect(desk.called('approval')).toEqual(ids(frieda));
        expect(desk.callsTo(frieda)).toMatchObject([{ lifeSafety: true }]);
      },
    );
  });

  it('stands beside others: each person is asked about one after the other, one call at a time (I9, X1)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.whenCalled(frieda, inTurn(desk.staysOnThePhone, presses1));
        return isInGoodHands(desk);
      },
      async (story) => {
        const { desk, until, pass, ordersService } = story;
        await pass('10 seconds');
        await ordersService(first, euros(1200));
        await ordersService(second, euros(300));
        await until(() => desk.isOnThePhone(frieda));
        expect(desk.called('approval')).toEqual(ids(frieda));
        desk.says(frieda, approves);
        await pass('10 seconds');
        expect(desk.callsTo(frieda).map(({ approval }) => approval?.orderId)).toEqual([first, second]);
        expect(desk.called('approval')).toEqual(ids(frieda, frieda));
        expect((await orderIn(story))?.state).toBe('approved');
        expect((await orderIn(story, second))?.state).toBe('approved');
      },
    );
  });

  it('waits for its turn beside others, person by person (I9)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.whenCalled(frieda, inTurn(desk.staysOnThePhone, ringsOut));
        return isInGoodHands(desk);
      },
      async ({ desk, until, pass, ordersService, view, now }) => {
        await pass('10 seconds');
        await ordersService(first, euros(1200));
        await until(() => desk.isOnThePhone(frieda));
        await ordersService(second, euros(300));
        // What is next is the end of the call under way, and nothing that is overdue.
        expect((await view()).nextActionAt).toBeGreaterThan(await now());
        desk.says(frieda, { reason: 'no-answer' });
        await pass('1 minute');
        const asked = desk.calls.filter(({ purpose }) => purpose === 'approve');
        expect(asked.map(({ approval, target }) => [approval?.orderId, target.id])).toEqual([
          [first, frieda.target.id],
          [second, frieda.target.id],
          [first, gustav.target.id],
          [second, gustav.target.id],
        ]);
      },
    );
  });

  it('that waits for its turn is decided or expires there, and is not asked about any more (I9)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.whenCalled(frieda, inTurn(desk.staysOnThePhone, ringsOut));
        return isInGoodHands(desk);
      },
      async (story) => {
        const { desk, until, pass, ordersService, decides } = story;
        await pass('10 seconds');
        await ordersService(first, euros(1200));
        await until(() => desk.isOnThePhone(frieda));
        await ordersService(second, euros(300));
        expect(await decides(gustav, second, 'approved')).toMatchObject({ decided: 'approved' });
        desk.says(frieda, { reason: 'no-answer' });
        await pass('1 minute');
        expect(desk.calls.filter(({ approval }) => approval?.orderId === second)).toEqual([]);
        expect(desk.called('approval')).toEqual(ids(frieda, gustav));
        expect((await orderIn(story))?.state).toBe('asking');
      },
    );
  });

  it('counts once, however often it is placed or answered (I9)', async () => {
    await playIncident(server, isInGoodHands, async (story) => {
      const { desk, pass, ordersService, decides } = story;
      await pass('10 seconds');
      await ordersService(first, euros(1200));
      expect(await ordersService(first, euros(1200))).toMatchObject({
        order: { state: 'asking' },
        again: true,
      });
      expect(await decides(frieda, first, 'approved', 'answer-1')).toEqual({
        decided: 'approved',
        state: 'approved',
      });
      expect(await decides(gustav, first, 'approved', 'answer-2')).toEqual({
        decided: 'over',
        state: 'approved',
      });
      await expect(decides(frieda, second, 'approved')).rejects.toMatchObject({ kind: 'conflict' });
      await pass('10 seconds');
      expect(desk.events('order-placed')).toHaveLength(1);
      expect(desk.events('order-approved')).toHaveLength(1);
    });
  });

  it('counts once, although the same answer comes by its call and by an update (I9)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.whenCalled(frieda, () => ({ ...approves, answerId: 'answer-of-the-call' }));
        return isInGoodHands(desk);
      },
      async ({ desk, pass, ordersService, decides }) => {
        await pass('10 seconds');
        await ordersService(first, euros(1200));
        await pass('10 seconds');
        expect(await decides(frieda, first, 'approved', 'answer-of-the-call')).toEqual({
          decided: 'approved',
          state: 'approved',
          again: true,
        });
        expect(await decides(frieda, first, 'approved', 'another-answer')).toEqual({
          decided: 'over',
          state: 'approved',
        });
        await pass('10 seconds');
        expect(desk.events('order-approved')).toHaveLength(1);
      },
    );
  });

  it('is withdrawn by the desk, but not any more once it is decided (I9)', async () => {
    await playIncident(server, isInGoodHands, async (story) => {
      const { desk, pass, ordersService, withdraws, decides } = story;
      await pass('10 seconds');
      await ordersService(first, euros(1200));
      expect(await withdraws(first)).toMatchObject({ order: { state: 'withdrawn' } });
      expect(await withdraws(first)).toMatchObject({ order: { state: 'withdrawn' } });
      expect(await decides(frieda, first, 'approved')).toEqual({ decided: 'over', state: 'withdrawn' });
      await ordersService(second, euros(1200));
      await decides(frieda, second, 'approved');
      expect(await withdraws(second)).toMatchObject({ order: { state: 'approved' } });
      await pass('1 minute');
      const calls = desk.called('approval').length;
      await pass('1 hour');
      expect(desk.events('order-withdrawn')).toMatchObject([{ orderId: first, by: operator }]);
      expect(desk.called('approval')).toHaveLength(calls);
    });
  });

  it('is withdrawn when the incident is closed, and stays so when it is reopened (I9, I12)', async () => {
    await playIncident(server, isInGoodHands, async (story) => {
      const { desk, pass, ordersService, closes, reopens, decides, recordsCost } = story;
      await pass('10 seconds');
      await ordersService(first, euros(1200));
      await ordersService(second, euros(1200));
      await decides(frieda, second, 'approved');
      await pass('1 minute');
      await closes();
      expect(await orderIn(story)).toMatchObject({ state: 'withdrawn' });
      expect(desk.events('order-withdrawn')).toMatchObject([{ orderId: first, by: { by: 'rule' } }]);
      expect(await decides(gustav, first, 'approved')).toEqual({ decided: 'over', state: 'withdrawn' });
      await expect(ordersService('ord_third1', euros(1))).rejects.toMatchObject({ kind: 'conflict' });
      const calls = desk.called('approval').length;
      // The bill comes later.
      await recordsCost(second, euros(1100));
      expect(await orderIn(story, second)).toMatchObject({ actual: { cost: euros(1100) } });
      await reopens();
      await pass('1 hour');
      expect(desk.called('approval')).toHaveLength(calls);
      expect((await orderIn(story))?.state).toBe('withdrawn');
    });
  });

  it('has its actual cost told and corrected, but only once it is started (I9)', async () => {
    await playIncident(server, isInGoodHands, async (story) => {
      const { desk, pass, ordersService, decides, recordsCost } = story;
      await pass('10 seconds');
      await ordersService(first, euros(1200));
      await expect(recordsCost(first, euros(1))).rejects.toMatchObject({ kind: 'conflict' });
      await decides(frieda, first, 'approved');
      await pass('1 minute');
      const calls = desk.called('approval').length;
      await recordsCost(first, euros(1150));
      await recordsCost(first, euros(1200));
      expect(await orderIn(story)).toMatchObject({ actual: { cost: euros(1200), by: operator } });
      await pass('10 minutes');
      expect(desk.events('cost-recorded')).toMatchObject([
        { cost: euros(1150) },
        { cost: euros(1200), former: euros(1150) },
      ]);
      expect(desk.called('approval')).toHaveLength(calls);
    });
  });

  it('survives a new run while it is asked about: nobody is written to twice, it expires in time (I1, I9)', async () => {
    await playIncident(
      server,
      (desk) => {
        isInGoodHands(desk);
        desk.policy = { ...desk.policy, roundDelaySeconds: 60 };
        return { longHistory: 60 };
      },
      async (story) => {
        const { desk, pass, ordersService, decides, histories } = story;
        await pass('10 seconds');
        await ordersService(first, euros(1200), { expiresInSeconds: 1800 });
        await ordersService(second, euros(1300));
        await pass('29 minutes');
        expect((await histories()).length).toBeGreaterThan(2);
        expect((await orderIn(story))?.state).toBe('asking');
        expect(
          desk
            .noticesOf('approval-asked')
            .map(({ to, approval }) => [to[0]?.id, approval?.orderId])
            .sort(),
        ).toEqual([
          [frieda.target.id, first],
          [frieda.target.id, second],
          [gustav.target.id, first],
          [gustav.target.id, second],
        ]);
        expect(await decides(frieda, second, 'approved', 'answer-1')).toMatchObject({ decided: 'approved' });
        await pass('2 minutes');
        expect((await orderIn(story))?.state).toBe('expired');
        expect((await orderIn(story, second))?.state).toBe('approved');
        expect(desk.recorded.hasGap).toBe(false);
      },
    );
  });

  it('is asked by mail of whoever has no phone, and keeps nobody else waiting meanwhile (I6, I9)', async () => {
    const mailed: Person = { ...frieda, steps: [{ channel: 'email', position: 0 }] };
    await playIncident(
      server,
      (desk) => {
        isInGoodHands(desk);
        desk.authorising = [mailed, gustav];
        desk.whenCalled(mailed, desk.staysOnThePhone);
        return {};
      },
      async ({ desk, until, pass, ordersService, decides }) => {
        await pass('10 seconds');
        await ordersService(first, euros(1200));
        await ordersService(second, euros(300));
        await until(() => desk.callsTo(mailed).length === 2);
        expect(desk.callsTo(mailed)).toMatchObject([
          { step: { channel: 'email' }, approval: { orderId: first } },
          { step: { channel: 'email' }, approval: { orderId: second } },
        ]);
        // The mail itself asks: no notice comes beside it.
        expect(desk.noticesOf('approval-asked')).toEqual([]);
        await decides(frieda, first, 'approved');
        await decides(frieda, second, 'approved');
        await pass('1 minute');
        expect(desk.called('approval')).toEqual(ids(mailed, mailed));
      },
    );
  });
});
