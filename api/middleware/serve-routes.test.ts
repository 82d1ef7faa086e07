import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { temporaryMongo, type TemporaryMongo } from '../../db/store.fixture.js';
import { field, problem, textField, openPlay, reset, type Play } from '../testing/play.js';
import { deskToken, until } from '../testing/stage.js';

let mongo: TemporaryMongo;
let stage: Play['stage'];
let organisationId: Play['organisationId'];
let travellerId: Play['travellerId'];
let token: Play['token'];

beforeAll(async () => {
  mongo = await temporaryMongo();
  ({ stage, organisationId, travellerId, token } = await openPlay({ mongo }));
});
beforeEach(() => {
  reset(stage);
});
afterAll(async () => {
  await stage.close();
  await mongo.remove();
});

const asOrganisation = () => ({ authorization: `Bearer ${token}` });

const report = (more: object = {}) => ({
  organisationId,
  kind: 'security',
  threat: 'unknown',
  summary: 'Shots near the hotel.',
  ...more,
});

describe('access (X3)', () => {
  it('asks for a token, and says how to give it', async () => {
    const answer = await stage.ask('GET', '/v1/organisations', undefined, { authorization: '' });
    expect(problem(answer).status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="beistand"');
  });

  it.each(['Bearer nobody-knows-this-token', `Basic ${deskToken}`, `Bearer ${deskToken}x`])(
    'refuses %s',
    async (authorization) => {
      const answer = await stage.ask('GET', '/v1/organisations', undefined, { authorization });
      expect(problem(answer).status).toBe(401);
    },
  );

  it('shows a token of an organisation its own organisation only', async () => {
    const other = await stage.ask('POST', '/v1/organisations', { name: 'Other' });
    const otherId = textField(other, 'id');
    const list = await stage.ask('GET', '/v1/organisations', undefined, asOrganisation());
    expect(field(list, 'items')).toEqual([expect.objectContaining({ id: organisationId })]);
    const foreign = await stage.ask('GET', `/v1/organisations/${otherId}`, undefined, asOrganisation());
    expect(problem(foreign).status).toBe(404);
    const body = report({ organisationId: otherId });
    const incident = await stage.ask('POST', '/v1/incidents', body, asOrganisation());
    expect(problem(incident)).toMatchObject({ status: 404, paths: ['/organisationId'] });
    expect((await stage.ask('POST', '/v1/organisations', { name: 'Mine' }, asOrganisation())).status).toBe(
      403,
    );
  });

  it('hides foreign incidents, on reading and on every action', async () => {
    const other = z
      .string()
      .parse(field(await stage.ask('POST', '/v1/organisations', { name: 'Third' }), 'id'));
    const foreign = await stage.ask('POST', '/v1/incidents', report({ organisationId: other }));
    const path = `/v1/incidents/${textField(foreign, 'id')}`;
    expect((await stage.ask('GET', path, undefined, asOrganisation())).status).toBe(404);
    expect((await stage.ask('GET', `${path}/timeline`, undefined, asOrganisation())).status).toBe(404);
    const before = stage.cases.told.length;
    const closing = await stage.ask('POST', `${path}/close`, { outcome: 'resolved' }, asOrganisation());
    expect(problem(closing).status).toBe(404);
    expect(stage.cases.told).toHaveLength(before);
  });

  it('keeps a token valid while MongoDB is away', async () => {
    expect((await stage.ask('GET', '/v1/travellers', undefined, asOrganisation())).status).toBe(200);
    await mongo.stop();
    try {
      const answer = await stage.ask('POST', '/v1/incidents', report(), asOrganisation());
      expect(answer.status).toBe(201);
      const start = stage.cases.started.get(textField(answer, 'id'));
      expect(start?.sealed?.sealed).toEqual(expect.any(String));
      expect(JSON.stringify(start)).not.toContain('Shots');
    } finally {
      await mongo.start();
      await until(async () => (await stage.ask('GET', '/v1/travellers')).status === 200, 20_000);
    }
  });
});

describe('bad input (X3)', () => {
  it('names every wrong, missing and unknown field', async () => {
    const answer = await stage.ask('POST', '/v1/incidents', {
      organisationId,
      kind: 'fire',
      threat: 7,
      surprise: true,
      location: { latitude: 91, longitude: 0, height: 3 },
    });
    expect(problem(answer)).toMatchObject({
      status: 400,
      paths: expect.arrayContaining([
        '/kind',
        '/threat',
        '/summary',
        '/surprise',
        '/location/latitude',
        '/location/height',
      ]) as unknown,
    });
  });

  it.each([
    ['a list', [], ''],
    ['null', null, ''],
    ['a wrong phone number', { organisationId: 'org_abcdef', name: 'Toni', phones: ['12345'] }, '/phones/0'],
  ])('refuses %s as a traveller', async (_what, body, path) => {
    const answer = await stage.ask('POST', '/v1/travellers', body);
    expect(problem(answer)).toMatchObject({ status: 400, paths: [path] });
  });

  it('refuses broken JSON, and a body where none was sent', async () => {
    expect(problem(await stage.ask('POST', '/v1/travellers', '{"name":')).status).toBe(400);
    const nothing = await stage.ask('POST', '/v1/travellers', undefined, {
      'content-type': 'application/json',
    });
    expect(problem(nothing)).toMatchObject({ status: 400, paths: [''] });
  });

  it('refuses huge bodies and other content types', async () => {
    const huge = await stage.ask('POST', '/v1/incidents', report({ summary: 'x'.repeat(70_000) }));
    expect(problem(huge).status).toBe(413);
    const form = await stage.ask('POST', '/v1/incidents', 'kind=security', {
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect(problem(form).status).toBe(415);
  });

  it.each([
    ['/v1/organisations?limit=0', ['/limit']],
    ['/v1/organisations?limit=201', ['/limit']],
    ['/v1/organisations?limit=2&limit=3', ['/limit']],
    ['/v1/incidents?state=burning&colour=red', ['/state', '/colour']],
  ])('refuses the query of %s', async (path, paths) => {
    expect(problem(await stage.ask('GET', path))).toMatchObject({ status: 400, paths });
  });

  it('refuses a cursor that is none', async () => {
    expect(problem(await stage.ask('GET', '/v1/organisations?cursor=nonsense')).status).toBe(400);
  });

  it.each([
    ['GET', '/v1/incidents/inc_unknown1234'],
    ['GET', '/v1/incidents/nonsense'],
    ['GET', '/v1/incidents/inc_unknown1234/timeline'],
    ['GET', '/v1/travellers/trv_unknown1234'],
    ['GET', '/v1/status-calls/stc_unknown1234'],
    ['GET', '/v2/anything'],
    ['DELETE', '/nothing/here'],
  ])('answers %s %s with 404', async (method, path) => {
    expect(problem(await stage.ask(method, path)).status).toBe(404);
  });

  it('answers a broken address with 400', async () => {
    expect(problem(await stage.ask('GET', '/v1/incidents/%E0%A4%A')).status).toBe(400);
  });

  it('answers other methods with 405 and what is allowed', async () => {
    const answer = await stage.ask('DELETE', '/v1/incidents');
    expect(problem(answer).status).toBe(405);
    expect(answer.headers.get('allow')).toBe('POST, GET, HEAD, OPTIONS');
    expect((await stage.ask('OPTIONS', '/v1/incidents')).status).toBe(204);
  });

  it('names unknown travellers, and travellers of other organisations', async () => {
    const unknown = await stage.ask('POST', '/v1/incidents', report({ travellerId: 'trv_unknown1234' }));
    expect(problem(unknown)).toMatchObject({ status: 404, paths: ['/travellerId'] });
    const other = z
      .string()
      .parse(field(await stage.ask('POST', '/v1/organisations', { name: 'Fourth' }), 'id'));
    const foreign = await stage.ask('POST', '/v1/status-calls', { organisationId: other, travellerId });
    expect(problem(foreign)).toMatchObject({ status: 404, paths: ['/travellerId'] });
  });

  it('stores nothing of what it refuses', async () => {
    const before = stage.cases.started.size;
    await stage.ask('POST', '/v1/incidents', report({ kind: 'fire' }), { 'idempotency-key': 'refused' });
    expect(stage.cases.started.size).toBe(before);
    const accepted = await stage.ask('POST', '/v1/incidents', report(), { 'idempotency-key': 'refused' });
    expect(accepted.status).toBe(201);
  });
});
