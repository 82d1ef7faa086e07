import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { playIncident } from './incident-story.js';
import { actor, anna, frieda, person, provider } from './people.js';
import { declines, inTurn, presses1, ringsOut, type Answer, type ScriptedDesk } from './scripted-desk.js';
import { startTimeSkipping, type TimeSkipping } from './time-skipping.js';

const gustav = person('authorising-person', 'con_gustav');
const refuses: Answer = () => ({ reason: 'acknowledged', means: 'key', answer: 'refused' });

function firesAtOnce(desk: ScriptedDesk): { threat: 'immediate' } {
  desk.policy = { ...desk.policy, overrideDelaySeconds: 0 };
  desk.whenCalled(provider, presses1);
  desk.whenCalled(anna, presses1);
  return { threat: 'immediate' };
}

describe('the ratification of an override', () => {
  let server: TimeSkipping;
  beforeAll(async () => {
    server = await startTimeSkipping();
  });
  afterAll(() => server.close());

  it('is asked of the authorising persons by phone until one of them answers (I8)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.authorising = [frieda, gustav];
        desk.internal = [];
        desk.whenCalled(frieda, inTurn(ringsOut, presses1));
        return firesAtOnce(desk);
      },
      async ({ desk, pass, view }) => {
        await pass('1 minute');
        expect(desk.events('ratification-asked')).toEqual([
          { type: 'ratification-asked', of: [frieda.target, gustav.target] },
        ]);
        expect(desk.noticesOf('ratification-asked')).toMatchObject([{ to: [frieda.target, gustav.target] }]);
        expect((await view()).override).toMatchObject({ ratification: 'asked' });
        await pass('20 minutes');
        expect(desk.called('ratification')).toEqual([frieda, gustav, frieda].map(({ target }) => target.id));
        expect(desk.events('ratification-given')).toEqual([
          { type: 'ratification-given', by: actor(frieda), answer: 'ratified', means: 'key' },
        ]);
        expect((await view()).override).toMatchObject({ ratification: 'ratified' });
      },
    );
  });

  it('is given by link while the phone rings: that call is stopped (I8)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.authorising = [frieda, gustav];
        desk.whenCalled(frieda, desk.staysOnThePhone);
        return firesAtOnce(desk);
      },
      async ({ desk, until, pass, ratifies, view }) => {
        await until(() => desk.isOnThePhone(frieda));
        await ratifies(gustav, 'ratified');
        await until(() => desk.stops.length === 1);
        expect(desk.stops).toMatchObject([
          { order: { target: frieda.target, purpose: 'ratify' }, why: { why: 'superseded' } },
        ]);
        await pass('10 minutes');
        expect(desk.called('ratification')).toEqual([frieda.target.id]);
        expect((await view()).override).toMatchObject({ ratification: 'ratified' });
      },
    );
  });

  it('may be refused: that is recorded, the override stands, and nobody is asked again (I8)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.authorising = [frieda, gustav];
        desk.whenCalled(frieda, refuses);
        return firesAtOnce(desk);
      },
      async ({ desk, pass, ratifies, view }) => {
        await pass('20 minutes');
        expect(desk.called('ratification')).toEqual([frieda.target.id]);
        expect((await view()).override).toMatchObject({ state: 'fired', ratification: 'refused' });
        await ratifies(gustav, 'ratified');
        expect((await view()).override).toMatchObject({ ratification: 'refused' });
      },
    );
  });

  it('is no answer when the question itself is declined: the next one is asked (I8)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.authorising = [frieda, gustav];
        desk.whenCalled(frieda, declines);
        desk.whenCalled(gustav, presses1);
        return firesAtOnce(desk);
      },
      async ({ desk, pass }) => {
        await pass('1 minute');
        expect(desk.events('ratification-given')).toMatchObject([{ by: actor(gustav) }]);
      },
    );
  });

  it('is asked of nobody where nobody is authorised, until somebody acknowledges late (I8)', async () => {
    await playIncident(
      server,
      (desk) => {
        const changes = firesAtOnce(desk);
        desk.whenCalled(anna, ringsOut);
        return changes;
      },
      async ({ desk, pass, acknowledges, view }) => {
        await pass('1 minute');
        expect((await view()).override).toMatchObject({ state: 'fired', ratification: 'nobody-to-ask' });
        expect(desk.called('ratification')).toEqual([]);
        expect(await acknowledges(anna)).toEqual({ accepted: 'ratification-asked' });
        await pass('10 seconds');
        expect((await view()).override).toMatchObject({ ratification: 'asked' });
        expect(desk.called('ratification')).toEqual([anna.target.id]);
      },
    );
  });

  it('of a late acknowledgement is not asked twice of the same person (I8)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.authorising = [frieda];
        const changes = firesAtOnce(desk);
        desk.whenCalled(anna, ringsOut);
        return changes;
      },
      async ({ desk, pass, acknowledges }) => {
        await pass('1 minute');
        expect(await acknowledges(anna)).toEqual({ accepted: 'ratification-asked' });
        expect(await acknowledges(anna)).toEqual({ accepted: 'ratification-asked' });
        await pass('1 minute');
        expect(desk.events('ratification-asked').map(({ of }) => of)).toEqual([
          [frieda.target],
          [anna.target],
        ]);
        expect(desk.noticesOf('ratification-asked')).toHaveLength(2);
      },
    );
  });

  it('cannot be given before there is anything to ratify (I8)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.authorising = [frieda];
        return { threat: 'immediate' };
      },
      async ({ pass, ratifies }) => {
        await pass('1 minute');
        await expect(ratifies(frieda, 'ratified')).rejects.toMatchObject({
          kind: 'conflict',
          message: 'No override has been fired.',
        });
      },
    );
  });
});
