import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { CaseRecord } from '../../domain/case-record.js';
import { deskScope } from '../../domain/scope.js';
import type { AttemptOrder } from '../../domain/attempt.js';
import { createWebhookAddresses, parseAttemptOrder } from '../../providers/telephony/addresses.js';
import { createActivities } from '../create-activities.js';
import {
  desk,
  incidentId,
  organisationId,
  people,
  setActivityStage,
  summary,
  type ActivityStage,
} from '../../test/activities/activity-stage.js';

const anna = people.anna.phone;

let stage: ActivityStage;
beforeAll(async () => {
  stage = await setActivityStage();
});
afterAll(async () => {
  await stage.end();
});
beforeEach(async () => {
  await stage.phones.reset();
  await stage.phones.clearFaults();
  stage.application.on('/telephony/attempt/answered', '<Say>A question.</Say><Pause length="60"/>');
});
afterEach(async () => {
  for (const number of await leasedNumbers()) await stage.store.numberLeases.release(number.to, number.sid);
});

/** Every test leaves its numbers free for the next one. */
async function leasedNumbers() {
  return (await stage.phones.calls()).flatMap(({ to, sid }) => {
    const person = Object.values(people).find((each) => 'phone' in each && each.phone === to);
    return person && 'phone' in person ? [{ to: person.phone, sid }] : [];
  });
}

/** How often a call to this number was ordered at the provider, whatever became of it. */
async function ordersFor(accountSid?: string): Promise<number> {
  const journal = await stage.phones.journal();
  return journal.filter(
    (event) =>
      event.event === 'rest-request' &&
      event.method === 'POST' &&
      event.path.endsWith('/Calls.json') &&
      (accountSid === undefined || event.accountSid === accountSid),
  ).length;
}

function aRecord(revision: number): CaseRecord {
  return {
    revision,
    view: {
      case: 'incident',
      id: incidentId,
      organisationId,
      travellerId: people.traveller.id,
      state: 'open',
      kind: 'medical',
      threat: 'immediate',
      source: 'api',
      service: 'assistance',
      openedAt: Date.UTC(2026, 5, 1, 12),
      acknowledgements: [],
      override: { state: 'none' },
      caller: 'none',
      rounds: { provider: 1, internal: 1 },
    },
    entries: [
      {
        sequence: 1,
        at: Date.UTC(2026, 5, 1, 12),
        event: { type: 'reported', source: 'api', kind: 'medical', threat: 'immediate' },
      },
    ],
    sealedTexts: [],
  };
}

describe('placing a voice attempt', () => {
  it('dials once, with the whole order in every address, and leaves the attempt open', async () => {
    await stage.phones.phone(anna).ringsOut();
    // Whom a silent order must spare stands in it too (I14).
    const order = stage.order({ silent: true, travellerId: people.traveller.id });
    expect(await stage.place(order)).toBe('left-open');

    const call = await stage.phones.expectCallTo(anna);
    expect(call.from).toBe(desk.emergencyNumber);
    const status = await stage.application.received('/telephony/attempt/status');
    expect(parseAttemptOrder(new URL(status.url).searchParams.get('order'))).toEqual(order);
    expect(await stage.store.calls.sidOf(order.key)).toMatchObject({ sid: call.callSid });
    expect(await stage.store.numberLeases.find(anna)).toMatchObject({
      call: { sid: call.callSid },
      orders: [order],
    });
    expect(await ordersFor()).toBe(1);
  });

  it('writes the record that travels along after the dial, and tells how far the timeline is stored', async () => {
    await stage.phones.phone(anna).ringsOut();
    expect(await stage.place(stage.order(), aRecord(1))).toBe('left-open');
    expect(await stage.store.cases.recordedThrough(incidentId)).toBe(1);

    const notPlaced = await stage.place(stage.order({ dialBefore: Date.now() - 1 }), aRecord(2));
    expect(notPlaced).toEqual({ reason: 'expired', detail: 'too-late-to-dial', recordedThrough: 1 });
    expect(await ordersFor()).toBe(1);
  });

  it('asks for machine detection, but not when somebody who asked for help is called back', async () => {
    await stage.phones.phone(anna).answers();
    await stage.place(stage.order());
    const detection = await stage.application.received('/telephony/attempt/machine');
    expect(detection.form['AnsweredBy']).toBe('human');

    const { phone } = people.traveller;
    await stage.phones.phone(phone).answers();
    const target = { role: 'traveller', id: people.traveller.id } as const;
    expect(await stage.place(stage.order({ purpose: 'call-back', target }))).toBe('left-open');
    await stage.phones.expectEvent(phone, 'answered');
    await expect(stage.phones.expectEvent(phone, 'detected', { within: 0.5 })).rejects.toThrow();
  });

  it.each([
    ['of whoever is helped', { role: 'internal-contact', id: people.anna.id }, organisationId],
    ['of the desk for whoever helps', { role: 'assistance-provider', id: people.provider.id }, 'org_thedesk'],
  ] as const)('goes on with the hosted document %s when the API is away (I4)', async (_, target, owner) => {
    const { application, dependencies, phones } = stage;
    const hosted = `/hosted/${desk.emergencyNumber}/${owner}`;
    application.on('/telephony/attempt/answered', { status: 502 });
    application.on(hosted, '<Say>The hosted document.</Say>');
    const addresses = createWebhookAddresses({
      publicUrl: application.url,
      hostedFallback: { address: (callerId, id) => `${application.url}/hosted/${callerId}/${id}` },
    });
    const phone = target.role === 'internal-contact' ? anna : people.provider.phone;
    await phones.phone(phone).answers();
    const activities = createActivities({ ...dependencies, addresses });
    expect(await stage.place(stage.order({ target }), undefined, activities)).toBe('left-open');
    await phones.expectHeard(phone, /The hosted document/);
    expect((await application.received(hosted)).method).toBe('GET');
  });

  it('calls an unknown caller back at the number they came from (I4)', async () => {
    const unknown = 'inc_unknown1';
    await stage.store.intakes.put(deskScope, {
      id: unknown,
      organisationId,
      kind: 'incident',
      bodyHash: 'hash',
      callerPhone: people.stranger.phone,
      createdAt: new Date(),
    });
    await stage.phones.phone(people.stranger.phone).ringsOut();
    const order = stage.order({
      purpose: 'call-back',
      target: { role: 'traveller', id: 'caller' },
      subject: { case: 'incident', incidentId: unknown },
    });
    expect(await stage.place(order)).toBe('left-open');
    await stage.phones.expectCallTo(people.stranger.phone);
  });

  it('joins a call that asks the same kind of question, and never dials twice (X1)', async () => {
    await stage.phones.phone(anna).ringsOut();
    const first = stage.order();
    const second = stage.order({ subject: { case: 'incident', incidentId: 'inc_another' } });
    expect(await stage.place(first)).toBe('left-open');
    expect(await stage.place(second)).toBe('left-open');
    expect(await ordersFor()).toBe(1);
    expect((await stage.store.numberLeases.find(anna))?.orders).toEqual([first, second]);
  });

  it('counts a line that is occupied by another matter as busy (X1)', async () => {
    await stage.phones.phone(anna).answers();
    expect(await stage.place(stage.order())).toBe('left-open');
    expect(await stage.place(stage.order({ purpose: 'ratify' }))).toEqual({ reason: 'busy' });
    expect(await ordersFor()).toBe(1);
  });

  it('frees a line whose last webhook was lost, settles whoever waited on it, and dials', async () => {
    await stage.phones.phone(anna).isBusy();
    const forgotten = stage.order();
    expect(await stage.place(forgotten)).toBe('left-open');
    await stage.phones.expectEnded(anna, { status: 'busy' });

    const next = stage.order({ purpose: 'ratify' });
    expect(await stage.place(next)).toBe('left-open');
    expect(await ordersFor()).toBe(2);
    expect(stage.attempts.resultOf(forgotten.key)).toEqual({ reason: 'busy' });
    expect(stage.attempts.resultOf(next.key)).toBeUndefined();
  });

  it('finds a call whose reply was lost, and orders it only once', async () => {
    await stage.phones.phone(anna).ringsOut();
    await stage.phones.setFault({ fault: 'lose-reply-of-next-call' });
    const order = stage.order();
    expect(await stage.place(order)).toBe('left-open');
    const [call, ...others] = await stage.phones.calls(anna);
    expect(others).toEqual([]);
    expect(await stage.store.calls.sidOf(order.key)).toMatchObject({ sid: call?.sid });
    expect(await stage.store.numberLeases.find(anna)).toMatchObject({ call: { sid: call?.sid } });
    expect(await ordersFor()).toBe(1);
  });

  it('does not take the call of an earlier attempt for one whose reply was lost', async () => {
    await stage.phones.phone(anna).isBusy();
    const earlier = stage.order();
    await stage.place(earlier);
    const { callSid } = await stage.phones.expectEnded(anna);
    await stage.store.numberLeases.release(anna, callSid);

    await stage.phones.setFault({ fault: 'lose-reply-of-next-call' });
    const later = stage.order();
    await stage.place(later);
    const own = await stage.store.calls.sidOf(later.key);
    expect(own).toBeDefined();
    expect(own?.sid).not.toBe(callSid);
  });

  it('leaves an attempt open whose order vanished without a trace: it is never ordered again', async () => {
    await stage.phones.setFault({ fault: 'lose-next-call' });
    const order = stage.order({ ringSeconds: 1, talkSeconds: 2 });
    expect(await stage.place(order)).toBe('left-open');
    expect(await stage.phones.calls(anna)).toEqual([]);
    expect(await ordersFor()).toBe(1);
    await stage.store.numberLeases.abandon(anna, order.key);
  });

  it('tells at once when the provider refuses, and frees the number', async () => {
    await stage.phones.setFault({ fault: 'refuse-next-calls', status: 400, code: 21211 });
    const order = stage.order();
    expect(await stage.place(order)).toEqual({ reason: 'failed', detail: 'number-refused' });
    expect(await stage.store.numberLeases.find(anna)).toBeUndefined();

    await stage.phones.setFault({ fault: 'refuse-next-calls', status: 400, code: 13999, count: 2 });
    expect(await stage.place(stage.order())).toEqual({ reason: 'failed', detail: 'provider-rejected' });
  });

  it('lets whoever joined a call that could not be placed share its fate', async () => {
    await stage.phones.setFault({ fault: 'refuse-next-calls', status: 400, code: 21211 });
    const first = stage.order();
    const second = stage.order();
    stage.attempts.open(second.key);
    const { telephony, store } = stage.dependencies;
    let joined: string | undefined;
    const activities = createActivities({
      ...stage.dependencies,
      telephony: {
        ...telephony,
        placeCall: async (order) => {
          const { lease } = await store.numberLeases.take(anna, second, new Date(Date.now() + 60_000));
          joined = lease;
          return telephony.placeCall(order);
        },
      },
    });
    const placed = await stage.place(first, undefined, activities);
    expect(joined).toBe('joined');
    expect(placed).toEqual({ reason: 'failed', detail: 'number-refused' });
    expect(stage.attempts.resultOf(second.key)).toEqual({ reason: 'failed', detail: 'number-refused' });
    expect(await stage.store.numberLeases.find(anna)).toBeUndefined();
  });

  it('dials without MongoDB, and the record that could not be written is no failure', async () => {
    await stage.phones.phone(anna).ringsOut();
    const placed = stage.place(stage.order(), aRecord(3), stage.activitiesWithoutMongo);
    expect(await placed).toBe('left-open');
    await stage.phones.expectCallTo(anna);
    expect(await ordersFor()).toBe(1);
  });

  it('finds a call whose reply was lost without MongoDB too', async () => {
    await stage.phones.phone(anna).ringsOut();
    await stage.phones.setFault({ fault: 'lose-reply-of-next-call' });
    expect(await stage.place(stage.order(), undefined, stage.activitiesWithoutMongo)).toBe('left-open');
    expect(await ordersFor()).toBe(1);
  });

  it.each<[string, Partial<AttemptOrder>]>([
    ['a contact without any channel', { target: { role: 'internal-contact', id: people.dora.id } }],
    ['a contact who is no longer there', { target: { role: 'internal-contact', id: 'con_nobody' } }],
    ['a number that is no longer there', { step: { channel: 'voice', position: 1 } }],
    ['a caller of whom no number is known', { target: { role: 'traveller', id: 'caller' } }],
  ])('does not dial %s', async (_who, changes) => {
    const result = await stage.place(stage.order(changes));
    expect(result).toEqual({ reason: 'failed', detail: 'no-usable-channel' });
    expect(await ordersFor()).toBe(0);
  });

  it('refuses an order that is not the one of its activity, for good', async () => {
    const order = stage.order();
    await expect(
      stage.run(() => stage.activities.placeAttempt(order), { activityId: 'another' }),
    ).rejects.toMatchObject({ type: 'ForeignAttempt', nonRetryable: true });
    await expect(
      stage.run(() => stage.activities.placeAttempt(order), {
        ...order.key,
        workflowId: 'incident:inc_other1',
      }),
    ).rejects.toMatchObject({ type: 'ForeignAttempt', nonRetryable: true });
    expect(await ordersFor()).toBe(0);
  });
});

describe('logs', () => {
  it('of all that happened here carry no names, numbers, addresses or words of the report', () => {
    const lines = stage.logged.join('\n');
    expect(lines).toContain('Went on without');
    for (const person of Object.values(people)) {
      for (const value of Object.values(person)) {
        if (/^(con|trv)_/.test(value)) continue;
        expect(lines).not.toContain(value);
      }
    }
    expect(lines).not.toContain(summary);
  });
});
