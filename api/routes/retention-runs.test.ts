import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { conflict } from '../../domain/errors.js';
import { deskScope } from '../../domain/scope.js';
import { field, openPlay, problem, type Play } from '../testing/play.js';

let play: Play;
let retention: string;
beforeAll(async () => {
  play = await openPlay();
  retention = `/v1/organisations/${play.organisationId}/retention`;
});
afterAll(() => play.stage.close());
afterEach(() => {
  play.stage.cases.refusal = undefined;
});

const ask = (method: string, path: string, body?: object) =>
  play.stage.ask(method, `${retention}${path}`, body);

describe('retention runs (R1)', () => {
  it('are started by somebody, who is named, paced unless they say otherwise', async () => {
    const { cases } = play.stage;
    const started = await ask('POST', '/runs', {});
    expect(started.status).toBe(202);
    expect(String(field(started, 'id'))).toMatch(/^run_/);
    expect(cases.told.at(-1)).toMatchObject({
      what: 'startRetentionRun',
      id: play.organisationId,
      message: { startedBy: expect.anything() as unknown },
    });
    expect(cases.told.at(-1)?.message).not.toHaveProperty('unpaced');
    await ask('POST', '/runs', { unpaced: true });
    expect(cases.told.at(-1)?.message).toMatchObject({ unpaced: true });
  });

  it('are refused while one is under way, and with what is not known', async () => {
    play.stage.cases.refusal = conflict('A run is still under way.');
    expect(problem(await ask('POST', '/runs', {}))).toMatchObject({
      status: 409,
      detail: 'A run is still under way.',
    });
    const wrong = problem(await ask('POST', '/runs', { unpaced: 'yes' }));
    expect(wrong).toMatchObject({ status: 400, paths: ['/unpaced'] });
    const missing = await play.stage.ask('POST', '/v1/organisations/org_missing0001/retention/runs', {});
    expect(missing.status).toBe(404);
  });

  it('are read with their certificate as soon as they have ended', async () => {
    const { organisationId, stage } = play;
    const { retentionRuns: runs } = stage.store;
    const id = 'run_ended00001';
    await runs.begin(deskScope, { id, organisationId, startedAt: new Date('2026-11-30T03:30:00Z') });
    expect((await ask('GET', `/runs/${id}`)).body).toEqual({
      ...{ id, organisationId },
      startedAt: '2026-11-30T03:30:00.000Z',
    });
    const classes = [
      {
        dataClass: 'incidents',
        keptFor: { count: 3, unit: 'years' },
        count: 2,
        digest: 'a'.repeat(64),
      },
    ] as const;
    const certificate = { ruleVersion: 1, settingsRevision: 4, timeZone: 'Europe/Budapest', classes };
    const endedAt = Date.UTC(2026, 10, 30, 4);
    await runs.finish(deskScope, organisationId, id, { ...certificate, endedAt });
    const read = await ask('GET', `/runs/${id}`);
    expect(field(read, 'certificate')).toEqual({ ...certificate, endedAt: '2026-11-30T04:00:00.000Z' });
    expect((await ask('GET', '/runs')).body).toMatchObject({ items: [read.body] });
    expect((await ask('GET', '/runs/run_missing001')).status).toBe(404);
  });
});

describe('the preview of retention (R1)', () => {
  it('tells each class of the organisation, with its period', async () => {
    const saved = await play.stage.ask(
      'PUT',
      retention,
      { periods: { incidents: { count: 30, unit: 'days' }, audit: 'for-ever' } },
      { 'if-match': '*' },
    );
    expect(saved.status).toBe(200);
    const nothing = { goes: { count: 0 }, stays: { 'in-use': 0, needed: 0, held: 0, 'not-yet': 0 } };
    expect((await ask('GET', '/preview')).body).toEqual({
      organisationId: play.organisationId,
      classes: [
        { dataClass: 'status-calls', keptFor: { count: 13, unit: 'months' }, ...nothing },
        { dataClass: 'locations', keptFor: { count: 90, unit: 'days' }, ...nothing },
        { dataClass: 'incidents', keptFor: { count: 30, unit: 'days' }, ...nothing },
        { dataClass: 'audit', keptFor: 'for-ever', ...nothing },
      ],
    });
  });
});
