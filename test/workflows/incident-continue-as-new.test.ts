import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { playIncident } from './incident-story.js';
import { actor, anna, ben, carla, person, provider, type Person } from './people.js';
import { declines, inTurn, presses1, ringsOut, type ScriptedDesk } from './scripted-desk.js';
import type { History } from './stage.js';
import { startTimeSkipping, type TimeSkipping } from './time-skipping.js';

const ids = (...people: readonly Person[]) => people.map(({ target }) => target.id);
const attemptNumbers = (desk: ScriptedDesk) =>
  desk.calls
    .map(({ key }) => Number(key.activityId.replace('attempt-', '')))
    .sort((one, other) => one - other);
const lengthsOf = (histories: readonly History[]) => histories.map(({ events }) => events?.length ?? 0);
const times = <Item>(count: number, items: readonly Item[]) =>
  Array.from({ length: count }, () => items).flat();

describe('an incident whose history has grown long', () => {
  let server: TimeSkipping;
  beforeAll(async () => {
    server = await startTimeSkipping();
  });
  afterAll(() => server.close());

  it('goes on in a new run between two rounds: nobody is called twice or left out, no pause is cut short (I1, I6)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.policy = { ...desk.policy, roundDelaySeconds: 60 };
        desk.whenCalled(provider, presses1);
        return { longHistory: 60 };
      },
      async ({ desk, pass, histories }) => {
        await pass('1170 seconds');
        const runs = lengthsOf(await histories());
        expect(runs.length).toBeGreaterThan(5);
        expect(Math.max(...runs)).toBeLessThan(100);
        expect(desk.called('internal')).toEqual(times(20, ids(anna, ben, carla)));
        expect(attemptNumbers(desk)).toEqual(Array.from({ length: 61 }, (_, index) => index + 1));

        expect(desk.recorded.hasGap).toBe(false);
        const ends = desk.events('round-ended').filter(({ track }) => track === 'internal');
        expect(ends.map(({ round }) => round)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
        const begins = desk.recorded.entries.flatMap(({ at, event }) =>
          event.type === 'attempt-started' && event.target.id === anna.target.id ? [at] : [],
        );
        for (const [index, { nextRoundAt }] of ends.slice(0, -1).entries()) {
          const late = (begins[index + 1] ?? 0) - nextRoundAt;
          expect(late).toBeGreaterThanOrEqual(0);
          expect(late).toBeLessThan(1000);
        }
      },
    );
  });

  it('goes on in a new run in the middle of a round, with the next contact, and knows who has declined (I1, I6)', async () => {
    const contacts = Array.from({ length: 14 }, (_, index) =>
      person('internal-contact', `con_contact${index + 10}`),
    );
    const [, second] = contacts;
    await playIncident(
      server,
      (desk) => {
        desk.internal = contacts;
        desk.whenCalled(provider, presses1);
        if (second !== undefined) desk.whenCalled(second, inTurn(declines, ringsOut));
        return { longHistory: 20 };
      },
      async ({ desk, pass, histories }) => {
        await pass('6 minutes');
        expect((await histories()).length).toBeGreaterThan(3);
        const others = contacts.filter((contact) => contact !== second);
        expect(desk.called('internal')).toEqual([...ids(...contacts), ...ids(...others)]);
        expect(
          desk
            .events('attempt-started')
            .slice(1)
            .map(({ round }) => round),
        ).toEqual([...times(14, [1]), ...times(13, [2])]);
        expect(desk.events('skipped')).toEqual([
          {
            type: 'skipped',
            track: 'internal',
            round: 2,
            skips: [{ target: second?.target, reason: 'declined' }],
          },
        ]);
        expect(desk.recorded.hasGap).toBe(false);
      },
    );
  });

  it('keeps the pause of a round that was over before but for contacts without a channel (I6)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.internal = [
          ...Array.from({ length: 4 }, (_, index) => person('internal-contact', `con_contact${index + 10}`)),
          { target: anna.target, steps: [] },
        ];
        desk.whenCalled(provider, presses1);
        return { longHistory: 10 };
      },
      async ({ desk, pass }) => {
        await pass('11 minutes');
        expect(desk.called('internal')).toHaveLength(12);
        expect(desk.events('skipped')).toHaveLength(3);
      },
    );
  });

  it('keeps the deadline of the override and what it is based on (I8)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.policy = { ...desk.policy, roundDelaySeconds: 50 };
        desk.whenCalled(provider, presses1);
        return { threat: 'immediate', longHistory: 60 };
      },
      async ({ desk, pass, histories, start, view }) => {
        await pass('9 minutes');
        expect((await histories()).length).toBeGreaterThan(2);
        expect((await view()).override).toEqual({ state: 'running', dueAt: start.reportedAt + 600_000 });
        await pass('5 minutes');
        const fired = desk.recorded.entries.filter(({ event }) => event.type === 'override-fired');
        expect(fired).toHaveLength(1);
        expect(fired[0]?.event).toMatchObject({ threatSince: start.reportedAt, attempts: 36 });
        expect((fired[0]?.at ?? 0) - start.reportedAt).toBeGreaterThanOrEqual(600_000);
        expect((fired[0]?.at ?? 0) - start.reportedAt).toBeLessThan(601_000);
        expect(desk.events('mandate-accepted')).toMatchObject([{ by: actor(provider) }]);
      },
    );
  });

  it('keeps who has taken over, until it lapses (I7)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.policy = { ...desk.policy, contactsNeeded: 2, roundDelaySeconds: 60 };
        desk.whenCalled(provider, presses1);
        desk.whenCalled(anna, inTurn(presses1, ringsOut));
        return { longHistory: 60 };
      },
      async ({ desk, pass, histories, view }) => {
        await pass('29 minutes');
        expect((await histories()).length).toBeGreaterThan(3);
        expect(await view()).toMatchObject({
          takenBy: actor(provider),
          acknowledgements: [{ by: actor(anna) }],
        });
        expect(desk.callsTo(anna)).toHaveLength(1);
        await pass('3 minutes');
        expect(desk.events('acknowledgement-expired')).toHaveLength(1);
        expect(desk.callsTo(anna).length).toBeGreaterThan(1);
      },
    );
  });

  it('keeps what MongoDB could not take, sealed words too, and hands it over later (I1, I10)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.policy = { ...desk.policy, roundDelaySeconds: 60 };
        desk.mongoIsAway = true;
        desk.whenCalled(provider, presses1);
        return { longHistory: 60, sealed: { intakeId: 'inc_sealed', sealed: 'c2VhbGVk' } };
      },
      async ({ desk, pass, histories }) => {
        await pass('10 minutes');
        const runs = await histories();
        expect(runs.length).toBeGreaterThan(2);
        expect(desk.recorded.entries).toHaveLength(0);
        desk.mongoIsAway = false;
        await pass('2 minutes');
        expect(desk.recorded.hasGap).toBe(false);
        expect(desk.events('attempt-started')).toHaveLength(desk.calls.length);
        expect(desk.texts.get('inc_sealed')).toEqual({ intakeId: 'inc_sealed', sealed: 'c2VhbGVk' });
        // Once it is stored no further run carries it.
        await pass('10 minutes');
        const latest = (await histories()).at(-1)?.events?.[0];
        const input = JSON.stringify(
          latest?.workflowExecutionStartedEventAttributes?.input?.payloads?.map(({ data }) =>
            Buffer.from(data ?? []).toString(),
          ),
        );
        expect(input).toContain('inc_');
        expect(input).not.toContain('c2VhbGVk');
      },
    );
  });

  it('waits for a quiet moment: a long talk with the provider keeps no contact from being called (I3, I6)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.policy = { ...desk.policy, roundDelaySeconds: 0 };
        desk.whenCalled(provider, desk.staysOnThePhone);
        return { longHistory: 60 };
      },
      async ({ desk, until, histories }) => {
        await until(() => desk.called('internal').length >= 13);
        expect(desk.isOnThePhone(provider)).toBe(true);
        expect(await histories()).toHaveLength(1);
        desk.says(provider, { reason: 'acknowledged', means: 'key' });
        await until(async () => (await histories()).length > 1);
        desk.whenCalled(anna, presses1);
        await until(() => desk.events('acknowledged').length === 1);
        expect(desk.events('taken')).toHaveLength(1);
      },
    );
  });

  it('has to wait for a talk at last: the pause between two rounds of the others is not cut short by that (I6)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.whenCalled(provider, desk.staysOnThePhone);
        return { longHistory: 20 };
      },
      async ({ desk, until, pass, notes, histories }) => {
        await until(() => desk.events('round-ended').length === 1);
        for (let count = 1; count <= 8; count += 1) await notes(`note_${count}`);
        expect(await histories()).toHaveLength(1);
        desk.says(provider, { reason: 'acknowledged', means: 'key' });
        await until(async () => (await histories()).length > 1);
        await pass('4 minutes');
        expect(desk.called('internal')).toEqual(ids(anna, ben, carla));
        await pass('2 minutes');
        expect(desk.called('internal')).toEqual(times(2, ids(anna, ben, carla)));
        expect(desk.events('noted')).toHaveLength(8);
        expect(desk.events('taken')).toHaveLength(1);
      },
    );
  });

  it('does not wait for the reply to a mail: it counts whenever it comes, and the next ones are called (I6)', async () => {
    const writtenOnly: Person = { target: anna.target, steps: [{ channel: 'email', position: 0 }] };
    await playIncident(
      server,
      (desk) => {
        desk.policy = { ...desk.policy, roundDelaySeconds: 0, providerRoundDelaySeconds: 0 };
        desk.internal = [writtenOnly, ben];
        desk.whenCalled(anna, desk.staysOnThePhone);
        return { longHistory: 60 };
      },
      async ({ desk, until, acknowledges, histories }) => {
        await until(async () => (await histories()).length > 1);
        expect(desk.stops).toMatchObject([{ order: { target: anna.target }, why: { why: 'superseded' } }]);
        await until(() => desk.callsTo(ben).length > 0);
        await acknowledges(anna, 'internal', 'link');
        await until(() => desk.events('acknowledged').length === 1);
      },
    );
  });

  it('does not wait for a mail server that does not answer: the notice is sent again, as the same one (I3)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.policy = { ...desk.policy, roundDelaySeconds: 0 };
        desk.mailIsStuck = true;
        desk.whenCalled(provider, presses1);
        return { longHistory: 30 };
      },
      async ({ desk, until, histories, id }) => {
        await until(async () => (await histories()).length > 1);
        const callsThen = desk.calls.length;
        await until(() => desk.calls.length > callsThen + 3);
        await until(() => desk.notices.length > 1);
        desk.mailGetsThrough();
        await until(() => desk.events('notices-sent').length === 1);
        desk.whenCalled(anna, presses1);
        await until(() => desk.noticesOf('taken-over').length === 1);
        const key = (number: number) => `incident:${id}/notice-${number}`;
        expect(new Set(desk.noticesOf('incident-reported').map((notice) => notice.key))).toEqual(
          new Set([key(1)]),
        );
        expect(desk.noticesOf('taken-over').map((notice) => notice.key)).toEqual([key(2)]);
      },
    );
  });
});
