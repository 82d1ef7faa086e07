import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { IncidentStart } from '../../workflows/incident/incident.messages.js';
import { playIncident } from './incident-story.js';
import { anna, ben, carla, desk, provider, type Person } from './people.js';
import { presses1, type ScriptedDesk } from './scripted-desk.js';
import { startTimeSkipping, type TimeSkipping } from './time-skipping.js';

const ids = (...people: readonly Person[]) => people.map(({ target }) => target.id);

describe('a provider outside its hours', () => {
  let server: TimeSkipping;
  beforeAll(async () => {
    server = await startTimeSkipping();
  });
  afterAll(() => server.close());

  /** The provider opens in an hour; the desk answers at any time, and lets it ring. */
  async function closed(standing: ScriptedDesk): Promise<Partial<IncidentStart>> {
    const now = await server.environment.currentTimeMs();
    const hour = 3_600_000;
    standing.provider = [{ ...provider, available: [{ from: now + hour, to: now + 9 * hour }] }, desk];
    standing.policy = { ...standing.policy, providerRoundDelaySeconds: 1200 };
    return {};
  }

  it('is passed over at once, and the timeline says why; the desk is called, and gets the facts too (E1, I3)', async () => {
    await playIncident(server, closed, async ({ desk: standing, pass }) => {
      await pass('10 minutes');
      expect(standing.called('provider')).toEqual(ids(desk));
      expect(standing.events('skipped')[0]).toMatchObject({
        track: 'provider',
        round: 1,
        skips: [{ target: provider.target, reason: 'outside-hours' }],
      });
      expect(standing.noticesOf('incident-reported')[0]?.to).toEqual(
        expect.arrayContaining([provider.target, desk.target]),
      );
      await pass('80 minutes');
      expect(standing.callsTo(provider).length).toBeGreaterThan(0);
    });
  });

  it('is called all the same when a life is in danger, also when that is said later (E1, I6, I8)', async () => {
    await playIncident(
      server,
      async (standing) => ({ ...(await closed(standing)), threat: 'immediate' }),
      async ({ desk: standing, until }) => {
        await until(() => standing.callsTo(provider).length === 1);
        expect(standing.called('provider')[0]).toBe(provider.target.id);
      },
    );
    await playIncident(server, closed, async ({ desk: standing, pass, until, setsThreat }) => {
      await pass('290 seconds');
      expect(standing.callsTo(provider)).toHaveLength(0);
      await setsThreat('immediate');
      await until(() => standing.callsTo(provider).length === 1);
    });
  });
});

describe('a contact outside their hours', () => {
  let server: TimeSkipping;
  beforeAll(async () => {
    server = await startTimeSkipping();
  });
  afterAll(() => server.close());

  /** Anna may be called in an hour, for an hour; the others at any time. */
  async function annaIsOff(desk: ScriptedDesk): Promise<Partial<IncidentStart>> {
    const now = await server.environment.currentTimeMs();
    const hour = 3_600_000;
    desk.internal = [{ ...anna, available: [{ from: now + hour, to: now + 2 * hour }] }, ben, carla];
    desk.policy = { ...desk.policy, roundDelaySeconds: 1200 };
    desk.whenCalled(provider, presses1);
    return {};
  }

  it('is neither called nor texted, and that is reported; in their hours they are called (I6)', async () => {
    await playIncident(server, annaIsOff, async ({ desk, pass }) => {
      await pass('50 minutes');
      expect(desk.called('internal')).toEqual([...ids(ben, carla), ...ids(ben, carla), ...ids(ben, carla)]);
      expect(desk.events('skipped').map(({ skips }) => skips)).toEqual([
        [{ target: anna.target, reason: 'unavailable' }],
        [{ target: anna.target, reason: 'unavailable' }],
        [{ target: anna.target, reason: 'unavailable' }],
      ]);
      expect(desk.noticesOf('incident-reported')[0]?.to).toEqual([provider.target, ben.target, carla.target]);
      await pass('20 minutes');
      expect(desk.callsTo(anna)).toHaveLength(1);
      await pass('80 minutes');
      expect(desk.callsTo(anna)).toHaveLength(3);
    });
  });

  it('is called and texted all the same when a life is in danger (I6)', async () => {
    await playIncident(
      server,
      async (desk) => ({ ...(await annaIsOff(desk)), threat: 'immediate' }),
      async ({ desk, pass }) => {
        await pass('5 minutes');
        expect(desk.called('internal')).toEqual(ids(anna, ben, carla));
        expect(desk.noticesOf('incident-reported')[0]?.to).toContainEqual(anna.target);
      },
    );
  });

  it('is called at once when a life comes into danger between two rounds (I6)', async () => {
    await playIncident(server, annaIsOff, async ({ desk, pass, until, setsThreat }) => {
      await pass('5 minutes');
      expect(desk.callsTo(anna)).toHaveLength(0);
      await setsThreat('immediate');
      await until(() => desk.callsTo(carla).length === 2);
      expect(desk.called('internal')).toEqual([...ids(ben, carla), ...ids(anna, ben, carla)]);
    });
  });

  it('is called at once when an operator fires the override in such a pause (I6, I8)', async () => {
    await playIncident(server, annaIsOff, async ({ desk, pass, until, fires }) => {
      await pass('5 minutes');
      await fires();
      await until(() => desk.callsTo(anna).length === 1);
    });
  });
});
