import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { field, problem, textField, openPlay, reset, type Play } from '../testing/play.js';

let stage: Play['stage'];
let organisationId: Play['organisationId'];
let travellerId: Play['travellerId'];

beforeAll(async () => {
  ({ stage, organisationId, travellerId } = await openPlay());
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
});
