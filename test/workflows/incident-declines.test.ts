import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { playIncident } from './incident-story.js';
import { actor, anna, ben, carla, provider } from './people.js';
import { declines, inTurn, presses1, ringsOut } from './scripted-desk.js';
import { startTimeSkipping, type TimeSkipping } from './time-skipping.js';

const ids = (...people: readonly (typeof anna)[]) => people.map(({ target }) => target.id);

describe('a contact who declines', () => {
  let server: TimeSkipping;
  beforeAll(async () => {
    server = await startTimeSkipping();
  });
  afterAll(() => server.close());

  it('is left in peace, and that is reported, until all have declined; then all are asked again (I6)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.whenCalled(provider, presses1);
        desk.whenCalled(anna, inTurn(declines, ringsOut));
        desk.whenCalled(ben, inTurn(ringsOut, declines, ringsOut));
        desk.whenCalled(carla, inTurn(ringsOut, declines, ringsOut));
        return {};
      },
      async ({ desk, pass }) => {
        await pass('12 minutes');
        expect(desk.called('internal')).toEqual([
          ...ids(anna, ben, carla),
          ...ids(ben, carla),
          ...ids(anna, ben, carla),
        ]);
        expect(desk.events('skipped')).toEqual([
          {
            type: 'skipped',
            track: 'internal',
            round: 2,
            skips: [{ target: anna.target, reason: 'declined' }],
          },
        ]);
      },
    );
  });

  it('is not called on a second phone in the same round (I6)', async () => {
    await playIncident(
      server,
      (desk) => {
        const twoPhones = [0, 1].map((position) => ({ channel: 'voice' as const, position }));
        desk.internal = [
          { ...anna, steps: twoPhones },
          { ...ben, steps: twoPhones },
        ];
        desk.whenCalled(provider, presses1);
        desk.whenCalled(anna, declines);
        return {};
      },
      async ({ desk, pass }) => {
        await pass('1 minute');
        expect(desk.called('internal')).toEqual(ids(anna, ben, ben));
        expect(desk.callsTo(ben).map(({ step }) => step.position)).toEqual([0, 1]);
      },
    );
  });

  it('may do so by text between two calls: the next round leaves them out (I6)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.whenCalled(provider, presses1);
        return {};
      },
      async ({ desk, pass, declines: declinesByText }) => {
        await pass('1 minute');
        await declinesByText(ben);
        await pass('5 minutes');
        expect(desk.called('internal')).toEqual([...ids(anna, ben, carla), ...ids(anna, carla)]);
        expect(desk.events('declined')).toEqual([{ type: 'declined', by: actor(ben), means: 'sms' }]);
      },
    );
  });

  it('is called all the same when a life is in danger (I6)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.whenCalled(provider, presses1);
        desk.whenCalled(anna, declines);
        return { threat: 'immediate' };
      },
      async ({ desk, pass }) => {
        await pass('6 minutes');
        expect(desk.called('internal')).toEqual([...ids(anna, ben, carla), ...ids(anna, ben, carla)]);
        expect(desk.callsTo(anna).every(({ lifeSafety }) => lifeSafety)).toBe(true);
        expect(desk.events('skipped')).toHaveLength(0);
      },
    );
  });

  it('is called at once when a life comes into danger between two rounds (I6)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.whenCalled(provider, presses1);
        desk.whenCalled(anna, declines);
        return {};
      },
      async ({ desk, pass, until, setsThreat }) => {
        await pass('1 minute');
        expect(desk.callsTo(anna)).toHaveLength(1);
        await setsThreat('immediate');
        await until(() => desk.callsTo(anna).length === 2);
      },
    );
  });

  it('and was left out of a round in which a life came into danger is called right after it (I6)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.whenCalled(provider, presses1);
        desk.whenCalled(anna, declines);
        desk.whenCalled(carla, inTurn(ringsOut, desk.staysOnThePhone, ringsOut));
        return {};
      },
      async ({ desk, pass, until, setsThreat, now }) => {
        await pass('1 minute');
        await pass(
          (desk.events('round-ended').find(({ track }) => track === 'internal')?.nextRoundAt ?? 0) -
            (await now()),
        );
        await until(() => desk.isOnThePhone(carla));
        expect(desk.called('internal')).toEqual([...ids(anna, ben, carla), ...ids(ben, carla)]);
        await setsThreat('immediate');
        desk.says(carla, { reason: 'no-answer' });
        await until(() => desk.callsTo(carla).length === 3);
        expect(desk.callsTo(anna)).toHaveLength(2);
        await pass('4 minutes');
        expect(desk.callsTo(anna)).toHaveLength(2);
      },
    );
  });
});
