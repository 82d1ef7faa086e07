import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { targetKey } from '../../domain/target.js';
import * as messages from '../../workflows/incident/incident.messages.js';
import { playIncident, type IncidentStory } from './incident-story.js';
import { desk as deskLine, provider, traveller } from './people.js';
import { inTurn, presses1, ringsOut, type ScriptedDesk } from './scripted-desk.js';
import { startTimeSkipping, type TimeSkipping } from './time-skipping.js';

const callersRoom = { room: 'CFfirst', account: 'ACfirst' };
const providersRoom = { room: 'CFsecond', account: 'ACsecond' };

/** A caller waits on the first account, and whoever is called first is called by the second one. */
function callerWaits(desk: ScriptedDesk) {
  desk.internal = [];
  desk.whenCalled(provider, desk.staysOnThePhone);
  return { callerWaiting: true };
}

async function callerComes({ handle, until, view }: IncidentStory): Promise<void> {
  const caller = { callSid: 'CAcaller', label: 'caller', present: true, sequence: 1 };
  await handle.signal(messages.conferencePresence, { ...caller, ...callersRoom });
  await until(async () => (await view()).caller === 'waiting');
}

async function providerPresses1({ desk, until, events }: IncidentStory): Promise<void> {
  await until(() => desk.isOnThePhone(provider));
  desk.says(provider, { reason: 'acknowledged', means: 'key' });
  const before = await events();
  await until(async () => (await events()) > before);
}

describe('somebody who is put through to the room of another telephony account (X1)', () => {
  let server: TimeSkipping;
  beforeAll(async () => {
    server = await startTimeSkipping();
  });
  afterAll(() => server.close());

  it('takes longer than others, counts as joined there, and nobody else is called meanwhile (I4)', async () => {
    await playIncident(server, callerWaits, async (story) => {
      const { desk, handle, pass, view } = story;
      await callerComes(story);
      expect((await view()).whereabouts).toEqual({ caller: ['ACfirst'], others: [] });
      await providerPresses1(story);
      await handle.signal(messages.bridging, { who: provider.target, state: 'under-way' });
      await pass('30 seconds');
      expect(desk.callsTo(deskLine)).toHaveLength(0);
      const leg = {
        callSid: 'CAleg',
        label: `${provider.target.role}/bridged-123`,
        present: true,
        sequence: 2,
      };
      await handle.signal(messages.conferencePresence, { ...leg, ...callersRoom });
      await pass('10 minutes');
      expect(await view()).toMatchObject({
        caller: 'joined',
        whereabouts: { caller: ['ACfirst'], others: ['ACfirst'] },
      });
      expect(desk.events('caller-joined')).toEqual([{ type: 'caller-joined', with: provider.target }]);
      expect(desk.events('bridge-failed')).toEqual([]);
      expect(desk.callsTo(deskLine)).toHaveLength(0);
    });
  });

  it('and does not get through: the ladder goes on at once, though they wait in a room of their own (I4)', async () => {
    await playIncident(server, callerWaits, async (story) => {
      const { desk, handle, pass, until, view } = story;
      await callerComes(story);
      await providerPresses1(story);
      desk.whenCalled(provider, ringsOut);
      await handle.signal(messages.bridging, { who: provider.target, state: 'under-way' });
      await pass('5 seconds');
      await handle.signal(messages.bridging, { who: provider.target, state: 'failed' });
      const alone = { callSid: 'CAalone', label: targetKey(provider.target), present: true, sequence: 1 };
      await handle.signal(messages.conferencePresence, { ...alone, ...providersRoom });
      await until(() => desk.callsTo(provider).length === 2);
      expect(desk.callsTo(provider)[1]?.purpose).toBe('connect');
      expect(await view()).toMatchObject({
        caller: 'waiting',
        whereabouts: { caller: ['ACfirst'], others: ['ACsecond'] },
      });
      expect(await view()).not.toHaveProperty('companyApart');
      await pass('1 minute');
      expect(desk.events('bridge-failed')).toEqual([{ type: 'bridge-failed', with: provider.target }]);
    });
  });

  it('or has come into a room of their own while the caller came into theirs: the incident tells who waits apart (I4)', async () => {
    await playIncident(server, callerWaits, async (story) => {
      const { handle, view } = story;
      await callerComes(story);
      await providerPresses1(story);
      const alone = { callSid: 'CAalone', label: targetKey(provider.target), present: true, sequence: 1 };
      await handle.signal(messages.conferencePresence, { ...alone, ...providersRoom });
      const { callSid, label } = alone;
      expect((await view()).companyApart).toEqual([{ callSid, label, account: 'ACsecond' }]);
      await handle.signal(messages.conferencePresence, {
        ...alone,
        ...providersRoom,
        present: false,
        sequence: 2,
      });
      expect(await view()).not.toHaveProperty('companyApart');
    });
  });

  it('and is never heard of again: the ladder goes on after a while (I4)', async () => {
    await playIncident(server, callerWaits, async (story) => {
      const { desk, handle, pass } = story;
      await callerComes(story);
      await providerPresses1(story);
      await handle.signal(messages.bridging, { who: provider.target, state: 'under-way' });
      desk.whenCalled(provider, ringsOut);
      await pass('35 seconds');
      expect(desk.callsTo(provider)).toHaveLength(1);
      await pass('15 seconds');
      expect(desk.callsTo(provider)).toHaveLength(2);
    });
  });

  it('may be the caller who was called back: they are not called again meanwhile (I3)', async () => {
    await playIncident(
      server,
      (desk) => {
        desk.internal = [];
        desk.caller = [traveller];
        desk.whenCalled(provider, presses1);
        desk.whenCalled(traveller, inTurn(presses1, ringsOut));
        return { callBack: true };
      },
      async ({ desk, handle, pass, until }) => {
        await until(() => desk.callsTo(traveller).length === 1);
        await handle.signal(messages.bridging, { who: traveller.target, state: 'under-way' });
        await pass('30 seconds');
        expect(desk.callsTo(traveller)).toHaveLength(1);
        await handle.signal(messages.bridging, { who: traveller.target, state: 'failed' });
        await until(() => desk.callsTo(traveller).length === 2);
        await pass('1 minute');
        expect(desk.events('bridge-failed')).toEqual([{ type: 'bridge-failed', with: provider.target }]);
      },
    );
  });
});
