import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TravellerId } from '../../domain/identifiers.js';
import { playIncident } from './incident-story.js';
import { anna, desk as deskLine, provider, traveller } from './people.js';
import { presses1 } from './scripted-desk.js';
import { startTimeSkipping, type TimeSkipping } from './time-skipping.js';

const travellerId: TravellerId = 'trv_dora11';
const code = { callerWaiting: false, callBack: false, lifeInDanger: false, silent: true } as const;

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
        return { callBack: true, travellerId };
      },
      async ({ desk, pass, until, view, asksForHelp }) => {
        await until(() => desk.callsTo(traveller).length > 0);
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
        // Whom to spare stands in each order, so that it holds while MongoDB is away.
        for (const order of later) expect(order).toMatchObject({ silent: true, travellerId });
      },
    );
  });

  it('calls nobody back by an order of before, but by one that an operator insists on (I12, I14)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.caller = [traveller];
        desk.provider = [provider];
        desk.internal = [];
        desk.whenCalled(provider, presses1);
        desk.whenCalled(deskLine, desk.staysOnThePhone);
        return {};
      },
      async ({ desk, pass, until, view, asksForHelp, ordersCallBack }) => {
        await until(() => desk.events('taken').length === 1);
        await ordersCallBack(deskLine);
        await until(() => desk.isOnThePhone(deskLine));
        await asksForHelp(code);
        await until(async () => (await view()).silent === true);
        desk.says(deskLine, { reason: 'acknowledged', means: 'key' });
        await pass('5 seconds');
        expect(desk.events('ordered-call-ended')).toMatchObject([{ outcome: 'joined' }]);
        expect(desk.callsTo(traveller)).toEqual([]);
        expect(await ordersCallBack(deskLine, { despiteDuress: true })).toEqual({ ordered: 'calling' });
        await until(() => desk.isOnThePhone(deskLine));
        desk.says(deskLine, { reason: 'acknowledged', means: 'key' });
        await until(() => desk.callsTo(traveller).length === 1);
        expect(desk.callsTo(traveller)).toMatchObject([{ purpose: 'call-back', silent: true }]);
      },
    );
  });
});
