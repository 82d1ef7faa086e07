import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OrderId } from '../../domain/identifiers.js';
import { playIncident, type IncidentStory } from './incident-story.js';
import { actor, frieda, person, provider, type Person } from './people.js';
import { presses1, ringsOut, type ScriptedDesk } from './scripted-desk.js';
import { startTimeSkipping, type TimeSkipping } from './time-skipping.js';

const gustav = person('authorising-person', 'con_gustav');
const covered: OrderId = 'ord_covered';
const beyond: OrderId = 'ord_beyond1';
const euros = (amount: number) => ({ amountMinor: amount * 100, currency: 'EUR' });
const ids = (...people: readonly Person[]) => people.map(({ target }) => target.id);
const hour = 3_600_000;

/** A life was in danger, nobody authorised, and nobody of those who could answers the telephone. */
function wasUrgent(desk: ScriptedDesk): { threat: 'immediate' } {
  desk.authorising = [frieda, gustav];
  desk.internal = [];
  desk.policy = {
    ...desk.policy,
    overrideDelaySeconds: 0,
    overrideCostCeiling: euros(1000),
    reopenWindowSeconds: 3600,
    ratificationExpirySeconds: 4 * 86_400,
  };
  desk.whenCalled(provider, presses1);
  desk.whenCalled(frieda, ringsOut);
  desk.whenCalled(gustav, ringsOut);
  return { threat: 'immediate' };
}

/**
 * One order that the override covers, and one that it does not; then the incident is closed. Not on the minute, in which it is
 * looked whether there is anybody to call by now: the test server cannot take that a timer is cancelled as it goes off.
 */
async function isClosed({ pass, ordersService, closes }: IncidentStory): Promise<void> {
  await pass('70 seconds');
  await ordersService(covered, euros(800));
  await ordersService(beyond, euros(5000));
  await pass('70 seconds');
  await closes();
}

const orderIn = async ({ view }: IncidentStory, id: OrderId) =>
  (await view()).orders?.find((order) => order.id === id);
const hasEnded = async ({ handle }: IncidentStory) => (await handle.describe()).status.name === 'COMPLETED';

describe('what is asked of the authorising persons about a closed incident', () => {
  let server: TimeSkipping;
  beforeAll(async () => {
    server = await startTimeSkipping();
  });
  afterAll(() => server.close());

  it('goes on being asked, once a day, by telephone and in writing, until it is answered; then the incident ends (I8, I9)', async () => {
    await playIncident(server, wasUrgent, async (story) => {
      const { desk, pass, until, ratifies, decides, view } = story;
      await isClosed(story);
      expect(await orderIn(story, beyond)).toMatchObject({ ratification: { state: 'asked' } });
      // The round under way comes to its end, and one more begins after the pause that it had begun.
      await pass('10 minutes');
      const [calls, notices] = [desk.calls.length, desk.notices.length];
      await pass('3 days');
      expect((await view()).state).toBe('closed');
      const later = desk.calls.slice(calls);
      expect(later.filter(({ purpose }) => purpose === 'ratify').map(({ target }) => target.id)).toEqual(
        ids(frieda, gustav, frieda, gustav, frieda, gustav),
      );
      expect(later.filter(({ purpose }) => purpose === 'approve').map(({ target }) => target.id)).toEqual(
        ids(frieda, gustav, frieda, gustav, frieda, gustav),
      );
      expect(later.every(({ lifeSafety }) => !lifeSafety)).toBe(true);
      const written = desk.notices.slice(notices).map(({ kind, to }) => `${kind} ${to[0]?.id ?? ''}`);
      for (const { target } of [frieda, gustav]) {
        for (const kind of ['ratification-asked', 'approval-asked']) {
          expect(written.filter((each) => each === `${kind} ${target.id}`)).toHaveLength(3);
        }
      }
      expect(await hasEnded(story)).toBe(false);

      expect(await ratifies(frieda, 'ratified')).toEqual({ decided: 'ratified' });
      expect(await orderIn(story, covered)).toMatchObject({
        ratification: { state: 'ratified', decision: { by: actor(frieda) } },
      });
      expect(await hasEnded(story)).toBe(false);
      expect(await decides(gustav, beyond, 'refused')).toMatchObject({ decided: 'ratification-refused' });
      await until(() => hasEnded(story));
      expect(desk.view).toMatchObject({ state: 'archived', override: { ratification: 'ratified' } });
      expect(desk.recorded.hasGap).toBe(false);
    });
  });

  it('is not ratified when nobody has answered until the configured end, and says so (I8, I9)', async () => {
    await playIncident(server, wasUrgent, async (story) => {
      const { desk, pass, until } = story;
      await isClosed(story);
      await pass('3 days');
      expect(await hasEnded(story)).toBe(false);
      await pass('25 hours');
      await until(() => hasEnded(story));
      expect(desk.view).toMatchObject({
        state: 'archived',
        override: { ratification: 'not-ratified' },
        orders: [
          { id: covered, ratification: { state: 'not-ratified', withOverride: true } },
          { id: beyond, ratification: { state: 'not-ratified' } },
        ],
      });
      expect(desk.events('ratification-lapsed')).toHaveLength(1);
      expect(desk.events('order-ratification-lapsed').map(({ orderId }) => orderId)).toEqual([
        covered,
        beyond,
      ]);
    });
  });

  it('is asked at hours at which people may be called only (I6, I9)', async () => {
    await playIncident(
      server,
      async (desk) => {
        const start = wasUrgent(desk);
        const now = await server.environment.currentTimeMs();
        const nine = Array.from({ length: 9 }, (_, day) => ({
          from: now + day * 24 * hour + 7 * hour,
          to: now + day * 24 * hour + 9 * hour,
        }));
        desk.authorising = [{ ...frieda, available: nine }];
        return start;
      },
      async (story) => {
        const { desk, pass } = story;
        await isClosed(story);
        await pass('3 days');
        const calls = desk.recorded.entries.filter(
          ({ event }) => event.type === 'attempt-started' && event.target.id === frieda.target.id,
        );
        expect(calls.length).toBeGreaterThanOrEqual(4);
        for (const { at } of calls) {
          const sinceReport = (at - story.start.reportedAt) / hour;
          expect(sinceReport % 24).toBeGreaterThanOrEqual(6.9);
          expect(sinceReport % 24).toBeLessThan(9.1);
        }
      },
    );
  });

  it('does not keep it reopenable: after the window nobody reopens it, but who may still decides (I8, I12)', async () => {
    await playIncident(server, wasUrgent, async (story) => {
      const { pass, reopens, ratifies, view } = story;
      await isClosed(story);
      await pass('2 hours');
      await expect(reopens()).rejects.toMatchObject({ kind: 'conflict' });
      expect(await ratifies(gustav, 'refused')).toEqual({ decided: 'refused' });
      expect(await view()).toMatchObject({ state: 'closed', override: { ratification: 'refused' } });
    });
  });

  it('is urgent again when it is reopened, and counts its end from the next closure (I8, I12)', async () => {
    await playIncident(server, wasUrgent, async (story) => {
      const { desk, pass, reopens, closes, view } = story;
      await isClosed(story);
      await pass('30 minutes');
      const calls = desk.called('ratification').length;
      await reopens();
      await pass('1290 seconds');
      expect(desk.called('ratification').length).toBeGreaterThanOrEqual(calls + 6);
      await closes();
      await pass('3 days');
      // By the first closure it would be over by then.
      await pass('1410 minutes');
      expect((await view()).override).toMatchObject({ ratification: 'asked' });
    });
  });

  it('is what has been exceeded too, also when the bill comes after the closure (I9)', async () => {
    await playIncident(server, wasUrgent, async (story) => {
      const { desk, pass, until, ratifies, decides, recordsCost } = story;
      await isClosed(story);
      await ratifies(frieda, 'ratified');
      await decides(gustav, beyond, 'approved');
      await pass('50 minutes');
      expect(await recordsCost(covered, euros(1000))).toMatchObject({
        order: { excess: { state: 'asked' } },
      });
      await pass('2 days');
      expect(await hasEnded(story)).toBe(false);
      const asked = desk.calls.filter(({ approval }) => approval?.actual !== undefined);
      expect(asked.length).toBeGreaterThanOrEqual(4);
      expect(await decides(frieda, covered, 'approved')).toMatchObject({ decided: 'excess-approved' });
      await until(() => hasEnded(story));
      expect(desk.view).toMatchObject({ state: 'archived' });
    });
  });

  it('survives a new run of the workflow: nobody is asked more often, and the end stays where it was (I1, I9)', async () => {
    await playIncident(
      server,
      (desk) => ({ ...wasUrgent(desk), longHistory: 80 }),
      async (story) => {
        const { desk, pass, until, histories } = story;
        await isClosed(story);
        await pass('10 minutes');
        const calls = desk.calls.length;
        await pass('3 days');
        expect((await histories()).length).toBeGreaterThan(1);
        expect(desk.calls.slice(calls).filter(({ purpose }) => purpose === 'ratify')).toHaveLength(6);
        await pass('25 hours');
        await until(() => hasEnded(story));
        expect(desk.view).toMatchObject({ override: { ratification: 'not-ratified' } });
        expect(desk.recorded.hasGap).toBe(false);
      },
    );
  });

  it('is nothing where nothing was started without authorisation: the incident ends with its window (I12)', async () => {
    await playIncident(
      server,
      (desk) => {
        wasUrgent(desk);
        return { threat: 'none' };
      },
      async (story) => {
        const { pass, until, closes } = story;
        await pass('70 seconds');
        await closes();
        await pass('61 minutes');
        await until(() => hasEnded(story));
      },
    );
  });
});
