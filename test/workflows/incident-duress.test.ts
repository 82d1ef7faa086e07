import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { playIncident } from './incident-story.js';
import { anna, provider, traveller } from './people.js';
import { presses1 } from './scripted-desk.js';
import { startTimeSkipping, type TimeSkipping } from './time-skipping.js';

describe('an open incident whose traveller sends the duress code', () => {
  let server: TimeSkipping;
  beforeAll(async () => {
    server = await startTimeSkipping();
  });
  afterAll(() => server.close());

  it('tells so once, calls nobody back any more, and whoever is asked from then on is told (I10, I14)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.caller = [traveller];
        desk.internal = [anna];
        desk.policy = { ...desk.policy, roundDelaySeconds: 60, callBackAttempts: 5 };
        desk.whenCalled(provider, presses1);
        return { callBack: true };
      },
      async ({ desk, pass, until, view, asksForHelp }) => {
        await until(() => desk.callsTo(traveller).length > 0);
        const code = { callerWaiting: false, callBack: false, lifeInDanger: false, silent: true } as const;
        await asksForHelp(code);
        await until(async () => (await view()).silent === true);
        const callBacks = desk.callsTo(traveller).length;
        const before = desk.callsTo(anna).length;
        await asksForHelp(code);
        await pass('10 minutes');
        expect(desk.events('duress-noted')).toHaveLength(1);
        expect(desk.callsTo(traveller)).toHaveLength(callBacks);
        const later = desk.callsTo(anna).slice(before + 1);
        expect(later.length).toBeGreaterThan(0);
        expect(later.every(({ silent }) => silent === true)).toBe(true);
      },
    );
  });
});
