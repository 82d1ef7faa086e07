import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { conflict } from '../domain/errors.js';
import { deskToken, setStage, until, type Answer, type Stage } from './testing/stage.js';

let stage: Stage;
let organisationId: string;
let travellerId: string;
let contactId: string;
let organisationToken: string;

const problemSchema = z.strictObject({
  type: z.string().regex(/^urn:beistand:problem:/),
  title: z.string(),
  status: z.number(),
  detail: z.string(),
  requestId: z.string(),
  errors: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
});

function field(answer: Answer, name: string): unknown {
  return z.record(z.string(), z.unknown()).parse(answer.body)[name];
}

/** The problem document of an answer, and the paths of what it finds wrong. */
function problem(answer: Answer) {
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  const parsed = problemSchema.parse(answer.body);
  expect(parsed.status).toBe(answer.status);
  return { ...parsed, paths: (parsed.errors ?? []).map(({ path }) => path) };
}

const report = (more: object = {}) => ({
  organisationId,
  kind: 'security',
  threat: 'unknown',
  summary: 'Shots near the hotel.',
  ...more,
});

beforeAll(async () => {
  stage = await setStage();
  const organisation = await stage.ask('POST', '/v1/organisations', {
    name: 'Example',
    timeZone: 'Europe/Budapest',
    internalContacts: [{ name: 'Anna', phones: ['+49 30 23125011'] }],
  });
  expect(organisation.status).toBe(201);
  organisationId = z.string().parse(field(organisation, 'id'));
  [contactId] = z
    .tuple([z.object({ id: z.string() })])
    .parse(field(organisation, 'internalContacts'))
    .map(({ id }) => id) as [string];
  const traveller = await stage.ask('POST', '/v1/travellers', { organisationId, name: 'Toni' });
  travellerId = z.string().parse(field(traveller, 'id'));
  const token = await stage.ask('POST', `/v1/organisations/${organisationId}/tokens`, { name: 'booking' });
  organisationToken = z.string().parse(field(token, 'token'));
});

beforeEach(() => {
  stage.cases.away = false;
  stage.cases.refusal = undefined;
});

afterAll(() => stage.close());

const asOrganisation = () => ({ authorization: `Bearer ${organisationToken}` });

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
    const otherId = z.string().parse(field(other, 'id'));
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
    const path = `/v1/incidents/${z.string().parse(field(foreign, 'id'))}`;
    expect((await stage.ask('GET', path, undefined, asOrganisation())).status).toBe(404);
    expect((await stage.ask('GET', `${path}/timeline`, undefined, asOrganisation())).status).toBe(404);
    const before = stage.cases.told.length;
    const closing = await stage.ask('POST', `${path}/close`, { outcome: 'resolved' }, asOrganisation());
    expect(problem(closing).status).toBe(404);
    expect(stage.cases.told).toHaveLength(before);
  });

  it('keeps a token valid while MongoDB is away', async () => {
    expect((await stage.ask('GET', '/v1/travellers', undefined, asOrganisation())).status).toBe(200);
    await stage.mongo.stop();
    try {
      const answer = await stage.ask('POST', '/v1/incidents', report(), asOrganisation());
      expect(answer.status).toBe(201);
      const start = stage.cases.started.get(z.string().parse(field(answer, 'id')));
      expect(start?.sealed?.sealed).toEqual(expect.any(String));
      expect(JSON.stringify(start)).not.toContain('Shots');
    } finally {
      await stage.mongo.start();
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

describe('organisations (E3)', () => {
  it('gives everybody an identifier and keeps the ones that are there', async () => {
    const read = await stage.ask('GET', `/v1/organisations/${organisationId}`);
    expect(read.headers.get('etag')).toMatch(/^"\d+"$/);
    expect(contactId).toMatch(/^con_[a-z2-7]{26}$/);
    const twice = { name: 'Twice', internalContacts: [1, 2].map(() => ({ id: contactId, name: 'Anna' })) };
    const refused = await stage.ask('POST', '/v1/organisations', twice);
    expect(problem(refused)).toMatchObject({ status: 400, paths: ['/internalContacts/1/id'] });
  });

  it('refuses a save over somebody else’s (If-Match)', async () => {
    const created = await stage.ask('POST', '/v1/organisations', { name: 'Before' });
    const path = `/v1/organisations/${z.string().parse(field(created, 'id'))}`;
    const etag = created.headers.get('etag') ?? '';
    const saved = await stage.ask('PUT', path, { name: 'After' }, { 'if-match': etag });
    expect(saved.status).toBe(200);
    expect(saved.headers.get('etag')).not.toBe(etag);
    const stale = await stage.ask('PUT', path, { name: 'Late' }, { 'if-match': etag });
    expect(problem(stale).status).toBe(412);
    expect(field(await stage.ask('GET', path), 'name')).toBe('After');
    expect(problem(await stage.ask('PUT', path, { name: 'x' }, { 'if-match': 'nonsense' })).paths).toEqual([
      '/if-match',
    ]);
  });

  it('lets only the desk change the inbound number', async () => {
    const path = `/v1/organisations/${organisationId}`;
    const body = { name: 'Example', inboundNumber: '+493023125077' };
    const refused = await stage.ask('PUT', path, body, asOrganisation());
    expect(problem(refused)).toMatchObject({ status: 403, paths: ['/inboundNumber'] });
  });

  it('pages through lists', async () => {
    const first = await stage.ask('GET', '/v1/organisations?limit=1');
    expect(field(first, 'items')).toHaveLength(1);
    const cursor = encodeURIComponent(z.string().parse(field(first, 'nextCursor')));
    const second = await stage.ask('GET', `/v1/organisations?limit=1&cursor=${cursor}`);
    expect(field(second, 'items')).not.toEqual(field(first, 'items'));
  });
});

describe('reporting an incident (I1)', () => {
  it('answers with the incident and starts it', async () => {
    const answer = await stage.ask('POST', '/v1/incidents', report({ travellerId, threat: 'immediate' }));
    expect(answer.status).toBe(201);
    const id = z.string().parse(field(answer, 'id'));
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
    const id = z.string().parse(field(accepted, 'id'));
    expect((await stage.ask('GET', `/v1/incidents/${id}`)).body).toMatchObject({ id, state: 'accepted' });
    stage.cases.away = false;
    const again = await stage.ask('POST', '/v1/incidents', report(), key);
    expect(again.status).toBe(201);
    expect(field(again, 'id')).toBe(id);
    expect(stage.cases.started.has(id)).toBe(true);
  });
});

describe('actions on an incident (I12)', () => {
  let path: string;
  let id: string;
  beforeAll(async () => {
    id = z.string().parse(field(await stage.ask('POST', '/v1/incidents', report()), 'id'));
    path = `/v1/incidents/${id}`;
  });
  const lastTold = () => stage.cases.told.at(-1);

  it.each([
    ['acknowledge', {}, 'acknowledge', { as: 'internal', means: 'operator' }],
    ['acknowledge', undefined, 'acknowledge', { as: 'internal', means: 'operator' }],
    ['acknowledge', { as: 'provider' }, 'acknowledge', { as: 'provider', means: 'operator' }],
    ['decline', { as: 'provider' }, 'decline', { as: 'provider', means: 'operator' }],
    ['threat', { threat: 'immediate' }, 'setThreat', { threat: 'immediate' }],
    ['route', { service: 'medical' }, 'route', { service: 'medical' }],
    ['ratification', { answer: 'refused' }, 'giveRatification', { answer: 'refused', means: 'operator' }],
    ['close', { outcome: 'resolved' }, 'close', { outcome: 'resolved' }],
    ['reopen', undefined, 'reopen', {}],
  ])('passes %s %j on', async (action, body, what, message) => {
    const answer = await stage.ask('POST', `${path}/${action}`, body);
    expect(answer.status).toBe(200);
    expect(field(answer, 'incident')).toMatchObject({ id });
    expect(lastTold()).toMatchObject({
      what,
      id,
      message: { ...message, by: { by: 'token', tokenId: 'tok_thedesk' } },
    });
  });

  it('gives the same update for the same Idempotency-Key, and another one without', async () => {
    const key = { 'idempotency-key': 'once' };
    const ids = [];
    for (const headers of [key, key, {}]) {
      await stage.ask('POST', `${path}/threat`, { threat: 'none' }, headers);
      ids.push(lastTold()?.updateId);
    }
    expect(ids[0]).toBe(ids[1]);
    expect(ids[2]).not.toBe(ids[0]);
  });

  it('keeps the text of a note out of the workflow', async () => {
    const answer = await stage.ask('POST', `${path}/notes`, { text: 'The hotel has called.' });
    expect(answer.status).toBe(201);
    const noteId = z.string().parse(field(answer, 'noteId'));
    expect(lastTold()).toMatchObject({ what: 'addNote', message: { noteId } });
    expect(JSON.stringify(stage.cases.told)).not.toContain('The hotel');
    stage.cases.entries = [
      {
        sequence: 1,
        at: 1_780_000_000_000,
        event: { type: 'noted', noteId, by: { by: 'token', tokenId: 'tok_thedesk' } },
      },
    ];
    const timeline = await stage.ask('GET', `${path}/timeline`);
    expect(timeline.body).toEqual({
      items: [
        {
          sequence: 1,
          at: '2026-05-28T20:26:40.000Z',
          atLocal: '2026-05-28T22:26:40.000+02:00',
          type: 'noted',
          text: 'Note by Test desk. The hotel has called.',
          note: 'The hotel has called.',
          data: { noteId, by: { by: 'token', tokenId: 'tok_thedesk' } },
        },
      ],
      nextAfter: 1,
      complete: true,
    });
    const german = await stage.ask('GET', `${path}/timeline?language=de&timeZone=Asia/Tokyo`);
    expect(JSON.stringify(german.body)).toContain('+09:00');
    expect(problem(await stage.ask('GET', `${path}/timeline?timeZone=Mars/Olympus`)).paths).toEqual([
      '/timeZone',
    ]);
    stage.cases.entries = [];
  });

  it('adds the note of a closure before it closes', async () => {
    await stage.ask('POST', `${path}/close`, { outcome: 'duplicate', note: 'See the other one.' });
    expect(stage.cases.told.slice(-2).map(({ what }) => what)).toEqual(['addNote', 'close']);
  });

  it('marks contacts of the organisation reached, and names the ones that are none', async () => {
    const answer = await stage.ask('POST', `${path}/contacts-reached`, { contacts: [contactId] });
    expect(answer.status).toBe(200);
    expect(lastTold()).toMatchObject({
      what: 'markContactsReached',
      message: { contacts: [{ role: 'internal-contact', id: contactId }] },
    });
    const unknown = await stage.ask('POST', `${path}/contacts-reached`, {
      contacts: [contactId, 'con_unknown1234'],
    });
    expect(problem(unknown)).toMatchObject({ status: 400, paths: ['/contacts/1'] });
  });

  it('fires the life-safety override in two steps (I8)', async () => {
    const ceiling = { amountMinor: 500_000, currency: 'EUR' };
    const before = stage.cases.told.length;
    const first = await stage.ask('POST', `${path}/life-safety-override`, { ceiling });
    expect(first.status).toBe(202);
    expect(stage.cases.told).toHaveLength(before);
    expect(field(first, 'effect')).toContain('€5,000');
    const confirmation = z.string().parse(field(first, 'confirmation'));

    const forged = await stage.ask('POST', `${path}/life-safety-override`, {
      confirmation: `${confirmation}x`,
    });
    expect(problem(forged)).toMatchObject({ status: 400, paths: ['/confirmation'] });
    const dearer = { ceiling: { ...ceiling, amountMinor: 900_000 }, confirmation };
    expect(problem(await stage.ask('POST', `${path}/life-safety-override`, dearer)).paths).toEqual([
      '/ceiling',
    ]);
    const foreign = await stage.ask(
      'POST',
      `${path}/life-safety-override`,
      { confirmation },
      asOrganisation(),
    );
    expect(problem(foreign).status).toBe(400);
    expect(stage.cases.told).toHaveLength(before);

    const fired = await stage.ask('POST', `${path}/life-safety-override`, { confirmation });
    expect(fired.status).toBe(200);
    expect(lastTold()).toMatchObject({ what: 'fireOverride', message: { ceiling } });
  });

  it('tells what the case refuses', async () => {
    stage.cases.refusal = conflict('The incident is closed.');
    const answer = await stage.ask('POST', `${path}/threat`, { threat: 'none' });
    expect(problem(answer)).toMatchObject({ status: 409, detail: 'The incident is closed.' });
  });

  it('is unavailable while Temporal is away', async () => {
    stage.cases.away = true;
    const answer = await stage.ask('POST', `${path}/threat`, { threat: 'none' });
    expect(problem(answer).status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('2');
  });

  it.each(['acknowledge', 'reopen', 'decline', 'life-safety-override'])(
    'refuses unknown fields of %s',
    async (action) => {
      const answer = await stage.ask('POST', `${path}/${action}`, { sudo: true });
      expect(problem(answer)).toMatchObject({ status: 400, paths: ['/sudo'] });
    },
  );
});

describe('status calls (I2)', () => {
  it('starts one, whose Help has its incident derived beforehand', async () => {
    const key = { 'idempotency-key': 'status' };
    const first = await stage.ask('POST', '/v1/status-calls', { organisationId, travellerId }, key);
    expect(first.status).toBe(201);
    const id = z.string().parse(field(first, 'id'));
    expect(stage.cases.statusCallsStarted.get(id)).toMatchObject({ incidentId: id.replace('stc_', 'inc_') });
    const again = await stage.ask('POST', '/v1/status-calls', { organisationId, travellerId }, key);
    expect(again.status).toBe(200);
    expect(field(again, 'id')).toBe(id);
    expect((await stage.ask('GET', `/v1/status-calls/${id}`)).body).toMatchObject({ id, state: 'asking' });
  });
});

describe('operation (X6)', () => {
  it('is healthy and ready, and says which part is not', async () => {
    expect((await stage.ask('GET', '/healthz')).status).toBe(200);
    expect((await stage.ask('GET', '/readyz')).status).toBe(200);
    stage.cases.away = true;
    stage.alarm.raised = true;
    const answer = await stage.ask('GET', '/readyz');
    stage.alarm.raised = false;
    expect(answer.status).toBe(503);
    expect(field(answer, 'parts')).toEqual({
      temporal: 'failing',
      mongodb: 'ok',
      workers: 'failing',
      auditor: 'failing',
      serving: 'ok',
    });
  });

  it('counts requests by route, never by address', async () => {
    await stage.ask('GET', '/v1/incidents/inc_secret12345');
    const metrics = await stage.ask('GET', '/metrics');
    expect(metrics.text).toContain('route="/v1/incidents/{incidentId}"');
    expect(metrics.text).not.toContain('secret');
  });

  it('documents every route from the schemas that check it', async () => {
    const { body } = await stage.ask('GET', '/openapi.json', undefined, { authorization: '' });
    const document = z
      .object({
        openapi: z.literal('3.1.0'),
        paths: z.record(
          z.string(),
          z.record(z.string(), z.object({ responses: z.record(z.string(), z.unknown()) })),
        ),
      })
      .parse(body);
    expect(Object.keys(document.paths).sort()).toEqual([
      '/healthz',
      '/readyz',
      '/v1/incidents',
      '/v1/incidents/{incidentId}',
      '/v1/incidents/{incidentId}/acknowledge',
      '/v1/incidents/{incidentId}/close',
      '/v1/incidents/{incidentId}/contacts-reached',
      '/v1/incidents/{incidentId}/decline',
      '/v1/incidents/{incidentId}/life-safety-override',
      '/v1/incidents/{incidentId}/notes',
      '/v1/incidents/{incidentId}/ratification',
      '/v1/incidents/{incidentId}/reopen',
      '/v1/incidents/{incidentId}/route',
      '/v1/incidents/{incidentId}/threat',
      '/v1/incidents/{incidentId}/timeline',
      '/v1/organisations',
      '/v1/organisations/{organisationId}',
      '/v1/organisations/{organisationId}/tokens',
      '/v1/status-calls',
      '/v1/status-calls/{statusCallId}',
      '/v1/status-calls/{statusCallId}/timeline',
      '/v1/travellers',
      '/v1/travellers/{travellerId}',
    ]);
    const statuses = Object.keys(document.paths['/v1/incidents']?.['post']?.responses ?? {});
    expect(statuses).toEqual(
      expect.arrayContaining([
        '200',
        '201',
        '202',
        '400',
        '401',
        '404',
        '409',
        '413',
        '415',
        '422',
        '429',
        '503',
      ]),
    );
  });

  it('serves the docs page without anything from elsewhere', async () => {
    const page = await stage.ask('GET', '/docs', undefined, { authorization: '' });
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain(`script-src 'self'`);
    expect(page.text).not.toContain('http');
    const script = await stage.ask('GET', '/docs/assets/swagger-ui-bundle.js');
    expect(script.status).toBe(200);
    expect(script.headers.get('content-type')).toContain('javascript');
  });
});
