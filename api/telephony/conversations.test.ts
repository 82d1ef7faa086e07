import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import { conflict } from '../../domain/errors.js';
import type { AttemptOrder, AttemptPurpose } from '../../domain/attempt.js';
import {
  contactIdSchema,
  incidentIdSchema,
  organisationIdSchema,
  travellerIdSchema,
} from '../../domain/identifiers.js';
import type { IncidentId, OrganisationId, TravellerId } from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import { desk, setStage, until, type Stage } from '../testing/stage.js';

let stage: Stage;
let organisationId: OrganisationId;
let travellerId: TravellerId;
let contactId: string;
let counter = 0;

const anna = '+493023125011';
const toni = '+493023125020';

beforeAll(async () => {
  stage = await setStage();
  const organisation = await stage.ask('POST', '/v1/organisations', {
    name: 'Example',
    language: 'en',
    internalContacts: [{ name: 'Anna', phones: [anna], language: 'de' }],
    inboundNumber: '+493023125099',
  });
  const created = z
    .object({ id: organisationIdSchema, internalContacts: z.tuple([z.object({ id: contactIdSchema })]) })
    .parse(organisation.body);
  organisationId = created.id;
  contactId = created.internalContacts[0].id;
  const traveller = await stage.ask('POST', '/v1/travellers', {
    organisationId,
    name: 'Toni',
    phones: [toni],
    language: 'de',
  });
  travellerId = z.object({ id: travellerIdSchema }).parse(traveller.body).id;
});

beforeEach(() => {
  stage.cases.away = false;
  stage.cases.refusal = undefined;
  stage.cases.acknowledgement = 'acknowledged';
  stage.calls.facts = {};
});

afterAll(() => stage.close());

async function report(): Promise<IncidentId> {
  const answer = await stage.ask('POST', '/v1/incidents', {
    organisationId,
    kind: 'medical',
    threat: 'unknown',
    travellerId,
    summary: 'Toni broke a leg.',
  });
  return z.object({ id: incidentIdSchema }).parse(answer.body).id;
}

async function orderFor(purpose: AttemptPurpose, incidentId?: IncidentId): Promise<AttemptOrder> {
  counter += 1;
  const isStatus = purpose === 'status';
  const of = incidentId ?? (isStatus ? undefined : await report());
  const about =
    of === undefined
      ? ({ case: 'status-call', statusCallId: `stc_call${counter}xy` } as const)
      : ({ case: 'incident', incidentId: of } as const);
  return {
    key: { workflowId: 'some-workflow', activityId: `attempt-${counter}` },
    organisationId,
    subject: about,
    purpose,
    target:
      isStatus || purpose === 'call-back'
        ? { role: 'traveller', id: travellerId }
        : { role: 'internal-contact', id: contactId },
    step: { channel: 'voice', position: 0 },
    round: 1,
    ringSeconds: 20,
    talkSeconds: 60,
    dialBefore: Date.now() + 60_000,
    lifeSafety: false,
  };
}

/** A webhook's fields for the call of an order. */
const call = (order: AttemptOrder, more: Readonly<Record<string, string>> = {}) => ({
  CallSid: `CA-${order.key.activityId}`,
  From: desk.emergencyNumber,
  To: order.target.role === 'traveller' ? toni : anna,
  CallStatus: 'in-progress',
  ...more,
});

const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', preserveOrder: false });

/** A script, as the provider reads it. */
function script(text: string) {
  const { Response: response } = z
    .object({ Response: z.record(z.string(), z.unknown()) })
    .parse(parser.parse(text));
  return { verbs: Object.keys(response), response, text };
}

const replied = async (order: AttemptOrder, more: Readonly<Record<string, string>>, asked = 1) => {
  const answer = await stage.webhook(stage.addresses.attemptReplied(order, asked), call(order, more));
  expect(answer.status).toBe(200);
  return script(answer.text);
};

const completedBy = (order: AttemptOrder) =>
  stage.cases.completed
    .filter(({ key }) => key.activityId === order.key.activityId)
    .map(({ result }) => result);

describe('webhooks that are not signed', () => {
  it('change nothing', async () => {
    const order = await orderFor('inform');
    const address = new URL(stage.addresses.attemptReplied(order, 1));
    const path = `${address.pathname.replace('/beistand', '')}${address.search}`;
    const body = new URLSearchParams(call(order, { Digits: '1' }));
    for (const headers of [{}, { 'x-twilio-signature': 'Zm9yZ2Vk' }]) {
      const answer = await fetch(`${stage.url}${path}`, { method: 'POST', headers, body });
      expect(answer.status).toBe(403);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
    }
    expect(completedBy(order)).toEqual([]);
  });

  it('are refused on every address but the static one', async () => {
    for (const path of ['attempt/status', 'inbound/voice', 'inbound/text', 'conference/events', 'alarm']) {
      const answer = await fetch(`${stage.url}/telephony/${path}`, {
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

describe('an attempt’s call (I6)', () => {
  it('is asked in the person’s language, with the facts', async () => {
    const order = await orderFor('inform');
    const answer = await stage.webhook(stage.addresses.attemptAnswered(order), call(order));
    const { verbs, text } = script(answer.text);
    expect(verbs).toEqual(['Gather', 'Redirect']);
    expect(text).toContain('de-DE');
    expect(text).toContain('Toni broke a leg.');
    expect(text).toContain('drücken Sie die 1');
  });

  it('is an acknowledgement by key 1', async () => {
    const order = await orderFor('inform');
    const { verbs } = await replied(order, { Digits: '1' });
    expect(verbs).toEqual(['Say', 'Hangup']);
    expect(completedBy(order)).toEqual([expect.objectContaining({ reason: 'acknowledged', means: 'key' })]);
  });

  it('is answered the same when the webhook comes twice', async () => {
    const order = await orderFor('inform');
    const before = stage.cases.told.length;
    const answers = await Promise.all([replied(order, { Digits: '1' }), replied(order, { Digits: '1' })]);
    expect(answers[0].text).toBe(answers[1].text);
    expect(completedBy(order)).toHaveLength(1);
    expect(stage.cases.told).toHaveLength(before);
  });

  it('is a decline by key 2, and danger by key 9', async () => {
    const declined = await orderFor('inform');
    await replied(declined, { Digits: '2' });
    expect(completedBy(declined)).toEqual([expect.objectContaining({ reason: 'declined' })]);
    const danger = await orderFor('take');
    await replied(danger, { Digits: '9' });
    expect(completedBy(danger)).toEqual([
      expect.objectContaining({ reason: 'acknowledged', lifeInDanger: true }),
    ]);
  });

  it('counts a spoken yes only when a human said it, else asks for a key', async () => {
    const order = await orderFor('inform');
    const speech = { SpeechResult: 'Ich übernehme', Confidence: '0.9' };
    expect((await replied(order, speech)).verbs).toEqual(['Gather', 'Redirect']);
    expect(completedBy(order)).toEqual([]);
    stage.calls.facts = { answeredBy: 'human' };
    expect((await replied(order, speech, 2)).verbs).toEqual(['Say', 'Hangup']);
    expect(completedBy(order)).toEqual([
      expect.objectContaining({ reason: 'acknowledged', means: 'speech' }),
    ]);
  });

  it('asks for a key after uncertain speech, negated speech and unknown keys', async () => {
    stage.calls.facts = { answeredBy: 'human' };
    const order = await orderFor('inform');
    const heard = [{ SpeechResult: 'Ich übernehme nicht gern' }, { SpeechResult: 'Hm' }, { Digits: '7' }];
    for (const [index, more] of heard.entries()) {
      const { verbs } = await replied({ ...order, round: index + 1 }, more);
      expect(verbs).toEqual(['Gather', 'Redirect']);
    }
    expect(completedBy(order)).toEqual([]);
  });

  it('repeats the question and ends like a message on a voicemail', async () => {
    const order = await orderFor('inform');
    const again = await stage.webhook(stage.addresses.attemptUnanswered(order, 1), call(order));
    expect(script(again.text).verbs).toEqual(['Gather', 'Redirect']);
    expect(again.text).toContain('asked=2');
    const last = await stage.webhook(stage.addresses.attemptUnanswered(order, 3), call(order));
    expect(script(last.text).verbs).toEqual(['Say', 'Hangup']);
    expect(completedBy(order)).toEqual([]);
  });

  it('still counts when the case has gone on, and is told so (I7)', async () => {
    const order = await orderFor('inform');
    stage.cases.over.add(order.key.activityId);
    await replied(order, { Digits: '1' });
    const incidentId = order.subject.case === 'incident' ? order.subject.incidentId : undefined;
    expect(stage.cases.told.at(-1)).toMatchObject({
      what: 'acknowledge',
      id: incidentId,
      message: { as: 'internal', means: 'key', by: { by: 'target', target: order.target } },
      updateId: `CA-${order.key.activityId}-${order.key.activityId}`,
    });
  });

  it('hears who was quicker, or that it is over', async () => {
    const order = await orderFor('take');
    stage.cases.over.add(order.key.activityId);
    stage.cases.acknowledgement = 'already-acknowledged';
    const id = order.subject.case === 'incident' ? order.subject.incidentId : '';
    stage.cases.view(id, { takenBy: { by: 'target', target: { role: 'desk', id: 'desk' } } });
    expect((await replied(order, { Digits: '1' })).text).toContain(desk.name);
    const closed = await orderFor('take');
    stage.cases.over.add(closed.key.activityId);
    stage.cases.refusal = conflict('The incident is closed.');
    expect((await replied(closed, { Digits: '1' })).text).toContain('abgeschlossen');
  });

  it('is passed on later when the case engine is away, and the person is thanked all the same', async () => {
    const order = await orderFor('inform');
    stage.cases.away = true;
    expect((await replied(order, { Digits: '1' })).verbs).toEqual(['Say', 'Hangup']);
    expect(completedBy(order)).toEqual([]);
    stage.cases.away = false;
    await until(() => completedBy(order).length === 1, 10_000);
  });

  it('joins the caller who waits (I3)', async () => {
    const order = await orderFor('take');
    const id = order.subject.case === 'incident' ? order.subject.incidentId : '';
    stage.cases.view(id, { caller: 'waiting' });
    const { verbs, text } = await replied(order, { Digits: '1' });
    expect(verbs).toEqual(['Say', 'Dial']);
    expect(text).toContain(`>incident-${id}</Conference>`);
    expect(text).toContain(`participantLabel="internal-contact.${contactId}"`);
    expect(text).toContain('endConferenceOnExit="false"');
  });

  it('joins the traveller who is called back by any key, as the caller', async () => {
    const { verbs, text } = await replied(await orderFor('call-back'), { Digits: '5' });
    expect(verbs).toEqual(['Say', 'Dial']);
    expect(text).toContain('participantLabel="caller"');
  });
});

describe('one call for several incidents (X1)', () => {
  it('tells both and settles both', async () => {
    const [first, second] = [await orderFor('inform'), await orderFor('inform')];
    const until = new Date(Date.now() + 60_000);
    await stage.store.numberLeases.take(anna, first, until);
    await stage.store.numberLeases.take(anna, second, until);
    const answered = await stage.webhook(stage.addresses.attemptAnswered(first), call(first));
    expect(answered.text).toContain('2 ');
    expect(answered.text.match(/broke a leg/g)).toHaveLength(2);
    await replied(first, { Digits: '1' });
    expect([...completedBy(first), ...completedBy(second)]).toEqual([
      expect.objectContaining({ reason: 'acknowledged' }),
      expect.objectContaining({ reason: 'acknowledged' }),
    ]);
    await stage.webhook(stage.addresses.attemptStatus(first), call(first, { CallStatus: 'completed' }));
    await expectFree(anna);
  });

  const expectFree = (number: string) =>
    until(async () => (await stage.store.numberLeases.find(number)) === undefined);

  it.each([
    ['busy', 'busy'],
    ['no-answer', 'no-answer'],
    ['failed', 'failed'],
  ])('is settled for all when the line is %s, and the number is free again', async (state, reason) => {
    const [first, second] = [await orderFor('inform'), await orderFor('inform')];
    const until = new Date(Date.now() + 60_000);
    await stage.store.numberLeases.take(anna, first, until);
    await stage.store.numberLeases.take(anna, second, until);
    await stage.webhook(stage.addresses.attemptStatus(first), call(first, { CallStatus: state }));
    await expectFree(anna);
    await settled(first, second);
    for (const order of [first, second]) expect(completedBy(order)).toMatchObject([{ reason }]);
  });

  const settled = (...orders: readonly AttemptOrder[]) =>
    until(() => orders.every((order) => completedBy(order).length === 1));
});

describe('an attempt that nobody answers (I6)', () => {
  it('ends with what has answered, after a moment for a key that is behind', async () => {
    const machine = await orderFor('inform');
    stage.calls.facts = { state: 'completed', answeredBy: 'machine' };
    await stage.webhook(stage.addresses.attemptStatus(machine), call(machine, { CallStatus: 'completed' }));
    await until(() => completedBy(machine).length === 1);
    expect(completedBy(machine)).toMatchObject([{ reason: 'voicemail' }]);
    const human = await orderFor('inform');
    stage.calls.facts = { state: 'completed', answeredBy: 'human' };
    await stage.webhook(stage.addresses.attemptStatus(human), call(human, { CallStatus: 'completed' }));
    await until(() => completedBy(human).length === 1);
    expect(completedBy(human)).toMatchObject([{ reason: 'expired', detail: 'answered-without-key' }]);
  });

  it('ends as a voicemail when machine detection says so, and a key counts all the same', async () => {
    const order = await orderFor('inform');
    stage.calls.facts = { to: anna };
    const answer = await stage.webhook(stage.addresses.attemptMachine(order), {
      CallSid: `CA-${order.key.activityId}`,
      AnsweredBy: 'machine_end_beep',
    });
    expect(answer.status).toBe(204);
    await until(() => completedBy(order).length === 1);
    expect(completedBy(order)).toMatchObject([{ reason: 'voicemail' }]);
    await replied(order, { Digits: '1' });
    expect(stage.cases.told.at(-1)).toMatchObject({ what: 'acknowledge' });
  });

  it('goes on when a human has answered, or the call only rings', async () => {
    const order = await orderFor('inform');
    await stage.webhook(stage.addresses.attemptMachine(order), { CallSid: 'CA1', AnsweredBy: 'human' });
    await stage.webhook(stage.addresses.attemptStatus(order), call(order, { CallStatus: 'ringing' }));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(completedBy(order)).toEqual([]);
  });
});

describe('a status call (I2, I3)', () => {
  const incidentOf = (order: AttemptOrder) =>
    order.subject.case === 'status-call' ? order.subject.statusCallId.replace('stc_', 'inc_') : '';

  it('is answered OK by key', async () => {
    const order = await orderFor('status');
    expect((await replied(order, { Digits: '1' })).verbs).toEqual(['Say', 'Hangup']);
    expect(completedBy(order)).toMatchObject([{ reason: 'acknowledged', answer: 'ok' }]);
  });

  it.each([{ Digits: '2' }, { SpeechResult: 'Hilfe', Confidence: '0.9' }])(
    'connects Help on the same call: %j',
    async (heard) => {
      const order = await orderFor('status');
      const { verbs, text } = await replied(order, heard);
      expect(verbs).toEqual(['Say', 'Dial']);
      expect(text).toContain(`>incident-${incidentOf(order)}</Conference>`);
      expect(text).toContain('participantLabel="caller"');
      await until(() => stage.cases.started.has(incidentOf(order)) && completedBy(order).length === 1);
      expect(stage.cases.started.get(incidentOf(order))).toMatchObject({
        source: 'status-call',
        travellerId,
        callerWaiting: true,
        callBack: false,
      });
      expect(completedBy(order)).toMatchObject([{ reason: 'acknowledged', answer: 'help' }]);
    },
  );

  it('does not wait for Temporal, and opens the incident as soon as it answers', async () => {
    const order = await orderFor('status');
    stage.cases.away = true;
    const begun = Date.now();
    const { verbs } = await replied(order, { Digits: '9' });
    expect(Date.now() - begun).toBeLessThan(1_500);
    expect(verbs).toEqual(['Say', 'Dial']);
    stage.cases.away = false;
    await until(() => stage.cases.started.has(incidentOf(order)), 10_000);
    expect(stage.cases.started.get(incidentOf(order))).toMatchObject({ threat: 'immediate' });
  });

  it('never takes a negated or a machine’s OK for one', async () => {
    const order = await orderFor('status');
    stage.calls.facts = { answeredBy: 'human' };
    expect((await replied(order, { SpeechResult: 'nicht okay' })).verbs).toEqual(['Gather', 'Redirect']);
    stage.calls.facts = { answeredBy: 'machine' };
    expect((await replied(order, { SpeechResult: 'okay' })).verbs).toEqual(['Gather', 'Redirect']);
    expect((await replied(order, { SpeechResult: 'Hilfe' })).verbs).toEqual(['Gather', 'Redirect']);
    expect(completedBy(order)).toEqual([]);
  });
});

describe('a call to the emergency number (I5)', () => {
  const inbound = (sid: string, more: Readonly<Record<string, string>> = {}) => ({
    CallSid: sid,
    From: '+493023125066',
    To: desk.emergencyNumber,
    CallStatus: 'in-progress',
    ...more,
  });
  const action = (text: string) =>
    z.object({ action: z.string() }).parse(script(text).response['Gather']).action.replaceAll('&amp;', '&');

  it('knows the traveller by the number, asks, and connects', async () => {
    const ida = '+493023125021';
    const traveller = await stage.ask('POST', '/v1/travellers', {
      organisationId,
      name: 'Ida',
      phones: [ida],
      language: 'de',
    });
    const { id } = z.object({ id: travellerIdSchema }).parse(traveller.body);
    const form = inbound('CA-in-1', { From: ida });
    const menu = await stage.webhook('/telephony/inbound/voice', form);
    expect(menu.text).toContain('Ida');
    expect(menu.text).toContain('de-DE');
    const { verbs, text } = script((await stage.webhook(action(menu.text), { ...form, Digits: '2' })).text);
    expect(verbs).toEqual(['Say', 'Dial']);
    expect(text).toContain('participantLabel="caller"');
    const opened = () => [...stage.cases.started.values()].find(({ source }) => source === 'inbound-call');
    await until(() => opened() !== undefined);
    expect(opened()).toMatchObject({ organisationId, travellerId: id, kind: 'medical', callerWaiting: true });
    // Cut off, the same caller calls again: no second incident, the same conference.
    const again = await stage.webhook('/telephony/inbound/voice', inbound('CA-in-2', { From: ida }));
    expect(again.text).toContain(`>incident-${opened()?.incidentId ?? ''}</Conference>`);
    await until(() =>
      stage.cases.told.some(({ what, id }) => what === 'helpAsked' && id === opened()?.incidentId),
    );
  });

  it('serves an unknown caller all the same, without a choice after two rounds', async () => {
    const form = inbound('CA-in-3');
    const first = await stage.webhook('/telephony/inbound/voice', form);
    const second = await stage.webhook(action(first.text), { ...form, Digits: '6' });
    expect(script(second.text).verbs).toEqual(['Gather', 'Redirect']);
    const third = await stage.webhook(action(second.text), { ...form, SpeechResult: 'mumble' });
    expect(script(third.text).verbs).toEqual(['Say', 'Dial']);
    const opened = () =>
      [...stage.cases.started.values()].find(({ organisationId: id }) => id === 'org_thedesk');
    await until(() => opened() !== undefined);
    expect(opened()).toMatchObject({ kind: 'other', reportedBy: { target: { id: 'caller' } } });
    const intake = await stage.store.intakes.find(deskScope, opened()?.incidentId ?? '');
    expect(intake).toMatchObject({ callerPhone: '+493023125066', report: { summary: 'mumble' } });
    // Its end opens nothing more.
    const count = stage.cases.started.size;
    await stage.webhook('/telephony/inbound/status', { ...form, CallStatus: 'completed' });
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(stage.cases.started.size).toBe(count);
  });

  it('belongs to the organisation whose number was called', async () => {
    const form = inbound('CA-in-4', { To: '+493023125099' });
    const menu = await stage.webhook('/telephony/inbound/voice', form);
    expect(menu.text).toContain('Example');
    await stage.webhook(action(menu.text), { ...form, SpeechResult: 'My life is in danger' });
    await until(() =>
      [...stage.cases.started.values()].some(
        (start) =>
          start.organisationId === organisationId &&
          start.source === 'inbound-call' &&
          start.threat === 'immediate',
      ),
    );
  });

  it('is called back when the caller hangs up before choosing', async () => {
    const form = inbound('CA-in-5', { From: '+493023125067' });
    await stage.webhook('/telephony/inbound/voice', form);
    const before = new Set(stage.cases.started.keys());
    await stage.webhook('/telephony/inbound/status', { ...form, CallStatus: 'completed' });
    await until(() => stage.cases.started.size > before.size);
    const [start] = [...stage.cases.started.values()].filter(({ incidentId }) => !before.has(incidentId));
    expect(start).toMatchObject({ kind: 'other', callBack: true, callerWaiting: false });
  });

  it('is connected to the emergency line when nobody can open the incident', async () => {
    stage.cases.away = true;
    const form = inbound('CA-in-6', { From: '+493023125068' });
    const menu = await stage.webhook('/telephony/inbound/voice', form);
    await stage.webhook(action(menu.text), { ...form, Digits: '1' });
    await until(() => stage.calls.redirected.some(({ sid }) => sid === 'CA-in-6'), 20_000);
    const redirected = stage.calls.redirected.find(({ sid }) => sid === 'CA-in-6');
    expect(redirected?.script).toContainEqual(expect.objectContaining({ do: 'dial', number: desk.phone }));
    stage.cases.away = false;
    await until(
      () =>
        [...stage.cases.started.values()].some(
          ({ source, kind }) => source === 'inbound-call' && kind === 'security',
        ),
      10_000,
    );
  }, 40_000);
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

describe('texts (I2, I5, design “Calls” 8)', () => {
  const text = async (from: string, body: string, sid = `SM${(counter += 1)}`) => {
    const answer = await stage.webhook('/telephony/inbound/text', {
      MessageSid: sid,
      From: from,
      To: desk.emergencyNumber,
      Body: body,
    });
    expect(answer.status).toBe(200);
    return answer.text;
  };

  it('answer an open question by its code, once', async () => {
    const order = await orderFor('inform');
    const incidentId = order.subject.case === 'incident' ? order.subject.incidentId : 'inc_';
    await stage.store.texts.ask(
      {
        number: anna,
        organisationId,
        subject: { workflowId: `incident:${incidentId}`, caseId: incidentId },
        purpose: 'inform',
        target: order.target,
        attempt: order.key,
      },
      new Date(Date.now() + 60_000),
    );
    const reply = await text(anna, '1', 'SM-code');
    expect(reply).toContain('<Message>');
    expect(completedBy(order)).toEqual([expect.objectContaining({ reason: 'acknowledged', means: 'sms' })]);
    expect(await text(anna, '1', 'SM-code')).not.toContain('<Message>');
    await stage.store.texts.closeQuestions(incidentId);
  });

  it('open an incident that calls back, whoever writes for help; further texts are notes', async () => {
    const from = '+493023125069';
    const reply = await text(from, 'HELP');
    expect(reply).toContain('+49 30 23125000');
    const opened = () => [...stage.cases.started.values()].filter(({ source }) => source === 'inbound-text');
    expect(opened()).toHaveLength(1);
    expect(opened()[0]).toMatchObject({ callBack: true, callerWaiting: false });
    await text(from, 'Third floor, please hurry');
    expect(opened()).toHaveLength(1);
    expect(stage.cases.told.at(-1)).toMatchObject({ what: 'addNote', id: opened()[0]?.incidentId });
  });

  it('open no incident by thanks', async () => {
    const count = stage.cases.started.size;
    expect(await text('+493023125070', 'Thanks!')).toContain('<Message>');
    expect(stage.cases.started.size).toBe(count);
  });

  it('are stopped and resumed', async () => {
    expect(await text('+493023125071', 'STOP')).not.toContain('<Message>');
    await until(() => stage.store.texts.hasOptedOut('+493023125071'));
    expect(await text('+493023125071', 'START')).toContain('<Message>');
    await until(async () => !(await stage.store.texts.hasOptedOut('+493023125071')));
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
      callSid: 'CA-conference',
      label: 'desk/desk',
      present: true,
      sequence: 2,
    });
  });

  it('reassures who waits, in their language, again and again', async () => {
    const incidentId = await report();
    const address = stage.addresses.conferenceWait(incidentId, organisationId);
    const { verbs, text } = script((await stage.webhook(address, { CallSid: 'CA1' })).text);
    expect(verbs).toEqual(['Say', 'Pause', 'Redirect']);
    expect(text).toContain('de-DE');
  });

  it('keeps a caller on the line as long as the incident is open', async () => {
    const incidentId = await report();
    const left = async (label: string) =>
      script(
        (await stage.webhook(stage.addresses.conferenceLeft(incidentId, label), { CallSid: 'CA1' })).text,
      );
    expect((await left('caller')).verbs).toEqual(['Say', 'Dial']);
    expect((await left('desk.desk')).verbs).toEqual(['Say', 'Hangup']);
    stage.cases.view(incidentId, { state: 'closed' });
    expect((await left('caller')).verbs).toEqual(['Say', 'Hangup']);
  });
});

describe('pages behind links (design “Calls” 9)', () => {
  const soon = () => new Date(Date.now() + 60_000);
  const path = (token: string) => `/answer/${token}`;
  const press = (token: string, answer: string) =>
    stage.ask('POST', path(token), new URLSearchParams({ answer }).toString(), {
      'content-type': 'application/x-www-form-urlencoded',
    });

  it('change nothing when they are opened, and answer when a button is pressed', async () => {
    const order = await orderFor('inform');
    if (order.subject.case !== 'incident') throw new Error('not an incident');
    const token = stage.links.sign(
      {
        ask: 'inform',
        organisationId,
        caseId: order.subject.incidentId,
        target: order.target,
        attempt: order.key,
      },
      soon(),
    );
    const page = await stage.ask('GET', path(token));
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain(`default-src 'none'`);
    expect(page.headers.get('x-robots-tag')).toContain('noindex');
    expect(page.text).toContain('lang="de"');
    expect(page.text).toContain('Toni broke a leg.');
    expect(completedBy(order)).toEqual([]);
    expect((await press(token, 'accept')).status).toBe(200);
    expect(completedBy(order)).toEqual([expect.objectContaining({ reason: 'acknowledged', means: 'link' })]);
    expect((await press(token, 'destroy')).status).toBe(400);
  });

  it('open the incident and call back on Help', async () => {
    const token = stage.links.sign(
      {
        ask: 'status',
        organisationId,
        caseId: 'stc_bylink1234',
        target: { role: 'traveller', id: travellerId },
      },
      soon(),
    );
    expect((await press(token, 'help')).text).toContain('<footer>');
    await until(() => stage.cases.started.has('inc_bylink1234'));
    expect(stage.cases.started.get('inc_bylink1234')).toMatchObject({ callBack: true, callerWaiting: false });
  });

  it('escape people’s own words', async () => {
    const answer = await stage.ask('POST', '/v1/incidents', {
      organisationId,
      kind: 'other',
      threat: 'none',
      summary: '<script>alert("x")</script>',
    });
    const { id } = z.object({ id: incidentIdSchema }).parse(answer.body);
    const target = { role: 'internal-contact', id: contactId } as const;
    const token = stage.links.sign({ ask: 'inform', organisationId, caseId: id, target }, soon());
    const page = await stage.ask('GET', path(token));
    expect(page.text).toContain('&lt;script&gt;');
    expect(page.text).not.toContain('<script>');
  });

  it('say so when they are too old or forged, or when the incident is closed', async () => {
    const question = {
      ask: 'inform',
      organisationId,
      caseId: await report(),
      target: { role: 'internal-contact', id: contactId },
    } as const;
    const old = stage.links.sign(question, new Date(Date.now() - 60_000));
    expect((await stage.ask('GET', path(old))).status).toBe(410);
    expect((await stage.ask('GET', path(`x${old}`))).status).toBe(404);
    expect((await stage.ask('POST', path('nonsense'))).status).toBe(404);
    stage.cases.refusal = conflict('The incident is closed.');
    const token = stage.links.sign(question, soon());
    expect((await press(token, 'accept')).text).toContain('abgeschlossen');
  });
});
