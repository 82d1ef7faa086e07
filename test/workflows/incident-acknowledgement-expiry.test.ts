import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { playIncident, type IncidentStory } from './incident-story.js';
import { actor, anna, ben, carla, provider, traveller } from './people.js';
import { inTurn, presses1, ringsOut, type ScriptedDesk } from './scripted-desk.js';
import { startTimeSkipping, type TimeSkipping } from './time-skipping.js';

function expiresAfterTenMinutes(desk: ScriptedDesk): void {
  desk.policy = { ...desk.policy, acknowledgementExpirySeconds: 600 };
  desk.whenCalled(provider, presses1);
  desk.whenCalled(anna, inTurn(presses1, ringsOut));
}

describe('an acknowledgement', () => {
  let server: TimeSkipping;
  beforeAll(async () => {
    server = await startTimeSkipping();
  });
  afterAll(() => server.close());

  it('expires when nothing follows, and the escalation goes on by itself with the next contact (I7)', async () => {
    await playIncident(
      server,
      (desk) => {
        expiresAfterTenMinutes(desk);
        return {};
      },
      async ({ desk, pass, view }) => {
        await pass('9 minutes');
        expect(desk.called('internal')).toEqual([anna.target.id]);
        await pass('90 seconds');
        expect(desk.events('acknowledgement-expired')).toEqual([
          { type: 'acknowledgement-expired', by: actor(anna) },
        ]);
        expect(desk.called('internal')).toEqual([anna, ben, carla].map(({ target }) => target.id));
        expect((await view()).acknowledgements).toEqual([]);
        await pass('5 minutes');
        expect(desk.callsTo(anna)).toHaveLength(2);
      },
    );
  });

  it('of the only contact expires: that contact is called again at once (I7)', async () => {
    await playIncident(
      server,
      (desk) => {
        expiresAfterTenMinutes(desk);
        desk.internal = [anna];
        return {};
      },
      async ({ desk, pass }) => {
        await pass('9 minutes');
        expect(desk.callsTo(anna)).toHaveLength(1);
        await pass('90 seconds');
        expect(desk.callsTo(anna)).toHaveLength(2);
      },
    );
  });

  const whatFollows: readonly [string, (story: IncidentStory) => Promise<unknown>][] = [
    ['a note', ({ notes }) => notes('note_1')],
    ['a look at the threat', ({ setsThreat }) => setsThreat('none')],
    ['a re-routing', ({ routes }) => routes('assistance')],
    ['an acknowledgement again', ({ acknowledges }) => acknowledges(anna)],
  ];
  it.each(whatFollows)('is renewed by %s (I7, I12)', async (_what, follows) => {
    await playIncident(
      server,
      (desk) => {
        expiresAfterTenMinutes(desk);
        return {};
      },
      async (story) => {
        const { desk, pass } = story;
        await pass('9 minutes');
        await follows(story);
        await pass('9 minutes');
        expect(desk.events('acknowledgement-expired')).toHaveLength(0);
        expect(desk.called('internal')).toEqual([anna.target.id]);
        await pass('90 seconds');
        expect(desk.events('acknowledgement-expired')).toHaveLength(1);
        expect(desk.callsTo(ben)).toHaveLength(1);
      },
    );
  });

  it('is not renewed by what the traveller adds: nobody has acted on it yet (I7)', async () => {
    await playIncident(
      server,
      (desk) => {
        expiresAfterTenMinutes(desk);
        return {};
      },
      async ({ desk, pass, notes }) => {
        await pass('9 minutes');
        await notes('note_1', actor(traveller));
        await pass('90 seconds');
        expect(desk.events('acknowledgement-expired')).toHaveLength(1);
        expect(desk.callsTo(ben)).toHaveLength(1);
      },
    );
  });

  it('of one contact is not enough where two are needed: the others are called on, the first is left in peace (I7)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.policy = { ...desk.policy, contactsNeeded: 2 };
        desk.whenCalled(provider, presses1);
        desk.whenCalled(anna, presses1);
        desk.whenCalled(carla, inTurn(ringsOut, presses1));
        return {};
      },
      async ({ desk, pass, view }) => {
        await pass('20 minutes');
        expect(desk.called('internal')).toEqual(
          [anna, ben, carla, ben, carla].map(({ target }) => target.id),
        );
        expect(desk.events('skipped')).toMatchObject([
          { round: 2, skips: [{ target: anna.target, reason: 'already-reached' }] },
        ]);
        expect((await view()).acknowledgements.map(({ by }) => by)).toEqual([actor(anna), actor(carla)]);
      },
    );
  });

  it('of one of two needed expires with the other: both are called again (I7)', async () => {
    await playIncident(
      server,
      (desk) => {
        expiresAfterTenMinutes(desk);
        desk.policy = { ...desk.policy, contactsNeeded: 2 };
        desk.whenCalled(ben, inTurn(presses1, ringsOut));
        desk.internal = [anna, ben];
        return {};
      },
      async ({ desk, pass }) => {
        await pass('9 minutes');
        expect(desk.called('internal')).toHaveLength(2);
        await pass('2 minutes');
        expect(desk.events('acknowledgement-expired')).toHaveLength(2);
        expect(desk.called('internal')).toEqual([anna, ben, anna, ben].map(({ target }) => target.id));
      },
    );
  });
});
