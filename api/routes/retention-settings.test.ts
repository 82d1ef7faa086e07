import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deskOrganisationId } from '../../domain/identifiers.js';
import { defaultRetentionPolicy } from '../../domain/retention/retention-policy.js';
import { field, openPlay, problem, type Play } from '../testing/play.js';

const thirtyDays = { count: 30, unit: 'days' };
const annual = { kind: 'incidents', every: 'year', language: 'de', formats: ['pdf', 'csv'] };
const name = { kind: 'incidents', every: 'year' };
const any = { 'if-match': '*' };

let play: Play;
let retention: string;
let plan: string;
beforeAll(async () => {
  play = await openPlay();
  retention = `/v1/organisations/${play.organisationId}/retention`;
  plan = `/v1/organisations/${play.organisationId}/report-plan`;
});
afterAll(() => play.stage.close());

const save = (path: string, body: object, headers: Record<string, string> = any) =>
  play.stage.ask('PUT', path, body, headers);

describe('retention periods (E4)', () => {
  it('are the defaults at first, without the classes that only the desk has', async () => {
    const answer = await play.stage.ask('GET', retention);
    const { 'support-cases': _cases, 'mail-originals': _mails, ...own } = defaultRetentionPolicy;
    expect(answer.body).toMatchObject({ revision: 0, periods: own, set: {}, brokenReports: [] });
    expect(answer.headers.get('etag')).toBe('"0"');
  });

  it('are saved once for each revision', async () => {
    const body = { periods: { locations: thirtyDays, audit: 'for-ever' } };
    const saved = await save(retention, body, { 'if-match': '"0"' });
    expect(saved.status).toBe(200);
    expect(saved.body).toMatchObject({ revision: 1, set: body.periods });
    expect(field(saved, 'periods')).toMatchObject(body.periods);
    expect((await save(retention, body, { 'if-match': '"0"' })).status).toBe(412);
    expect((await save(retention, { periods: {} }, { 'if-match': '"1"' })).status).toBe(200);
  });

  it('are one save of many at the same moment; the others are told', async () => {
    const saves = await Promise.all(
      [1, 2, 3, 4].map((count) => save(retention, { periods: { locations: { count, unit: 'days' } } })),
    );
    expect(saves.every(({ status }) => status === 200 || status === 409)).toBe(true);
    expect(saves.some(({ status }) => status === 200)).toBe(true);
  });

  it('are refused where the organisation cannot have such data', async () => {
    const answer = await save(retention, { periods: { 'mail-originals': thirtyDays } });
    expect(problem(answer)).toMatchObject({ status: 400, paths: ['/periods/mail-originals'] });
    const ofDesk = `/v1/organisations/${deskOrganisationId}/retention`;
    expect((await save(ofDesk, { periods: { 'mail-originals': thirtyDays } })).status).toBe(200);
  });
});

describe('reports and the periods that they need (E4, R3)', () => {
  it('are planned, each once in a language', async () => {
    const saved = await save(plan, { reports: [{ ...annual, recipients: ['board@example.org'] }] });
    expect(saved.status).toBe(200);
    expect((await play.stage.ask('GET', plan)).body).toEqual(saved.body);
    const twice = await save(plan, { reports: [annual, { ...annual, formats: ['json'] }] });
    expect(problem(twice)).toMatchObject({ status: 400, paths: ['/reports/1'] });
    const foreign = await save(plan, { reports: [{ ...annual, kind: 'support-cases' }] });
    expect(problem(foreign)).toMatchObject({ status: 400, paths: ['/reports/0/kind'] });
  });

  it('refuse a shorter period, saying which report breaks, until it is confirmed', async () => {
    await save(retention, { periods: {} });
    await save(plan, { reports: [annual] });
    const body = { periods: { incidents: thirtyDays } };
    const refused = await save(retention, body);
    expect(problem(refused)).toMatchObject({ status: 409, paths: ['/periods/incidents'] });
    expect(refused.text).toContain('keeps 30 days, and the report on incidents of each year needs 1 year');
    expect((await save(retention, { ...body, confirm: [{ ...name, every: 'month' }] })).status).toBe(409);
    expect(field(await play.stage.ask('GET', retention), 'set')).toEqual({});

    const saved = await save(retention, { ...body, confirm: [name] });
    expect(saved.status).toBe(200);
    expect(saved.body).toMatchObject({ brokenReports: [{ report: name, dataClass: 'incidents' }] });
  });

  it('are refused themselves where data are not kept for long enough, until they are confirmed', async () => {
    await save(plan, { reports: [] });
    await save(retention, { periods: { incidents: thirtyDays } });
    const refused = await save(plan, { reports: [annual] });
    expect(problem(refused)).toMatchObject({ status: 409, paths: ['/periods/incidents'] });
    expect((await save(plan, { reports: [annual], confirm: [name] })).status).toBe(200);
  });

  it('never both go through when they are saved at the same moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      await save(plan, { reports: [] });
      const { headers } = await save(retention, { periods: {} });
      const read = { 'if-match': headers.get('etag') ?? '' };
      const both = await Promise.all([
        save(retention, { periods: { incidents: thirtyDays } }, read),
        save(plan, { reports: [annual] }, read),
      ]);
      expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
    }
  });
});
