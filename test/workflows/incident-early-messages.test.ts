import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AcknowledgeAnswer, SetThreatAnswer } from '../../workflows/incident/incident.messages.js';
import { playIncident } from './incident-story.js';
import { actor, anna, provider, traveller } from './people.js';
import { presses1 } from './scripted-desk.js';
import { startTimeSkipping, type TimeSkipping } from './time-skipping.js';

/** An answer that comes only when a worker works. */
class Later<Answer> {
  #answer: Promise<Answer> | undefined;

  ask(answer: Promise<Answer>): void {
    answer.catch(() => undefined);
    this.#answer = answer;
  }

  async heard(): Promise<Answer> {
    if (this.#answer === undefined) throw new Error('Nobody has asked.');
    return this.#answer;
  }
}

describe('a message that comes before the first step of the incident', () => {
  let server: TimeSkipping;
  beforeAll(async () => {
    server = await startTimeSkipping();
  });
  afterAll(() => server.close());

  it('starts it, when it is a call for help: the clock of the override runs from it by the own policy (I1, I8)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.policy = { ...desk.policy, overrideDelaySeconds: 120 };
        desk.whenCalled(provider, presses1);
        return {};
      },
      async ({ desk, pass, view, start, now }) => {
        await pass('10 seconds');
        const { override } = await view();
        if (override.state !== 'running') throw new Error('No override is running.');
        const helpWasAskedAt = override.dueAt - 120_000;
        expect(helpWasAskedAt).toBeGreaterThanOrEqual(start.reportedAt);
        // The first step sees it, which comes a moment after the worker.
        expect(helpWasAskedAt).toBeLessThanOrEqual((await now()) - 9_000);
        expect(desk.events('threat-set')).toEqual([
          {
            type: 'threat-set',
            threat: 'immediate',
            by: { by: 'target', target: { role: 'traveller', id: 'caller' } },
          },
        ]);
        expect(desk.calls.every(({ lifeSafety }) => lifeSafety)).toBe(true);
        await pass('2 minutes');
        expect(desk.events('override-fired')).toHaveLength(1);
      },
      async ({ asksForHelp }) => {
        await asksForHelp({ callerWaiting: false, callBack: false, lifeInDanger: true });
      },
    );
  });

  it('and wants to be called back is called back as soon as somebody has taken the incident (I3)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.caller = [traveller];
        desk.whenCalled(provider, presses1);
        return {};
      },
      async ({ desk, pass }) => {
        await pass('1 second');
        expect(desk.called('call-back')).toEqual([traveller.target.id]);
      },
      async ({ asksForHelp }) => {
        await asksForHelp({ callerWaiting: false, callBack: true, lifeInDanger: false });
      },
    );
  });

  it('acknowledges: it is accepted, and no second contact is called (I6, I7)', async () => {
    const answer = new Later<AcknowledgeAnswer>();
    await playIncident(
      server,
      (desk) => {
        desk.whenCalled(provider, presses1);
        return {};
      },
      async ({ desk, pass, view }) => {
        expect(await answer.heard()).toEqual({ accepted: 'acknowledged' });
        await pass('10 minutes');
        expect(desk.called('internal').length).toBeLessThanOrEqual(1);
        expect((await view()).acknowledgements).toMatchObject([{ by: actor(anna) }]);
      },
      async ({ starts, acknowledges }) => {
        await starts();
        answer.ask(acknowledges(anna));
      },
    );
  });

  it('names a threat: the answer tells the deadline by the own policy (I8)', async () => {
    const answer = new Later<SetThreatAnswer>();
    await playIncident(
      server,
      (desk) => {
        desk.policy = { ...desk.policy, overrideDelaySeconds: 120 };
        return {};
      },
      async ({ start, view }) => {
        const { overrideAt = 0 } = await answer.heard();
        expect(Math.abs(overrideAt - start.reportedAt - 120_000)).toBeLessThan(5_000);
        expect((await view()).override).toEqual({ state: 'running', dueAt: overrideAt });
      },
      async ({ starts, setsThreat }) => {
        await starts();
        answer.ask(setsThreat('immediate'));
      },
    );
  });

  it('closes: every call is stopped, and an acknowledgement counts only if it was heard before (I7, I12)', async () => {
    const closing = new Later<{ readonly reopenUntil: number }>();
    const acknowledging = new Later<AcknowledgeAnswer>();
    await playIncident(
      server,
      (desk) => {
        desk.whenCalled(provider, desk.staysOnThePhone);
        desk.whenCalled(anna, desk.staysOnThePhone);
        return {};
      },
      async ({ desk, until }) => {
        const { reopenUntil } = await closing.heard();
        expect(reopenUntil).toBeGreaterThan(0);
        const refused = await acknowledging.heard().then(
          () => false,
          () => true,
        );
        await until(() =>
          desk.calls.every(({ key }) =>
            desk.stops.some(({ order }) => order.key.activityId === key.activityId),
          ),
        );
        expect(desk.stops.every(({ why }) => why.why === 'closed')).toBe(true);
        await until(() => desk.events('closed').length === 1);
        // The server does not promise in which order it hands over what came while nobody worked.
        const types = desk.timeline.map(({ type }) => type);
        expect(types.filter((type) => type === 'acknowledged' || type === 'closed')).toEqual(
          refused ? ['closed'] : ['acknowledged', 'closed'],
        );
      },
      async ({ starts, closes, acknowledges }) => {
        await starts();
        closing.ask(closes());
        acknowledging.ask(acknowledges(anna));
      },
    );
  });

  it('tells who is in the conference: the caller counts as waiting (I4)', async () => {
    await playIncident(
      server,
      () => ({ callerWaiting: true }),
      async ({ desk, pass, view }) => {
        await pass('1 second');
        expect((await view()).caller).toBe('waiting');
        expect(desk.events('caller-waiting')).toHaveLength(1);
      },
      async ({ starts, joins }) => {
        await starts();
        await joins('CAcaller', 'caller', 1);
        await joins('CAcaller', 'caller', 1);
      },
    );
  });
});
