import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { playIncident } from './incident-story.js';
import { anna, ben, carla, desk as deskLine, provider, unreachable } from './people.js';
import { presses1 } from './scripted-desk.js';
import { startTimeSkipping, type TimeSkipping } from './time-skipping.js';

const nobody = [unreachable(anna), unreachable(ben)];

describe('a contact without a usable channel', () => {
  let server: TimeSkipping;
  beforeAll(async () => {
    server = await startTimeSkipping();
  });
  afterAll(() => server.close());

  it('is skipped at once, on both ladders, and reported before the next one is called (I6)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.provider = [unreachable(provider), deskLine];
        desk.internal = [unreachable(anna), ben, unreachable(carla)];
        return {};
      },
      async ({ desk, pass }) => {
        await pass('1 second');
        expect(desk.called('provider')).toEqual([deskLine.target.id]);
        expect(desk.called('internal')).toEqual([ben.target.id]);
        expect(desk.events('skipped')).toEqual([
          {
            type: 'skipped',
            track: 'provider',
            round: 1,
            skips: [{ target: provider.target, reason: 'no-usable-channel' }],
          },
          {
            type: 'skipped',
            track: 'internal',
            round: 1,
            skips: [{ target: anna.target, reason: 'no-usable-channel' }],
          },
          {
            type: 'skipped',
            track: 'internal',
            round: 1,
            skips: [{ target: carla.target, reason: 'no-usable-channel' }],
          },
        ]);
      },
    );
  });

  it.each([
    ['no contact has one', nobody, [unreachable(provider)]],
    ['there are no contacts at all', [], []],
  ] as const)('keeps no loop running hot where %s (I6)', async (_case, internal, providers) => {
    await playIncident(
      server,
      (desk) => {
        desk.provider = providers;
        desk.internal = internal;
        desk.policy = { ...desk.policy, roundDelaySeconds: 0, providerRoundDelaySeconds: 0 };
        return {};
      },
      async ({ desk, pass, events, view, now }) => {
        await pass('20 minutes');
        expect(desk.calls).toHaveLength(0);
        // Each ladder looks once a minute, and is told of once.
        expect(desk.directoryReads).toBeLessThanOrEqual(2 * 21);
        expect(desk.events('nobody-to-ask').map(({ track }) => track)).toEqual(['provider', 'internal']);
        expect(desk.events('skipped')).toHaveLength(internal.length > 0 ? 2 : 0);
        expect(await events()).toBeLessThan(20 + 2 * 20 * 7);
        expect((await view()).nextActionAt).toBeGreaterThan(await now());
      },
    );
  });

  it('is called soon once there is one (I6)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.internal = nobody;
        desk.whenCalled(provider, presses1);
        desk.whenCalled(ben, presses1);
        return {};
      },
      async ({ desk, pass }) => {
        await pass('1 minute');
        desk.internal = [unreachable(anna), ben];
        await pass('61 seconds');
        expect(desk.called('internal')).toEqual([ben.target.id]);
        expect(desk.events('acknowledged')).toHaveLength(1);
      },
    );
  });
});
