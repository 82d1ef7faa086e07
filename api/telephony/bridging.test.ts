import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { incidentOf, openPlay, reset, script, toni, type Play, type PlayedScript } from '../testing/play.js';
import { desk, firstAccountSid, otherAccount, otherLine, until } from '../testing/stage.js';
import { bridgeIn, callerOnFirst, onOther, saysYes } from './bridges.fixture.js';

let play: Play;
beforeAll(async () => {
  play = await openPlay();
});
beforeEach(() => {
  reset(play.stage);
});
afterAll(() => play.stage.close());

let legs = 0;
/** The fields of a webhook about a leg that arrives at the first account. */
function leg(more: Readonly<Record<string, string>> = {}) {
  legs += 1;
  return {
    CallSid: `CA-leg-${legs}`,
    From: otherLine,
    To: desk.emergencyNumber,
    CallStatus: 'ringing',
    ...more,
  };
}

async function arrives(code: string, call = leg()): Promise<PlayedScript> {
  const { stage } = play;
  const asked = await stage.webhook('/telephony/inbound/voice', call);
  expect(script(asked.text).verbs).toEqual(['Gather', 'Hangup']);
  const action = /action="([^"]+)"/.exec(asked.text)?.[1] ?? '';
  const answer = await stage.webhook(action, { ...call, CallStatus: 'in-progress', Digits: `*${code}` });
  return script(answer.text);
}

describe('somebody who says yes on another account than the one where the caller waits (X1)', () => {
  it('is put through to that account’s number, and joins the caller there (I4)', async () => {
    const { order, answer } = await saysYes(play, 'take', callerOnFirst);
    expect(answer.verbs).toEqual(['Say', 'Dial']);
    const bridge = bridgeIn(answer);
    expect(bridge).toMatchObject({ callerId: otherLine, number: desk.emergencyNumber });
    const joined = await arrives(bridge.code);
    expect(joined.verbs).toEqual(['Dial']);
    expect(joined.text).toContain(`>incident-${incidentOf(order)}</Conference>`);
    expect(joined.text).toMatch(/participantLabel="internal-contact\.bridged-\d{3}-[0-9a-f]{8}"/);
    await until(() => play.stage.cases.told.some(({ what }) => what === 'bridging'));
    expect(
      play.stage.cases.told.find(({ what, id }) => what === 'bridging' && id === incidentOf(order)),
    ).toMatchObject({ message: { who: order.target, state: 'under-way' } });
  });

  it('joins as the caller, when it is the caller who was called back from there (I3)', async () => {
    const { answer } = await saysYes(play, 'call-back', {
      caller: 'to-be-called-back',
      whereabouts: { caller: [], others: [firstAccountSid] },
    });
    const joined = await arrives(bridgeIn(answer).code);
    expect(joined.text).toMatch(/participantLabel="caller-[0-9a-f]{8}"/);
  });

  it.each([
    [
      'the caller waits on the same account',
      { ...callerOnFirst, whereabouts: { caller: [otherAccount.accountSid], others: [] } },
    ],
    ['nobody knows where the caller waits', { caller: 'waiting' }],
    [
      'the caller waits on an account that has no number',
      { ...callerOnFirst, whereabouts: { caller: ['AC3'], others: [] } },
    ],
  ] as const)('joins the room of their own account when %s', async (_when, view) => {
    const { answer } = await saysYes(play, 'connect', view);
    expect(answer.text).toContain('</Conference>');
    expect(answer.text).not.toContain('sendDigits');
  });

  it('is put through all the same while the incident cannot tell where the caller is (I4)', async () => {
    const { stage } = play;
    const order = await play.orderFor('take');
    await stage.webhook(stage.addresses.conferenceEvents(incidentOf(order)), {
      ConferenceSid: 'CF1',
      FriendlyName: `incident-${incidentOf(order)}`,
      StatusCallbackEvent: 'participant-join',
      ParticipantLabel: 'caller',
      CallSid: 'CA-caller',
      SequenceNumber: '1',
    });
    stage.cases.away = true;
    const answer = await play.replied(order, { ...onOther, Digits: '1' });
    expect(bridgeIn(answer).number).toBe(desk.emergencyNumber);
  });

  it('who is called back is put through to whom only this process has seen come (I3)', async () => {
    const { stage } = play;
    const order = await play.orderFor('call-back');
    stage.cases.view(incidentOf(order), { caller: 'to-be-called-back' });
    await stage.webhook(stage.addresses.conferenceEvents(incidentOf(order)), {
      ConferenceSid: 'CF2',
      FriendlyName: `incident-${incidentOf(order)}`,
      StatusCallbackEvent: 'participant-join',
      ParticipantLabel: 'internal-contact.con_anna0001',
      CallSid: 'CA-anna',
      SequenceNumber: '1',
    });
    const answer = await play.replied(order, { ...onOther, Digits: '1' });
    expect(bridgeIn(answer).number).toBe(desk.emergencyNumber);
  });

  it('is not put through to a caller who is to be called back, wherever this process saw them last (I4)', async () => {
    const { stage } = play;
    const order = await play.orderFor('take');
    stage.cases.view(incidentOf(order), { caller: 'to-be-called-back' });
    await stage.webhook(stage.addresses.conferenceEvents(incidentOf(order)), {
      ConferenceSid: 'CF3',
      FriendlyName: `incident-${incidentOf(order)}`,
      StatusCallbackEvent: 'participant-join',
      ParticipantLabel: 'caller',
      CallSid: 'CA-caller-gone',
      SequenceNumber: '1',
    });
    const answer = await play.replied(order, { ...onOther, Digits: '1' });
    expect(answer.text).toContain('</Conference>');
    expect(answer.text).not.toContain('sendDigits');
  });

  it('who calls again while somebody waits on the other account is put through too (I4)', async () => {
    const { stage } = play;
    const before = stage.cases.started.size;
    const incident = await stage.webhook('/telephony/inbound/voice', {
      CallSid: 'CA-again-1',
      From: toni,
      To: desk.emergencyNumber,
      CallStatus: 'ringing',
    });
    const choice = /action="([^"]+)"/.exec(incident.text)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const call = { From: toni, To: desk.emergencyNumber, CallStatus: 'in-progress' };
    await stage.webhook(choice, { ...call, CallSid: 'CA-again-1', Digits: '1' });
    await until(() => stage.cases.started.size > before);
    const id = [...stage.cases.started.keys()].at(-1) ?? '';
    stage.cases.view(id, { whereabouts: { caller: [], others: [otherAccount.accountSid] } });
    const again = await stage.webhook('/telephony/inbound/voice', { ...call, CallSid: 'CA-again-2' });
    expect(bridgeIn(script(again.text))).toMatchObject({ callerId: desk.emergencyNumber, number: otherLine });
  });
});

describe('a leg of a bridge (X1)', () => {
  it('with a wrong code is given up, opens no incident, and is not called back', async () => {
    const { stage } = play;
    const before = stage.cases.started.size;
    const call = leg();
    expect((await arrives('0123456789012', call)).verbs).toEqual(['Hangup']);
    await stage.webhook('/telephony/inbound/status', { ...call, CallStatus: 'completed' });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(stage.cases.started.size).toBe(before);
  });

  it('can use its code once; the provider’s repetition of a webhook is no second time', async () => {
    const { answer } = await saysYes(play, 'take', callerOnFirst);
    const { code } = bridgeIn(answer);
    const call = leg();
    expect((await arrives(code, call)).verbs).toEqual(['Dial']);
    expect((await arrives(code, call)).verbs).toEqual(['Dial']);
    expect((await arrives(code)).verbs).toEqual(['Hangup']);
  });

  it('is understood though the star or the caller ID got lost on the way', async () => {
    const { stage } = play;
    const { answer } = await saysYes(play, 'take', callerOnFirst);
    const withoutStar = leg();
    const first = await stage.webhook('/telephony/bridge/code', {
      ...withoutStar,
      CallStatus: 'in-progress',
      Digits: bridgeIn(answer).code,
    });
    expect(first.text).toContain('</Conference>');

    const other = await saysYes(play, 'take', callerOnFirst);
    const nameless = leg({ From: 'anonymous' });
    const menu = await stage.webhook('/telephony/inbound/voice', nameless);
    const actionOf = (text: string) => /action="([^"]+)"/.exec(text)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const call = { ...nameless, CallStatus: 'in-progress' };
    const asked = await stage.webhook(actionOf(menu.text), { ...call, Digits: '*' });
    expect(script(asked.text).verbs).toEqual(['Gather', 'Redirect']);
    const code = actionOf(asked.text);
    const joined = await stage.webhook(code, { ...call, Digits: bridgeIn(other.answer).code });
    expect(joined.text).toContain(`>incident-${incidentOf(other.order)}</Conference>`);

    const before = stage.cases.started.size;
    await stage.webhook('/telephony/inbound/status', { ...call, CallStatus: 'completed' });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(stage.cases.started.size).toBe(before);
    // Its end tells that somebody has left, also when the conference's own webhook is lost (I4).
    const left = stage.cases.told.flatMap(({ what, id, message }) =>
      what === 'presence' && id === incidentOf(other.order) ? [message] : [],
    );
    expect(left).toEqual([
      {
        callSid: call.CallSid,
        account: firstAccountSid,
        label: expect.stringMatching(/^internal-contact\/bridged-\d{3}$/),
        present: false,
        sequence: Number.MAX_SAFE_INTEGER,
      },
    ]);
  });

  it('is not what a person is who presses the star: they go on in the menu', async () => {
    const { stage } = play;
    const person = { CallSid: 'CA-star', From: '+493023125077', To: desk.emergencyNumber };
    const menu = await stage.webhook('/telephony/inbound/voice', { ...person, CallStatus: 'ringing' });
    const actionOf = (text: string) => /action="([^"]+)"/.exec(text)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const call = { ...person, CallStatus: 'in-progress' };
    const asked = await stage.webhook(actionOf(menu.text), { ...call, Digits: '*' });
    const wrong = await stage.webhook(actionOf(asked.text), { ...call, Digits: '4711' });
    expect(script(wrong.text).verbs).toEqual(['Gather', 'Redirect']);
    const chosen = await stage.webhook(actionOf(asked.text), { ...call, Digits: '1' });
    expect(chosen.text).toContain('</Conference>');
  });
});
