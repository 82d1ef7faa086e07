import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { newIncidentId, view } from '../../db/repositories/case-records.fixture.js';
import type { IncidentView } from '../../domain/case-record.js';
import { deskOrganisationId } from '../../domain/desk-organisation.js';
import { organisationIdSchema, type OrganisationId } from '../../domain/identifiers.js';
import { newcomer, signedIn } from '../testing/people.js';
import { textOfPdf } from '../testing/pdf-text.js';
import { problem, textField } from '../testing/play.js';
import { setStage, type Stage } from '../testing/stage.js';
import { reportSchema } from './report-schemas.js';

let stage: Stage;
let organisationId: OrganisationId;
let path: string;

beforeAll(async () => {
  stage = await setStage();
  const made = await stage.ask('POST', '/v1/organisations', {
    ...{ name: '=Fűtőmű "Őr", Kft.', language: 'hu', timeZone: 'Europe/Budapest' },
  });
  organisationId = organisationIdSchema.parse(textField(made, 'id'));
  path = `/v1/organisations/${organisationId}/reports`;
  await happened('2026-03-10T10:00:00Z', { kind: 'medical' }, 12, 95);
  await happened('2026-03-31T22:30:00Z', { kind: 'travel', rounds: { provider: 4, internal: 0 } }, 5);
  await happened('2026-05-02T10:00:00Z', {
    orders: [
      {
        ...{
          id: 'ord_report01',
          service: 'transport',
          state: 'approved',
          orderedAt: at('2026-05-02T11:00:00Z'),
        },
        ...{ estimate: { amountMinor: 1_234_50, currency: 'EUR' }, expiresAt: 0, startedAt: 1 },
        orderedBy: { by: 'rule' },
      },
    ],
  });
});
afterAll(() => stage.close());

const at = (moment: string) => Date.parse(moment);

async function happened(openedAt: string, changes: Partial<IncidentView>, call?: number, reached?: number) {
  const id = newIncidentId();
  const opened = at(openedAt);
  const target = { role: 'desk', id: 'desk' } as const;
  await stage.store.cases.record({
    ...{ revision: 1, sealedTexts: [] },
    view: view(id, { organisationId, state: 'archived', openedAt: opened, ...changes }),
    entries: [
      {
        ...{ sequence: 1, at: opened + (call ?? 0) * 1000 },
        event: {
          ...{ type: 'attempt-started', track: 'provider', attempt: 'one', round: 1, channel: 'voice' },
          ...{ purpose: 'take', target },
        },
      },
      ...(reached === undefined
        ? []
        : [
            {
              ...{ sequence: 2, at: opened + reached * 1000 },
              event: { type: 'taken', by: { by: 'target', target }, means: 'key' } as const,
            },
          ]),
    ],
  });
}

const asked = (address: string, headers: Record<string, string> = {}) =>
  fetch(`${stage.url}${address}`, {
    headers: { authorization: `Bearer ${stage.dependencies.settings.deskToken}`, ...headers },
  });

describe('a report of some months (R3)', () => {
  it('tells each month and all together, by the organisation’s time zone (T5)', async () => {
    const answer = await stage.ask('GET', `${path}/incidents?from=2026-03&to=2026-05`);
    expect(answer.status).toBe(200);
    const report = reportSchema.parse(answer.body);
    expect(report).toMatchObject({
      ...{ kind: 'incidents', organisationId, from: '2026-03', to: '2026-05', timeZone: 'Europe/Budapest' },
      time: { from: '2026-02-28T23:00:00.000Z', to: '2026-05-31T22:00:00.000Z' },
      total: {
        all: { opened: 3, open: 0, toReach: { count: 1, longestSeconds: 95 } },
        byKind: { medical: { opened: 1 }, travel: { opened: 1, rounds: { provider: { sum: 4, most: 4 } } } },
      },
      months: [
        { month: '2026-03', figures: { all: { opened: 1, toFirstCall: { medianSeconds: 12 } } } },
        { month: '2026-04', figures: { all: { opened: 1, toFirstCall: { medianSeconds: 5 } } } },
        { month: '2026-05', figures: { byKind: { security: { opened: 1 } } } },
      ],
    });
    expect(report.rawData).toEqual(report.time);
    expect(report.computedAt).toBeDefined();
  });

  it('says from when on its data still exist, and stays as it was when they are gone (R2)', async () => {
    const owner = await stage.ask('POST', '/v1/organisations', { name: 'Old' });
    const id = organisationIdSchema.parse(textField(owner, 'id'));
    await happened('2025-01-10T10:00:00Z', { organisationId: id, kind: 'medical' }, 3, 30);
    await happened('2025-03-10T10:00:00Z', { organisationId: id, kind: 'medical' }, 3, 30);
    const before = new Date('2025-02-15T00:00:00Z');
    await stage.store.monthlySummaries.settle(
      { organisationId: id, kind: 'incidents', timeZone: 'UTC' },
      before,
      new Date(),
    );
    const address = `/v1/organisations/${id}/reports/incidents?from=2025-01&to=2025-03`;
    const report = reportSchema.parse((await stage.ask('GET', address)).body);
    expect(report.rawData).toEqual({ from: before.toISOString(), to: '2025-04-01T00:00:00.000Z' });
    expect(report).toMatchObject({
      total: { all: { opened: 2 } },
      months: [{ isFinal: true }, { isFinal: false }, { isFinal: false }],
    });
    const printed = await asked(`${address}&format=pdf`);
    expect(await textOfPdf(await printed.arrayBuffer())).toContain(
      'All data from 15 Feb 2025, 0:00:00 UTC on still exist',
    );
  });

  it('is empty where nothing happened, and has no months that have not begun', async () => {
    const report = reportSchema.parse(
      (await stage.ask('GET', `${path}/status-calls?from=2001-01&to=2001-02`)).body,
    );
    expect(report).toMatchObject({ total: { asked: 0 }, months: [{ figures: { asked: 0 } }, {}] });
    expect(report).not.toHaveProperty('computedAt');
    const future = reportSchema.parse(
      (await stage.ask('GET', `${path}/status-calls?from=2099-01&to=2099-02`)).body,
    );
    expect(future.months).toEqual([]);
  });

  it('is a table too, which no spreadsheet takes for formulas', async () => {
    for (const [address, headers] of [
      [`${path}/incidents?from=2026-03&to=2026-04&format=csv`, {}],
      [`${path}/incidents?from=2026-03&to=2026-04`, { accept: 'text/csv' }],
    ] as const) {
      const answer = await asked(address, headers);
      expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
      expect(answer.headers.get('content-disposition')).toBe(
        'attachment; filename=incidents-2026-03-to-2026-04.csv',
      );
      const bytes = new Uint8Array(await answer.arrayBuffer());
      expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
      const rows = new TextDecoder().decode(bytes).split('\r\n');
      expect(rows[0]).toMatch(
        /^"Hónap","Fajta","Megnyitva","Még nyitott","Elérve","Első hívás, medián \(másodperc\)"/,
      );
      expect(rows[2]).toBe('"2026-03","Egészség","1","0","1","12","12","95","95","1","1","0"');
      expect(rows[5]).toMatch(/^"2026-03","Mind","1"/);
      expect(rows[15]).toMatch(/^"Összesen","Mind","2"/);
      expect(rows).toHaveLength(17);
      for (const row of rows.slice(0, -1)) expect(row).toMatch(/^"(?:[^"]|"")*"(?:,"(?:[^"]|"")*"){11}$/);
    }
  });

  it('is told in the language that is asked for', async () => {
    const table = await stage.ask('GET', `${path}/costs?from=2026-05&to=2026-05&format=csv&language=de`);
    expect(table.text).toContain('"Monat","Währung","Bestellt","Begonnen","Geschätzt"');
    expect(table.text).toContain('"2026-05","EUR","1","1","1234.50","0.00","0"');
  });

  it('is printed with the letters of all our languages, and says whose time it tells', async () => {
    const answer = await asked(`${path}/incidents?from=2026-03&to=2026-05`, { accept: 'application/pdf' });
    expect(answer.headers.get('content-type')).toBe('application/pdf');
    expect(answer.headers.get('content-disposition')).toContain('incidents-2026-03-to-2026-05.pdf');
    const text = await textOfPdf(await answer.arrayBuffer());
    for (const words of [
      ...[
        '=Fűtőmű "Őr", Kft.',
        'Ügyek',
        '2026. március – 2026. május',
        'Egészség',
        'Idő, amíg valakit elértek',
      ],
      ...['Europe/Budapest ideje szerint', '1. oldal, összesen', 'Minden adat megvan még'],
    ]) {
      expect(text).toContain(words);
    }
  });

  it.each(['incidents', 'status-calls', 'costs'])('of %s is printed in every language', async (kind) => {
    for (const language of ['en', 'de', 'hu']) {
      const answer = await asked(`${path}/${kind}?from=2025-06&to=2026-06&format=pdf&language=${language}`);
      const text = await textOfPdf(await answer.arrayBuffer());
      expect(text).toContain('Fűtőmű');
      expect(text).not.toMatch(/\{|reports\.|undefined|NaN/);
    }
  });

  it('of support cases is the desk’s organisation’s', async () => {
    const query = 'from=2026-03&to=2026-05';
    const own = await stage.ask(
      'GET',
      `/v1/organisations/${deskOrganisationId}/reports/support-cases?${query}`,
    );
    expect(reportSchema.parse(own.body)).toMatchObject({ kind: 'support-cases', total: { opened: 0 } });
    const printed = await asked(
      `/v1/organisations/${deskOrganisationId}/reports/support-cases?${query}&format=pdf`,
    );
    expect(await textOfPdf(await printed.arrayBuffer())).toContain('Support cases');
    expect(problem(await stage.ask('GET', `${path}/support-cases?${query}`)).status).toBe(404);
  });

  it('is for the managers of the organisation and the desk; others, and periods that are none, do not exist', async () => {
    const manager = await signedIn(stage, await newcomer(stage, 'organisation-manager', organisationId));
    expect((await manager.ask('GET', `${path}/costs?from=2026-03&to=2026-05`)).status).toBe(200);
    const foreign = `/v1/organisations/${deskOrganisationId}/reports/incidents?from=2026-03&to=2026-05`;
    expect(problem(await manager.ask('GET', foreign)).status).toBe(404);
    const fields = z.object({ errors: z.array(z.object({ path: z.string() })) });
    for (const [query, wrong] of [
      ['from=2026-05&to=2026-03', '/to'],
      ['from=2016-05&to=2026-05', '/to'],
      ['from=2026-05', '/to'],
      ['from=2026-13&to=2027-01', '/from'],
      ['from=2026-03&to=2026-05&format=xlsx', '/format'],
      ['from=2026-03&to=2026-05&timeZone=Mars/Base', '/timeZone'],
    ]) {
      const answer = await stage.ask('GET', `${path}/incidents?${query}`);
      expect(answer.status).toBe(400);
      expect(fields.parse(answer.body).errors.map(({ path: named }) => named)).toContain(wrong);
    }
    expect((await stage.ask('GET', `${path}/incidents?from=2016-06&to=2026-05`)).status).toBe(200);
    expect(problem(await stage.ask('GET', `${path}/everything?from=2026-03&to=2026-05`)).status).toBe(404);
  });
});
