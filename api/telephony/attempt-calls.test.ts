import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { conflict } from '../../domain/errors.js';
import type { AttemptOrder } from '../../domain/attempt.js';
import {
  anna,
  callOf,
  script,
  incidentOf,
  openPlay,
  reset,
  type Play,
  type PlayedScript,
} from '../testing/play.js';
import { desk, until } from '../testing/stage.js';

let stage: Play['stage'];
let travellerId: Play['travellerId'];
let contactId: Play['contactId'];
let orderFor: Play['orderFor'];
let report: Play['report'];
let replied: Play['replied'];
let completedBy: Play['completedBy'];

beforeAll(async () => {
  ({ stage, travellerId, contactId, orderFor, report, replied, completedBy } = await openPlay());
});
beforeEach(() => {
  reset(stage);
});
afterAll(() => stage.close());

describe('an attempt’s call (I6)', () => {
  it('is asked in the person’s language, with the facts', async () => {
    const order = await orderFor('inform');
    const answer = await stage.webhook(stage.addresses.attemptAnswered(order), callOf(order));
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
    const again = await stage.webhook(stage.addresses.attemptUnanswered(order, 1), callOf(order));
    expect(script(again.text).verbs).toEqual(['Gather', 'Redirect']);
    expect(again.text).toContain('asked=2');
    stage.calls.facts = { answeredBy: 'machine' };
    const heard = await stage.webhook(stage.addresses.attemptUnanswered(order, 1), callOf(order));
    expect(script(heard.text).verbs).toEqual(['Say', 'Hangup']);
    stage.calls.facts = {};
    const last = await stage.webhook(stage.addresses.attemptUnanswered(order, 3), callOf(order));
    expect(script(last.text).verbs).toEqual(['Say', 'Hangup']);
    expect(completedBy(order)).toEqual([]);
  });

  it('repeats all questions of the call, since one key settles them all', async () => {
    const own = await orderFor('inform');
    const summary = 'Toni has lost the passport.';
    const joined = {
      ...(await orderFor('inform')),
      subject: { case: 'incident', incidentId: await report({ summary }) },
    } as const;
    const call = { sid: callOf(own)['CallSid'] ?? '', account: 'AC1' };
    const expiresAt = new Date(Date.now() + 60_000);
    const { numberLeases } = stage.store;
    await numberLeases.take(anna, own, expiresAt);
    await numberLeases.noteCall(anna, own.key, call);
    expect(await numberLeases.take(anna, joined, expiresAt)).toMatchObject({ lease: 'joined' });
    for (const address of [
      stage.addresses.attemptAnswered(own),
      stage.addresses.attemptUnanswered(own, 1),
      stage.addresses.attemptUnanswered(own, 2),
    ]) {
      const { text } = await stage.webhook(address, callOf(own));
      expect(text).toContain('Toni broke a leg.');
      expect(text).toContain(summary);
    }
    await replied(own, { Digits: '1' }, 3);
    expect([completedBy(own), completedBy(joined)]).toMatchObject([
      [{ reason: 'acknowledged' }],
      [{ reason: 'acknowledged' }],
    ]);
    await numberLeases.release(anna, call.sid);
  });

  it('still counts when the case has gone on, and is told so (I7)', async () => {
    const order = await orderFor('inform');
    stage.cases.over.add(order.key.activityId);
    await replied(order, { Digits: '1' });
    const incidentId = incidentOf(order);
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
    const id = incidentOf(order);
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
    const id = incidentOf(order);
    stage.cases.view(id, { caller: 'waiting' });
    const { verbs, text } = await replied(order, { Digits: '1' });
    expect(verbs).toEqual(['Say', 'Dial']);
    expect(text).toContain(`>incident-${id}</Conference>`);
    expect(text).toContain(`participantLabel="internal-contact.${contactId}-`);
    expect(text).toContain('endConferenceOnExit="false"');
  });

  it('joins the traveller who is called back by any key, as the caller', async () => {
    const { verbs, text } = await replied(await orderFor('call-back'), { Digits: '5' });
    expect(verbs).toEqual(['Say', 'Dial']);
    expect(text).toMatch(/participantLabel="caller-[0-9a-f]{8}"/);
  });
});

describe('a mandate that is asked within the conversation with the caller (I8)', () => {
  /** The person of the order is in the conference, on the call of these webhooks. */
  async function orderInConference(): Promise<AttemptOrder> {
    const order = await orderFor('mandate');
    const callSid = callOf(order)['CallSid'] ?? '';
    return { ...order, inConference: [{ callSid, room: 'CFroom', label: `internal-contact/${contactId}` }] };
  }
  const asked = (address: string, order: AttemptOrder) => stage.webhook(address, callOf(order));
  const isBack = (order: AttemptOrder, { verbs, text }: PlayedScript) => {
    expect(verbs).toEqual(['Say', 'Dial']);
    expect(text).toContain('wieder im Gespräch');
    expect(text).toContain(`>incident-${incidentOf(order)}</Conference>`);
    expect(text).toContain(`participantLabel="internal-contact.${contactId}-`);
    expect(text).not.toContain('Auf Wiederhören');
  };

  it('begins with an excuse, and tells the caller that it takes a moment, at each reading', async () => {
    const order = await orderInConference();
    stage.cases.view(incidentOf(order), { caller: 'waiting' });
    const first = script((await asked(stage.addresses.attemptAnswered(order), order)).text);
    expect(first.verbs).toEqual(['Gather', 'Redirect']);
    expect(first.text).toContain('Unterbrechung');
    expect(first.text).toContain('Toni broke a leg.');
    expect(first.text).not.toContain('werden Sie verbunden');
    const again = script((await asked(stage.addresses.attemptUnanswered(order, 1), order)).text);
    expect(again.verbs).toEqual(['Gather', 'Redirect']);
    await until(() => stage.calls.announced.length === 2);
    const announcement = {
      room: 'CFroom',
      label: 'caller',
      scriptUrl: stage.addresses.conferenceAnnouncement(incidentOf(order), order.organisationId),
    };
    expect(stage.calls.announced).toEqual([announcement, announcement]);
  });

  it('leads back whatever was answered', async () => {
    const accepted = await orderInConference();
    isBack(accepted, await replied(accepted, { Digits: '1' }));
    expect(completedBy(accepted)).toMatchObject([{ reason: 'acknowledged', means: 'key' }]);
    const refused = await orderInConference();
    isBack(refused, await replied(refused, { Digits: '2' }));
    expect(completedBy(refused)).toMatchObject([{ reason: 'declined', means: 'key' }]);
  });

  it('is answered for itself, though the same key has answered another question on the same call', async () => {
    const take = await orderFor('take');
    const callSid = callOf(take)['CallSid'] ?? '';
    await replied(take, { Digits: '1' });
    const order = { ...(await orderInConference()), inConference: [{ callSid, label: 'desk/desk' }] };
    const { text } = await replied(order, { Digits: '1', CallSid: callSid });
    expect(text).toContain('wieder im Gespräch');
    expect(completedBy(order)).toMatchObject([{ reason: 'acknowledged', means: 'key' }]);
  });

  it('leads back when nothing was answered, and does not take the person for a machine', async () => {
    const order = await orderInConference();
    stage.calls.facts = { answeredBy: 'machine' };
    const again = script((await asked(stage.addresses.attemptUnanswered(order, 1), order)).text);
    expect(again.verbs).toEqual(['Gather', 'Redirect']);
    isBack(order, script((await asked(stage.addresses.attemptUnanswered(order, 3), order)).text));
    expect(completedBy(order)).toEqual([]);
  });

  it('leads back when the incident is closed, and when somebody was quicker', async () => {
    const closed = await orderInConference();
    stage.cases.over.add(closed.key.activityId);
    stage.cases.refusal = conflict('The incident is closed.');
    isBack(closed, await replied(closed, { Digits: '1' }));
    stage.cases.refusal = undefined;
    const late = await orderInConference();
    stage.cases.over.add(late.key.activityId);
    stage.cases.acknowledgement = 'already-acknowledged';
    const heard = await replied(late, { Digits: '1' });
    isBack(late, heard);
    expect(heard.text).toContain('nicht mehr gebraucht');
  });

  it('is an ordinary call for somebody whose call is not in the conference', async () => {
    const order = {
      ...(await orderInConference()),
      inConference: [{ callSid: 'CA-other', label: 'desk/desk' }],
    };
    const { text } = script((await asked(stage.addresses.attemptAnswered(order), order)).text);
    expect(text).not.toContain('Unterbrechung');
    expect((await replied(order, { Digits: '2' })).verbs).toEqual(['Say', 'Hangup']);
  });
});

describe('a call that an operator has ordered (I12)', () => {
  it('joins the conversation by key 1, whoever is there, and nothing but keys counts', async () => {
    const order = await orderFor('join');
    const { text } = script(
      (await stage.webhook(stage.addresses.attemptAnswered(order), callOf(order))).text,
    );
    expect(text).toContain('Einsatzzentrale bittet Sie');
    expect(text).not.toContain('speech');
    const { verbs, text: heard } = await replied(order, { Digits: '1' });
    expect(verbs).toEqual(['Say', 'Dial']);
    expect(heard).toContain(`>incident-${incidentOf(order)}</Conference>`);
    expect(completedBy(order)).toMatchObject([{ reason: 'acknowledged', means: 'key' }]);
    const declined = await orderFor('join');
    expect((await replied(declined, { Digits: '2' })).verbs).toEqual(['Say', 'Hangup']);
    expect(completedBy(declined)).toMatchObject([{ reason: 'declined' }]);
  });

  it('is joined late too, and takes nothing over', async () => {
    const order = await orderFor('join');
    stage.cases.over.add(order.key.activityId);
    const before = stage.cases.told.length;
    expect((await replied(order, { Digits: '1' })).verbs).toEqual(['Say', 'Dial']);
    expect(stage.cases.told).toHaveLength(before);
  });
});

describe('a status call (I2, I3)', () => {
  const helpOf = (order: AttemptOrder) =>
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
      expect(text).toContain(`>incident-${helpOf(order)}</Conference>`);
      expect(text).toMatch(/participantLabel="caller-[0-9a-f]{8}"/);
      await until(() => stage.cases.started.has(helpOf(order)) && completedBy(order).length === 1);
      expect(stage.cases.started.get(helpOf(order))).toMatchObject({
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
    await until(() => stage.cases.started.has(helpOf(order)), 10_000);
    expect(stage.cases.started.get(helpOf(order))).toMatchObject({ threat: 'immediate' });
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
