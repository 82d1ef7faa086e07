import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { playIncident } from './incident-story.js';
import { actor, anna, ben, carla, operator, provider, traveller } from './people.js';
import { presses1 } from './scripted-desk.js';
import { startTimeSkipping, type TimeSkipping } from './time-skipping.js';

describe('an incident that is closed', () => {
  let server: TimeSkipping;
  beforeAll(async () => {
    server = await startTimeSkipping();
  });
  afterAll(() => server.close());

  it('stops every call that is under way and calls nobody any more; who was told of it is told (I7, I12)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.whenCalled(provider, desk.staysOnThePhone);
        desk.whenCalled(anna, desk.staysOnThePhone);
        return { threat: 'immediate' };
      },
      async ({ desk, until, pass, closes, now, view }) => {
        await until(() => desk.isOnThePhone(provider) && desk.isOnThePhone(anna));
        const { reopenUntil } = await closes('false-alarm');
        expect(Math.abs(reopenUntil - (await now()) - 86_400_000)).toBeLessThan(5_000);
        await until(() => desk.stops.length === 2);
        expect(desk.stops.map(({ why }) => why)).toEqual([{ why: 'closed' }, { why: 'closed' }]);
        await pass('2 hours');
        expect(desk.calls).toHaveLength(2);
        expect(desk.events('override-fired')).toHaveLength(0);
        expect(desk.events('closed')).toEqual([
          { type: 'closed', outcome: 'false-alarm', by: operator, reopenUntil },
        ]);
        expect(desk.noticesOf('closed')).toMatchObject([
          { to: [anna.target, ben.target, carla.target], by: operator },
        ]);
        expect(await view()).toMatchObject({
          state: 'closed',
          outcome: 'false-alarm',
          nextActionAt: reopenUntil,
        });
      },
    );
  });

  it('and reopened within the window goes on with both ladders, whoever had been reached before (I12)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.whenCalled(provider, presses1);
        desk.whenCalled(anna, presses1);
        return {};
      },
      async ({ desk, pass, until, closes, reopens, view }) => {
        await pass('1 minute');
        await closes();
        await pass('23 hours');
        const callsThen = desk.calls.length;
        desk.whenCalled(provider, desk.staysOnThePhone);
        desk.whenCalled(ben, desk.staysOnThePhone);
        desk.whenCalled(anna, desk.staysOnThePhone);
        await reopens();
        await until(() => desk.calls.length === callsThen + 2);
        const reopened = await view();
        expect(reopened).toMatchObject({ state: 'open', acknowledgements: [] });
        for (const gone of ['takenBy', 'closedAt', 'outcome', 'reopenUntil'])
          expect(reopened).not.toHaveProperty(gone);
        expect(desk.isOnThePhone(provider)).toBe(true);
        await until(() => desk.events('reopened').length === 1);
      },
    );
  });

  it('and reopened in the middle of a round begins with the first again (I12)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.whenCalled(anna, desk.staysOnThePhone);
        return {};
      },
      async ({ desk, until, closes, reopens }) => {
        await until(() => desk.isOnThePhone(anna));
        await closes();
        await reopens();
        await until(() => desk.callsTo(anna).length === 2);
        expect(desk.callsTo(ben)).toHaveLength(0);
        expect(desk.events('skipped')).toHaveLength(0);
      },
    );
  });

  it('ends with its window, and its timeline is complete then (I1, I10)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.whenCalled(provider, presses1);
        desk.whenCalled(anna, presses1);
        desk.policy = { ...desk.policy, reopenWindowSeconds: 7200 };
        return {};
      },
      async ({ desk, pass, closes, notes, handle }) => {
        await pass('1 minute');
        await closes();
        await pass('1 hour');
        await notes('note_after');
        expect((await handle.describe()).status.name).toBe('RUNNING');
        await pass('61 minutes');
        expect((await handle.describe()).status.name).toBe('COMPLETED');
        expect(desk.recorded.hasGap).toBe(false);
        const types = desk.timeline.map(({ type }) => type);
        expect(types.slice(0, 1)).toEqual(['reported']);
        expect(types.slice(-3)).toEqual(['closed', 'notices-sent', 'noted']);
        expect(types.slice(1, -3).sort()).toEqual([
          'acknowledged',
          'attempt-ended',
          'attempt-ended',
          'attempt-started',
          'attempt-started',
          'notices-sent',
          'notices-sent',
          'taken',
        ]);
        expect(desk.view).toMatchObject({ state: 'archived', acknowledgements: [{ by: actor(anna) }] });
      },
    );
  });

  it('takes no further closure, no reopening once it is open, and nothing at all when it is over (I12)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.whenCalled(provider, presses1);
        desk.policy = { ...desk.policy, reopenWindowSeconds: 600 };
        return {};
      },
      async ({ pass, closes, reopens, setsThreat, routes, fires, notes }) => {
        const conflict = { kind: 'conflict', message: 'The incident is closed.' };
        await pass('1 second');
        await expect(reopens()).rejects.toMatchObject({
          kind: 'conflict',
          message: 'Only a closed incident can be reopened.',
        });
        await closes();
        await expect(closes('duplicate')).rejects.toMatchObject(conflict);
        await expect(setsThreat('immediate')).rejects.toMatchObject(conflict);
        await expect(routes('medical')).rejects.toMatchObject(conflict);
        await expect(fires()).rejects.toMatchObject(conflict);
        await pass('11 minutes');
        await expect(reopens()).rejects.toMatchObject({ kind: 'not-found' });
        await expect(notes('note_late')).rejects.toMatchObject({ kind: 'not-found' });
      },
    );
  });

  it('is over at once where there is no window (I12)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.whenCalled(provider, presses1);
        desk.policy = { ...desk.policy, reopenWindowSeconds: 0 };
        return {};
      },
      async ({ desk, pass, closes, handle, until }) => {
        await pass('1 second');
        await closes();
        await until(async () => (await handle.describe()).status.name === 'COMPLETED');
        expect(desk.events('closed')).toHaveLength(1);
        expect(desk.recorded.hasGap).toBe(false);
      },
    );
  });

  it('opens again by itself when somebody asks for help once more (I1, I4)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.whenCalled(provider, presses1);
        desk.caller = [traveller];
        return {};
      },
      async ({ desk, pass, until, closes, asksForHelp, view }) => {
        await pass('1 minute');
        await closes();
        await pass('1 hour');
        await asksForHelp({ callerWaiting: false, callBack: true, lifeInDanger: true });
        await until(() => desk.callsTo(provider).length === 2);
        await until(() => desk.callsTo(traveller).length > 0);
        expect(await view()).toMatchObject({ state: 'open', threat: 'immediate' });
        expect(desk.events('reopened')).toEqual([{ type: 'reopened', by: { by: 'rule' } }]);
      },
    );
  });
});
