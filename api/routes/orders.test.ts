import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { conflict, DomainError } from '../../domain/errors.js';
import {
  contactIdSchema,
  orderIdSchema,
  organisationIdSchema,
  travellerIdSchema,
  type OrganisationId,
} from '../../domain/identifiers.js';
import type { OrderView } from '../../domain/orders/order.js';
import { friedasPin, givePin } from '../testing/approvals.js';
import type { Browser } from '../testing/browser.js';
import { goodPassword, newcomer, signedIn } from '../testing/people.js';
import { field, openPlay, problem, reset, textField, type Play } from '../testing/play.js';
import { until, type Stage } from '../testing/stage.js';

let play: Play;
let stage: Stage;
let organisationId: OrganisationId;
let incidentId: string;
let path: string;
let frieda: Browser;
let friedasId: string;
let gustav: Browser;
let stranger: Browser;

const euros = (amount: number) => ({ amountMinor: amount * 100, currency: 'EUR' });
const ambulance = {
  service: 'transport',
  description: 'Ambulance from the hotel to the airport.',
  estimate: euros(1200),
};
const approval = { answer: 'approved', proof: { by: 'pin', pin: friedasPin } };
const lastTold = () => stage.cases.told.at(-1);

beforeAll(async () => {
  play = await openPlay();
  ({ stage } = play);
  const created = await stage.ask('POST', '/v1/organisations', { name: 'Payers' });
  organisationId = organisationIdSchema.parse(field(created, 'id'));
  const join = () => newcomer(stage, 'authorising-person', organisationId);
  const people = [await join(), await join(), await join()] as const;
  [frieda, gustav, stranger] = [
    await signedIn(stage, people[0]),
    await signedIn(stage, people[1]),
    await signedIn(stage, people[2]),
  ];
  const saved = await stage.ask(
    'PUT',
    `/v1/organisations/${organisationId}`,
    {
      name: 'Payers',
      authorisingPersons: [
        { name: 'Frieda', email: people[0].email.toUpperCase() },
        { name: 'Gustav', email: people[1].email, limit: euros(1000) },
      ],
    },
    { 'if-match': '*' },
  );
  const { authorisingPersons } = z
    .object({ authorisingPersons: z.array(z.object({ id: contactIdSchema })) })
    .parse(saved.body);
  friedasId = authorisingPersons[0]?.id ?? '';
  for (const { id } of authorisingPersons) await givePin(stage, { organisationId, contactId: id });
});
beforeEach(async () => {
  reset(stage);
  incidentId = await play.report({ organisationId, travellerId: undefined });
  path = `/v1/incidents/${incidentId}/orders`;
});
afterAll(() => stage.close());

async function place(more: object = {}, headers: Readonly<Record<string, string>> = {}) {
  const answer = await stage.ask('POST', path, { ...ambulance, ...more }, headers);
  expect(answer.status).toBe(201);
  return orderIdSchema.parse(field(answer, 'id'));
}

describe('orders of an incident (I9)', () => {
  it('are placed: the words are kept apart, and the incident learns the rest', async () => {
    const answer = await stage.ask('POST', path, { ...ambulance, expiresInSeconds: 600 });
    expect(answer.status).toBe(201);
    const id = orderIdSchema.parse(field(answer, 'id'));
    expect(answer.headers.get('location')).toBe(`${path}/${id}`);
    expect(answer.body).toMatchObject({ ...ambulance, state: 'asking', incidentId, organisationId });
    expect(lastTold()).toMatchObject({
      what: 'placeOrder',
      id: incidentId,
      updateId: id,
      message: { orderId: id, service: 'transport', estimate: euros(1200), expiresInSeconds: 600 },
    });
    expect(JSON.stringify(stage.cases.told)).not.toContain('Ambulance');
  });

  it('are read one by one with their words, listed without them, and stand in the incident', async () => {
    const id = await place();
    const one = await stage.ask('GET', `${path}/${id}`);
    expect(one.body).toMatchObject({ id, description: ambulance.description, orderedBy: { by: 'token' } });
    const { items } = z
      .object({ items: z.array(z.record(z.string(), z.unknown())) })
      .parse((await stage.ask('GET', path)).body);
    expect(items).toMatchObject([{ id, state: 'asking' }]);
    expect(items[0]).not.toHaveProperty('description');
    expect((await stage.ask('GET', `${path}/ord_unknown12`)).status).toBe(404);
    await stage.ask('POST', `${path}/${id}/withdraw`);
    expect(await stage.ask('POST', `/v1/incidents/${incidentId}/notes`, { text: 'Done.' })).toMatchObject({
      body: { incident: { orders: [{ id, state: 'withdrawn' }] } },
    });
  });

  it('are the traveller’s in the audit trail, whose key seals their words (X5)', async () => {
    const own = await stage.ask('POST', '/v1/travellers', {
      organisationId,
      name: 'Ella Order',
      phones: ['+4915112340977'],
    });
    const travellerId = travellerIdSchema.parse(field(own, 'id'));
    const incident = await play.report({ organisationId, travellerId });
    const placed = await stage.ask('POST', `/v1/incidents/${incident}/orders`, ambulance);
    expect(placed).toMatchObject({ status: 201, body: { travellerId } });
    // Help under way is recorded in the background.
    const trail = () => stage.ask('GET', `/v1/audit?person=${travellerId}&action=placeOrder`);
    await until(async () => (await trail()).text.includes('placeOrder'));
    expect((await trail()).body).toMatchObject({
      items: [
        { stage: 'done', values: [{ person: travellerId, after: { description: ambulance.description } }] },
      ],
    });
  });

  it('are placed once for an Idempotency-Key, and never with another body', async () => {
    const headers = { 'idempotency-key': 'ambulance-1' };
    const id = await place({}, headers);
    const again = await stage.ask('POST', path, ambulance, headers);
    expect(again.status).toBe(200);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.body).toMatchObject({ id });
    const other = await stage.ask('POST', path, { ...ambulance, estimate: euros(1) }, headers);
    expect(problem(other).status).toBe(422);
  });

  it('names what is wrong with a request', async () => {
    const refusals: [object, string][] = [
      [{ ...ambulance, service: 'party' }, '/service'],
      [{ ...ambulance, description: ' ' }, '/description'],
      [{ ...ambulance, estimate: { amountMinor: 1.5, currency: 'EUR' } }, '/estimate/amountMinor'],
      [{ ...ambulance, estimate: { amountMinor: 1, currency: 'eur' } }, '/estimate/currency'],
      [{ ...ambulance, estimate: { $gt: 0 } }, '/estimate/amountMinor'],
      [{ ...ambulance, expiresInSeconds: 0 }, '/expiresInSeconds'],
      [{ ...ambulance, approved: true }, '/approved'],
    ];
    for (const [body, wrong] of refusals) {
      const answer = problem(await stage.ask('POST', path, body));
      expect(answer.status).toBe(400);
      expect(answer.paths).toContain(wrong);
    }
    expect((await stage.ask('POST', '/v1/incidents/inc_unknown12/orders', ambulance)).status).toBe(404);
  });

  it('are placed while the case refuses or cannot be asked: the caller is told so', async () => {
    stage.cases.refusal = conflict('The incident is closed.');
    expect(problem(await stage.ask('POST', path, ambulance)).status).toBe(409);
  });

  it('are decided by an authorising person who has signed in, as themselves', async () => {
    const id = await place();
    const answer = await frieda.ask('POST', `${path}/${id}/decision`, approval);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ decided: 'approved', order: { id } });
    expect(lastTold()).toMatchObject({
      what: 'decideOrder',
      id: incidentId,
      message: {
        orderId: id,
        answer: 'approved',
        means: 'console',
        by: { by: 'target', target: { role: 'authorising-person', id: friedasId } },
      },
    });
  });

  it('are decided for the amount that was shown, else for what is asked about now', async () => {
    const id = await place();
    const decide = (body: object) => frieda.ask('POST', `${path}/${id}/decision`, body);
    await decide(approval);
    expect(lastTold()).toMatchObject({ message: { amount: euros(1200) } });
    await decide({ ...approval, amount: euros(1300) });
    expect(lastTold()).toMatchObject({ message: { amount: euros(1300) } });
    const spent: OrderView = {
      id,
      service: 'transport',
      estimate: euros(1200),
      state: 'approved',
      orderedBy: { by: 'rule' },
      orderedAt: 1,
      expiresAt: 2,
      startedAt: 1,
      actual: { cost: euros(1500), by: { by: 'rule' }, at: 3 },
      excess: { state: 'asked', total: euros(1500) },
    };
    stage.cases.view(incidentId, { orders: [spent] });
    stage.cases.decision = { decided: 'excess-approved', state: 'approved' };
    const answer = await decide(approval);
    expect(answer.body).toMatchObject({
      decided: 'excess-approved',
      order: { excess: { state: 'asked', total: euros(1500) } },
    });
    expect(lastTold()).toMatchObject({ message: { amount: euros(1500) } });
    stage.cases.decision = { decided: 'over', state: 'approved' };
    expect(problem(await decide(approval)).status).toBe(409);
  });

  it('tell the incident the same update for the same key and answer', async () => {
    const id = await place();
    const ids: unknown[] = [];
    const byPassword = { answer: 'approved', proof: { by: 'password', password: goodPassword } };
    for (const body of [approval, byPassword, { answer: 'refused' }]) {
      const headers = { 'idempotency-key': 'decision-1' };
      expect((await frieda.ask('POST', `${path}/${id}/decision`, body, headers)).status).toBe(200);
      ids.push(lastTold()?.updateId);
    }
    expect(ids[0]).toBe(ids[1]);
    expect(ids[2]).not.toBe(ids[0]);
  });

  it('are no matter of the desk, of tokens, or of users whom the settings do not name', async () => {
    const id = await place();
    const told = stage.cases.told.length;
    const body = approval;
    expect(problem(await stage.ask('POST', `${path}/${id}/decision`, body)).status).toBe(403);
    const organisations = await stage.ask('POST', `/v1/organisations/${organisationId}/tokens`, {
      name: 'own',
    });
    const authorization = `Bearer ${textField(organisations, 'token')}`;
    expect(problem(await stage.ask('POST', `${path}/${id}/decision`, body, { authorization })).status).toBe(
      403,
    );
    expect(problem(await stranger.ask('POST', `${path}/${id}/decision`, body)).status).toBe(403);
    expect(problem(await frieda.ask('POST', path, ambulance)).status).toBe(403);
    expect(problem(await frieda.ask('POST', `${path}/${id}/withdraw`)).status).toBe(403);
    expect(stage.cases.told).toHaveLength(told);
  });

  it('tell whose limit is too low: the incident judges', async () => {
    const id = await place();
    stage.cases.refusal = new DomainError(
      'forbidden',
      'The limit of this authorising person does not reach so far.',
    );
    const answer = await gustav.ask('POST', `${path}/${id}/decision`, approval);
    expect(problem(answer)).toMatchObject({ status: 403, detail: expect.stringContaining('limit') });
  });

  it('of another organisation do not exist', async () => {
    const foreign = await play.report();
    const answer = await frieda.ask('GET', `/v1/incidents/${foreign}/orders`);
    expect(problem(answer).status).toBe(404);
    const decision = await frieda.ask(
      'POST',
      `/v1/incidents/${foreign}/orders/ord_unknown12/decision`,
      approval,
    );
    expect(problem(decision).status).toBe(404);
    expect(
      problem(await stage.ask('GET', path, undefined, { authorization: `Bearer ${play.token}` })).status,
    ).toBe(404);
  });

  it('are withdrawn, unless somebody has decided', async () => {
    const id = await place();
    const answer = await stage.ask('POST', `${path}/${id}/withdraw`);
    expect(answer).toMatchObject({ status: 200, body: { order: { id, state: 'withdrawn' } } });
    const approved: OrderView = {
      id: 'ord_approved1',
      service: 'interpreter',
      estimate: euros(90),
      state: 'approved',
      orderedBy: { by: 'rule' },
      orderedAt: 1,
      expiresAt: 2,
      startedAt: 1,
    };
    stage.cases.view(incidentId, { orders: [approved] });
    expect(problem(await stage.ask('POST', `${path}/ord_approved1/withdraw`)).status).toBe(409);
  });

  it('have their actual cost told', async () => {
    const id = await place();
    const answer = await stage.ask('POST', `${path}/${id}/actual-cost`, { cost: euros(1111) });
    expect(answer).toMatchObject({ status: 200, body: { order: { id, actual: { cost: euros(1111) } } } });
    expect(lastTold()).toMatchObject({ what: 'recordCost', message: { orderId: id, cost: euros(1111) } });
    expect(problem(await stage.ask('POST', `${path}/${id}/actual-cost`, {})).paths).toEqual(['/cost']);
  });

  it('stand in the timeline as sentences, with money, moments and the words of the order (I10)', async () => {
    const id = await place();
    const about = { orderId: id, service: 'transport', estimate: euros(1200) } as const;
    const by = { by: 'target', target: { role: 'authorising-person', id: friedasId } } as const;
    const at = Date.parse('2026-11-21T08:30:00Z');
    stage.cases.entries = [
      { sequence: 1, at, event: { type: 'order-placed', ...about, by: { by: 'rule' }, expiresAt: at } },
      { sequence: 2, at, event: { type: 'order-approved', ...about, by, means: 'console' } },
      { sequence: 3, at, event: { type: 'order-refused', ...about, by, means: 'key' } },
      { sequence: 4, at, event: { type: 'order-expired', ...about } },
      { sequence: 5, at, event: { type: 'order-overridden', ...about, ratification: 'with-override' } },
      { sequence: 6, at, event: { type: 'order-overridden', ...about, ratification: 'asked' } },
      {
        sequence: 7,
        at,
        event: { type: 'order-ratification-given', ...about, by, answer: 'ratified', means: 'link' },
      },
      {
        sequence: 8,
        at,
        event: { type: 'order-ratification-given', ...about, by, answer: 'refused', means: 'link' },
      },
      { sequence: 9, at, event: { type: 'order-withdrawn', ...about, by: { by: 'rule' } } },
      { sequence: 10, at, event: { type: 'order-withdrawn', ...about, by } },
      { sequence: 11, at, event: { type: 'cost-recorded', ...about, by, cost: euros(1100) } },
      {
        sequence: 12,
        at,
        event: { type: 'cost-recorded', ...about, by, cost: euros(1150), former: euros(1100) },
      },
      { sequence: 13, at, event: { type: 'order-placed', ...about, by: { by: 'rule' } } },
      {
        sequence: 14,
        at,
        event: {
          type: 'order-ratification-given',
          ...about,
          by,
          answer: 'ratified',
          means: 'key',
          withOverride: true,
        },
      },
      { sequence: 15, at, event: { type: 'order-ratification-asked', ...about } },
      { sequence: 16, at, event: { type: 'order-ratification-lapsed', ...about } },
      {
        sequence: 17,
        at,
        event: { type: 'cost-recorded', ...about, by, cost: euros(1300), exceeds: euros(1200) },
      },
      {
        sequence: 18,
        at,
        event: { type: 'excess-decided', ...about, total: euros(1300), by, answer: 'refused', means: 'link' },
      },
      { sequence: 19, at, event: { type: 'excess-lapsed', ...about, total: euros(1300) } },
      {
        sequence: 20,
        at,
        event: { type: 'ratification-given', by, answer: 'ratified', means: 'key', covers: euros(500) },
      },
      { sequence: 21, at, event: { type: 'override-word-given', by, answer: 'refused', means: 'key' } },
      { sequence: 22, at, event: { type: 'ratification-lapsed' } },
      {
        sequence: 23,
        at,
        event: { type: 'answer-not-counted', by, means: 'key', why: 'limit-too-low', orderId: id },
      },
    ];
    const texts = async (language: string) => {
      const timeline = `/v1/incidents/${incidentId}/timeline?language=${language}&timeZone=Europe/Berlin`;
      const { items } = z
        .object({ items: z.array(z.object({ text: z.string() })) })
        .parse((await stage.ask('GET', timeline)).body);
      return items.map(({ text }) => text);
    };
    expect(await texts('en')).toEqual([
      'Rule has ordered: transport, estimated at €1,200. Can be approved until 21 Nov 2026, 9:30:00 CET. ' +
        'Ambulance from the hotel to the airport.',
      'Frieda has approved (signed in): transport, estimated at €1,200.',
      'Frieda has refused (by key): transport, estimated at €1,200.',
      'Not approved in time, not started: transport, estimated at €1,200.',
      'Started by the life-safety override: transport, estimated at €1,200.',
      'Started by the life-safety override: transport, estimated at €1,200. The override does not cover it, so approval ' +
        'is asked for afterwards.',
      'Frieda has approved afterwards (by link): transport, estimated at €1,200.',
      'Frieda has refused afterwards (by link): transport, estimated at €1,200.',
      'The order is withdrawn, since the incident is closed: transport, estimated at €1,200.',
      'Frieda has withdrawn the order: transport, estimated at €1,200.',
      'Actual cost €1,100 (Frieda): transport, estimated at €1,200.',
      'Actual cost corrected from €1,100 to €1,150 (Frieda): transport, estimated at €1,200.',
      'Rule has ordered: transport, estimated at €1,200. Ambulance from the hotel to the airport.',
      'Frieda has approved afterwards, with the override (by key): transport, estimated at €1,200.',
      'Beyond the limit of whoever has decided about the override, so approval is asked for by itself: transport, ' +
        'estimated at €1,200.',
      'Nobody has approved it afterwards in time: transport, estimated at €1,200 is not ratified.',
      'Actual cost €1,300 (Frieda): transport, estimated at €1,200. That is more than was approved (€1,200), so approval ' +
        'is asked for.',
      'Frieda has refused €1,300 in all (by link): transport, estimated at €1,200.',
      'Nobody has approved €1,300 in all in time: transport, estimated at €1,200. The excess is not approved.',
      'Frieda: approved (by key). Covers costs up to €500.',
      'Frieda, asked about the override, does not agree with it (by key). That covers no costs.',
      'Nobody has approved the override afterwards in time: it is not ratified.',
      'The answer of Frieda does not count (by key): may not approve so much.',
    ]);
    const german = await texts('de');
    expect(german[1]).toBe('Frieda hat genehmigt (angemeldet): Transport, geschätzt auf 1.200\u00a0€.');
    expect((await texts('hu'))[3]).toContain('Nem engedélyezték időben');
  });
});
