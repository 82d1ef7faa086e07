import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MongoClient } from 'mongodb';
import { pino } from 'pino';
import type { IncidentView, StatusCallView } from '../../domain/case-record.js';
import { deskOrganisationId } from '../../domain/desk-organisation.js';
import type { OrganisationId } from '../../domain/identifiers.js';
import type { OrderView } from '../../domain/orders/order.js';
import { quantile } from '../../domain/reports/duration-histogram.js';
import { allIncidents } from '../../domain/reports/incident-summary.js';
import type { SummaryOf } from '../../domain/reports/monthly-summary.js';
import type { ReportKind } from '../../domain/reports/report-plan.js';
import { deskScope } from '../../domain/scope.js';
import { deskTarget } from '../../domain/target.js';
import type { TimelineEvent } from '../../domain/timeline.js';
import { newIncidentId, view } from '../repositories/case-records.fixture.js';
import { supportMessage, supportOpening, supportView } from '../repositories/support-records.fixture.js';
import { connectStore, type MongoStore } from '../connection.js';
import { createSealer } from '../sealer.js';
import { patientLimits, temporaryDatabase, type TemporaryDatabase } from '../store.fixture.js';

let temporary: TemporaryDatabase;
let store: MongoStore;
let organisationId: OrganisationId;
let count = 0;
beforeAll(async () => {
  temporary = await temporaryDatabase();
  store = await connectStore({
    ...{ uri: temporary.uri, database: temporary.database, limits: patientLimits, patience: 10_000 },
    ...{ sealer: createSealer(randomBytes(32)), log: pino({ level: 'silent' }) },
  });
});
afterAll(async () => {
  await store.close();
  await temporary.remove();
});
beforeEach(() => {
  organisationId = `org_reports${String((count += 1)).padStart(3, '0')}`;
});

const at = (moment: string) => Date.parse(moment);
const timeZone = 'Europe/Budapest';
const later = new Date('2026-05-20T00:00:00Z');
const subject = <Kind extends ReportKind>(kind: Kind, zone = timeZone) => ({
  ...{ organisationId: kind === 'support-cases' ? deskOrganisationId : organisationId, kind, timeZone: zone },
});

async function summary<Kind extends ReportKind>(
  kind: Kind,
  month: string,
  now = later,
  zone = timeZone,
): Promise<SummaryOf[Kind] | undefined> {
  await store.monthlySummaries.refresh(subject(kind, zone), { from: month, to: month }, now, 0);
  return (await stored(kind, month))?.summary;
}

async function stored<Kind extends ReportKind>(kind: Kind, month: string) {
  const { organisationId: of } = subject(kind);
  const [found] = await store.monthlySummaries.months(deskScope, of, kind, { from: month, to: month });
  return found;
}

async function incident(
  openedAt: string,
  changes: Partial<IncidentView> = {},
  events: readonly (readonly [seconds: number, event: TimelineEvent])[] = [],
): Promise<IncidentView['id']> {
  const id = newIncidentId();
  const moment = at(openedAt);
  const shown = view(id, { organisationId, state: 'archived', openedAt: moment, ...changes });
  const entries = events.map(([seconds, event], index) => ({
    ...{ sequence: index + 1, at: moment + seconds * 1000, event },
  }));
  await store.cases.record({ revision: 1, view: shown, entries, sealedTexts: [] });
  return id;
}

let calls = 0;
async function statusCall(openedAt: string, changes: Partial<StatusCallView> = {}): Promise<void> {
  const id = `stc_report${String((calls += 1)).padStart(4, '0')}` as const;
  const shown: StatusCallView = {
    ...{ case: 'status-call', id, organisationId, travellerId: 'trv_report01', state: 'unreached' },
    ...{ openedAt: at(openedAt), round: 1, ...changes },
  };
  await store.cases.record({ revision: 1, view: shown, entries: [], sealedTexts: [] });
}

const desk = { by: 'token', tokenId: 'tok_desk001' } as const;
const started = (
  attempt: string,
  channel: 'voice' | 'sms',
  track: 'provider' | 'call-back',
): TimelineEvent => ({
  ...{ type: 'attempt-started', track, attempt, round: 1, channel, purpose: 'take', target: deskTarget },
});
const taken = { type: 'taken', by: desk, means: 'key' } as const;

async function deleteCases(filter: object): Promise<void> {
  const client = await MongoClient.connect(temporary.uri);
  try {
    await client.db(temporary.database).collection('cases').deleteMany(filter);
  } finally {
    await client.close();
  }
}

describe('the monthly summary of incidents (R3)', () => {
  it('tells how long it took to the first call, and until somebody was reached', async () => {
    await incident('2026-03-10T10:00:00Z', { kind: 'medical', rounds: { provider: 3, internal: 0 } }, [
      [1, started('one', 'sms', 'provider')],
      [2, started('two', 'voice', 'call-back')],
      [4, started('three', 'voice', 'provider')],
      [30, started('four', 'voice', 'provider')],
      [90, taken],
      [200, { type: 'acknowledged', by: desk, means: 'key', expiresAt: 0 }],
    ]);
    await incident('2026-03-11T10:00:00Z', { kind: 'travel', state: 'open' }, [
      [8, started('one', 'voice', 'provider')],
    ]);
    const found = await summary('incidents', '2026-03');
    const all = found && allIncidents(found);
    expect(all).toMatchObject({ opened: 2, open: 1, providerRounds: { sum: 4, most: 3 } });
    expect(all?.toFirstCall).toMatchObject({ count: 2, longest: 8000 });
    expect(all?.toReach).toMatchObject({ count: 1, longest: 90_000 });
    expect(
      quantile(found?.byKind.medical.toFirstCall ?? { count: 0, longest: 0, buckets: [] }, 0.5),
    ).toBeCloseTo(4000, -2);
  });

  it('is whole, however many there were', async () => {
    await Promise.all(
      Array.from({ length: 1203 }, (_, index) =>
        incident(new Date(at('2026-03-10T10:00:00Z') + Math.floor(index / 5)).toISOString()),
      ),
    );
    const found = await summary('incidents', '2026-03');
    expect(found && allIncidents(found).opened).toBe(1203);
  });

  it.each([
    [
      'Europe/Budapest',
      '2026-03',
      '2026-02-28T23:00:00Z',
      '2026-03-31T21:59:59.999Z',
      '2026-03-31T22:00:00Z',
    ],
    [
      'Europe/Budapest',
      '2025-12',
      '2025-11-30T23:00:00Z',
      '2025-12-31T22:59:59.999Z',
      '2025-12-31T23:00:00Z',
    ],
    [
      'Pacific/Kiritimati',
      '2026-01',
      '2025-12-31T10:00:00Z',
      '2026-01-31T09:59:59.999Z',
      '2026-01-31T10:00:00Z',
    ],
    [
      'America/St_Johns',
      '2026-03',
      '2026-03-01T03:30:00Z',
      '2026-04-01T02:29:59.999Z',
      '2026-04-01T02:30:00Z',
    ],
  ])('in %s has of %s what was opened in it, to the moment (T5)', async (zone, month, first, last, next) => {
    await incident(first);
    await incident(last);
    await incident(next);
    await incident(new Date(at(first) - 1).toISOString());
    const found = await summary('incidents', month, later, zone);
    expect(found && allIncidents(found).opened).toBe(2);
  });

  it('has nothing of others', async () => {
    await incident('2026-03-10T10:00:00Z', { organisationId: 'org_others01' });
    const found = await summary('incidents', '2026-03');
    expect(found).toBeUndefined();
    const stranger = { of: 'organisation', organisationId: 'org_others01' } as const;
    const asked = store.monthlySummaries.months(stranger, organisationId, 'incidents', {
      from: '2026-03',
      to: '2026-03',
    });
    await expect(asked).rejects.toMatchObject({ kind: 'not-found' });
  });
});

describe('the other monthly summaries (R3)', () => {
  it('tells how many status calls were answered, and how fast', async () => {
    const openedAt = at('2026-03-10T10:00:00Z');
    await statusCall('2026-03-10T10:00:00Z', {
      state: 'answered',
      answer: 'ok',
      answeredAt: openedAt + 40_000,
    });
    await statusCall('2026-03-10T10:00:00Z', { round: 3 });
    await statusCall('2026-03-10T10:00:00Z', { state: 'asking' });
    expect(await summary('status-calls', '2026-03')).toMatchObject({
      ...{ asked: 3, asking: 1, ok: 1, help: 0, unreached: 1, rounds: { sum: 5, most: 3 } },
      toAnswer: { count: 1, longest: 40_000 },
    });
  });

  it('tells costs by currency in the month of the order, also of older incidents (I9)', async () => {
    const order = (orderedAt: string, changes: Partial<OrderView> = {}): OrderView => ({
      ...{
        id: `ord_report${String((calls += 1)).padStart(4, '0')}`,
        service: 'transport',
        state: 'approved',
      },
      ...{ estimate: { amountMinor: 100_00, currency: 'EUR' }, orderedBy: desk, startedAt: 1, expiresAt: 2 },
      ...{ orderedAt: at(orderedAt), ...changes },
    });
    const actual = { cost: { amountMinor: 90_00, currency: 'EUR' }, by: desk, at: 3 };
    await incident('2026-01-10T10:00:00Z', {
      orders: [
        order('2026-02-11T10:00:00Z'),
        order('2026-03-11T10:00:00Z', { actual }),
        order('2026-04-11T10:00:00Z'),
      ],
    });
    await incident('2026-03-10T10:00:00Z', {
      orders: [order('2026-03-12T10:00:00Z', { estimate: { amountMinor: 500, currency: 'HUF' } })],
    });
    expect((await summary('costs', '2026-03'))?.currencies).toEqual([
      { currency: 'EUR', ordered: 1, started: 1, estimate: 100_00, actual: 90_00, known: 1 },
      { currency: 'HUF', ordered: 1, started: 1, estimate: 500, actual: 0, known: 0 },
    ]);
  });

  it('tells of the desk’s support cases when they were answered and closed, and which were opened again', async () => {
    const opening = supportOpening({ openedAt: new Date('2031-03-10T10:00:00Z') });
    await store.supportCases.open(deskScope, opening, supportMessage(opening));
    const closed = { state: 'closed', closedAt: at('2031-03-10T12:00:00Z'), outcome: 'answered' } as const;
    const written = (minute: number, by: 'desk' | 'partner') => ({
      ...{ sequence: minute, at: at('2031-03-10T10:00:00Z') + minute * 60_000 },
      event: {
        type: 'message-added' as const,
        messageId: opening.firstMessage,
        by: by === 'desk' ? { by, principal: desk } : { by },
      },
    });
    await store.supportCases.record({
      ...{ revision: 1, view: supportView(opening, closed) },
      entries: [written(1, 'partner'), written(2, 'desk'), written(3, 'desk')],
    });
    const further = supportOpening({ openedAt: new Date('2031-03-11T10:00:00Z'), followUpOf: opening.id });
    await store.supportCases.open(deskScope, further, supportMessage(further));
    expect(await summary('support-cases', '2031-03', new Date('2031-05-01'))).toMatchObject({
      ...{ opened: 2, open: 1, followUps: 1, outcomes: { answered: 1 } },
      toFirstAnswer: { count: 1, longest: 120_000 },
      toResolution: { count: 1, longest: 7_200_000 },
    });
  });
});

describe('a monthly summary outlives what it was computed of (R2, R3)', () => {
  it('stays as it was when all of it was settled and deleted', async () => {
    for (const day of ['2026-02-03', '2026-03-04', '2026-03-05']) await statusCall(`${day}T10:00:00Z`);
    const cut = new Date('2026-04-15T00:00:00Z');
    await store.monthlySummaries.settle(subject('status-calls'), cut, later);
    await deleteCases({ organisationId });
    expect(await summary('status-calls', '2026-02')).toMatchObject({ asked: 1 });
    expect(await summary('status-calls', '2026-03')).toMatchObject({ asked: 2 });
    expect(await stored('status-calls', '2026-03')).toMatchObject({
      settledThrough: new Date('2026-03-31T22:00:00Z'),
    });
  });

  it('keeps what was settled of a month, and goes on counting the rest of it', async () => {
    await statusCall('2026-03-04T10:00:00Z');
    await statusCall('2026-03-20T10:00:00Z');
    const cut = new Date('2026-03-10T00:00:00Z');
    const now = new Date('2026-03-25T00:00:00Z');
    for (let times = 0; times < 2; times += 1) {
      await store.monthlySummaries.settle(subject('status-calls'), cut, now);
      await deleteCases({ organisationId, openedAt: { $lt: cut } });
      expect(await summary('status-calls', '2026-03', now)).toMatchObject({ asked: 2 });
    }
    await statusCall('2026-03-26T10:00:00Z');
    expect(await summary('status-calls', '2026-03')).toMatchObject({ asked: 3, rounds: { sum: 3 } });
    expect(await stored('status-calls', '2026-03')).toMatchObject({ settledThrough: cut });
  });

  it('is settled as it was counted when nothing in it could change any more', async () => {
    await statusCall('2026-03-04T10:00:00Z');
    expect(await summary('status-calls', '2026-03')).toMatchObject({ asked: 1 });
    await store.monthlySummaries.settle(subject('status-calls'), new Date('2026-03-10T00:00:00Z'), later);
    expect(await stored('status-calls', '2026-03')).toMatchObject({
      summary: { asked: 1 },
      settledThrough: new Date('2026-03-31T22:00:00Z'),
    });
  });

  it('stays as it was where something was deleted that nobody had settled, e.g. at the request of a person (R4)', async () => {
    await statusCall('2026-03-04T10:00:00Z');
    await statusCall('2026-03-20T10:00:00Z', { travellerId: 'trv_erased01' });
    expect(await summary('status-calls', '2026-03', new Date('2026-04-01T12:00:00Z'))).toMatchObject({
      asked: 2,
    });
    await deleteCases({ organisationId, travellerId: 'trv_erased01' });
    expect(await summary('status-calls', '2026-03')).toMatchObject({ asked: 2 });
    await deleteCases({ organisationId });
    expect(await summary('status-calls', '2026-03')).toMatchObject({ asked: 2 });
  });

  it('loses nothing when it is settled and computed by several at the same time', async () => {
    await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        statusCall(`2026-03-${String(index + 1).padStart(2, '0')}T10:00:00Z`),
      ),
    );
    const cuts = ['2026-03-05', '2026-03-11', '2026-03-20'].map((day) => new Date(`${day}T00:00:00Z`));
    const settling = cuts.map((cut) => store.monthlySummaries.settle(subject('status-calls'), cut, later));
    const refreshing = [1, 2].map(() =>
      store.monthlySummaries.refresh(subject('status-calls'), { from: '2026-03', to: '2026-03' }, later, 0),
    );
    await Promise.allSettled([...settling, ...refreshing]);
    for (const cut of cuts) await store.monthlySummaries.settle(subject('status-calls'), cut, later);
    await deleteCases({ organisationId, openedAt: { $lt: cuts.at(-1) } });
    expect(await summary('status-calls', '2026-03')).toMatchObject({ asked: 30 });
  });

  it('counts nothing twice and leaves nothing out when the time zone changes in between (T5)', async () => {
    // In Budapest it is March, in Kiritimati April; and the other way round at the end of April.
    await statusCall('2026-03-31T21:00:00Z');
    await statusCall('2026-03-31T22:30:00Z');
    await statusCall('2026-04-30T21:00:00Z');
    await store.monthlySummaries.settle(subject('status-calls'), new Date('2026-03-31T21:30:00Z'), later);
    const zone = 'Pacific/Kiritimati';
    const asked = [];
    for (const month of ['2026-03', '2026-04', '2026-05'])
      asked.push((await summary('status-calls', month, later, zone))?.asked);
    expect(asked).toEqual([1, 1, 1]);
    expect(await stored('status-calls', '2026-03')).toMatchObject({ timeZone });
  });

  it('is not computed again when nothing in it can change any more', async () => {
    await statusCall('2026-03-04T10:00:00Z');
    await summary('status-calls', '2026-03');
    await summary('status-calls', '2026-03', new Date('2026-07-01T00:00:00Z'));
    expect(await stored('status-calls', '2026-03')).toMatchObject({ computedAt: later });
    await statusCall('2026-04-04T10:00:00Z', { state: 'asking', nextActionAt: 5 });
    await summary('status-calls', '2026-04');
    const much = new Date('2026-07-01T00:00:00Z');
    await summary('status-calls', '2026-04', much);
    expect(await stored('status-calls', '2026-04')).toMatchObject({ computedAt: much });
  });
});
