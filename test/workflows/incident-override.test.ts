import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AcknowledgeAnswer } from '../../workflows/incident/incident.messages.js';
import { playIncident } from './incident-story.js';
import { actor, anna, ben, frieda, operator, provider } from './people.js';
import { inTurn, isVoicemail, presses1, ringsOut } from './scripted-desk.js';
import { startTimeSkipping, type TimeSkipping } from './time-skipping.js';

describe('the life-safety override', () => {
  let server: TimeSkipping;
  beforeAll(async () => {
    server = await startTimeSkipping();
  });
  afterAll(() => server.close());

  it('fires by rule ten minutes after the report of an immediate threat, not a moment sooner (I8)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.whenCalled(provider, presses1);
        desk.whenCalled(ben, isVoicemail);
        return { threat: 'immediate' };
      },
      async ({ desk, pass, view, start }) => {
        await pass('590 seconds');
        expect(desk.events('override-fired')).toHaveLength(0);
        expect((await view()).override).toEqual({ state: 'running', dueAt: start.reportedAt + 600_000 });
        await pass('20 seconds');
        expect(desk.events('override-fired')).toEqual([
          {
            type: 'override-fired',
            basis: 'rule',
            by: { by: 'rule' },
            ceiling: { amountMinor: 10_000_00, currency: 'EUR' },
            threatSince: start.reportedAt,
            attempts: 6,
          },
        ]);
        const fired = desk.recorded.entries.find(({ event }) => event.type === 'override-fired');
        expect((fired?.at ?? 0) - start.reportedAt).toBeGreaterThanOrEqual(600_000);
        // The clock of the time-skipping server runs on while a busy machine is slow to take the step.
        expect((fired?.at ?? 0) - start.reportedAt).toBeLessThan(610_000);
        expect(desk.noticesOf('override-fired')).toMatchObject([
          { to: [provider.target, anna.target, ben.target, expect.anything()] },
        ]);
      },
    );
  });

  it('fires at once where no delay is wanted: the provider hears of the mandate in the first call (I8)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.policy = { ...desk.policy, overrideDelaySeconds: 0 };
        desk.whenCalled(provider, presses1);
        return { threat: 'immediate' };
      },
      async ({ desk, pass, view }) => {
        await pass('1 minute');
        expect(desk.events('override-fired')).toMatchObject([{ basis: 'rule', attempts: 0 }]);
        expect(desk.callsTo(provider).map(({ purpose }) => purpose)).toEqual(['mandate']);
        expect(await view()).toMatchObject({
          takenBy: actor(provider),
          override: { state: 'fired', mandateAcceptedBy: actor(provider) },
        });
      },
    );
  });

  it('never fires while an acknowledgement that came first is in force, however late its deadline (I8)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.whenCalled(provider, presses1);
        return { threat: 'immediate' };
      },
      async ({ desk, pass, acknowledges, view, notes }) => {
        await pass('595 seconds');
        expect(await acknowledges(anna)).toEqual({ accepted: 'acknowledged' });
        await pass('25 minutes');
        await notes('note_1');
        await pass('25 minutes');
        expect(desk.events('override-fired')).toHaveLength(0);
        expect((await view()).override).toEqual({ state: 'none' });
      },
    );
  });

  it('fires at once when that acknowledgement lapses after the deadline (I7, I8)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.policy = { ...desk.policy, acknowledgementExpirySeconds: 1200 };
        desk.whenCalled(provider, presses1);
        desk.whenCalled(anna, inTurn(presses1, ringsOut));
        return { threat: 'immediate' };
      },
      async ({ desk, pass }) => {
        await pass('19 minutes');
        expect(desk.events('override-fired')).toHaveLength(0);
        await pass('90 seconds');
        const [lapsed] = desk.recorded.entries.filter(
          ({ event }) => event.type === 'acknowledgement-expired',
        );
        const [fired] = desk.recorded.entries.filter(({ event }) => event.type === 'override-fired');
        expect(fired?.at).toBe(lapsed?.at);
      },
    );
  });

  it('is not revoked by an acknowledgement that comes after it: its giver is asked for a word (I8)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.policy = { ...desk.policy, overrideDelaySeconds: 60 };
        desk.whenCalled(provider, presses1);
        return { threat: 'immediate' };
      },
      async ({ desk, pass, acknowledges, view }) => {
        await pass('65 seconds');
        desk.whenCalled(anna, presses1);
        expect(await acknowledges(anna)).toEqual({ accepted: 'ratification-asked' });
        await pass('1 minute');
        expect(desk.events('override-fired')).toHaveLength(1);
        expect(desk.noticesOf('ratification-asked')).toMatchObject([{ to: [anna.target] }]);
        expect(desk.callsTo(anna).at(-1)).toMatchObject({ purpose: 'ratify', lifeSafety: false });
        expect(desk.events('override-word-given')).toMatchObject([{ by: actor(anna), answer: 'ratified' }]);
        expect(desk.events('ratification-given')).toEqual([]);
        expect(await view()).toMatchObject({
          acknowledgements: [{ by: actor(anna) }],
          override: { state: 'fired', ratification: 'nobody-to-ask' },
        });
      },
    );
  });

  it.each([-1, 1])(
    'and an acknowledgement %i s around its deadline: what came first wins, never do both (I8)',
    async (offset) => {
      await playIncident(
        server,
        (desk) => {
          desk.policy = { ...desk.policy, overrideDelaySeconds: 60 };
          desk.whenCalled(provider, presses1);
          return { threat: 'immediate' };
        },
        async ({ desk, pass, now, start, acknowledges, view }) => {
          await pass(start.reportedAt + 60_000 + offset * 1000 - (await now()));
          const { accepted } = await acknowledges(anna);
          await pass('10 seconds');
          expect(accepted).toBe(offset < 0 ? 'acknowledged' : 'ratification-asked');
          expect((await view()).acknowledgements).toMatchObject([{ by: actor(anna) }]);
          expect(desk.events('override-fired')).toHaveLength(offset < 0 ? 0 : 1);
        },
      );
    },
  );

  it('and an acknowledgement that the workflow hears of in one and the same step: never do both win (I8)', async () => {
    let accepted: Promise<AcknowledgeAnswer> | undefined;
    await playIncident(
      server,
      (desk) => {
        desk.policy = { ...desk.policy, overrideDelaySeconds: 60 };
        desk.whenCalled(provider, presses1);
        return { threat: 'immediate', reportedAt: Date.now() - 61_000 };
      },
      async ({ desk, pass, view }) => {
        await pass('10 seconds');
        expect(await accepted).toEqual({ accepted: 'ratification-asked' });
        expect(await view()).toMatchObject({
          acknowledgements: [{ by: actor(anna) }],
          override: { state: 'fired', ratification: 'nobody-to-ask' },
        });
        expect(desk.events('override-fired')).toHaveLength(1);
      },
      async ({ starts, acknowledges }) => {
        await starts();
        accepted = acknowledges(anna);
      },
    );
  });

  it('is fired earlier by an operator, with a ceiling of their own, and only once (I8, I12)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.whenCalled(provider, presses1);
        desk.authorising = [frieda];
        return { threat: 'immediate' };
      },
      async ({ desk, pass, fires, view }) => {
        await pass('1 minute');
        const ceiling = { amountMinor: 2_500_00, currency: 'CHF' };
        await fires(ceiling);
        await expect(fires()).rejects.toMatchObject({
          kind: 'conflict',
          message: 'The override has been fired already.',
        });
        await pass('15 minutes');
        expect(desk.events('override-fired')).toMatchObject([{ basis: 'operator', by: operator, ceiling }]);
        expect(desk.noticesOf('override-fired')).toMatchObject([{ ceiling }]);
        expect((await view()).override).toMatchObject({ basis: 'operator', ceiling });
      },
    );
  });

  it('keeps its first deadline when the threat goes and comes back (I8)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.whenCalled(provider, presses1);
        return {};
      },
      async ({ desk, pass, setsThreat, now }) => {
        const first = await setsThreat('immediate');
        expect(first.overrideAt).toBeGreaterThanOrEqual((await now()) + 595_000);
        await pass('3 minutes');
        expect(await setsThreat('none')).toEqual({});
        await pass('3 minutes');
        expect(await setsThreat('immediate')).toEqual(first);
        await pass((first.overrideAt ?? 0) - (await now()) + 1000);
        const fired = desk.recorded.entries.find(({ event }) => event.type === 'override-fired');
        expect(fired?.at).toBeGreaterThanOrEqual(first.overrideAt ?? 0);
        expect(fired?.at).toBeLessThan((first.overrideAt ?? 0) + 1000);
      },
    );
  });

  it('does not fire while the threat is none; coming back after the deadline it fires at once (I8)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.whenCalled(provider, presses1);
        return { threat: 'immediate' };
      },
      async ({ desk, pass, until, setsThreat }) => {
        await pass('9 minutes');
        await setsThreat('none');
        await pass('10 minutes');
        expect(desk.events('override-fired')).toHaveLength(0);
        await setsThreat('immediate');
        await until(() => desk.events('override-fired').length === 1);
      },
    );
  });

  it('runs from the moment in which somebody on the phone says that a life is in danger (I8)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.whenCalled(provider, () => ({ reason: 'acknowledged', means: 'key', lifeInDanger: true }));
        return {};
      },
      async ({ desk, pass, now, view }) => {
        await pass('1 second');
        expect(desk.events('threat-set')).toMatchObject([{ threat: 'immediate', by: actor(provider) }]);
        expect((await view()).override).toMatchObject({ state: 'running' });
        await pass('11 minutes');
        expect(desk.events('override-fired')).toHaveLength(1);
        expect(await now()).toBeGreaterThan(0);
      },
    );
  });
});
