import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { assembleApp } from '../app.js';
import { callOf, script, openPlay, reset, type Play } from '../testing/play.js';
import { desk, firstAccountSid, until } from '../testing/stage.js';

let stage: Play['stage'];
let organisationId: Play['organisationId'];
let report: Play['report'];
let orderFor: Play['orderFor'];
let completedBy: Play['completedBy'];

beforeAll(async () => {
  ({ stage, organisationId, report, orderFor, completedBy } = await openPlay());
});
beforeEach(() => {
  reset(stage);
});
afterAll(() => stage.close());

describe('webhooks that are not signed', () => {
  it('change nothing', async () => {
    const order = await orderFor('inform');
    const address = new URL(stage.addresses.attemptReplied(order, 1));
    const path = `${address.pathname.replace('/beistand', '')}${address.search}`;
    const body = new URLSearchParams(callOf(order, { Digits: '1' }));
    for (const headers of [{}, { 'x-twilio-signature': 'Zm9yZ2Vk' }]) {
      const answer = await fetch(`${stage.url}${path}`, { method: 'POST', headers, body });
      expect(answer.status).toBe(403);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
    }
    expect(completedBy(order)).toEqual([]);
  });

  it('are refused on every address but the static one', async () => {
    const { webhooks } = assembleApp(stage.dependencies);
    expect(webhooks.length).toBeGreaterThan(20);
    for (const { path } of webhooks) {
      const answer = await fetch(`${stage.url}${path}`, {
        method: 'POST',
        body: new URLSearchParams({ CallSid: 'CA1' }),
      });
      expect([path, answer.status]).toEqual([path, 403]);
    }
    const fallback = await fetch(`${stage.url}/telephony/fallback`, { method: 'POST' });
    expect(fallback.status).toBe(200);
    expect(await fallback.text()).toContain(desk.phone);
  });
});

describe('a failing script (I4)', () => {
  it('is a call to the emergency line, never a dead line', async () => {
    const answer = await stage.webhook('/telephony/attempt/answered?order=nonsense', { CallSid: 'CA1' });
    expect(answer.status).toBe(200);
    const { verbs, text } = script(answer.text);
    expect(verbs).toContain('Dial');
    expect(text).toContain(desk.phone);
  });
});

describe('the conference (I3, I4)', () => {
  it('tells the incident who comes and goes', async () => {
    const incidentId = await report();
    await stage.webhook(stage.addresses.conferenceEvents(incidentId), {
      FriendlyName: `incident-${incidentId}`,
      StatusCallbackEvent: 'participant-join',
      ParticipantLabel: 'desk.desk',
      CallSid: 'CA-conference',
      SequenceNumber: '2',
    });
    await until(() => stage.cases.told.some(({ what, id }) => what === 'presence' && id === incidentId));
    expect(
      stage.cases.told.find(({ what, id }) => what === 'presence' && id === incidentId)?.message,
    ).toEqual({
      account: firstAccountSid,
      callSid: 'CA-conference',
      label: 'desk/desk',
      present: true,
      sequence: 2,
    });
  });

  it('tells the incident that a room is over, with everybody in it', async () => {
    const incidentId = await report();
    await stage.webhook(stage.addresses.conferenceEvents(incidentId), {
      FriendlyName: `incident-${incidentId}`,
      ConferenceSid: 'CFover',
      StatusCallbackEvent: 'conference-end',
      SequenceNumber: '7',
    });
    await until(() => stage.cases.told.some(({ what, id }) => what === 'roomOver' && id === incidentId));
    expect(stage.cases.told.at(-1)?.message).toEqual({ room: 'CFover' });
  });

  it('tells the incident of somebody who hung up there, also when nothing else tells of it', async () => {
    const incidentId = await report();
    const left = (form: Readonly<Record<string, string>>) =>
      stage.webhook(stage.addresses.conferenceLeft(incidentId, 'desk.desk'), { CallSid: 'CA-desk', ...form });
    await left({ CallStatus: 'in-progress' });
    const presence = () =>
      stage.cases.told.filter(({ what, id }) => what === 'presence' && id === incidentId);
    expect(presence()).toEqual([]);
    await left({ CallStatus: 'completed' });
    await until(() => presence().length === 1);
    expect(presence()[0]?.message).toEqual({
      callSid: 'CA-desk',
      account: firstAccountSid,
      label: 'desk/desk',
      present: false,
      sequence: Number.MAX_SAFE_INTEGER,
    });
  });

  it('asks a caller for patience, in their language', async () => {
    const incidentId = await report();
    const address = stage.addresses.conferenceAnnouncement(incidentId, organisationId);
    const { verbs, text } = script((await stage.webhook(address, { CallSid: 'CA1' })).text);
    expect(verbs).toEqual(['Say']);
    expect(text).toContain('de-DE');
  });

  it('reassures who waits, in their language, again and again', async () => {
    const incidentId = await report();
    const address = stage.addresses.conferenceWait(incidentId, organisationId);
    const { verbs, text } = script((await stage.webhook(address, { CallSid: 'CA1' })).text);
    expect(verbs).toEqual(['Say', 'Pause', 'Redirect']);
    expect(text).toContain('de-DE');
  });

  it('connects a caller to the emergency line when nothing is heard of their incident for long, and tries again (I4)', async () => {
    const incidentId = await report();
    const call = { callSid: 'CA-waiting', account: firstAccountSid };
    const waits = async (missed: number) => {
      const waiting = { ...call, missed, apart: 0 };
      const address = stage.addresses.conferenceWait(incidentId, organisationId, waiting);
      const { text } = script((await stage.webhook(address, { CallSid: call.callSid })).text);
      return Number(/missed=(\d+)/.exec(text)?.[1]);
    };
    const redirected = () => stage.calls.redirected.filter(({ sid }) => sid === call.callSid);
    expect(await waits(2)).toBe(0);
    stage.cases.away = true;
    expect([await waits(0), await waits(1)]).toEqual([1, 2]);
    expect(redirected()).toEqual([]);
    expect(await waits(2)).toBe(3);
    await until(() => redirected().length === 1);
    expect(JSON.stringify(redirected()[0]?.script)).toContain('dial');
    expect([await waits(3), await waits(4)]).toEqual([4, 5]);
    expect(await waits(5)).toBe(6);
    await until(() => redirected().length === 2);
    stage.cases.away = false;
    expect(await waits(6)).toBe(0);
  });

  it('keeps a caller on the line as long as the incident is open', async () => {
    const incidentId = await report();
    const inConference = { CallSid: 'CA1', CallStatus: 'in-progress' };
    const left = async (label: string) =>
      script((await stage.webhook(stage.addresses.conferenceLeft(incidentId, label), inConference)).text);
    expect((await left('caller')).verbs).toEqual(['Say', 'Dial']);
    expect((await left('desk.desk')).verbs).toEqual(['Say', 'Hangup']);
    stage.cases.view(incidentId, { state: 'closed' });
    expect((await left('caller')).verbs).toEqual(['Say', 'Hangup']);
  });
});
