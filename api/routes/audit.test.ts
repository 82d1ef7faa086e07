import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { deskScope } from '../../domain/scope.js';
import type { Caller } from '../openapi/route.js';
import { anna, field, openPlay, problem, reset, toni, type Play } from '../testing/play.js';
import { person, signInPeople, type SignedInPeople } from '../testing/signed-in-people.js';
import { until } from '../testing/stage.js';

let play: Play;
let people: SignedInPeople;
let manager: Caller;
const lead = person('usr_lead0001', 'desk-lead', deskScope);
const operator = person('usr_oper0001', 'operator', deskScope);

beforeAll(async () => {
  play = await openPlay();
  people = await signInPeople(play.stage);
  manager = person('usr_mngr0001', 'organisation-manager', {
    of: 'organisation',
    organisationId: play.organisationId,
  });
});
beforeEach(() => {
  reset(play.stage);
  people.trouble.inTrail = false;
});
afterAll(async () => {
  await people.close();
  await play.stage.close();
});

const shownSchema = z.object({
  id: z.string(),
  organisationId: z.string(),
  by: z.unknown(),
  from: z.unknown().optional(),
  stage: z.string(),
  action: z.string(),
  result: z.string().optional(),
  persons: z.array(z.string()),
  follows: z.string().optional(),
  values: z.array(z.object({ person: z.string(), before: z.unknown(), after: z.unknown() }).partial()),
});

/** As the desk lead reads it, newest first. */
async function trail(query: string, caller = lead) {
  const answer = await people.ask(caller, 'GET', `/v1/audit?${query}`);
  return z.object({ items: z.array(shownSchema) }).parse(answer.body).items;
}

async function newest(action: string, count = 1) {
  return (await trail(`action=${action}`)).slice(0, count);
}

/** Another telephone of Anna's. */
const annaAtHome = '+493023125019';

describe('what people read (X5)', () => {
  it('is recorded: who, what, when, from where, and whose data', async () => {
    const before = Date.now();
    await people.ask(manager, 'GET', `/v1/travellers/${play.travellerId}`);
    const [entry] = await newest('getTraveller');
    expect(entry).toMatchObject({
      organisationId: play.organisationId,
      by: manager.by,
      stage: 'done',
      result: '200',
      persons: [play.travellerId],
      values: [],
    });
    const answer = await people.ask(lead, 'GET', '/v1/audit?action=getTraveller&limit=1');
    const { items } = z
      .object({
        items: z.tuple([
          z.object({ at: z.string(), role: z.string(), what: z.unknown(), from: z.unknown() }),
        ]),
      })
      .parse(answer.body);
    expect(Date.parse(items[0].at)).toBeGreaterThanOrEqual(before);
    expect(items[0]).toMatchObject({
      role: 'organisation-manager',
      what: { kind: 'traveller', id: play.travellerId },
      from: {
        address: expect.stringContaining('127.0.0.1'),
        userAgent: expect.stringMatching(/^[0-9a-f]{16}$/),
      },
    });
  });

  it('in a list is recorded for each organisation with everybody on the page', async () => {
    const other = await play.stage.ask('POST', '/v1/organisations', { name: 'Other' });
    const otherId = z.string().parse(field(other, 'id'));
    await play.stage.ask('POST', '/v1/travellers', { organisationId: otherId, name: 'Ida' });
    await people.ask(operator, 'GET', '/v1/travellers');
    const entries = await newest('listTravellers', 2);
    expect(new Set(entries.map(({ organisationId }) => organisationId))).toEqual(
      new Set([play.organisationId, otherId]),
    );
    expect(entries.find(({ organisationId }) => organisationId === play.organisationId)?.persons).toEqual([
      play.travellerId,
    ]);
  });

  it('is not recorded of machines', async () => {
    const before = await trail('action=getOrganisation');
    await play.stage.ask('GET', `/v1/organisations/${play.organisationId}`);
    expect(await trail('action=getOrganisation')).toHaveLength(before.length);
  });

  it('is found by person and actor, and reading the trail is recorded too', async () => {
    await people.ask(operator, 'GET', `/v1/travellers/${play.travellerId}`);
    const found = await trail(`person=${play.travellerId}&actor=usr_oper0001`);
    expect(found.length).toBeGreaterThan(0);
    expect(found.every(({ persons }) => persons.includes(play.travellerId))).toBe(true);
    const readings = await trail('action=listAuditEntries&actor=usr_lead0001');
    expect(readings.length).toBeGreaterThan(0);
  });
});

describe('what anybody changes (X5)', () => {
  it('is recorded before and after, with old and new values by person', async () => {
    const path = `/v1/travellers/${play.travellerId}`;
    const body = { organisationId: play.organisationId, name: 'Toni Canary', phones: [toni], language: 'de' };
    expect((await people.ask(manager, 'PUT', path, body)).status).toBe(200);
    const [done, asked] = await newest('saveTraveller', 2);
    expect(asked).toMatchObject({ stage: 'asked', by: manager.by, values: [] });
    expect(done).toMatchObject({
      stage: 'done',
      result: '200',
      follows: asked?.id,
      organisationId: play.organisationId,
      persons: [play.travellerId],
      values: [
        {
          person: play.travellerId,
          before: { name: 'Toni' },
          after: { name: 'Toni Canary', phones: [toni] },
        },
      ],
    });
  });

  it('of settings keeps each contact under a key of their own', async () => {
    const path = `/v1/organisations/${play.organisationId}`;
    const contact = { id: play.contactId, name: 'Anna', phones: [annaAtHome, anna], language: 'de' };
    const body = { name: 'Example', internalContacts: [contact], inboundNumber: '+493023125099' };
    await people.ask(manager, 'PUT', path, body, { 'if-match': '*' });
    const [done] = await newest('saveOrganisation');
    const ofContact = done?.values.find((value) => value.person === play.contactId);
    expect(ofContact).toMatchObject({
      before: { name: 'Anna', phones: [anna] },
      after: { name: 'Anna', phones: [annaAtHome, anna] },
    });
    const others = done?.values.filter((value) => value.person !== play.contactId);
    expect(JSON.stringify(others)).not.toContain('Anna');
  });

  it('of a draft keeps people who are new under a key of their own, from the draft to the saved settings', async () => {
    const path = `/v1/organisations/${play.organisationId}`;
    const organisation = await play.stage.ask('GET', path);
    const dora = { name: 'Dora Canary', phones: ['+493023125017'] };
    const settings = {
      name: 'Example',
      inboundNumber: '+493023125099',
      internalContacts: [{ id: play.contactId, name: 'Anna', phones: [anna] }, dora],
      contacts: [{ ...dora, name: 'Stray Canary' }],
    };
    const draft = { basedOn: field(organisation, 'revision'), settings };
    await people.ask(manager, 'PUT', `${path}/settings/draft`, draft, { 'if-match': '*' });
    const { contacts: _stray, ...right } = settings;
    const read = await people.ask(manager, 'GET', `${path}/settings/draft`);
    const { internalContacts } = z
      .object({ settings: z.object({ internalContacts: z.array(z.looseObject({ id: z.string() })) }) })
      .parse(read.body).settings;
    const dorasId = internalContacts[1]?.id ?? 'nobody';
    const kept = await people.ask(
      manager,
      'PUT',
      `${path}/settings/draft`,
      { ...draft, settings: { ...right, internalContacts } },
      { 'if-match': read.headers.get('etag') ?? '' },
    );
    const revision = organisation.headers.get('etag') ?? '';
    const saved = await people.ask(
      manager,
      'POST',
      `${path}/settings/save`,
      { draftVersion: field(kept, 'version') },
      { 'if-match': revision },
    );
    expect(saved).toMatchObject({ status: 200, body: { internalContacts: [{}, { id: dorasId }] } });

    const deeds = [...(await newest('putSettingsDraft', 4)), ...(await newest('saveSettingsDraft', 2))];
    const values = deeds.flatMap((deed) => deed.values);
    expect(values.filter((value) => JSON.stringify(value).includes('Canary'))).not.toHaveLength(0);
    expect(
      values.filter((value) => value.person !== dorasId && JSON.stringify(value).includes('Canary')),
    ).toEqual([]);
    expect(JSON.stringify(values)).not.toContain('Stray');
  });

  it('is told as refused when it was', async () => {
    const path = `/v1/travellers/trv_unknown1234`;
    const refused = await people.ask(manager, 'PUT', path, {
      organisationId: play.organisationId,
      name: 'Nobody',
    });
    expect(problem(refused).status).toBe(404);
    const [last, asked] = await newest('saveTraveller', 2);
    expect(last).toMatchObject({ stage: 'refused', result: 'not-found', follows: asked?.id, values: [] });
    expect(asked).toMatchObject({ stage: 'asked' });
  });

  it('is recorded of machines too, and never with a secret', async () => {
    const made = await play.stage.ask('POST', `/v1/organisations/${play.organisationId}/tokens`, {
      name: 'Canary token',
    });
    const [done] = await newest('createToken');
    expect(done).toMatchObject({ by: { by: 'token', tokenId: 'tok_thedesk' }, stage: 'done' });
    expect(JSON.stringify(done?.values)).toContain('Canary token');
    expect(JSON.stringify(done)).not.toContain(z.string().parse(field(made, 'token')));

    const incidentId = await play.report();
    const path = `/v1/incidents/${incidentId}/life-safety-override`;
    const first = await people.ask(operator, 'POST', path, {});
    const confirmation = z.string().parse(field(first, 'confirmation'));
    await people.ask(operator, 'POST', path, { confirmation });
    await until(async () => (await newest('fireLifeSafetyOverride', 2)).length === 2);
    const fired = await newest('fireLifeSafetyOverride', 2);
    expect(fired.map(({ result }) => result).sort()).toEqual(['200', '202']);
    expect(JSON.stringify(fired)).not.toContain(confirmation.slice(0, 40));
  });
});

describe('when the trail cannot be written (X5)', () => {
  it('nothing ordinary is changed, and nothing is shown', async () => {
    people.trouble.inTrail = true;
    const path = `/v1/travellers/${play.travellerId}`;
    const body = { organisationId: play.organisationId, name: 'Unrecorded' };
    expect(problem(await people.ask(manager, 'PUT', path, body)).status).toBe(503);
    expect(problem(await people.ask(manager, 'GET', path)).status).toBe(503);
    expect(field(await play.stage.ask('GET', path), 'name')).not.toBe('Unrecorded');
  });

  it('calls for help go on, and are recorded as soon as it can be', async () => {
    people.trouble.inTrail = true;
    const report = {
      organisationId: play.organisationId,
      kind: 'security',
      threat: 'immediate',
      travellerId: play.travellerId,
      summary: 'Unrecorded for now.',
    };
    const begun = Date.now();
    const answer = await people.ask(operator, 'POST', '/v1/incidents', report);
    expect(answer.status).toBe(201);
    const incidentId = z.string().parse(field(answer, 'id'));
    const shown = await people.ask(operator, 'GET', `/v1/incidents/${incidentId}`);
    const taken = await people.ask(operator, 'POST', `/v1/incidents/${incidentId}/acknowledge`, {});
    expect([shown.status, taken.status]).toEqual([200, 200]);
    expect(Date.now() - begun).toBeLessThan(3_000);
    people.trouble.inTrail = false;
    for (const action of ['reportIncident', 'getIncident', 'acknowledgeIncident']) {
      await until(async () => (await trail(`action=${action}&actor=usr_oper0001`)).length > 0, 20_000);
    }
    const [entry] = await trail('action=reportIncident&actor=usr_oper0001');
    expect(entry).toMatchObject({ stage: 'done', persons: [play.travellerId] });
    expect(Reflect.get(entry?.values[0] ?? {}, 'after')).toMatchObject({ summary: 'Unrecorded for now.' });
  });
});

describe('the trail for an organisation (X5, X4)', () => {
  it('is its own, and does not tell from where the desk looked at it', async () => {
    await people.ask(operator, 'GET', `/v1/travellers/${play.travellerId}`);
    const own = await trail('limit=200', manager);
    expect(new Set(own.map(({ organisationId }) => organisationId))).toEqual(new Set([play.organisationId]));
    const byDesk = (await trail('actor=usr_oper0001&action=getTraveller', manager))[0];
    expect(byDesk).toMatchObject({ by: operator.by, stage: 'done' });
    expect(byDesk).not.toHaveProperty('from');
    expect(own.find(({ action }) => action === 'saveTraveller')).toHaveProperty('from');
    const foreign = await people.ask(manager, 'GET', '/v1/audit?organisationId=org_thedesk');
    expect(field(foreign, 'items')).toEqual([]);
  });

  it('tells who answered by telephone, and not which account of the desk gave a command where', async () => {
    const { auditTrail } = play.stage.dependencies;
    const about = { organisationId: play.organisationId, at: Date.now(), what: { kind: 'incident' } };
    const target = { role: 'internal-contact', id: play.contactId } as const;
    const from = { channel: 'voice', caseId: 'inc_abc123' } as const;
    await auditTrail.record({ ...about, by: { by: 'target', target }, from, action: 'taken' });
    const desk = { role: 'desk', id: 'desk' } as const;
    await auditTrail.record({ ...about, by: { by: 'target', target: desk }, from, action: 'taken' });
    await auditTrail.record({
      ...about,
      by: { by: 'command-line', account: 'root' },
      from: { host: 'desk-1' },
      action: 'readiness',
    });
    const [byContact] = await trail(`actor=${play.contactId}&action=taken`, manager);
    expect(byContact).toMatchObject({ by: { by: 'target', target }, from });
    const [byDesk] = await trail('actor=desk', manager);
    expect(byDesk).toMatchObject({ by: { by: 'target', target: desk } });
    expect(byDesk).not.toHaveProperty('from');
    const [byCommand] = await trail('action=readiness', manager);
    expect(byCommand).toMatchObject({ by: { by: 'command-line' } });
    expect(JSON.stringify(byCommand)).not.toMatch(/root|desk-1/);
    const [whole] = await trail('actor=root');
    expect(whole).toMatchObject({ by: { by: 'command-line', account: 'root' }, from: { host: 'desk-1' } });
  });

  it('gives an anchor of its own chain, and of no other', async () => {
    const anchor = await people.ask(manager, 'GET', '/v1/audit/anchor');
    expect(anchor.body).toMatchObject({ organisationId: play.organisationId, mac: expect.any(String) });
    expect(z.number().parse(field(anchor, 'sequence'))).toBeGreaterThan(0);
    const foreign = await people.ask(manager, 'GET', '/v1/audit/anchor?organisationId=org_thedesk');
    expect(problem(foreign).status).toBe(404);
    expect(field(await people.ask(lead, 'GET', '/v1/audit/anchor'), 'organisationId')).toBe('org_thedesk');
    const unknown = await people.ask(lead, 'GET', '/v1/audit/anchor?organisationId=org_unknown1');
    expect(problem(unknown).status).toBe(404);
  });

  it('is not for operators', async () => {
    expect(problem(await people.ask(operator, 'GET', '/v1/audit')).status).toBe(403);
    expect(problem(await people.ask(operator, 'GET', '/v1/audit/anchor')).status).toBe(403);
  });

  it('is whole after all of this', async () => {
    for (const organisationId of await play.stage.store.audit.organisations(deskScope)) {
      for await (const found of play.stage.store.audit.breaks(deskScope, organisationId)) {
        throw new Error(`${organisationId}: ${JSON.stringify(found)}`);
      }
    }
  });
});
