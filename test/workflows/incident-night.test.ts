import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { playIncident } from './incident-story.js';
import { anna, ben, carla, provider } from './people.js';
import { presses1 } from './scripted-desk.js';
import { startTimeSkipping, type TimeSkipping } from './time-skipping.js';

describe('an incident, through a night', () => {
  let server: TimeSkipping;
  beforeAll(async () => {
    server = await startTimeSkipping();
  });
  afterAll(() => server.close());

  it('goes on in rounds for twelve hours without an answer, and gives nothing up (I3, I6)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.policy = { ...desk.policy, roundDelaySeconds: 1200, providerRoundDelaySeconds: 1200 };
        return {};
      },
      async ({ desk, pass, handle }) => {
        await pass('12 hours');
        const rounds = desk.events('round-ended').filter(({ track }) => track === 'internal').length;
        expect(rounds).toBeGreaterThanOrEqual(36);
        for (const contact of [anna, ben, carla])
          expect(desk.callsTo(contact).length).toBeGreaterThanOrEqual(rounds);
        expect(desk.callsTo(provider).length).toBeGreaterThanOrEqual(36);

        desk.whenCalled(carla, presses1);
        desk.whenCalled(provider, presses1);
        await pass('21 minutes');
        expect(desk.events('acknowledged')).toHaveLength(1);
        expect(desk.events('taken')).toHaveLength(1);
        const callsThen = desk.calls.length;
        await pass('9 minutes');
        expect(desk.calls).toHaveLength(callsThen);
        expect((await handle.describe()).status.name).toBe('RUNNING');
      },
    );
  });
});
