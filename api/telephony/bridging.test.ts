import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import type { AttemptOrder, AttemptPurpose } from '../../domain/attempt.js';
import type { IncidentView } from '../../domain/case-record.js';
import {
  callOf,
  incidentOf,
  openPlay,
  reset,
  script,
  toni,
  type Play,
  type PlayedScript,
} from '../testing/play.js';
import { desk, firstAccountSid, otherAccount, otherLine, until } from '../testing/stage.js';

let play: Play;
beforeAll(async () => {
  play = await openPlay();
});
beforeEach(() => {
  reset(play.stage);
});
afterAll(() => play.stage.close());

const onOther = { AccountSid: otherAccount.accountSid };
const callerOnFirst = {
  caller: 'waiting',
  whereabouts: { caller: [firstAccountSid], others: [] },
} as const satisfies Partial<IncidentView>;

/** An attempt on the other account whose person has said yes, while the incident looks like that. */
async function saysYes(
  purpose: AttemptPurpose,
  view: Partial<IncidentView>,
): Promise<{ order: AttemptOrder; answer: PlayedScript }> {
  const order = await play.orderFor(purpose);
  play.stage.cases.view(incidentOf(order), view);
  return { order, answer: await play.replied(order, { ...onOther, Digits: '1' }) };
}

const dialSchema = z.object({
  action: z.string(),
  callerId: z.string(),
  timeout: z.string(),
  Number: z.object({ '#text': z.string(), sendDigits: z.string() }),
});
const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', parseTagValue: false });

/** What is dialled to bridge somebody. */
function bridgeIn({ text }: PlayedScript) {
  const { Response: response } = z
    .object({ Response: z.object({ Dial: dialSchema }) })
    .parse(parser.parse(text));
  const { action, callerId, Number: number } = response.Dial;
  const code = /^ww\*www(\d{13})$/.exec(number.sendDigits)?.[1];
  if (code === undefined) throw new Error(`There is no code in ${number.sendDigits}.`);
  return { action, callerId, number: number['#text'], code };
}

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
    const { order, answer } = await saysYes('take', callerOnFirst);
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
    const { answer } = await saysYes('call-back', {
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
    const { answer } = await saysYes('connect', view);
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
    const { answer } = await saysYes('take', callerOnFirst);
    const { code } = bridgeIn(answer);
    const call = leg();
    expect((await arrives(code, call)).verbs).toEqual(['Dial']);
    expect((await arrives(code, call)).verbs).toEqual(['Dial']);
    expect((await arrives(code)).verbs).toEqual(['Hangup']);
  });

  it('is understood though the star or the caller ID got lost on the way', async () => {
    const { stage } = play;
    const { answer } = await saysYes('take', callerOnFirst);
    const withoutStar = leg();
    const first = await stage.webhook('/telephony/bridge/code', {
      ...withoutStar,
      CallStatus: 'in-progress',
      Digits: bridgeIn(answer).code,
    });
    expect(first.text).toContain('</Conference>');

    const other = await saysYes('take', callerOnFirst);
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

describe('a bridge that has ended while the person is still on the phone (I4, X1)', () => {
  async function ends(order: AttemptOrder, action: string, more: Readonly<Record<string, string>> = {}) {
    const { stage } = play;
    const answer = await stage.webhook(action.replaceAll('&amp;', '&'), {
      ...callOf(order, onOther),
      DialCallStatus: 'failed',
      ...more,
    });
    return script(answer.text);
  }
  const toldOf = (order: AttemptOrder) =>
    play.stage.cases.told
      .filter(({ what, id }) => what === 'bridging' && id === incidentOf(order))
      .map(({ message }) => z.object({ state: z.string() }).parse(message).state);

  it('is built once more; then the person waits in their own room, and the case is told', async () => {
    const { order, answer } = await saysYes('take', callerOnFirst);
    const first = bridgeIn(answer);
    const again = bridgeIn(await ends(order, first.action));
    const over = await ends(order, again.action);
    expect(over.verbs).toEqual(['Say', 'Dial']);
    expect(over.text).toContain('noch nicht mit der anderen Seite');
    expect(over.text).toContain(`>incident-${incidentOf(order)}</Conference>`);
    await until(() => toldOf(order).length === 3);
    expect(toldOf(order)).toEqual(['under-way', 'under-way', 'failed']);
  });

  it('leaves nobody alone while the case engine and MongoDB cannot tell', async () => {
    const { order, answer } = await saysYes('take', callerOnFirst);
    play.stage.cases.away = true;
    const over = await ends(order, bridgeIn(answer).action);
    expect(over.verbs).toEqual(['Say', 'Dial']);
    expect(over.text).toContain('</Conference>');
  });

  it.each([
    ['somebody else is with the caller', { caller: 'joined' }, ['Say', 'Hangup']],
    ['the caller is not needing anybody', { caller: 'none' }, ['Say', 'Hangup']],
    ['the caller is to be called back', { caller: 'to-be-called-back' }, ['Dial']],
    ['the incident is closed', { state: 'closed' }, ['Say', 'Hangup']],
  ] as const)('goes on as things are: %s', async (_when, change, verbs) => {
    const { order, answer } = await saysYes('take', callerOnFirst);
    play.stage.cases.view(incidentOf(order), { ...change, whereabouts: { caller: [], others: [] } });
    expect((await ends(order, bridgeIn(answer).action)).verbs).toEqual(verbs);
  });

  it('never sends the caller away', async () => {
    const { order, answer } = await saysYes('call-back', {
      caller: 'to-be-called-back',
      whereabouts: { caller: [], others: [firstAccountSid] },
    });
    play.stage.cases.view(incidentOf(order), { caller: 'none', whereabouts: { caller: [], others: [] } });
    const after = await ends(order, bridgeIn(answer).action, { DialCallStatus: 'completed' });
    expect(after.verbs).toEqual(['Say', 'Dial']);
    expect(after.text).toMatch(/participantLabel="caller-[0-9a-f]{8}"/);
  });

  it('does nothing for somebody who has hung up', async () => {
    const { order, answer } = await saysYes('take', callerOnFirst);
    const before = toldOf(order).length;
    const over = await ends(order, bridgeIn(answer).action, { CallStatus: 'completed' });
    expect(over.verbs).toEqual(['Hangup']);
    expect(toldOf(order)).toHaveLength(before);
  });
});
