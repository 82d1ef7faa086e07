import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { targetKey } from '../../domain/target.js';
import { playIncident } from './incident-story.js';
import { desk as deskLine, provider, traveller, unreachable, type Person } from './people.js';
import { inTurn, isVoicemail, presses1, ringsOut, type ScriptedDesk } from './scripted-desk.js';
import { startTimeSkipping, type TimeSkipping } from './time-skipping.js';

const label = ({ target }: Person) => targetKey(target);
const purposes = (desk: ScriptedDesk, person: Person) => desk.callsTo(person).map(({ purpose }) => purpose);

describe('a caller who asked for help', () => {
  let server: TimeSkipping;
  beforeAll(async () => {
    server = await startTimeSkipping();
  });
  afterAll(() => server.close());

  it('and waits on the line is joined by whoever presses 1: nobody is called for it again (I3, I4)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.internal = [];
        desk.whenCalled(provider, desk.staysOnThePhone);
        return { callerWaiting: true };
      },
      async ({ desk, until, pass, joins, view }) => {
        await until(() => desk.isOnThePhone(provider));
        await joins('CAcaller', 'caller', 1);
        await until(async () => (await view()).caller === 'waiting');
        desk.says(provider, { reason: 'acknowledged', means: 'key' });
        await pass('5 seconds');
        await joins('CAprovider', label(provider), 2);
        await pass('10 minutes');
        expect(desk.events('caller-joined')).toEqual([{ type: 'caller-joined', with: provider.target }]);
        expect((await view()).caller).toBe('joined');
        expect(purposes(desk, provider)).toEqual(['take']);
        expect(desk.callsTo(deskLine)).toHaveLength(0);
      },
    );
  });

  it('stays on the line while one line after the other is busy, a voicemail or silent (I4)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.internal = [];
        desk.whenCalled(
          provider,
          inTurn(() => ({ reason: 'busy' }), isVoicemail, presses1),
        );
        return { callerWaiting: true };
      },
      async ({ desk, pass, joins, view }) => {
        await joins('CAcaller', 'caller', 1);
        await pass('20 seconds');
        expect((await view()).caller).toBe('waiting');
        await pass('50 seconds');
        expect(desk.called('provider')).toEqual(
          [provider, deskLine, provider, deskLine, provider].map(({ target }) => target.id),
        );
        expect(desk.events('taken')).toHaveLength(1);
        expect(desk.called('call-back')).toEqual([]);
      },
    );
  });

  it('and is alone fifteen seconds after somebody took it: that one is called first to be connected (I4)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.internal = [];
        desk.whenCalled(deskLine, presses1);
        return { callerWaiting: true };
      },
      async ({ desk, pass, joins }) => {
        await joins('CAcaller', 'caller', 1);
        await pass('10 seconds');
        expect(desk.events('taken')).toMatchObject([{ by: { target: deskLine.target } }]);
        expect(purposes(desk, deskLine)).toEqual(['take']);
        await pass('10 seconds');
        expect(purposes(desk, deskLine)).toEqual(['take', 'connect']);
        expect(purposes(desk, provider)).toEqual(['take']);
      },
    );
  });

  it('and is still alone after that: the next one is called, and the only one at once again (I4)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.internal = [];
        desk.provider = [provider];
        desk.whenCalled(provider, presses1);
        return { callerWaiting: true };
      },
      async ({ desk, pass, joins }) => {
        await joins('CAcaller', 'caller', 1);
        await pass('10 seconds');
        expect(purposes(desk, provider)).toEqual(['take']);
        await pass('10 seconds');
        expect(purposes(desk, provider)).toEqual(['take', 'connect']);
        await pass('15 seconds');
        expect(purposes(desk, provider)).toEqual(['take', 'connect', 'connect']);
        desk.provider = [provider, deskLine];
        await pass('15 seconds');
        expect(purposes(desk, deskLine)).toEqual(['connect']);
      },
    );
  });

  it('and is left alone by the one who had joined: somebody is called to be connected (I4)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.internal = [];
        desk.whenCalled(provider, presses1);
        return { callerWaiting: true };
      },
      async ({ desk, pass, until, joins, leaves }) => {
        await joins('CAcaller', 'caller', 1);
        await pass('2 seconds');
        await joins('CAprovider', label(provider), 2);
        await pass('5 minutes');
        expect(purposes(desk, provider)).toEqual(['take']);
        await leaves('CAprovider', label(provider), 3);
        await until(() => purposes(desk, provider).length === 2);
        expect(purposes(desk, provider)).toEqual(['take', 'connect']);
      },
    );
  });

  it('and is left alone by somebody of whom only the end of the call is known: somebody is called (I4)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.internal = [];
        desk.whenCalled(provider, presses1);
        return { callerWaiting: true };
      },
      async ({ desk, pass, until, joins, hangsUp, view }) => {
        await joins('CAcaller', 'caller', 1);
        await joins('CAprovider', label(provider), 2);
        await pass('5 minutes');
        await hangsUp('CAprovider', label(provider));
        await until(() => purposes(desk, provider).length === 2);
        expect(purposes(desk, provider)).toEqual(['take', 'connect']);
        // What is told late of the call that is over brings nobody back.
        await joins('CAprovider', label(provider), 3);
        expect((await view()).caller).toBe('waiting');
      },
    );
  });

  it('and hangs up in mid-transfer is called back once somebody has taken it, and joined (I3, I4)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.internal = [];
        desk.caller = [traveller];
        desk.whenCalled(provider, desk.staysOnThePhone);
        desk.whenCalled(traveller, presses1);
        return { callerWaiting: true };
      },
      async ({ desk, until, pass, joins, leaves, view }) => {
        await joins('CAcaller', 'caller', 1);
        await leaves('CAcaller', 'caller', 2);
        await until(() => desk.isOnThePhone(provider));
        await until(async () => (await view()).caller === 'to-be-called-back');
        expect(desk.callsTo(traveller)).toHaveLength(0);

        desk.says(provider, { reason: 'acknowledged', means: 'key' });
        await joins('CAprovider', label(provider), 3);
        await until(() => desk.callsTo(traveller).length === 1);
        expect(purposes(desk, traveller)).toEqual(['call-back']);
        await pass('5 seconds');
        await joins('CAback', 'caller', 4);
        await pass('10 minutes');
        expect((await view()).caller).toBe('joined');
        expect(desk.callsTo(traveller)).toHaveLength(1);
        expect(desk.events('caller-left')).toHaveLength(1);
        expect(desk.events('caller-joined')).toHaveLength(1);
      },
    );
  });

  it('by text is called back when the incident is taken; without an answer again by policy, then that is told (I3, I4)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.internal = [];
        desk.caller = [traveller];
        desk.policy = { ...desk.policy, callBackAttempts: 3, callBackDelaySeconds: 60 };
        desk.whenCalled(provider, presses1);
        return { callBack: true, source: 'inbound-text' };
      },
      async ({ desk, pass, view, asksForHelp, until }) => {
        await pass('30 seconds');
        expect(desk.callsTo(traveller)).toHaveLength(1);
        await pass('60 seconds');
        expect(desk.callsTo(traveller)).toHaveLength(2);
        await pass('10 minutes');
        expect(desk.callsTo(traveller)).toHaveLength(3);
        expect(desk.events('call-back-given-up')).toEqual([{ type: 'call-back-given-up', attempts: 3 }]);
        expect((await view()).caller).toBe('none');
        expect(desk.noticesOf('call-back-given-up')).toMatchObject([
          { to: [deskLine.target, provider.target] },
        ]);

        await asksForHelp({ callerWaiting: false, callBack: true, lifeInDanger: false });
        await until(() => desk.callsTo(traveller).length === 4);
        await pass('10 minutes');
        expect(desk.callsTo(traveller)).toHaveLength(6);
        expect(desk.events('call-back-given-up')).toHaveLength(2);
      },
    );
  });

  it('and came under duress: nobody is told in writing that the call-back is given up (I4, I14)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.internal = [];
        desk.caller = [traveller];
        desk.policy = { ...desk.policy, callBackAttempts: 1 };
        desk.whenCalled(provider, presses1);
        return { silent: true };
      },
      async ({ desk, pass, ordersCallBack }) => {
        await pass('30 seconds');
        await ordersCallBack(undefined, { despiteDuress: true });
        await pass('5 minutes');
        expect(desk.events('call-back-given-up')).toHaveLength(1);
        expect(desk.noticesOf('call-back-given-up')).toEqual([]);
      },
    );
  });

  it('is called back as often as ever the next time, however often it took the last time (I4)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.internal = [];
        desk.caller = [traveller];
        desk.policy = { ...desk.policy, callBackAttempts: 3, callBackDelaySeconds: 60 };
        desk.whenCalled(provider, presses1);
        desk.whenCalled(traveller, inTurn(ringsOut, presses1, ringsOut));
        return { callBack: true };
      },
      async ({ desk, pass, joins, leaves, asksForHelp }) => {
        await pass('65 seconds');
        expect(desk.callsTo(traveller)).toHaveLength(2);
        await joins('CAprovider', label(provider), 1);
        await joins('CAback', 'caller', 2);
        await pass('5 minutes');
        await leaves('CAback', 'caller', 3);
        await leaves('CAprovider', label(provider), 4);
        await asksForHelp({ callerWaiting: false, callBack: true, lifeInDanger: false });
        await pass('10 minutes');
        expect(desk.callsTo(traveller)).toHaveLength(2 + 3);
        expect(desk.events('call-back-given-up')).toEqual([{ type: 'call-back-given-up', attempts: 3 }]);
      },
    );
  });

  it('says yes to the call-back and does not get through: they are called again after fifteen seconds (I4)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.internal = [];
        desk.caller = [traveller];
        desk.whenCalled(provider, presses1);
        desk.whenCalled(traveller, inTurn(presses1, ringsOut));
        return { callBack: true };
      },
      async ({ desk, pass }) => {
        await pass('10 seconds');
        expect(desk.callsTo(traveller)).toHaveLength(1);
        await pass('10 seconds');
        expect(desk.callsTo(traveller)).toHaveLength(2);
      },
    );
  });

  it('and calls again by themselves: the call-back that rings is stopped (I4)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.internal = [];
        desk.caller = [traveller];
        desk.whenCalled(provider, presses1);
        desk.whenCalled(traveller, desk.staysOnThePhone);
        return { callBack: true };
      },
      async ({ desk, until, joins }) => {
        await until(() => desk.isOnThePhone(traveller));
        await joins('CAcaller', 'caller', 1);
        await until(() => desk.stops.length === 1);
        expect(desk.stops).toMatchObject([{ order: { purpose: 'call-back' }, why: { why: 'superseded' } }]);
      },
    );
  });

  it('and has talked to somebody is not called back when the talk is over (I4)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.internal = [];
        desk.caller = [traveller];
        desk.whenCalled(provider, presses1);
        return { callerWaiting: true };
      },
      async ({ desk, pass, joins, leaves, view }) => {
        await joins('CAcaller', 'caller', 1);
        await joins('CAprovider', label(provider), 2);
        await pass('5 minutes');
        await leaves('CAcaller', 'caller', 3);
        await leaves('CAprovider', label(provider), 4);
        await pass('10 minutes');
        expect((await view()).caller).toBe('none');
        expect(desk.callsTo(traveller)).toHaveLength(0);
      },
    );
  });

  it('a second time, after a talk, and hangs up while waiting: that call is not lost either (I4)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.internal = [];
        desk.caller = [traveller];
        desk.whenCalled(provider, presses1);
        return { callerWaiting: true };
      },
      async ({ desk, pass, until, joins, leaves, asksForHelp }) => {
        await joins('CAcaller', 'caller', 1);
        await joins('CAprovider', label(provider), 2);
        await pass('5 minutes');
        await leaves('CAcaller', 'caller', 3);
        await leaves('CAprovider', label(provider), 4);
        await pass('30 minutes');
        await asksForHelp({ callerWaiting: true, callBack: false, lifeInDanger: false });
        await joins('CAsecond', 'caller', 5);
        await leaves('CAsecond', 'caller', 6);
        await until(() => desk.callsTo(traveller).length === 1);
      },
    );
  });

  it('is counted once however often, and in whatever order, the conference tells of them (I4)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.internal = [];
        desk.caller = [unreachable(traveller)];
        desk.whenCalled(provider, desk.staysOnThePhone);
        return { callerWaiting: true };
      },
      async ({ desk, until, joins, leaves, view }) => {
        await until(() => desk.isOnThePhone(provider));
        await joins('CAcaller', 'caller', 3);
        await joins('CAcaller', 'caller', 3);
        await leaves('CAcaller', 'caller', 2);
        await joins('CAcaller', 'caller', 1);
        await until(async () => (await view()).caller === 'waiting');
        await leaves('CAcaller', 'caller', 4);
        await leaves('CAcaller', 'caller', 4);
        await joins('CAcaller', 'caller', 1);
        await until(async () => (await view()).caller === 'to-be-called-back');
        desk.says(provider, { reason: 'no-answer' });
        await until(() => desk.events('caller-left').length === 1);
        expect(desk.events('caller-waiting')).toHaveLength(1);
      },
    );
  });
});
