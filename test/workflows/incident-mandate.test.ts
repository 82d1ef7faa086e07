import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AttemptPurpose } from '../../domain/attempt.js';
import { playIncident } from './incident-story.js';
import { actor, anna, clinic, desk as deskLine, provider } from './people.js';
import { declines, inTurn, isVoicemail, presses1, ringsOut, type Answer } from './scripted-desk.js';
import { startTimeSkipping, type TimeSkipping } from './time-skipping.js';

/** Answers by what is asked; to anything else the phone rings. */
function by(answers: Partial<Record<AttemptPurpose, Answer>>): Answer {
  return (order, time) => (answers[order.purpose] ?? ringsOut)(order, time);
}

describe('the mandate of a fired override', () => {
  let server: TimeSkipping;
  beforeAll(async () => {
    server = await startTimeSkipping();
  });
  afterAll(() => server.close());

  it('is told again and again until a human accepts it; a decline or a voicemail does not count (I8)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.policy = { ...desk.policy, overrideDelaySeconds: 60 };
        desk.whenCalled(provider, by({ take: presses1, mandate: declines }));
        desk.whenCalled(deskLine, by({ mandate: isVoicemail }));
        return { threat: 'immediate' };
      },
      async ({ desk, pass, view }) => {
        const mandatesTo = (person: typeof provider) =>
          desk.callsTo(person).filter(({ purpose }) => purpose === 'mandate');
        await pass('63 seconds');
        expect(mandatesTo(provider)).toHaveLength(1);
        await pass('5 minutes');
        expect(mandatesTo(provider)).toHaveLength(11);
        expect(mandatesTo(deskLine)).toHaveLength(11);
        expect(mandatesTo(provider).every(({ lifeSafety }) => lifeSafety)).toBe(true);
        expect((await view()).override).not.toHaveProperty('mandateAcceptedBy');

        desk.whenCalled(deskLine, presses1);
        await pass('10 minutes');
        expect(desk.events('mandate-accepted')).toEqual([
          { type: 'mandate-accepted', by: actor(deskLine), means: 'key' },
        ]);
        expect(mandatesTo(deskLine)).toHaveLength(12);
        expect((await view()).takenBy).toEqual(actor(provider));
      },
    );
  });

  it('is told first to whoever has taken the incident (I8)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.policy = { ...desk.policy, overrideDelaySeconds: 60 };
        desk.whenCalled(deskLine, presses1);
        return { threat: 'immediate' };
      },
      async ({ desk, pass }) => {
        await pass('2 minutes');
        expect(desk.calls.filter(({ purpose }) => purpose === 'mandate')).toMatchObject([
          { target: deskLine.target },
        ]);
      },
    );
  });

  it('when accepted, takes the incident too (I8)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.policy = { ...desk.policy, overrideDelaySeconds: 60 };
        desk.whenCalled(provider, by({ mandate: presses1 }));
        return { threat: 'immediate' };
      },
      async ({ desk, pass, view }) => {
        await pass('3 minutes');
        expect(await view()).toMatchObject({
          takenBy: actor(provider),
          override: { mandateAcceptedBy: actor(provider) },
        });
        const callsThen = desk.callsTo(provider).length;
        await pass('5 minutes');
        expect(desk.callsTo(provider)).toHaveLength(callsThen);
      },
    );
  });

  it('is accepted by link while the phone rings: the call is stopped (I6, I8)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.policy = { ...desk.policy, overrideDelaySeconds: 0 };
        desk.whenCalled(provider, desk.staysOnThePhone);
        return { threat: 'immediate' };
      },
      async ({ desk, until, acknowledges }) => {
        await until(() => desk.isOnThePhone(provider));
        expect(await acknowledges(deskLine, 'mandate')).toEqual({ accepted: 'mandate-accepted' });
        await until(() => desk.stops.length === 1);
        expect(desk.stops).toMatchObject([
          { order: { purpose: 'mandate' }, why: { why: 'taken-over', by: actor(deskLine) } },
        ]);
        expect(await acknowledges(provider, 'mandate')).toEqual({ accepted: 'already-acknowledged' });
      },
    );
  });

  it('does not end the search for an internal contact: the rounds go on meanwhile (I6, I8)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.policy = { ...desk.policy, overrideDelaySeconds: 60 };
        desk.whenCalled(provider, presses1);
        desk.whenCalled(anna, inTurn(ringsOut, ringsOut, presses1));
        return { threat: 'immediate' };
      },
      async ({ desk, pass, view }) => {
        await pass('11 minutes');
        expect(desk.called('internal')).toHaveLength(7);
        expect(desk.callsTo(anna).filter(({ purpose }) => purpose === 'inform')).toHaveLength(3);
        expect((await view()).acknowledgements).toMatchObject([{ by: actor(anna) }]);
      },
    );
  });

  it('is told anew when another provider is to act, whoever has accepted it before (I5, I8)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.policy = { ...desk.policy, overrideDelaySeconds: 0 };
        desk.providerOf.medical = [clinic, deskLine];
        desk.whenCalled(provider, presses1);
        desk.whenCalled(clinic, presses1);
        return { threat: 'immediate' };
      },
      async ({ desk, pass, routes, view }) => {
        await pass('1 minute');
        expect((await view()).override).toMatchObject({ mandateAcceptedBy: actor(provider) });
        await routes('medical');
        await pass('1 minute');
        expect(desk.callsTo(clinic).map(({ purpose }) => purpose)).toEqual(['mandate']);
        expect(await view()).toMatchObject({
          takenBy: actor(clinic),
          override: { mandateAcceptedBy: actor(clinic) },
        });
        expect(desk.events('override-fired')).toHaveLength(1);
      },
    );
  });

  it('does not exist before the override: the provider who says yes to it takes the incident (I8)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.whenCalled(provider, desk.staysOnThePhone);
        return {};
      },
      async ({ desk, until, acknowledges, view }) => {
        await until(() => desk.isOnThePhone(provider));
        expect(await acknowledges(deskLine, 'mandate')).toEqual({ accepted: 'acknowledged' });
        expect(await view()).toMatchObject({ takenBy: actor(deskLine), override: { state: 'none' } });
      },
    );
  });
});
