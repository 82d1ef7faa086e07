import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CaseRecord, IncidentView, StatusCallView } from '../../domain/case-record.js';
import type { IncidentId, OrganisationId } from '../../domain/identifiers.js';
import type { OrderView } from '../../domain/orders/order.js';
import type { Scope } from '../../domain/scope.js';
import { deskScope } from '../../domain/scope.js';
import { sealIntake } from '../sealed-intake.js';
import type { CaseRepository, Intake, Page } from '../store.js';
import type { TemporaryStore } from '../store.fixture.js';
import { temporaryStore } from '../store.fixture.js';
import { entries, newIncidentId, record, view } from './case-records.fixture.js';

let temporary: TemporaryStore;
let cases: CaseRepository;
beforeAll(async () => {
  temporary = await temporaryStore();
  cases = temporary.store.cases;
});
afterAll(() => temporary.remove());

async function sequences(id: IncidentId, after = 0, limit = 100): Promise<number[]> {
  const timeline = await cases.timeline(deskScope, id, { limit, after });
  return timeline.map(({ sequence }) => sequence);
}

/** The sequence up to which everything is stored. */
async function through(id: IncidentId): Promise<number | undefined> {
  const marked = await cases.unannounced(['org_company1'], 1_000);
  return marked.find(({ incidentId }) => incidentId === id)?.timelineThrough;
}

async function revisionShown(id: IncidentId): Promise<number | undefined> {
  return (await cases.incident(deskScope, id))?.rounds.provider;
}

describe('the projection of a case (I10)', () => {
  it('stores the view and the timeline and says through where', async () => {
    const id = newIncidentId();
    expect(await cases.recordedThrough(id)).toBe(0);
    expect(await cases.record(record(id, 1, 1, 2))).toEqual({ recordedThrough: 2 });
    expect(await cases.record(record(id, 2, 3, 5))).toEqual({ recordedThrough: 5 });
    expect(await cases.recordedThrough(id)).toBe(5);
    expect(await cases.incident(deskScope, id)).toEqual(record(id, 2, 1, 1).view);
    expect(await cases.timeline(deskScope, id, { limit: 10, after: 0 })).toEqual(entries(1, 5));
  });

  it('changes nothing when a record arrives twice or at the same moment twice', async () => {
    const id = newIncidentId();
    const first = record(id, 1, 1, 3);
    await Promise.all([cases.record(first), cases.record(first), cases.record(first)]);
    expect(await cases.record(first)).toEqual({ recordedThrough: 3 });
    expect(await sequences(id)).toEqual([1, 2, 3]);
  });

  it('keeps the contents that the youngest record has brought', async () => {
    const id = newIncidentId();
    const otherwise = (revision: number): CaseRecord => ({
      ...record(id, revision, 1, 1),
      entries: [{ sequence: 1, at: 9, event: { type: 'caller-left' } }],
    });
    await cases.record(record(id, 2, 1, 1));
    expect(await cases.record(otherwise(1))).toEqual({ recordedThrough: 0 });
    expect(await cases.timeline(deskScope, id, { limit: 10, after: 0 })).toEqual(entries(1, 1));
    expect(await cases.record(otherwise(3))).toEqual({ recordedThrough: 1 });
    expect(await cases.timeline(deskScope, id, { limit: 10, after: 0 })).toMatchObject([{ at: 9 }]);
  });

  it('never lets an older view replace a newer one', async () => {
    const id = newIncidentId();
    await cases.record(record(id, 7, 1, 1));
    expect(await cases.record(record(id, 6, 2, 2))).toEqual({ recordedThrough: 2 });
    expect(await revisionShown(id)).toBe(7);
  });

  it('does not advance over a gap, and passes it as soon as it is closed', async () => {
    const id = newIncidentId();
    await cases.record(record(id, 1, 1, 2));
    expect(await cases.record(record(id, 3, 5, 6))).toEqual({ recordedThrough: 2 });
    expect(await through(id)).toBe(2);
    expect(await revisionShown(id)).toBe(3);
    expect(await cases.record(record(id, 2, 3, 4))).toEqual({ recordedThrough: 6 });
    expect(await through(id)).toBe(6);
    expect(await revisionShown(id)).toBe(3);
  });

  it('does not count a record as stored when the beginning is missing', async () => {
    const id = newIncidentId();
    expect(await cases.record(record(id, 4, 8, 9))).toEqual({ recordedThrough: 0 });
    expect(await cases.record(record(id, 5, 10, 10))).toEqual({ recordedThrough: 0 });
    expect(await cases.record(record(id, 1, 1, 7))).toEqual({ recordedThrough: 10 });
  });

  it('takes a view without news of the timeline', async () => {
    const id = newIncidentId();
    const silent = (revision: number): CaseRecord => ({ ...record(id, revision, 1, 1), entries: [] });
    expect(await cases.record(silent(1))).toEqual({ recordedThrough: 0 });
    await cases.record(record(id, 2, 1, 3));
    expect(await cases.record(silent(3))).toEqual({ recordedThrough: 3 });
    expect(await revisionShown(id)).toBe(3);
  });

  it('ends up complete whatever the order, the repetitions and the company in which records arrive', async () => {
    const arrivals = fc
      .tuple(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 6 }), fc.boolean())
      .chain(([lengths, together]) => {
        const runs = lengths.map((_, index) => index);
        const orders = fc.shuffledSubarray([...runs, ...runs], { minLength: runs.length * 2 });
        return orders.map((order) => ({ lengths, order, together }));
      });
    await fc.assert(
      fc.asyncProperty(arrivals, async ({ lengths, order, together }) => {
        const id = newIncidentId();
        let sequence = 0;
        const records = lengths.map((length, index) => {
          const from = sequence + 1;
          sequence += length;
          return record(id, index + 1, from, sequence);
        });
        const stored = new Set<number>();
        const write = async (index: number): Promise<void> => {
          const arriving = records[index];
          if (!arriving) return;
          for (const entry of arriving.entries) stored.add(entry.sequence);
          const { recordedThrough } = await cases.record(arriving);
          let contiguous = 0;
          while (stored.has(contiguous + 1)) contiguous += 1;
          expect(recordedThrough).toBeLessThanOrEqual(contiguous);
          if (!together) expect(recordedThrough).toBe(contiguous);
        };
        if (together) await Promise.all(order.map(write));
        else for (const index of order) await write(index);
        expect(await through(id)).toBe(sequence);
        expect(await sequences(id)).toEqual([...stored].sort((one, other) => one - other));
        expect(await revisionShown(id)).toBe(records.length);
      }),
      { numRuns: 25 },
    );
  });

  it('pages through a timeline, also across a gap', async () => {
    const id = newIncidentId();
    await cases.record(record(id, 1, 1, 4));
    await cases.record(record(id, 2, 9, 12));
    expect(await sequences(id, 0, 3)).toEqual([1, 2, 3]);
    expect(await sequences(id, 3, 3)).toEqual([4, 9, 10]);
    expect(await sequences(id, 10, 3)).toEqual([11, 12]);
    expect(await sequences(id, 12, 3)).toEqual([]);
  });

  it('shows a foreign organisation nothing', async () => {
    const id = newIncidentId();
    await cases.record(record(id, 1, 1, 2));
    const own: Scope = { of: 'organisation', organisationId: 'org_company1' };
    const foreign: Scope = { of: 'organisation', organisationId: 'org_foreign1' };
    expect((await cases.incident(own, id))?.id).toBe(id);
    expect(await cases.timeline(own, id, { limit: 5, after: 0 })).toHaveLength(2);
    expect(await cases.incident(foreign, id)).toBeUndefined();
    expect(await cases.timeline(foreign, id, { limit: 5, after: 0 })).toEqual([]);
    expect((await cases.incidents(foreign, { limit: 50 })).items).toEqual([]);
    expect((await cases.incidents(foreign, { limit: 50, organisationId: 'org_company1' })).items).toEqual([]);
  });

  it('keeps incidents and status calls apart', async () => {
    const statusCall: StatusCallView = {
      case: 'status-call',
      id: 'stc_000001',
      organisationId: 'org_company1',
      travellerId: 'trv_000001',
      state: 'asking',
      openedAt: 1,
      round: 1,
    };
    await cases.record({ revision: 1, view: statusCall, entries: [], sealedTexts: [] });
    expect(await cases.statusCall(deskScope, statusCall.id)).toEqual(statusCall);
    const foreign: Scope = { of: 'organisation', organisationId: 'org_foreign1' };
    expect(await cases.statusCall(foreign, statusCall.id)).toBeUndefined();
  });

  it('lists incidents newest first, by organisation and state, page by page', async () => {
    const organisationId: OrganisationId = 'org_listed01';
    const ids = Array.from({ length: 5 }, newIncidentId);
    for (const [index, id] of ids.entries()) {
      const state = index === 4 ? 'closed' : 'open';
      // Two were opened in the same millisecond.
      const openedAt = Date.parse('2026-11-21T10:00:00Z') + Math.floor(index / 2);
      const listed = view(id, { organisationId, state, openedAt });
      await cases.record({ revision: 1, view: listed, entries: [], sealedTexts: [] });
    }
    const listed: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await cases.incidents(deskScope, { organisationId, limit: 2, ...(cursor && { cursor }) });
      listed.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(listed).toEqual([...ids].reverse());
    const closed = await cases.incidents(deskScope, { organisationId, state: 'closed', limit: 9 });
    expect(closed.items.map(({ id }) => id)).toEqual([ids[4]]);
    expect(closed.nextCursor).toBeUndefined();
  });

  it('lists status calls newest first, by organisation, traveller and state, page by page', async () => {
    const organisationId: OrganisationId = 'org_listed02';
    const statusCall = (place: number, changes: Partial<StatusCallView>): StatusCallView => ({
      case: 'status-call',
      id: `stc_listed0${place}`,
      organisationId,
      travellerId: 'trv_listed1',
      state: 'answered',
      openedAt: Date.parse('2026-11-21T10:00:00Z') + place,
      round: 1,
      ...changes,
    });
    const calls = [
      statusCall(1, {}),
      statusCall(2, { travellerId: 'trv_listed2' }),
      statusCall(3, { state: 'asking' }),
      statusCall(4, {}),
      statusCall(5, { organisationId: 'org_listed03' }),
    ];
    for (const view of calls) await cases.record({ revision: 1, view, entries: [], sealedTexts: [] });
    await cases.record({
      ...record(newIncidentId(), 1, 1, 1),
      view: view(newIncidentId(), { organisationId }),
    });
    const places = async (filter: Parameters<CaseRepository['statusCalls']>[1], scope: Scope = deskScope) =>
      (await cases.statusCalls(scope, filter)).items.map(({ id }) => Number(id.at(-1)));
    expect(await places({ organisationId, limit: 9 })).toEqual([4, 3, 2, 1]);
    expect(await places({ organisationId, travellerId: 'trv_listed1', limit: 9 })).toEqual([4, 3, 1]);
    expect(await places({ travellerId: 'trv_listed1', state: 'answered', limit: 2 })).toEqual([5, 4]);
    const first = await cases.statusCalls(deskScope, { organisationId, state: 'answered', limit: 2 });
    const cursor = first.nextCursor ?? '';
    expect(await places({ organisationId, state: 'answered', limit: 2, cursor })).toEqual([1]);
    const foreign: Scope = { of: 'organisation', organisationId: 'org_foreign1' };
    expect(await places({ travellerId: 'trv_listed1', limit: 9 }, foreign)).toEqual([]);
  });

  it('tells which cases have been recorded at all', async () => {
    const [one, other] = [newIncidentId(), newIncidentId()];
    await cases.record(record(one, 1, 1, 2));
    expect(await cases.recordedAmong([one, other])).toEqual(new Set([one]));
    expect(await cases.recordedAmong([])).toEqual(new Set());
  });

  it('finds the callers of open incidents, so that somebody can look whether they are still there (I4)', async () => {
    const organisationId: OrganisationId = 'org_callers1';
    const callerCalls = [{ callSid: 'CA1', account: 'AC1' }];
    const [waiting, over, alone] = [newIncidentId(), newIncidentId(), newIncidentId()];
    for (const changes of [
      view(waiting, { organisationId, callerCalls }),
      view(over, { organisationId, callerCalls, state: 'closed' }),
      view(alone, { organisationId }),
    ]) {
      await cases.record({ revision: 1, view: changes, entries: [], sealedTexts: [] });
    }
    const found = (await cases.withCallers(100)).filter(({ incidentId }) =>
      [waiting, over, alone].includes(incidentId),
    );
    expect(found).toEqual([{ incidentId: waiting, callerCalls }]);
  });

  it('finds open cases whose next action is overdue, the most overdue first', async () => {
    const organisationId: OrganisationId = 'org_overdue1';
    const moments: [Partial<IncidentView>, IncidentId][] = [
      [{ nextActionAt: 3000 }, newIncidentId()],
      [{ nextActionAt: 2000 }, newIncidentId()],
      [{ nextActionAt: 9000 }, newIncidentId()],
      [{}, newIncidentId()],
      [{ nextActionAt: 1000, state: 'closed' }, newIncidentId()],
    ];
    for (const [changes, id] of moments) {
      await cases.record({
        revision: 1,
        view: view(id, { organisationId, ...changes }),
        entries: [],
        sealedTexts: [],
      });
    }
    const overdue = async () =>
      (await cases.overdue(new Date(5000), 10)).map(({ caseId, nextActionAt }) => [
        caseId,
        nextActionAt.getTime(),
      ]);
    expect(await overdue()).toEqual([
      [moments[1]?.[1], 2000],
      [moments[0]?.[1], 3000],
    ]);
    const [, done = newIncidentId()] = moments[1] ?? [];
    await cases.record({ revision: 2, view: view(done, { organisationId }), entries: [], sealedTexts: [] });
    expect(await overdue()).toEqual([[moments[0]?.[1], 3000]]);
  });
});

describe('what incidents cost (I9)', () => {
  const organisationId = 'org_billed01';
  const day = (of: number) => Date.UTC(2026, 10, of);
  const billed = { organisationId, from: new Date(day(10)), to: new Date(day(20)), limit: 10 } as const;

  async function incident(openedAt: number, ordered: readonly number[] = []): Promise<IncidentId> {
    const id = newIncidentId();
    const orders = ordered.map((orderedAt, index): OrderView => ({
      id: `ord_billed${index}`,
      service: 'transport',
      estimate: { amountMinor: 1, currency: 'EUR' },
      state: 'asking',
      orderedBy: { by: 'rule' },
      orderedAt,
      expiresAt: orderedAt,
    }));
    const changes = { organisationId, openedAt, ...(orders.length === 0 ? {} : { orders }) } as const;
    await cases.record({ revision: 1, view: view(id, changes), entries: [], sealedTexts: [] });
    return id;
  }

  it('is found by when they were opened, and by when their latest order was placed', async () => {
    await incident(day(9));
    const old = await incident(day(8), [day(8), day(30), day(12)]);
    await incident(day(7), [day(7), day(9)]);
    const opened = [await incident(day(10), [day(11)]), await incident(day(20) - 1)];
    await incident(day(20), [day(21)]);
    const ids = ({ items }: Page<IncidentView>) => items.map(({ id }) => id);
    expect(ids(await cases.incidentsOpened(deskScope, billed))).toEqual(opened);
    expect(ids(await cases.olderIncidentsWithOrders(deskScope, billed))).toEqual([old]);
    const own = { of: 'organisation', organisationId: 'org_other001' } as const;
    expect(ids(await cases.incidentsOpened(own, billed))).toEqual([]);
    const first = await cases.incidentsOpened(deskScope, { ...billed, limit: 1 });
    expect(ids(first)).toEqual(opened.slice(0, 1));
    const rest = { ...billed, limit: 1, cursor: first.nextCursor ?? '' };
    expect(ids(await cases.incidentsOpened(deskScope, rest))).toEqual(opened.slice(1));
  });
});

describe('texts that travelled sealed', () => {
  const foreignKey = 'AQ==';

  function intake(id: string): Intake {
    return {
      id,
      organisationId: 'org_company1',
      kind: 'incident',
      bodyHash: 'hash',
      report: { kind: 'security', threat: 'unknown', summary: 'Anna is hurt' },
      callerPhone: '+4930901820',
      start: { incidentId: id },
      createdAt: new Date('2026-11-21T10:00:00Z'),
    };
  }

  it('are stored by the first projection that gets through, once, and do not wait for the sweeper', async () => {
    const id = newIncidentId();
    const sealed = sealIntake(temporary.sealer, intake(id));
    await cases.record({ ...record(id, 1, 1, 1), sealedTexts: [sealed] });
    await cases.record({ ...record(id, 2, 1, 2), sealedTexts: [sealed] });
    expect(await temporary.store.intakes.find(deskScope, id)).toEqual({
      ...intake(id),
      startedAt: new Date(view(id).openedAt),
    });
    expect(await temporary.store.intakes.unstarted(deskScope, new Date(), 10)).toEqual([]);
    const texts = await temporary.store.intakes.texts(deskScope, [id]);
    expect(texts.get(id)).toBe('Anna is hurt');
  });

  it('may be the words of an order (I9)', async () => {
    const id = newIncidentId();
    const { report: _report, start: _start, ...frame } = intake('ord_sealed1');
    const order: Intake = { ...frame, kind: 'order', text: 'An ambulance.' };
    await cases.record({ ...record(id, 1, 1, 1), sealedTexts: [sealIntake(temporary.sealer, order)] });
    const texts = await temporary.store.intakes.texts(deskScope, ['ord_sealed1']);
    expect(texts.get('ord_sealed1')).toBe('An ambulance.');
    expect(await temporary.store.intakes.find(deskScope, 'ord_sealed1')).toMatchObject({ caseId: id });
  });

  it('do not replace an intake that was stored after all', async () => {
    const id = newIncidentId();
    const stored: Intake = { ...intake(id), bodyHash: 'first' };
    await temporary.store.intakes.put(deskScope, stored);
    await cases.record({ ...record(id, 1, 1, 1), sealedTexts: [sealIntake(temporary.sealer, intake(id))] });
    expect(await temporary.store.intakes.find(deskScope, id)).toEqual(stored);
  });

  it('do not hold up the timeline when no key opens them, and are kept', async () => {
    const id = newIncidentId();
    const receipt = await cases.record({
      ...record(id, 1, 1, 2),
      sealedTexts: [{ intakeId: id, sealed: foreignKey }],
    });
    expect(receipt).toEqual({ recordedThrough: 2 });
    expect((await temporary.store.intakes.find(deskScope, id))?.report).toBeUndefined();
    expect((await temporary.store.intakes.texts(deskScope, [id])).size).toBe(0);
  });
});
