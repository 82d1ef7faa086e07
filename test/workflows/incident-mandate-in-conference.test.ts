import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { targetKey } from '../../domain/target.js';
import { playIncident } from './incident-story.js';
import { actor, desk as deskLine, provider, type Person } from './people.js';
import { declines, isVoicemail, presses1, ringsOut, type Answer } from './scripted-desk.js';
import { startTimeSkipping, type TimeSkipping } from './time-skipping.js';

const label = ({ target }: Person) => targetKey(target);
const providersCall = { callSid: 'CAprovider', label: label(provider) };

describe('the mandate, when the provider is in the conference with the caller', () => {
  let server: TimeSkipping;
  beforeAll(async () => {
    server = await startTimeSkipping();
  });
  afterAll(() => server.close());

  /** Takes the incident, and answers the mandate so. */
  const asked =
    (mandate: Answer): Answer =>
    (order, time) =>
      (order.purpose === 'mandate' ? mandate : presses1)(order, time);

  it('names the calls that are there, so that the provider is told within theirs (I8)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.internal = [];
        desk.policy = { ...desk.policy, overrideDelaySeconds: 60 };
        desk.whenCalled(provider, presses1);
        return { threat: 'immediate', callerWaiting: true };
      },
      async ({ desk, pass, joins, view }) => {
        await joins('CAcaller', 'caller', 1);
        await joins('CAprovider', label(provider), 2);
        await pass('2 minutes');
        const mandates = desk.calls.filter(({ purpose }) => purpose === 'mandate');
        expect(mandates).toMatchObject([{ target: provider.target, inConference: [providersCall] }]);
        expect(desk.calls.find(({ purpose }) => purpose === 'take')).not.toHaveProperty('inConference');
        expect((await view()).override).toMatchObject({ mandateAcceptedBy: actor(provider) });
      },
    );
  });

  it('does not have the caller connected with somebody else while the provider answers and comes back (I4, I8)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.internal = [];
        desk.policy = { ...desk.policy, overrideDelaySeconds: 60 };
        desk.whenCalled(provider, asked(desk.staysOnThePhone));
        return { threat: 'immediate', callerWaiting: true };
      },
      async ({ desk, pass, until, joins, leaves, view }) => {
        await joins('CAcaller', 'caller', 1);
        await joins('CAprovider', label(provider), 2);
        await pass('70 seconds');
        await until(() => desk.isOnThePhone(provider));
        await leaves('CAprovider', label(provider), 3);
        await until(async () => (await view()).caller === 'waiting');
        desk.says(provider, { reason: 'acknowledged', means: 'key' });
        await pass('5 seconds');
        await joins('CAprovider', label(provider), 4);
        await pass('10 minutes');
        expect(desk.calls.map(({ purpose }) => purpose)).toEqual(['take', 'mandate']);
        expect((await view()).caller).toBe('joined');
        expect(desk.events('caller-left')).toHaveLength(0);
      },
    );
  });

  it('is not put to a provider twice within the talk who has refused it; the others are asked on (I8)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.internal = [];
        desk.policy = { ...desk.policy, overrideDelaySeconds: 60 };
        desk.whenCalled(provider, asked(declines));
        desk.whenCalled(deskLine, isVoicemail);
        return { threat: 'immediate', callerWaiting: true };
      },
      async ({ desk, pass, joins }) => {
        await joins('CAcaller', 'caller', 1);
        await joins('CAprovider', label(provider), 2);
        await pass('3 minutes');
        const [first, ...later] = desk.callsTo(provider).filter(({ purpose }) => purpose === 'mandate');
        expect(first?.inConference).toEqual([providersCall]);
        expect(later.length).toBeGreaterThan(1);
        for (const order of later) expect(order).not.toHaveProperty('inConference');
        expect(desk.callsTo(deskLine).length).toBeGreaterThan(1);
      },
    );
  });

  it('is put to a provider again who has answered nothing (I8)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.internal = [];
        desk.policy = { ...desk.policy, overrideDelaySeconds: 60 };
        desk.whenCalled(provider, asked(ringsOut));
        return { threat: 'immediate', callerWaiting: true };
      },
      async ({ desk, pass, joins }) => {
        await joins('CAcaller', 'caller', 1);
        await joins('CAprovider', label(provider), 2);
        await pass('3 minutes');
        const mandates = desk.callsTo(provider).filter(({ purpose }) => purpose === 'mandate');
        expect(mandates.length).toBeGreaterThan(1);
        for (const order of mandates) expect(order.inConference).toEqual([providersCall]);
      },
    );
  });
});
