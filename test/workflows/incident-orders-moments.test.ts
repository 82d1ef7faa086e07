import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OrderId } from '../../domain/identifiers.js';
import type { DecideOrderAnswer } from '../../workflows/incident/incident.messages.js';
import { playIncident, type IncidentStory } from './incident-story.js';
import { actor, anna, frieda, person, provider, type Person } from './people.js';
import { inTurn, presses1, ringsOut, type ScriptedDesk } from './scripted-desk.js';
import { startTimeSkipping, type TimeSkipping } from './time-skipping.js';

const gustav = person('authorising-person', 'con_gustav');
const order: OrderId = 'ord_first1';
const other: OrderId = 'ord_second';
const euros = (amount: number) => ({ amountMinor: amount * 100, currency: 'EUR' });
/** Beyond what the override answers for by itself, and within. */
const beyondCeiling = euros(1200);
const withinCeiling = euros(700);

/** What an answer brings about, exactly. */
interface Outcome {
  readonly reply: DecideOrderAnswer | { readonly rejected: 'conflict' | 'not-found' };
  /** Of the order afterwards; absent: it stays as it was. */
  readonly becomes?: object;
  /** What the timeline tells of the answer; absent: nothing. */
  readonly told?: object;
}

/** When an answer comes, and what an approval and a refusal bring about then. */
interface Moment {
  readonly when: string;
  readonly prepare?: (desk: ScriptedDesk) => void;
  /** Orders it, and lets it come to the moment. */
  readonly comes: (story: IncidentStory) => Promise<unknown>;
  /** Who answers then; absent: Gustav. */
  readonly by?: Person;
  readonly approved: Outcome;
  readonly refused: Outcome;
}

const decisionOf = (who: Person) => ({ by: actor(who), means: 'link' });
const startsBy = (who: Person): Pick<Moment, 'approved' | 'refused'> => ({
  approved: {
    reply: { decided: 'approved', state: 'approved' },
    becomes: { state: 'approved', decision: decisionOf(who), startedAt: expect.any(Number) },
    told: { type: 'order-approved', ...decisionOf(who) },
  },
  refused: {
    reply: { decided: 'refused', state: 'refused' },
    becomes: { state: 'refused', decision: decisionOf(who) },
    told: { type: 'order-refused', ...decisionOf(who) },
  },
});
const decides = startsBy(gustav);
const ratifies: Pick<Moment, 'approved' | 'refused'> = {
  approved: {
    reply: { decided: 'ratified', state: 'overridden' },
    becomes: { state: 'overridden', ratification: { state: 'ratified', decision: decisionOf(gustav) } },
    told: { type: 'order-ratification-given', answer: 'ratified', ...decisionOf(gustav) },
  },
  refused: {
    reply: { decided: 'ratification-refused', state: 'overridden' },
    becomes: { state: 'overridden', ratification: { state: 'refused', decision: decisionOf(gustav) } },
    told: { type: 'order-ratification-given', answer: 'refused', ...decisionOf(gustav) },
  },
};
const bothOver = (state: DecideOrderAnswer['state']): Pick<Moment, 'approved' | 'refused'> => ({
  approved: { reply: { decided: 'over', state } },
  refused: { reply: { decided: 'over', state } },
});

const orderIn = async ({ view }: IncidentStory) => (await view()).orders?.find(({ id }) => id === order);
const places = ({ ordersService }: IncidentStory, estimate = beyondCeiling) => ordersService(order, estimate);
const asked = ({ desk }: IncidentStory) => desk.calls.filter(({ approval }) => approval?.orderId === order);
const friedaStays = (desk: ScriptedDesk) => {
  desk.whenCalled(frieda, inTurn(desk.staysOnThePhone, ringsOut));
};

const moments: readonly Moment[] = [
  {
    when: 'before asking begins, since nobody may be called yet',
    prepare: (desk) => {
      desk.authorising = [frieda, gustav].map((who) => ({ ...who, available: [] }));
    },
    comes: places,
    ...decides,
  },
  {
    when: 'before asking begins, while it waits for its turn behind another order',
    prepare: friedaStays,
    comes: async (story) => {
      await story.ordersService(other, euros(300));
      await story.until(() => story.desk.isOnThePhone(frieda));
      await places(story);
      expect(asked(story)).toEqual([]);
    },
    ...decides,
  },
  {
    when: 'during a ring, by somebody who is not called',
    prepare: friedaStays,
    comes: async (story) => {
      await places(story);
      await story.until(() => story.desk.isOnThePhone(frieda));
    },
    ...decides,
  },
  {
    when: 'during a ring, by whoever is called',
    prepare: friedaStays,
    comes: async (story) => {
      await places(story);
      await story.until(() => story.desk.isOnThePhone(frieda));
    },
    by: frieda,
    ...startsBy(frieda),
  },
  {
    when: 'between two persons, while the first of them is asked about another order',
    prepare: (desk) => {
      desk.whenCalled(frieda, inTurn(ringsOut, desk.staysOnThePhone, ringsOut));
    },
    comes: async (story) => {
      await places(story);
      await story.ordersService(other, euros(300));
      await story.until(() => story.desk.isOnThePhone(frieda));
    },
    ...decides,
  },
  {
    when: 'between two rounds',
    comes: async (story) => {
      await places(story);
      await story.pass('2 minutes');
      expect(asked(story)).toHaveLength(2);
    },
    ...decides,
  },
  {
    when: 'after it has expired',
    comes: async (story) => {
      await story.ordersService(order, beyondCeiling, { expiresInSeconds: 600 });
      await story.pass('11 minutes');
    },
    ...bothOver('expired'),
  },
  {
    when: 'after another person has approved it',
    comes: async (story) => {
      await places(story);
      await story.decides(frieda, order, 'approved');
    },
    ...bothOver('approved'),
  },
  {
    when: 'after another person has refused it',
    comes: async (story) => {
      await places(story);
      await story.decides(frieda, order, 'refused');
    },
    ...bothOver('refused'),
  },
  {
    when: 'after the same person has refused it',
    comes: async (story) => {
      await places(story);
      await story.decides(gustav, order, 'refused');
    },
    ...bothOver('refused'),
  },
  {
    when: 'after the desk has withdrawn it',
    comes: async (story) => {
      await places(story);
      await story.withdraws(order);
    },
    ...bothOver('withdrawn'),
  },
  {
    when: 'after a life-safety override has started it beyond its ceiling, while ratification is asked',
    comes: async (story) => {
      await places(story);
      await story.fires();
      await story.pass('2 minutes');
    },
    ...ratifies,
  },
  {
    when: 'while ratification of the override is asked, which stands for it',
    comes: async (story) => {
      await places(story, withinCeiling);
      await story.fires();
      await story.pass('2 minutes');
    },
    ...bothOver('overridden'),
  },
  {
    when: 'after it was ratified with the override',
    comes: async (story) => {
      await places(story, withinCeiling);
      await story.fires();
      await story.ratifies(frieda, 'ratified');
    },
    ...bothOver('overridden'),
  },
  {
    when: 'after it was ratified by itself',
    comes: async (story) => {
      await places(story);
      await story.fires();
      await story.decides(frieda, order, 'approved');
    },
    ...bothOver('overridden'),
  },
  {
    when: 'after closure, which withdraws what nobody has decided',
    comes: async (story) => {
      await places(story);
      await story.pass('1 minute');
      await story.closes();
    },
    ...bothOver('withdrawn'),
  },
  {
    when: 'after closure, of what the override has started: it is asked on',
    comes: async (story) => {
      await places(story);
      await story.fires();
      await story.closes();
      await story.pass('2 minutes');
    },
    ...ratifies,
  },
  {
    when: 'after the time of asking is over',
    prepare: (desk) => {
      desk.policy = { ...desk.policy, ratificationExpirySeconds: 600 };
    },
    comes: async (story) => {
      await places(story);
      await story.fires();
      await story.closes();
      await story.pass('11 minutes');
      expect(await orderIn(story)).toMatchObject({ ratification: { state: 'not-ratified' } });
    },
    ...bothOver('overridden'),
  },
  {
    when: 'after the incident was archived',
    prepare: (desk) => {
      desk.policy = { ...desk.policy, ratificationExpirySeconds: 60, reopenWindowSeconds: 600 };
    },
    comes: async (story) => {
      await places(story);
      await story.fires();
      await story.closes();
      await story.pass('21 minutes');
      expect((await story.view()).state).toBe('archived');
    },
    approved: { reply: { rejected: 'not-found' } },
    refused: { reply: { rejected: 'not-found' } },
  },
];

/** Where every story begins: the incident is in good hands, and nothing but costs is left to ask about. */
function prepare(desk: ScriptedDesk, moment?: Pick<Moment, 'prepare'>): object {
  desk.authorising = [frieda, gustav];
  desk.policy = {
    ...desk.policy,
    overrideCostCeiling: euros(1000),
    // In the hour after the answer it stays in good hands, and who is still asked is asked seldom.
    acknowledgementExpirySeconds: 7200,
    roundDelaySeconds: 1500,
  };
  desk.whenCalled(provider, presses1);
  desk.whenCalled(anna, presses1);
  moment?.prepare?.(desk);
  return {};
}

/** What the timeline tells of answers about the order that were given by itself. */
function answersTold({ desk }: IncidentStory): readonly object[] {
  return desk.timeline.filter(
    (event) =>
      ((event.type === 'order-ratification-given' && event.withOverride === undefined) ||
        event.type === 'order-approved' ||
        event.type === 'order-refused' ||
        event.type === 'answer-not-counted') &&
      event.orderId === order,
  );
}

async function replyTo(answer: Promise<DecideOrderAnswer>): Promise<Outcome['reply']> {
  try {
    return await answer;
  } catch (error) {
    return { rejected: (error as { readonly kind: 'conflict' | 'not-found' }).kind };
  }
}

/** Whoever is still on the phone would stop the clock. */
function hangUp({ desk }: IncidentStory): void {
  for (const who of [frieda, gustav]) if (desk.isOnThePhone(who)) desk.says(who, { reason: 'no-answer' });
}

describe('an answer to an order', () => {
  let server: TimeSkipping;
  beforeAll(async () => {
    server = await startTimeSkipping();
  });
  afterAll(() => server.close());

  const cases = moments.flatMap((moment) =>
    (['approved', 'refused'] as const).map((answer) => ({ ...moment, moment, answer })),
  );
  it.each(cases)('that it is $answer, $when (I9)', async ({ moment, answer }) => {
    const by = moment.by ?? gustav;
    const outcome = moment[answer];
    await playIncident(
      server,
      (desk) => prepare(desk, moment),
      async (story) => {
        await story.pass('10 seconds');
        await moment.comes(story);
        const before = await orderIn(story);
        const toldBefore = answersTold(story).length;
        expect(before).toBeDefined();

        expect(await replyTo(story.decides(by, order, answer))).toEqual(outcome.reply);
        const after = await orderIn(story);
        if (outcome.becomes === undefined) expect(after).toEqual(before);
        else expect(after).toMatchObject(outcome.becomes);
        // What is not approved is not started, whenever the answer comes.
        expect(after?.startedAt !== undefined).toBe(
          after?.state === 'approved' || after?.state === 'overridden',
        );

        hangUp(story);
        await story.until(() => !story.desk.isOnThePhone(frieda));
        const calls = asked(story).length;
        await story.pass('1 hour');
        expect(answersTold(story).slice(toldBefore)).toMatchObject(
          outcome.told === undefined ? [] : [outcome.told],
        );
        expect(asked(story)).toHaveLength(calls);
      },
    );
  });

  it.each(['approved', 'refused'] as const)(
    'that it is %s, twice: the same once more is told what it has brought about, another one is over (I9)',
    async (answer) => {
      await playIncident(
        server,
        (desk) => prepare(desk),
        async (story) => {
          await story.pass('10 seconds');
          await places(story);
          const decided = { decided: answer, state: answer };
          const sends = (who: Person, id: string) => story.decides(who, order, answer, id);
          expect(await sends(gustav, 'answer-1')).toEqual(decided);
          const first = await orderIn(story);
          // The same update is answered by the engine itself, which has kept the reply.
          expect(await sends(gustav, 'answer-1')).toEqual(decided);
          expect(await sends(gustav, 'answer-2')).toEqual({ decided: 'over', state: answer });
          expect(await sends(frieda, 'answer-3')).toEqual({ decided: 'over', state: answer });
          expect(await orderIn(story)).toEqual(first);
          await story.pass('1 minute');
          expect(answersTold(story)).toMatchObject([{ type: `order-${answer}`, by: actor(gustav) }]);
        },
      );
    },
  );
});
