import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { playIncident } from './incident-story.js';
import { anna, ben, desk as deskLine, provider, unreachable } from './people.js';
import { presses1, type ScriptedDesk } from './scripted-desk.js';
import { startTimeSkipping, type TimeSkipping } from './time-skipping.js';

describe('an incident of an organisation in which nobody can be called', () => {
  let server: TimeSkipping;
  beforeAll(async () => {
    server = await startTimeSkipping();
  });
  afterAll(() => server.close());

  /** The provider has it, and waits for the internal contacts. */
  const taken = (desk: ScriptedDesk) => {
    desk.whenCalled(provider, presses1);
    desk.whenCalled(anna, presses1);
    return {};
  };

  it('calls whoever is saved meanwhile within a minute (I6)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.internal = [];
        return taken(desk);
      },
      async ({ desk, pass }) => {
        await pass('10 minutes');
        expect(desk.called('internal')).toEqual([]);
        desk.internal = [unreachable(ben)];
        await pass('10 minutes');
        desk.internal = [unreachable(ben), anna];
        await pass('61 seconds');
        expect(desk.called('internal')).toEqual([anna.target.id]);
        expect(desk.events('acknowledged')).toHaveLength(1);
      },
    );
  });

  it('calls whoever becomes available at that moment (I6)', async () => {
    await playIncident(
      server,
      async (desk) => {
        const from = (await server.environment.currentTimeMs()) + 100_000;
        desk.internal = [{ ...anna, available: [{ from, to: from + 3_600_000 }] }, unreachable(ben)];
        return taken(desk);
      },
      async ({ desk, pass }) => {
        await pass('98 seconds');
        expect(desk.called('internal')).toEqual([]);
        const [told] = desk.events('nobody-to-ask');
        expect(told).toMatchObject({ track: 'internal', round: 1, availableFrom: expect.any(Number) });
        await pass('4 seconds');
        expect(desk.called('internal')).toEqual([anna.target.id]);
        expect(desk.calls.at(-1)).toMatchObject({ target: anna.target, round: 1 });
      },
    );
  });

  it('tells the desk and the timeline once for the same reasons, and again when they change (I6, I10)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.internal = [unreachable(anna)];
        return taken(desk);
      },
      async ({ desk, pass, setsThreat }) => {
        await pass('30 minutes');
        const told = () => [
          desk.events('skipped').length,
          desk.events('nobody-to-ask').length,
          desk.noticesOf('nobody-to-call').length,
        ];
        expect(told()).toEqual([1, 1, 1]);
        expect(desk.noticesOf('nobody-to-call')[0]?.to).toEqual([deskLine.target]);
        desk.internal = [unreachable(anna), unreachable(ben)];
        await pass('30 minutes');
        expect(told()).toEqual([2, 2, 2]);
        await setsThreat('immediate');
        await pass('5 seconds');
        expect(told()).toEqual([3, 3, 3]);
      },
    );
  });

  it('looks every minute without its history growing long, and says when it looks next (I6, I10)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.internal = [unreachable(anna)];
        return { ...taken(desk), longHistory: 600 };
      },
      async ({ desk, pass, events, view, now, handle }) => {
        await pass('5 minutes');
        const [before, readsBefore] = [await events(), desk.directoryReads];
        await pass('30 minutes');
        expect(desk.directoryReads - readsBefore).toBe(30);
        // A timer, a task, the look, and what is due next for whoever watches over the incident.
        expect((await events()) - before).toBe(30 * 7);
        const { runId } = await handle.describe();
        await pass('2 hours');
        expect((await handle.describe()).runId).not.toBe(runId);
        expect(await events()).toBeLessThan(700);
        const nextActionAt = Number((await view()).nextActionAt);
        expect(nextActionAt - (await now())).toBeLessThanOrEqual(60_000);
        expect([desk.events('nobody-to-ask').length, desk.noticesOf('nobody-to-call').length]).toEqual([
          1, 1,
        ]);
        desk.internal = [anna];
        await pass('61 seconds');
        expect(desk.events('acknowledged')).toHaveLength(1);
      },
    );
  });

  it('looks seldom and tells nobody, when it is the desk itself (I6)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.internal = [];
        return { ...taken(desk), organisationId: 'org_thedesk' };
      },
      async ({ desk, pass }) => {
        await pass('2 hours');
        expect(desk.directoryReads).toBeLessThan(12);
        expect(desk.noticesOf('nobody-to-call')).toEqual([]);
        expect(desk.events('nobody-to-ask')).toEqual([]);
      },
    );
  });
});
