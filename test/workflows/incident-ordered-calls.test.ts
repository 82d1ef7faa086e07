import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { targetKey } from '../../domain/target.js';
import type { CallPersonAnswer } from '../../workflows/incident/incident.messages.js';
import { playIncident } from './incident-story.js';
import { anna, carla, desk as deskLine, operator, provider, traveller, type Person } from './people.js';
import { declines, inTurn, isBusy, presses1, ringsOut, type ScriptedDesk } from './scripted-desk.js';
import { startTimeSkipping, type TimeSkipping } from './time-skipping.js';

const label = ({ target }: Person) => targetKey(target);
const positions = (desk: ScriptedDesk, person: Person) =>
  desk.callsTo(person).map(({ purpose, step }) => [purpose, step.position]);

describe('a call that an operator orders', () => {
  let server: TimeSkipping;
  beforeAll(async () => {
    server = await startTimeSkipping();
  });
  afterAll(() => server.close());

  it('rings at each phone of the person once, until one is answered with yes (I12)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.internal = [];
        desk.whenCalled(provider, presses1);
        desk.whenCalled(carla, inTurn(ringsOut, presses1));
        return {};
      },
      async ({ desk, pass, ordersCall }) => {
        await pass('5 seconds');
        expect(await ordersCall(carla, 3)).toEqual({ ordered: 'calling' });
        await pass('5 minutes');
        expect(positions(desk, carla)).toEqual([
          ['join', 0],
          ['join', 1],
        ]);
        expect(desk.events('call-ordered')).toEqual([
          { type: 'call-ordered', target: carla.target, by: operator },
        ]);
        expect(desk.events('ordered-call-ended')).toEqual([
          { type: 'ordered-call-ended', target: carla.target, outcome: 'joined', attempts: 2 },
        ]);
        // Whoever joins a conversation has not taken the incident.
        expect(desk.events('taken')).toMatchObject([{ by: { target: provider.target } }]);
      },
    );
  });

  it('ends as not reached, which is told, and is made again only when it is ordered again (I12)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.internal = [];
        desk.whenCalled(provider, presses1);
        desk.whenCalled(anna, isBusy);
        return {};
      },
      async ({ desk, pass, ordersCall }) => {
        await pass('5 seconds');
        await ordersCall(anna, 2);
        await pass('2 hours');
        const notReached = {
          type: 'ordered-call-ended',
          target: anna.target,
          outcome: 'not-reached',
          attempts: 2,
        };
        expect(desk.events('ordered-call-ended')).toEqual([notReached]);
        expect(desk.callsTo(anna)).toHaveLength(2);
        expect(await ordersCall(anna, 2)).toEqual({ ordered: 'calling' });
        await pass('50 seconds');
        expect(desk.callsTo(anna)).toHaveLength(4);
        expect(desk.events('ordered-call-ended')).toEqual([notReached, notReached]);
      },
    );
  });

  it('is not made twice while it is under way, and not to somebody who is in the conversation (I12, X1)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.internal = [];
        desk.whenCalled(provider, presses1);
        desk.whenCalled(anna, desk.staysOnThePhone);
        desk.whenCalled(carla, declines);
        return { callerWaiting: true };
      },
      async ({ desk, until, joins, ordersCall }) => {
        await joins('CAcaller', 'caller', 1);
        await joins('CAprovider', label(provider), 2);
        await ordersCall(anna, 2);
        await until(() => desk.isOnThePhone(anna));
        expect(await ordersCall(anna, 2)).toEqual({ ordered: 'already-calling' });
        expect(await ordersCall(provider)).toEqual({ ordered: 'already-there' });
        // Several people are called at the same time; who declines is not called at another phone.
        expect(await ordersCall(carla, 2)).toEqual({ ordered: 'calling' });
        await until(() => desk.events('ordered-call-ended').length === 1);
        expect(desk.events('ordered-call-ended')).toMatchObject([
          { target: carla.target, outcome: 'declined', attempts: 1 },
        ]);
        expect(desk.isOnThePhone(anna)).toBe(true);
        desk.says(anna, { reason: 'acknowledged', means: 'key' });
        await until(() => desk.events('ordered-call-ended').length === 2);
        expect(desk.events('call-ordered').map(({ target }) => target)).toEqual([anna.target, carla.target]);
        expect(positions(desk, provider)).toEqual([['take', 0]]);
      },
    );
  });

  it('before the first step of the incident waits for it, and is made then (I12)', async () => {
    let answer: Promise<CallPersonAnswer> | undefined;
    await playIncident(
      server,
      (desk) => {
        desk.internal = [];
        desk.whenCalled(provider, presses1);
        desk.whenCalled(anna, presses1);
        return {};
      },
      async ({ desk, pass }) => {
        expect(await answer).toEqual({ ordered: 'calling' });
        await pass('5 seconds');
        expect(positions(desk, anna)).toEqual([['join', 0]]);
      },
      async ({ starts, ordersCall }) => {
        await starts();
        answer = ordersCall(anna);
        answer.catch(() => undefined);
      },
    );
  });

  it('in the middle of a round is made beside it; the closure stops it, and none is made afterwards (I12)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.whenCalled(provider, desk.staysOnThePhone);
        desk.whenCalled(anna, desk.staysOnThePhone);
        desk.whenCalled(traveller, desk.staysOnThePhone);
        desk.whenCalled(carla, desk.staysOnThePhone);
        return {};
      },
      async ({ desk, until, ordersCall, ordersCallBack, closes }) => {
        await until(() => desk.isOnThePhone(provider) && desk.isOnThePhone(anna));
        await ordersCall(carla, 2);
        await until(() => desk.isOnThePhone(carla));
        await closes();
        await until(() => desk.events('ordered-call-ended').length === 1);
        expect(desk.events('ordered-call-ended')).toMatchObject([
          { target: carla.target, outcome: 'withdrawn' },
        ]);
        expect(desk.stops.map(({ why }) => why)).toEqual([
          { why: 'closed' },
          { why: 'closed' },
          { why: 'closed' },
        ]);
        await expect(ordersCall(carla)).rejects.toMatchObject({ kind: 'conflict' });
        await expect(ordersCallBack()).rejects.toMatchObject({ kind: 'conflict' });
        expect(desk.callsTo(carla)).toHaveLength(1);
      },
    );
  });

  it('outlives the run of the workflow in which it was ordered (I1, I12)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.internal = [];
        desk.whenCalled(provider, presses1);
        desk.whenCalled(anna, ringsOut);
        return { longHistory: 20 };
      },
      async ({ desk, pass, ordersCall, histories }) => {
        await pass('5 seconds');
        await ordersCall(anna, 5);
        await pass('10 minutes');
        expect(positions(desk, anna)).toEqual([0, 1, 2, 3, 4].map((position) => ['join', position]));
        expect(desk.events('ordered-call-ended')).toMatchObject([{ outcome: 'not-reached', attempts: 5 }]);
        expect((await histories()).length).toBeGreaterThan(1);
      },
    );
  });
});

describe('a call-back that an operator orders', () => {
  let server: TimeSkipping;
  beforeAll(async () => {
    server = await startTimeSkipping();
  });
  afterAll(() => server.close());

  it('joins the caller with whoever has taken the incident, who is called when the caller is there (I12)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.internal = [];
        desk.caller = [traveller];
        desk.whenCalled(provider, presses1);
        desk.whenCalled(traveller, presses1);
        return {};
      },
      async ({ desk, pass, until, joins, ordersCallBack }) => {
        await pass('50 seconds');
        expect(desk.callsTo(traveller)).toHaveLength(0);
        expect(await ordersCallBack()).toEqual({ ordered: 'calling' });
        await until(() => desk.callsTo(traveller).length === 1);
        await joins('CAback', 'caller', 1);
        await until(() => desk.callsTo(provider).length === 2);
        await joins('CAprovider', label(provider), 2);
        expect(positions(desk, provider)).toEqual([
          ['take', 0],
          ['connect', 0],
        ]);
        expect(desk.events('call-back-ordered')).toEqual([{ type: 'call-back-ordered', by: operator }]);
        await until(() => desk.events('caller-joined').length === 1);
        expect(await ordersCallBack()).toEqual({ ordered: 'already-there' });
      },
    );
  });

  it('waits until somebody has taken the incident (I3, I12)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.internal = [];
        desk.caller = [traveller];
        desk.whenCalled(provider, desk.staysOnThePhone);
        return {};
      },
      async ({ desk, until, pass, ordersCallBack, view }) => {
        await until(() => desk.isOnThePhone(provider));
        expect(await ordersCallBack()).toEqual({ ordered: 'when-taken' });
        expect((await view()).caller).toBe('to-be-called-back');
        expect(desk.callsTo(traveller)).toHaveLength(0);
        desk.says(provider, { reason: 'acknowledged', means: 'key' });
        await pass('5 seconds');
        expect(desk.callsTo(traveller)).toHaveLength(1);
      },
    );
  });

  it('bridges: first rings the desk, then the caller, whether or not anybody has taken the incident (I12)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.internal = [];
        desk.provider = [provider];
        desk.caller = [traveller];
        desk.whenCalled(deskLine, desk.staysOnThePhone);
        desk.whenCalled(traveller, presses1);
        return {};
      },
      async ({ desk, until, joins, ordersCallBack, view }) => {
        expect(await ordersCallBack(deskLine)).toEqual({ ordered: 'calling' });
        await until(() => desk.isOnThePhone(deskLine));
        expect(await ordersCallBack(deskLine)).toEqual({ ordered: 'already-calling' });
        expect(desk.callsTo(traveller)).toHaveLength(0);
        desk.says(deskLine, { reason: 'acknowledged', means: 'key' });
        await until(() => desk.callsTo(traveller).length === 1);
        await joins('CAdesk', label(deskLine), 1);
        await joins('CAback', 'caller', 2);
        await until(() => desk.events('caller-joined').length === 1);
        expect(desk.events('caller-joined')).toEqual([{ type: 'caller-joined', with: deskLine.target }]);
        expect(desk.events('call-back-ordered')).toEqual([
          { type: 'call-back-ordered', by: operator, with: deskLine.target },
        ]);
        expect(positions(desk, deskLine)).toEqual([['join', 0]]);
        expect((await view()).caller).toBe('joined');
        expect(desk.events('taken')).toHaveLength(0);
      },
    );
  });

  it('does not disturb the caller when whoever is to be there does not answer (I12)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.internal = [];
        desk.caller = [traveller];
        desk.whenCalled(provider, presses1);
        desk.whenCalled(deskLine, ringsOut);
        return {};
      },
      async ({ desk, pass, ordersCallBack }) => {
        await pass('5 seconds');
        await ordersCallBack(deskLine);
        await pass('59 minutes');
        expect(desk.callsTo(traveller)).toHaveLength(0);
        expect(desk.events('ordered-call-ended')).toMatchObject([
          { target: deskLine.target, outcome: 'not-reached', attempts: 1 },
        ]);
      },
    );
  });

  it('is tried as often as the policy says, then told as not reached; another order begins at once (I12)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.internal = [];
        desk.caller = [traveller];
        desk.policy = { ...desk.policy, callBackAttempts: 3, callBackDelaySeconds: 600 };
        desk.whenCalled(provider, presses1);
        desk.whenCalled(traveller, ringsOut);
        return {};
      },
      async ({ desk, pass, ordersCallBack }) => {
        await pass('5 seconds');
        await ordersCallBack();
        await pass('50 seconds');
        expect(desk.callsTo(traveller)).toHaveLength(1);
        // In the pause: it does not wait for the end of it, and has all its tries.
        expect(await ordersCallBack()).toEqual({ ordered: 'calling' });
        await pass('50 seconds');
        expect(desk.callsTo(traveller)).toHaveLength(2);
        await pass('59 minutes');
        expect(desk.callsTo(traveller)).toHaveLength(1 + 3);
        expect(desk.events('call-back-given-up')).toEqual([{ type: 'call-back-given-up', attempts: 3 }]);
        await ordersCallBack();
        await pass('59 minutes');
        expect(desk.callsTo(traveller)).toHaveLength(1 + 3 + 3);
      },
    );
  });

  it('is told as not reached at once where nobody knows a number of the caller (I12)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.internal = [];
        desk.whenCalled(provider, presses1);
        return {};
      },
      async ({ desk, pass, ordersCallBack, view }) => {
        await pass('5 seconds');
        expect(await ordersCallBack()).toEqual({ ordered: 'calling' });
        await pass('5 seconds');
        expect(desk.events('call-back-given-up')).toEqual([{ type: 'call-back-given-up', attempts: 0 }]);
        expect((await view()).caller).toBe('none');
      },
    );
  });

  it('after a talk counts as a new one: who hangs up before they are joined is called again (I4, I12)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.internal = [];
        desk.caller = [traveller];
        desk.whenCalled(provider, presses1);
        desk.whenCalled(traveller, presses1);
        return { callerWaiting: true };
      },
      async ({ desk, pass, until, joins, leaves, ordersCallBack }) => {
        await joins('CAcaller', 'caller', 1);
        await joins('CAprovider', label(provider), 2);
        await pass('5 minutes');
        await leaves('CAcaller', 'caller', 3);
        await leaves('CAprovider', label(provider), 4);
        await ordersCallBack();
        await until(() => desk.callsTo(traveller).length === 1);
        await joins('CAback', 'caller', 5);
        await leaves('CAback', 'caller', 6);
        // Not a minute: the pause of the others' round would end with the fourth of fifteen seconds, and the server stand still.
        await pass('40 seconds');
        expect(desk.callsTo(traveller).length).toBeGreaterThan(1);
      },
    );
  });
});
