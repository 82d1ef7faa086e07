import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { playIncident } from './incident-story.js';
import { actor, anna, ben, frieda, person, provider } from './people.js';
import { declines, inTurn, presses1, ringsOut, type Answer, type ScriptedDesk } from './scripted-desk.js';
import { startTimeSkipping, type TimeSkipping } from './time-skipping.js';

const gustav = person('authorising-person', 'con_gustav');
const euros = (amount: number) => ({ amountMinor: amount * 100, currency: 'EUR' });
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
          {
            type: 'ratification-given',
            by: actor(frieda),
            answer: 'ratified',
            means: 'key',
            covers: desk.policy.overrideCostCeiling,
          },
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

  it('is not given by a late acknowledger, who is asked for a word: that covers nothing, and the others are asked on (I8)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.authorising = [frieda];
        const changes = firesAtOnce(desk);
        desk.whenCalled(anna, inTurn(ringsOut, presses1));
        desk.whenCalled(frieda, ringsOut);
        return changes;
      },
      async ({ desk, pass, acknowledges, ratifies, ordersService, view }) => {
        await pass('1 minute');
        await ordersService('ord_first1', euros(100));
        expect(await acknowledges(anna)).toEqual({ accepted: 'ratification-asked' });
        await pass('10 minutes');
        expect(desk.events('override-word-given')).toEqual([
          { type: 'override-word-given', by: actor(anna), answer: 'ratified', means: 'key' },
        ]);
        expect(await ratifies(anna, 'refused')).toEqual({ decided: 'over' });
        expect(desk.events('ratification-given')).toEqual([]);
        expect(await view()).toMatchObject({
          override: { ratification: 'asked' },
          orders: [{ ratification: { state: 'asked', withOverride: true } }],
        });
        const asked = desk.called('ratification');
        expect(asked.filter((id) => id === anna.target.id)).toHaveLength(1);
        expect(asked.filter((id) => id === frieda.target.id).length).toBeGreaterThan(1);
        expect(await ratifies(frieda, 'ratified')).toEqual({ decided: 'ratified' });
        expect((await view()).orders).toMatchObject([
          { ratification: { state: 'ratified', decision: { by: actor(frieda) } } },
        ]);
      },
    );
  });

  it('is asked of nobody where nobody is authorised; whoever acknowledges late gives a word (I8)', async () => {
    await playIncident(
      server,
      (desk) => {
        const changes = firesAtOnce(desk);
        desk.whenCalled(anna, inTurn(ringsOut, refuses));
        return changes;
      },
      async ({ desk, pass, acknowledges, view }) => {
        await pass('1 minute');
        expect((await view()).override).toMatchObject({ state: 'fired', ratification: 'nobody-to-ask' });
        expect(desk.called('ratification')).toEqual([]);
        expect(await acknowledges(anna)).toEqual({ accepted: 'ratification-asked' });
        await pass('30 minutes');
        expect((await view()).override).toMatchObject({ ratification: 'nobody-to-ask' });
        expect(desk.called('ratification')).toEqual([anna.target.id]);
        expect(desk.events('override-word-given')).toMatchObject([{ answer: 'refused' }]);
      },
    );
  });

  it('is asked of whoever the settings name later, where they named nobody when it fired (E5, I8)', async () => {
    await playIncident(
      server,
      (desk) => {
        const changes = firesAtOnce(desk);
        desk.whenCalled(anna, ringsOut);
        desk.whenCalled(frieda, presses1);
        return changes;
      },
      async ({ desk, pass, view }) => {
        await pass('1 minute');
        expect((await view()).override).toMatchObject({ ratification: 'nobody-to-ask' });
        desk.authorising = [frieda];
        await pass('10 minutes');
        expect(desk.events('ratification-asked')).toMatchObject([{ of: [frieda.target] }]);
        expect((await view()).override).toMatchObject({ ratification: 'ratified' });
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

  it("is nobody else's to give: neither an operator's, nor of whoever the settings do not name any more (E5, I8, I9)", async () => {
    await playIncident(
      server,
      (desk) => {
        desk.authorising = [frieda, gustav];
        desk.whenCalled(frieda, desk.staysOnThePhone);
        return firesAtOnce(desk);
      },
      async ({ desk, until, pass, ratifies, view }) => {
        await until(() => desk.isOnThePhone(frieda));
        await expect(ratifies(ben, 'ratified')).rejects.toMatchObject({ kind: 'forbidden' });
        await expect(ratifies(provider, 'ratified')).rejects.toMatchObject({ kind: 'forbidden' });
        desk.authorising = [gustav];
        await expect(ratifies(frieda, 'refused')).rejects.toMatchObject({ kind: 'forbidden' });
        // Nor does the key count that she presses now.
        const answerId = 'CA9-attempt-9';
        desk.says(frieda, { reason: 'acknowledged', means: 'key', answer: 'ratified', answerId });
        await pass('1 minute');
        expect((await view()).override).toMatchObject({ ratification: 'asked' });
        // The same key once more, since the reply to the first was lost: it is told once.
        await expect(ratifies(frieda, 'ratified', answerId)).rejects.toMatchObject({ kind: 'forbidden' });
        await pass('10 seconds');
        const uncounted = { type: 'answer-not-counted', why: 'not-authorised' } as const;
        expect(desk.events('answer-not-counted')).toEqual([
          { ...uncounted, by: actor(ben), means: 'link' },
          { ...uncounted, by: actor(provider), means: 'link' },
          { ...uncounted, by: actor(frieda), means: 'link' },
          { ...uncounted, by: actor(frieda), means: 'key' },
        ]);
        expect(await ratifies(gustav, 'ratified')).toEqual({ decided: 'ratified' });
      },
    );
  });

  it('covers as much as the limit of that moment reaches; the rest is asked by itself, of whoever may (I8, I9)', async () => {
    const limited = { ...frieda, limit: euros(1000) };
    await playIncident(
      server,
      (desk) => {
        desk.policy = { ...desk.policy, overrideCostCeiling: euros(5000) };
        desk.authorising = [frieda, gustav];
        return firesAtOnce(desk);
      },
      async ({ desk, pass, ordersService, ratifies, decides, view }) => {
        await pass('1 minute');
        for (const [id, amount] of [
          ['ord_first1', 900],
          ['ord_second', 400],
          ['ord_third1', 50],
        ] as const) {
          await ordersService(id, euros(amount));
        }
        desk.authorising = [limited, gustav];
        expect(await ratifies(frieda, 'ratified')).toEqual({ decided: 'ratified' });
        const states = async () => (await view()).orders?.map(({ ratification }) => ratification?.state);
        expect(await states()).toEqual(['ratified', 'asked', 'ratified']);
        await pass('1 minute');
        expect(desk.events('ratification-given')).toMatchObject([{ covers: euros(1000) }]);
        expect(desk.events('order-ratification-given')).toMatchObject([
          { orderId: 'ord_first1', by: actor(frieda), withOverride: true },
          { orderId: 'ord_third1', by: actor(frieda), withOverride: true },
        ]);
        expect(desk.events('order-ratification-asked')).toMatchObject([{ orderId: 'ord_second' }]);
        const about = desk.calls.filter(({ purpose }) => purpose === 'approve');
        expect(about[0]).toMatchObject({ approval: { orderId: 'ord_second', started: true } });
        // What is ordered later is covered too, as far as is left of her limit.
        await ordersService('ord_fourth', euros(60));
        await ordersService('ord_fifth1', euros(40));
        expect(await states()).toEqual(['ratified', 'asked', 'ratified', 'asked', 'ratified']);
        desk.authorising = [{ ...frieda, limit: euros(100) }, gustav];
        await expect(decides(frieda, 'ord_second', 'approved')).rejects.toMatchObject({ kind: 'forbidden' });
        expect(await decides(gustav, 'ord_second', 'approved')).toMatchObject({ decided: 'ratified' });
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
