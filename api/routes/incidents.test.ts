import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { view } from '../../db/repositories/case-records.fixture.js';
import type { StatusCallView } from '../../domain/case-record.js';
import { incidentIdSchema } from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import { until, type Answer } from '../testing/stage.js';
import { field, problem, textField, openPlay, reset, type Play } from '../testing/play.js';

let stage: Play['stage'];
let organisationId: Play['organisationId'];
let travellerId: Play['travellerId'];
let token: Play['token'];

const pageSchema = z.object({ items: z.array(z.object({ id: z.string() })) });

beforeAll(async () => {
  ({ stage, organisationId, travellerId, token } = await openPlay());
});
beforeEach(() => {
  reset(stage);
});
afterAll(() => stage.close());

const report = (more: object = {}) => ({
  organisationId,
  kind: 'security',
  threat: 'unknown',
  summary: 'Shots near the hotel.',
  ...more,
});

/** That its case has started is noted beside the answer. */
const untilNoted = (id: string) =>
  until(async () => (await stage.store.intakes.find(deskScope, id))?.startedAt !== undefined);

describe('reporting an incident (I1)', () => {
  it('answers with the incident and starts it', async () => {
    const answer = await stage.ask('POST', '/v1/incidents', report({ travellerId, threat: 'immediate' }));
    expect(answer.status).toBe(201);
    const id = textField(answer, 'id');
    expect(answer.headers.get('location')).toBe(`/v1/incidents/${id}`);
    expect(answer.body).toMatchObject({
      organisationId,
      travellerId,
      state: 'open',
      kind: 'security',
      threat: 'immediate',
      source: 'api',
      service: 'assistance',
      summary: 'Shots near the hotel.',
    });
    expect(stage.cases.started.get(id)).toMatchObject({
      incidentId: id,
      threat: 'immediate',
      callBack: false,
    });
    expect(JSON.stringify(stage.cases.started.get(id))).not.toContain('Shots');
    expect((await stage.ask('GET', `/v1/incidents/${id}`)).body).toMatchObject({
      id,
      summary: 'Shots near the hotel.',
    });
  });

  it('gives the same incident back for the same Idempotency-Key and body, whatever the order of its fields', async () => {
    const key = { 'idempotency-key': 'same request' };
    const first = await stage.ask('POST', '/v1/incidents', report(), key);
    const again = await stage.ask(
      'POST',
      '/v1/incidents',
      Object.fromEntries(Object.entries(report()).reverse()),
      key,
    );
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(field(again, 'id')).toBe(field(first, 'id'));
    const other = await stage.ask('POST', '/v1/incidents', report({ kind: 'medical' }), key);
    expect(problem(other).status).toBe(422);
  });

  it('gives it back also when Temporal has forgotten it: nobody is called a second time (I1, X3)', async () => {
    const key = { 'idempotency-key': 'months ago' };
    const id = textField(await stage.ask('POST', '/v1/incidents', report(), key), 'id');
    await untilNoted(id);
    await stage.store.cases.record({
      revision: 1,
      view: view(incidentIdSchema.parse(id), { organisationId, state: 'archived' }),
      entries: [],
      sealedTexts: [],
    });
    stage.cases.forget(id);
    const again = await stage.ask('POST', '/v1/incidents', report(), key);
    expect(again.status).toBe(200);
    expect(again.body).toMatchObject({ id, state: 'archived' });
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(stage.cases.started.has(id)).toBe(false);
  });

  it('refuses a second request while the first with its key is being answered', async () => {
    const key = { 'idempotency-key': 'at the same time' };
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => stage.ask('POST', '/v1/incidents', report(), key)),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(statuses.every((status) => [200, 201, 409].includes(status))).toBe(true);
    expect(statuses).toContain(409);
  });

  it('accepts it while Temporal is away, for the sweeper', async () => {
    stage.cases.away = true;
    const key = { 'idempotency-key': 'temporal away' };
    const accepted = await stage.ask('POST', '/v1/incidents', report(), key);
    expect(accepted.status).toBe(202);
    expect(accepted.body).toMatchObject({ state: 'accepted', summary: 'Shots near the hotel.' });
    const id = textField(accepted, 'id');
    expect((await stage.ask('GET', `/v1/incidents/${id}`)).body).toMatchObject({ id, state: 'accepted' });
    stage.cases.away = false;
    const again = await stage.ask('POST', '/v1/incidents', report(), key);
    expect(again.status).toBe(201);
    expect(field(again, 'id')).toBe(id);
    expect(stage.cases.started.has(id)).toBe(true);
  });
});

describe('status calls (I2)', () => {
  it('starts one, whose Help has its incident derived beforehand', async () => {
    const key = { 'idempotency-key': 'status' };
    const first = await stage.ask('POST', '/v1/status-calls', { organisationId, travellerId }, key);
    expect(first.status).toBe(201);
    const id = textField(first, 'id');
    expect(stage.cases.statusCallsStarted.get(id)).toMatchObject({ incidentId: id.replace('stc_', 'inc_') });
    const again = await stage.ask('POST', '/v1/status-calls', { organisationId, travellerId }, key);
    expect(again.status).toBe(200);
    expect(field(again, 'id')).toBe(id);
    expect((await stage.ask('GET', `/v1/status-calls/${id}`)).body).toMatchObject({ id, state: 'asking' });
  });

  it('lists them page by page, by state and traveller, each organisation its own', async () => {
    const view = (place: number, changes: Partial<StatusCallView> = {}): StatusCallView => ({
      case: 'status-call',
      id: `stc_shown${place}`,
      organisationId,
      travellerId,
      state: 'answered',
      openedAt: Date.UTC(2026, 10, 21, 8, place),
      round: 1,
      answer: 'ok',
      answeredAt: Date.UTC(2026, 10, 21, 9, place),
      ...changes,
    });
    const shown = [
      view(1),
      view(2, { state: 'unreached' }),
      view(3, { travellerId: 'trv_somebody' }),
      view(4, { organisationId: 'org_another', travellerId: 'trv_another' }),
    ];
    for (const each of shown) {
      await stage.store.cases.record({ revision: 1, view: each, entries: [], sealedTexts: [] });
    }
    const asOrganisation = { authorization: `Bearer ${token}` };
    const list = (query: string) => stage.ask('GET', `/v1/status-calls${query}`, undefined, asOrganisation);
    const ids = (answer: Answer) => pageSchema.parse(answer.body).items.map(({ id }) => id);

    const first = await list('?limit=2');
    expect(ids(first)).toEqual(['stc_shown3', 'stc_shown2']);
    const cursor = encodeURIComponent(textField(first, 'nextCursor'));
    const second = await list(`?limit=2&cursor=${cursor}`);
    expect(second.body).toEqual({
      items: [
        {
          id: 'stc_shown1',
          organisationId,
          travellerId,
          state: 'answered',
          openedAt: '2026-11-21T08:01:00.000Z',
          round: 1,
          answer: 'ok',
          answeredAt: '2026-11-21T09:01:00.000Z',
        },
      ],
    });
    expect(ids(await list(`?travellerId=${travellerId}`))).toEqual(['stc_shown2', 'stc_shown1']);
    expect(ids(await list('?state=unreached'))).toEqual(['stc_shown2']);
    expect(ids(await list('?organisationId=org_another'))).toEqual([]);
    expect(ids(await stage.ask('GET', '/v1/status-calls?organisationId=org_another'))).toEqual([
      'stc_shown4',
    ]);
    expect(problem(await list('?state=sleeping&cursor=x&colour=red')).paths).toEqual(['/state', '/colour']);
  });
});

describe('what an incident costs by contract (I9)', () => {
  it('is shown with it', async () => {
    const fee = { amountMinor: 9_000, currency: 'EUR' };
    const caseFees = [
      { by: 'kind', kind: 'security', fee, note: 'Per case' },
      { by: 'service', service: 'medical', fee },
    ];
    const made = await stage.ask('POST', '/v1/organisations', { name: 'With a contract', caseFees });
    const reported = await stage.ask('POST', '/v1/incidents', {
      organisationId: textField(made, 'id'),
      kind: 'security',
      threat: 'unknown',
      summary: 'Shots near the hotel.',
    });
    const shown = await stage.ask('GET', `/v1/incidents/${textField(reported, 'id')}`);
    expect(field(shown, 'caseFees')).toEqual([caseFees[0]]);
    const without = await stage.ask('POST', '/v1/incidents', report());
    expect(field(await stage.ask('GET', `/v1/incidents/${textField(without, 'id')}`), 'caseFees')).toEqual(
      [],
    );
  });
});
