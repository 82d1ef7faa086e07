import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { leastRoundDistance } from '../../domain/escalation/round-pause.js';
import { playIncident } from './incident-story.js';
import { anna, ben, carla, desk as deskLine, frieda, provider, type Person } from './people.js';
import { type Answer, type ScriptedDesk } from './scripted-desk.js';
import { startTimeSkipping, type TimeSkipping } from './time-skipping.js';

const failsAtOnce: Answer = () => ({ reason: 'failed', detail: 'number-refused' });

/** No pause between rounds, and no number that ever rings. */
function prepare(desk: ScriptedDesk): object {
  desk.policy = { ...desk.policy, roundDelaySeconds: 0, providerRoundDelaySeconds: 0 };
  desk.authorising = [frieda];
  for (const who of [provider, deskLine, anna, ben, carla, frieda]) desk.whenCalled(who, failsAtOnce);
  return {};
}

describe('rounds of calls that fail at once, without a pause between them', () => {
  let server: TimeSkipping;
  beforeAll(async () => {
    server = await startTimeSkipping();
  });
  afterAll(() => server.close());

  it('go on and on, and begin a second apart at least, on every ladder (I3, I6, I9)', async () => {
    await playIncident(server, prepare, async ({ desk, pass, ordersService }) => {
      await ordersService('ord_first1', { amountMinor: 1_200_00, currency: 'EUR' });
      await pass('8.5 seconds');
      for (const who of [provider, anna, frieda] satisfies readonly Person[]) {
        const dialled = desk.callsTo(who).map(({ dialBefore }) => dialBefore);
        const apart = dialled.slice(1).map((at, index) => at - (dialled[index] ?? at));
        expect(Math.min(...apart)).toBeGreaterThanOrEqual(leastRoundDistance);
        // Nobody gives up either: it goes on as soon as it may.
        expect(dialled.length).toBeGreaterThanOrEqual(4);
      }
    });
  });
});
