import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { playIncident } from './incident-story.js';
import { anna, ben, carla, provider } from './people.js';
import { presses1 } from './scripted-desk.js';
import { startTimeSkipping, type TimeSkipping } from './time-skipping.js';

const sealed = { intakeId: 'inc_sealed', sealed: 'c2VhbGVk' };

describe('while MongoDB is away', () => {
  let server: TimeSkipping;
  beforeAll(async () => {
    server = await startTimeSkipping();
  });
  afterAll(() => server.close());

  it('for hours, the calls go on as ever; afterwards the timeline is complete, and so are the words of the report (I1, I10)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.policy = { ...desk.policy, roundDelaySeconds: 1200, providerRoundDelaySeconds: 1200 };
        desk.mongoIsAway = true;
        return { sealed };
      },
      async ({ desk, pass }) => {
        await pass('3 hours');
        for (const person of [provider, anna, ben, carla]) {
          expect(desk.callsTo(person).length).toBeGreaterThanOrEqual(9);
        }
        expect(desk.recorded.entries).toHaveLength(0);

        desk.mongoIsAway = false;
        await pass('6 minutes');
        expect(desk.recorded.hasGap).toBe(false);
        expect(desk.events('attempt-started')).toHaveLength(desk.calls.length);
        expect(desk.events('attempt-ended')).toHaveLength(desk.calls.length);
        expect(desk.timeline[0]).toMatchObject({ type: 'reported' });
        expect(desk.texts.get('inc_sealed')).toEqual(sealed);
        expect(desk.view).toMatchObject({ case: 'incident', state: 'open' });
      },
    );
  });

  it('in the middle of a round, nothing that happened meanwhile is missing afterwards (I10)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.whenCalled(provider, presses1);
        desk.whenCalled(ben, () => {
          desk.mongoIsAway = true;
          return { reason: 'no-answer' };
        });
        return {};
      },
      async ({ desk, pass, notes, acknowledges }) => {
        await pass('1 minute');
        const storedThen = desk.recorded.entries.length;
        expect(storedThen).toBeGreaterThan(0);
        await notes('note_1');
        await acknowledges(carla);
        await pass('10 minutes');
        expect(desk.recorded.entries).toHaveLength(storedThen);
        desk.mongoIsAway = false;
        await pass('6 minutes');
        expect(desk.recorded.hasGap).toBe(false);
        expect(desk.events('noted')).toHaveLength(1);
        expect(desk.events('acknowledged')).toHaveLength(1);
        expect(desk.events('attempt-ended')).toHaveLength(4);
      },
    );
  });

  it('the incident does not end before everything is stored (I1, I10)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.policy = { ...desk.policy, reopenWindowSeconds: 600 };
        desk.whenCalled(provider, presses1);
        desk.whenCalled(anna, presses1);
        return {};
      },
      async ({ desk, pass, closes, handle }) => {
        await pass('1 minute');
        desk.mongoIsAway = true;
        await closes();
        await pass('2 hours');
        expect((await handle.describe()).status.name).toBe('RUNNING');
        expect(desk.events('closed')).toHaveLength(0);
        desk.mongoIsAway = false;
        await pass('6 minutes');
        expect((await handle.describe()).status.name).toBe('COMPLETED');
        expect(desk.events('closed')).toHaveLength(1);
        expect(desk.recorded.hasGap).toBe(false);
        expect(desk.view).toMatchObject({ state: 'archived' });
      },
    );
  });

  it('and the incident waits to end, a new call for help opens it again (I1)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.policy = { ...desk.policy, reopenWindowSeconds: 60 };
        desk.whenCalled(provider, presses1);
        desk.whenCalled(anna, presses1);
        return {};
      },
      async ({ desk, pass, until, closes, asksForHelp, view }) => {
        await pass('1 minute');
        desk.mongoIsAway = true;
        await closes();
        await pass('10 minutes');
        expect((await view()).state).toBe('archived');
        await asksForHelp({ callerWaiting: false, callBack: false, lifeInDanger: false });
        await until(() => desk.callsTo(provider).length === 2);
        expect((await view()).state).toBe('open');
      },
    );
  });
});
