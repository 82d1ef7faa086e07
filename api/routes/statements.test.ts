import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { IncidentView } from '../../domain/case-record.js';
import { contactIdSchema, organisationIdSchema, type IncidentId } from '../../domain/identifiers.js';
import type { OrganisationId } from '../../domain/identifiers.js';
import type { OrderState, OrderView } from '../../domain/orders/order.js';
import type { Actor } from '../../domain/timeline.js';
import { newcomer, signedIn } from '../testing/people.js';
import { problem, textField } from '../testing/play.js';
import { setStage, type Stage } from '../testing/stage.js';

const euros = (amount: number) => ({ amountMinor: amount * 100, currency: 'EUR' });
const byRule: Actor = { by: 'rule' };
const moment = (text: string) => Date.parse(text);

let stage: Stage;
let organisationId: OrganisationId;
let frieda: Actor;
let path: string;
let counter = 0;

function order(state: OrderState, orderedAt: string, more: Partial<OrderView> = {}): OrderView {
  counter += 1;
  return {
    id: `ord_number${counter}`,
    service: 'transport',
    estimate: euros(100),
    state,
    orderedBy: byRule,
    orderedAt: moment(orderedAt),
    expiresAt: moment(orderedAt) + 3_600_000,
    ...more,
  };
}

async function happened(openedAt: string, orders: readonly OrderView[] = [], of = organisationId) {
  counter += 1;
  const id: IncidentId = `inc_number${counter}`;
  const view: IncidentView = {
    case: 'incident',
    id,
    organisationId: of,
    state: 'archived',
    kind: 'medical',
    threat: 'none',
    source: 'api',
    service: 'medical',
    openedAt: moment(openedAt),
    acknowledgements: [],
    override: { state: 'none' },
    caller: 'none',
    rounds: { provider: 1, internal: 1 },
    ...(orders.length === 0 ? {} : { orders }),
  };
  await stage.store.cases.record({ revision: 1, view, entries: [], sealedTexts: [] });
  return id;
}

beforeAll(async () => {
  stage = await setStage();
  const made = await stage.ask('POST', '/v1/organisations', {
    name: 'Zahlmeister',
    language: 'de',
    timeZone: 'Europe/Berlin',
    authorisingPersons: [{ name: '=Frieda "Fritz", Öz', email: 'frieda@example.org' }],
    caseFees: [{ by: 'kind', kind: 'medical', fee: euros(150), note: '+ Erstgespräch' }],
  });
  const parsed = z
    .object({
      id: organisationIdSchema,
      authorisingPersons: z.tuple([z.object({ id: contactIdSchema })]),
    })
    .parse(made.body);
  organisationId = parsed.id;
  frieda = { by: 'target', target: { role: 'authorising-person', id: parsed.authorisingPersons[0].id } };
  path = `/v1/organisations/${organisationId}/statements`;
});
afterAll(() => stage.close());

const statementSchema = z.object({
  from: z.string(),
  to: z.string(),
  lines: z.array(z.record(z.string(), z.unknown())),
  totals: z.array(z.unknown()),
});
const statement = async (month: string) =>
  statementSchema.parse((await stage.ask('GET', `${path}/${month}`)).body);

describe('the statement of a month (I9)', () => {
  it('tells fees and orders with who decided how, and adds up what was started', async () => {
    const decision = { by: frieda, means: 'link', at: moment('2026-03-10T10:00:00Z') } as const;
    const startedAt = decision.at;
    const actual = { cost: euros(90), by: byRule, at: decision.at };
    const opened = await happened('2026-03-10T09:00:00Z', [
      order('approved', '2026-03-10T09:10:00Z', { decision, startedAt, actual }),
      order('refused', '2026-03-10T09:20:00Z', { decision }),
      order('expired', '2026-03-10T09:30:00Z'),
      order('withdrawn', '2026-03-10T09:40:00Z'),
      order('overridden', '2026-03-10T09:50:00Z', {
        startedAt,
        ratification: { state: 'ratified', decision: { ...decision, means: 'console' } },
      }),
    ]);
    const { from, to, lines, totals } = await statement('2026-03');
    expect([from, to]).toEqual(['2026-02-28T23:00:00.000Z', '2026-03-31T22:00:00.000Z']);
    expect(lines).toMatchObject([
      { line: 'case-fee', incidentId: opened, caseFee: { fee: euros(150) } },
      {
        line: 'order',
        incidentId: opened,
        atText: '10. März 2026, 10:10:00 MEZ',
        decidedBy: '=Frieda "Fritz", Öz',
        order: { state: 'approved', decision: { means: 'link' }, actual: { cost: euros(90) } },
      },
      { order: { state: 'refused' }, decidedBy: '=Frieda "Fritz", Öz' },
      { order: { state: 'expired' } },
      { order: { state: 'withdrawn' } },
      { order: { state: 'overridden', ratification: { state: 'ratified' } } },
    ]);
    expect(lines[3]).not.toHaveProperty('decidedBy');
    expect(totals).toEqual([{ currency: 'EUR', caseFees: 150_00, estimate: 200_00, actual: 90_00 }]);
  });

  it('tells what became of what the override has started, and of what was exceeded (I8)', async () => {
    const decision = { by: frieda, means: 'link', at: moment('2026-04-10T10:00:00Z') } as const;
    const startedAt = decision.at;
    const at = (minute: number) => `2026-04-10T09:0${minute}:00Z`;
    const covered = { withOverride: true } as const;
    const overridden = (minute: number, ratification: OrderView['ratification']) =>
      order('overridden', at(minute), { startedAt, ...(ratification && { ratification }) });
    const actual = { cost: euros(130), by: byRule, at: decision.at };
    const spent = (minute: number, excess: OrderView['excess']) =>
      order('approved', at(minute), { decision, startedAt, actual, ...(excess && { excess }) });
    await happened('2026-04-10T09:00:00Z', [
      overridden(1, { state: 'asked', ...covered }),
      overridden(2, { state: 'ratified', ...covered, decision }),
      overridden(3, { state: 'refused', decision }),
      overridden(4, { state: 'not-ratified' }),
      spent(5, { state: 'asked', total: euros(130) }),
      spent(6, { state: 'approved', total: euros(130), decision }),
      spent(7, { state: 'not-approved', total: euros(130) }),
    ]);
    const { lines } = await statement('2026-04');
    const name = '=Frieda "Fritz", Öz';
    const orders = lines.slice(1);
    expect(orders).toMatchObject([
      { order: { ratification: { state: 'asked', withOverride: true } } },
      { order: { ratification: { state: 'ratified', withOverride: true } }, decidedBy: name },
      { order: { ratification: { state: 'refused' } }, decidedBy: name },
      { order: { ratification: { state: 'not-ratified' } } },
      { order: { excess: { state: 'asked', total: euros(130) } }, decidedBy: name },
      { order: { excess: { state: 'approved' } }, excessDecidedBy: name },
      { order: { excess: { state: 'not-approved' } } },
    ]);
    for (const open of [orders[0], orders[3]]) expect(open).not.toHaveProperty('decidedBy');
    expect(orders[4]).not.toHaveProperty('excessDecidedBy');
    const table = await stage.ask('GET', `${path}/2026-04?format=csv`);
    const rows = table.text.split('\r\n').slice(2, 9);
    const told = [
      'noch offen',
      'genehmigt',
      'abgelehnt',
      'nicht genehmigt: niemand hat geantwortet',
      '"noch offen","130.00","EUR","",""',
      `"genehmigt","130.00","EUR","'=Frieda ""Fritz"", Öz","10. Apr. 2026, 12:00:00 MESZ"`,
      '"nicht genehmigt: niemand hat geantwortet","130.00","EUR","",""',
    ];
    for (const [index, words] of told.entries()) expect(rows[index]).toContain(words);
  });

  it('is a table too, which no spreadsheet takes for formulas', async () => {
    for (const [address, headers] of [
      [`${path}/2026-03?format=csv`, {}],
      [`${path}/2026-03`, { accept: 'text/csv' }],
    ] as const) {
      const answer = await fetch(`${stage.url}${address}`, {
        headers: { authorization: `Bearer ${stage.dependencies.settings.deskToken}`, ...headers },
      });
      expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
      expect(answer.headers.get('content-disposition')).toBe('attachment; filename=statement-2026-03.csv');
      const bytes = new Uint8Array(await answer.arrayBuffer());
      expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
      const rows = new TextDecoder().decode(bytes).split('\r\n');
      expect(rows[0]).toMatch(/^"Art","Datum","Vorfall","Bestellung","Leistung","Stand","Fallpauschale"/);
      expect(rows[1]).toContain('"Medizin: + Erstgespräch",');
      expect(rows[1]).toContain('"150.00","EUR"');
      expect(rows[2]).toContain('"Transport","genehmigt",');
      expect(rows[2]).toContain('"100.00","EUR","90.00","EUR"');
      expect(rows[2]).toContain(`"'=Frieda ""Fritz"", Öz","per Link","10. März 2026, 11:00:00 MEZ"`);
      expect(rows[4]).toContain('"abgelaufen","","","100.00","EUR","","","","","","","","","","",""');
      expect(rows[6]).toContain('"angemeldet"');
      expect(rows[7]).toContain('"Summe"');
      expect(rows[7]).toContain('"150.00","EUR","200.00","EUR","90.00","EUR"');
      expect(rows[8]).toBe('');
      for (const row of rows.slice(0, -1)) expect(row).toMatch(/^"(?:[^"]|"")*"(?:,"(?:[^"]|"")*"){20}$/);
    }
  });

  it('ends with the month in the organisation’s time zone, also across a change of clocks', async () => {
    const last = await happened('2026-10-31T22:59:59.999Z');
    const next = await happened('2026-10-31T23:00:00Z');
    const ids = async (month: string) => (await statement(month)).lines.map(({ incidentId }) => incidentId);
    expect(await ids('2026-10')).toEqual([last]);
    expect(await ids('2026-11')).toEqual([next]);
  });

  it('has orders of older incidents, each in the month in which it was placed', async () => {
    const first = order('approved', '2026-06-30T10:00:00Z', { startedAt: 1 });
    const later = order('approved', '2026-07-02T10:00:00Z', { startedAt: 1 });
    await happened('2026-05-20T10:00:00Z', [first, later]);
    const orders = async (month: string) =>
      (await statement(month)).lines.flatMap((line) => (line['line'] === 'order' ? [line['order']] : []));
    expect(await orders('2026-05')).toEqual([]);
    expect(await orders('2026-06')).toMatchObject([{ id: first.id }]);
    expect(await orders('2026-07')).toMatchObject([{ id: later.id }]);
    expect((await statement('2026-07')).lines).toHaveLength(1);
  });

  it('is whole, however many incidents there were, and has nothing of others', async () => {
    const other = await stage.ask('POST', '/v1/organisations', { name: 'Other' });
    const otherId = organisationIdSchema.parse(textField(other, 'id'));
    await happened('2026-08-01T10:00:00Z', [order('approved', '2026-08-01T10:00:00Z')], otherId);
    await Promise.all(
      Array.from({ length: 420 }, (_, index) =>
        happened(new Date(moment('2026-08-01T10:00:00Z') + Math.floor(index / 3) * 1000).toISOString()),
      ),
    );
    const { lines, totals } = await statement('2026-08');
    expect(new Set(lines.map(({ incidentId }) => incidentId)).size).toBe(420);
    expect(totals).toEqual([{ currency: 'EUR', caseFees: 420 * 150_00, estimate: 0, actual: 0 }]);
  });

  it('keeps the fees that counted when the incident was opened', async () => {
    const cheap = Date.now() - 1;
    await stage.ask(
      'PUT',
      `/v1/organisations/${organisationId}`,
      {
        name: 'Zahlmeister',
        language: 'de',
        timeZone: 'Europe/Berlin',
        caseFees: [{ by: 'kind', kind: 'medical', fee: euros(999) }],
      },
      { 'if-match': '*' },
    );
    const dear = Date.now() + 1;
    await happened(new Date(cheap).toISOString());
    await happened(new Date(dear).toISOString());
    const months = new Set([cheap, dear].map((at) => new Date(at + 3_600_000).toISOString().slice(0, 7)));
    const fees = [];
    for (const month of months) fees.push(...(await statement(month)).lines.map((line) => line['caseFee']));
    expect(fees).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({ fee: euros(150) }),
        expect.objectContaining({ fee: euros(999) }),
      ]),
    );
  });

  it('is empty where nothing happened', async () => {
    expect(await statement('2020-01')).toMatchObject({ lines: [], totals: [] });
    const table = await stage.ask('GET', `${path}/2020-01?format=csv`);
    expect(table.text.split('\r\n')).toHaveLength(2);
  });

  it('is for the people of the organisation and the desk; others, and months that are none, do not exist', async () => {
    const reader = await signedIn(stage, await newcomer(stage, 'authorising-person', organisationId));
    expect((await reader.ask('GET', `${path}/2026-03`)).status).toBe(200);
    const other = await stage.ask('POST', '/v1/organisations', { name: 'Third' });
    const foreign = `/v1/organisations/${textField(other, 'id')}/statements/2026-03`;
    expect(problem(await reader.ask('GET', foreign)).status).toBe(404);
    expect(problem(await stage.ask('GET', `${path}/2026-13`)).status).toBe(404);
    expect(problem(await stage.ask('GET', '/v1/organisations/org_unknown12/statements/2026-03')).status).toBe(
      404,
    );
    expect(problem(await stage.ask('GET', `${path}/2026-03?format=pdf`)).status).toBe(400);
  });
});
