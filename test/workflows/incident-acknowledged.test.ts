import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { playIncident } from './incident-story.js';
import { actor, anna, ben, carla, desk as deskLine, operator, provider } from './people.js';
import { isBusy, isVoicemail, presses1, ringsOut } from './scripted-desk.js';
import { startTimeSkipping, type TimeSkipping } from './time-skipping.js';

describe('somebody takes over', () => {
  let server: TimeSkipping;
  beforeAll(async () => {
    server = await startTimeSkipping();
  });
  afterAll(() => server.close());

  it('at the first call, by key: nobody else is called, and the others are told who it is (I3, I6, I7)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.whenCalled(provider, presses1);
        desk.whenCalled(anna, presses1);
        return {};
      },
      async ({ desk, pass, view }) => {
        await pass('20 minutes');
        expect(desk.called('provider')).toEqual([provider.target.id]);
        expect(desk.called('internal')).toEqual([anna.target.id]);
        expect(desk.events('taken')).toEqual([{ type: 'taken', by: actor(provider), means: 'key' }]);
        expect(desk.events('acknowledged')).toMatchObject([{ by: actor(anna), means: 'key' }]);
        expect(desk.noticesOf('taken-over')).toMatchObject([
          { by: actor(anna), to: [ben.target, carla.target] },
        ]);
        expect(await view()).toMatchObject({
          takenBy: actor(provider),
          acknowledgements: [{ by: actor(anna) }],
        });
      },
    );
  });

  it('is nobody who lets it ring, is busy, or whose voicemail answers: the next ones are called (I6)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.whenCalled(provider, isVoicemail);
        desk.whenCalled(deskLine, presses1);
        desk.whenCalled(anna, isBusy);
        desk.whenCalled(ben, isVoicemail);
        desk.whenCalled(carla, presses1);
        return {};
      },
      async ({ desk, pass }) => {
        await pass('1 minute');
        expect(desk.called('provider')).toEqual([provider.target.id, deskLine.target.id]);
        expect(desk.called('internal')).toEqual([anna, ben, carla].map(({ target }) => target.id));
        const reasons = desk
          .events('attempt-ended')
          .filter(({ track }) => track === 'internal')
          .map(({ reason }) => reason);
        expect(reasons).toEqual(['busy', 'voicemail', 'acknowledged']);
      },
    );
  });

  it('while another phone rings: that call is stopped, and says who has taken over (I7)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.whenCalled(anna, desk.staysOnThePhone);
        desk.whenCalled(provider, desk.staysOnThePhone);
        return {};
      },
      async ({ desk, until, acknowledges, pass }) => {
        await until(() => desk.isOnThePhone(anna) && desk.isOnThePhone(provider));
        expect(await acknowledges(ben)).toEqual({ accepted: 'acknowledged' });
        await until(() => desk.stops.length === 1);
        expect(desk.stops).toMatchObject([
          { order: { target: anna.target }, why: { why: 'taken-over', by: actor(ben) } },
        ]);
        expect(desk.isOnThePhone(provider)).toBe(true);

        expect(await acknowledges(deskLine, 'provider')).toEqual({ accepted: 'acknowledged' });
        await until(() => desk.stops.length === 2);
        expect(desk.stops[1]).toMatchObject({
          order: { target: provider.target },
          why: { why: 'taken-over', by: actor(deskLine) },
        });
        await pass('20 minutes');
        expect(desk.calls).toHaveLength(2);
        expect(desk.events('attempt-ended')).toMatchObject([
          { target: anna.target, reason: 'expired', detail: 'stopped' },
          { target: provider.target, reason: 'expired', detail: 'stopped' },
        ]);
      },
    );
  });

  it('who answers in the very moment of the stop: the answer counts too (I7)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.whenCalled(anna, desk.staysOnThePhone);
        return {};
      },
      async ({ desk, until, acknowledges, view }) => {
        await until(() => desk.isOnThePhone(anna));
        desk.says(anna, { reason: 'acknowledged', means: 'key' });
        await acknowledges(ben);
        await until(() => desk.events('acknowledged').length === 2);
        const { acknowledgements } = await view();
        expect(acknowledgements.map(({ by }) => by)).toEqual(
          expect.arrayContaining([actor(anna), actor(ben)]),
        );
        expect(desk.called('internal')).toEqual([anna.target.id]);
      },
    );
  });

  it('between two rounds: the next round does not begin (I7)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.policy = { ...desk.policy, providerRoundDelaySeconds: 240 };
        return {};
      },
      async ({ desk, pass, acknowledges }) => {
        await pass('1 minute');
        expect(desk.called('internal')).toHaveLength(3);
        expect(await acknowledges(carla)).toEqual({ accepted: 'acknowledged' });
        await pass('20 minutes');
        expect(desk.called('internal')).toHaveLength(3);
        expect(desk.noticesOf('taken-over')).toMatchObject([{ to: [anna.target, ben.target] }]);
      },
    );
  });

  it('twice: the second time nothing changes, and nobody is told again (I7)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.whenCalled(anna, presses1);
        desk.whenCalled(provider, presses1);
        return {};
      },
      async ({ desk, pass, acknowledges }) => {
        await pass('1 minute');
        expect(await acknowledges(anna)).toEqual({ accepted: 'already-acknowledged' });
        expect(await acknowledges(provider, 'provider')).toEqual({ accepted: 'already-acknowledged' });
        await pass('1 minute');
        expect(desk.noticesOf('taken-over')).toHaveLength(1);
        expect(desk.events('taken')).toHaveLength(1);
      },
    );
  });

  it('late, after the attempt ended without an answer: it counts all the same (I6)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.whenCalled(anna, ringsOut);
        desk.whenCalled(ben, desk.staysOnThePhone);
        return {};
      },
      async ({ desk, until, acknowledges }) => {
        await until(() => desk.isOnThePhone(ben));
        expect(await acknowledges(anna, 'internal', 'key')).toEqual({ accepted: 'acknowledged' });
        await until(() => desk.stops.length === 1);
        expect(desk.stops).toMatchObject([{ order: { target: ben.target }, why: { by: actor(anna) } }]);
        expect(desk.callsTo(carla)).toHaveLength(0);
      },
    );
  });

  it('by an operator who reached them by other ways (I6, I12)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.whenCalled(provider, presses1);
        return {};
      },
      async ({ desk, pass, marksReached, view }) => {
        await pass('1 minute');
        await marksReached(ben);
        await pass('20 minutes');
        expect(desk.called('internal')).toHaveLength(3);
        expect(desk.events('contacts-reached')).toEqual([
          { type: 'contacts-reached', contacts: [ben.target], by: operator },
        ]);
        expect((await view()).acknowledgements).toMatchObject([{ by: actor(ben) }]);
      },
    );
  });

  it('of nothing, once the incident is closed: that is refused (I7, I12)', async () => {
    await playIncident(
      server,
      () => ({}),
      async ({ desk, pass, closes, acknowledges }) => {
        await pass('1 minute');
        await closes();
        await expect(acknowledges(anna)).rejects.toMatchObject({
          kind: 'conflict',
          message: 'The incident is closed.',
        });
        await expect(acknowledges(provider, 'provider')).rejects.toMatchObject({ kind: 'conflict' });
        await pass('1 minute');
        expect(desk.events('acknowledged')).toHaveLength(0);
        expect(desk.events('taken')).toHaveLength(0);
      },
    );
  });

  it('in the very moment of the closure: the answer stands in the timeline, and nobody is told of it any more (I7)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.whenCalled(anna, desk.staysOnThePhone);
        return {};
      },
      async ({ desk, until, closes }) => {
        await until(() => desk.isOnThePhone(anna));
        const closing = closes();
        desk.says(anna, { reason: 'acknowledged', means: 'key' });
        await closing;
        await until(() => desk.events('closed').length === 1);
        await until(() => desk.events('attempt-ended').some(({ target }) => target.id === anna.target.id));
        const types = desk.timeline.map(({ type }) => type);
        const acknowledged = types.indexOf('acknowledged');
        expect(acknowledged).toBeLessThan(types.indexOf('closed'));
        if (acknowledged === -1) expect(desk.noticesOf('taken-over')).toHaveLength(0);
      },
    );
  });
});
