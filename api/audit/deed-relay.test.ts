import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { newIncidentId, view } from '../../db/repositories/case-records.fixture.js';
import { temporaryStore, type TemporaryStore } from '../../db/store.fixture.js';
import type { StatusCallView } from '../../domain/case-record.js';
import { unavailable } from '../../domain/errors.js';
import type { IncidentId, OrganisationId } from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import type { TimelineEvent } from '../../domain/timeline.js';
import { createMetrics } from '../metrics.js';
import { createDeedRelay, type DeedRelayDependencies } from './deed-relay.js';

const anna = { role: 'internal-contact', id: 'con_anna0001' } as const;
const by = { by: 'target', target: anna } as const;
const travellerId = 'trv_toni0001';
const taken: TimelineEvent = { type: 'taken', by, means: 'key' };
const declined: TimelineEvent = { type: 'declined', by, means: 'sms' };
const waiting: TimelineEvent = { type: 'caller-waiting' };

let temporary: TemporaryStore;
let organisationId: OrganisationId;
let incidentId: IncidentId;
beforeAll(async () => {
  temporary = await temporaryStore();
});
afterAll(() => temporary.remove());
beforeEach(() => {
  organisationId = `org_${randomBytes(6).toString('hex')}`;
  incidentId = newIncidentId();
});

/** One round of a relay, some of whose steps may fail. */
function round(cases: Partial<DeedRelayDependencies['store']['cases']> = {}, append?: () => Promise<never>) {
  const { store } = temporary;
  return createDeedRelay({
    store: {
      cases: {
        unaudited: (limit) => store.cases.unaudited(limit),
        timeline: (...page) => store.cases.timeline(...page),
        markAudited: (id, through, replacements) => store.cases.markAudited(id, through, replacements),
        ...cases,
      },
      channelTests: store.channelTests,
      audit: { append: (record) => append?.() ?? store.audit.append(record) },
    },
    metrics: createMetrics(),
    log: pino({ level: 'silent' }),
  })();
}

/** What a workflow tells of its case: these events from a place on. */
async function tell(revision: number, from: number, ...events: readonly TimelineEvent[]): Promise<void> {
  await temporary.store.cases.record({
    revision,
    view: view(incidentId, { organisationId, travellerId }),
    entries: events.map((event, index) => ({ sequence: from + index, at: 1_000 * (from + index), event })),
    sealedTexts: [],
  });
}

async function recorded() {
  const { items } = await temporary.store.audit.list(deskScope, { limit: 100, organisationId });
  return [...items].sort((one, other) => one.at - other.at);
}

const actions = async () => (await recorded()).map(({ action }) => action);
const isMarked = async () =>
  (await temporary.store.cases.unaudited(1_000)).some(({ caseId }) => caseId === incidentId);

describe('what people do by telephone, text and link (X5)', () => {
  it('stands in the chain with who, what, when and from where, and the event sealed under their own key', async () => {
    await tell(1, 1, waiting, taken);
    await round();
    const [entry, ...others] = await recorded();
    expect(others).toEqual([]);
    expect(entry).toMatchObject({
      organisationId,
      at: 2_000,
      by: { by: 'target', target: anna },
      from: { channel: 'voice', caseId: incidentId },
      stage: 'done',
      action: 'taken',
      what: { kind: 'incident', id: incidentId },
      persons: [anna.id, travellerId],
      values: [{ person: anna.id, readable: true, after: { ...taken, by: { by: 'target', target: anna } } }],
    });
    for await (const found of temporary.store.audit.breaks(deskScope, organisationId)) {
      throw new Error(`The chain is broken: ${found.kind}`);
    }
  });

  it('is recorded once, whoever dies in between and however often it is looked at', async () => {
    await tell(1, 1, taken);
    await round({ markAudited: () => Promise.reject(new Error('The process dies.')) });
    expect(await isMarked()).toBe(true);
    await Promise.all([round(), round()]);
    await tell(2, 1, taken, declined);
    await round();
    expect(await actions()).toEqual(['taken', 'declined']);
    expect(await isMarked()).toBe(false);
  });

  it('is recorded when a gap in the timeline is closed, whatever closes it', async () => {
    await tell(2, 2, declined);
    await round();
    expect(await actions()).toEqual([]);
    await tell(1, 1, waiting);
    await round();
    expect(await actions()).toEqual(['declined']);
  });

  it('waits while MongoDB is away, and costs nothing where nobody has done anything', async () => {
    await tell(1, 1, waiting);
    expect(await isMarked()).toBe(false);
    await tell(2, 2, taken);
    await round({}, () => Promise.reject(unavailable('The database')));
    await round({ unaudited: () => Promise.reject(unavailable('The database')) });
    expect(await actions()).toEqual([]);
    expect(await isMarked()).toBe(true);
    await round();
    expect(await actions()).toEqual(['taken']);
  });

  it('does not keep others waiting when one case cannot be recorded', async () => {
    await tell(1, 1, taken);
    const broken = incidentId;
    incidentId = newIncidentId();
    await tell(1, 1, declined);
    await round({
      timeline: (scope, id, page) =>
        id === broken
          ? Promise.reject(new Error('It is broken.'))
          : temporary.store.cases.timeline(scope, id, page),
    });
    expect(await actions()).toEqual(['declined']);
    await round();
    expect((await actions()).sort()).toEqual(['declined', 'taken']);
  });

  it('is recorded of status calls too, as the traveller’s', async () => {
    const id = `stc_${randomBytes(6).toString('hex')}` as const;
    const answered: StatusCallView = {
      case: 'status-call',
      id,
      organisationId,
      travellerId,
      state: 'answered',
      openedAt: 1,
      round: 1,
    };
    await temporary.store.cases.record({
      revision: 1,
      view: answered,
      entries: [{ sequence: 1, at: 5, event: { type: 'status-answered', answer: 'ok', means: 'sms' } }],
      sealedTexts: [],
    });
    await round();
    expect(await recorded()).toMatchObject([
      {
        by: { by: 'target', target: { role: 'traveller', id: travellerId } },
        from: { channel: 'sms', caseId: id },
        action: 'status-answered',
        result: 'ok',
        what: { kind: 'status-call', id },
        persons: [travellerId],
      },
    ]);
  });

  it('is recorded of whoever confirms a test of their channel, once (I13)', async () => {
    const { channelTests } = temporary.store;
    const id = `tst_${randomBytes(6).toString('hex')}` as const;
    const requestedBy = { by: 'token', tokenId: 'tok_machine1' } as const;
    const test = { contactId: anna.id, channel: 'voice', position: 0, requestedBy } as const;
    await channelTests.put(
      deskScope,
      { id, organisationId, ...test, requestedAt: new Date() },
      '+4917139200011',
    );
    await channelTests.note(id, { state: 'under-way', at: 1 });
    await round();
    expect(await recorded()).toEqual([]);
    await channelTests.note(id, { state: 'confirmed', at: 2, reason: 'acknowledged', means: 'key' }, anna);
    await round();
    await round();
    expect(await recorded()).toMatchObject([
      {
        by: { by: 'target', target: anna },
        from: { channel: 'voice', caseId: id },
        action: 'answered',
        result: 'acknowledged',
        what: { kind: 'channel', id },
      },
    ]);
  });
});
