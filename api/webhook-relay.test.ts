import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { newIncidentId, view } from '../db/repositories/case-records.fixture.js';
import { temporaryStore, type TemporaryStore } from '../db/store.fixture.js';
import type { WebhookEndpointInput } from '../db/webhook-store.js';
import { unavailable } from '../domain/errors.js';
import type { IncidentId, OrganisationId, WebhookEndpointId } from '../domain/identifiers.js';
import { deskScope } from '../domain/scope.js';
import type { TimelineEvent } from '../domain/timeline.js';
import { eventIdOf } from '../domain/webhooks/incident-event.js';
import { newWebhookSecret } from '../providers/webhooks/signing.js';
import { createMetrics } from './metrics.js';
import { casesInMemory, type CasesInMemory } from './testing/cases-in-memory.js';
import { createWebhookSending } from './use-cases/webhook-sending.js';
import { createWebhookRelay } from './webhook-relay.js';

const by = { by: 'rule' } as const;
const opened: TimelineEvent = { type: 'reported', source: 'api', kind: 'security', threat: 'none' };
const waiting: TimelineEvent = { type: 'caller-waiting' };
const taken: TimelineEvent = { type: 'taken', by, means: 'key' };
const closed: TimelineEvent = { type: 'closed', outcome: 'resolved', by, reopenUntil: 2e12 };

let temporary: TemporaryStore;
let cases: CasesInMemory;
let organisationId: OrganisationId;
let asked: string[];
beforeAll(async () => {
  temporary = await temporaryStore();
});
afterAll(() => temporary.remove());
beforeEach(() => {
  cases = casesInMemory();
  organisationId = `org_${randomBytes(6).toString('hex')}`;
  asked = [];
});

/** One round of a relay, which may die before it takes off the mark. */
function round({ dies = false } = {}): Promise<void> {
  const { store } = temporary;
  const stored = store.cases;
  const relay = createWebhookRelay({
    store: {
      webhookEndpoints: store.webhookEndpoints,
      cases: {
        unannounced: (organisationIds, limit) => {
          asked.push(...organisationIds);
          return stored.unannounced(organisationIds, limit);
        },
        timeline: (...page) => stored.timeline(...page),
        markAnnounced: (id, through, replacements) =>
          dies
            ? Promise.reject(new Error('The process dies.'))
            : stored.markAnnounced(id, through, replacements),
      },
    },
    sending: createWebhookSending({ store, deliveries: cases.webhookDeliveries, now: Date.now }),
    metrics: createMetrics(),
    log: pino({ level: 'silent' }),
  });
  return relay();
}

async function endpoint(input: Partial<WebhookEndpointInput> = {}, at = 1_000): Promise<WebhookEndpointId> {
  const id: WebhookEndpointId = `whk_${randomBytes(6).toString('hex')}`;
  await temporary.store.webhookEndpoints.create(deskScope, {
    id,
    organisationId,
    input: { url: 'https://hooks.example.org/', enabled: true, ...input },
    secret: newWebhookSecret(),
    at: new Date(at),
  });
  return id;
}

/** Records entries of an incident from a sequence on, as a worker does. */
async function record(id: IncidentId, first: number, ...events: readonly TimelineEvent[]): Promise<void> {
  await temporary.store.cases.record({
    revision: first,
    view: { ...view(id), organisationId },
    entries: events.map((event, index) => ({ sequence: first + index, at: 2_000 + first + index, event })),
    sealedTexts: [],
  });
}

/** As `sentTo` tells an event. */
function named(id: IncidentId, sequence: number, type: string): string {
  return `${eventIdOf(id, { sequence, at: 2_000 + sequence })} ${type}`;
}

/** The events that are on their way to an endpoint, oldest incident first. */
async function sentTo(endpointId: WebhookEndpointId): Promise<string[]> {
  const { items } = await temporary.store.webhookDeliveries.list(
    deskScope,
    { organisationId, endpointId },
    { limit: 100 },
  );
  return items.map(({ message }) => `${message.id} ${message.type}`).sort();
}

describe('the relay from the timeline to the endpoints (X3)', () => {
  it('sends what is an event to everybody who wants it, once', async () => {
    const everything = await endpoint();
    const closings = await endpoint({ eventTypes: ['incident.closed'] });
    const off = await endpoint({ enabled: false });
    const id = newIncidentId();
    await record(id, 1, opened, waiting, taken);
    await round();
    await record(id, 4, closed);
    await round();
    await round();
    expect(await sentTo(everything)).toEqual([
      named(id, 1, 'incident.opened'),
      named(id, 3, 'incident.taken'),
      named(id, 4, 'incident.closed'),
    ]);
    expect(await sentTo(closings)).toEqual([named(id, 4, 'incident.closed')]);
    expect(await sentTo(off)).toEqual([]);
    expect(cases.deliveriesStarted).toHaveLength(4);
  });

  it('costs organisations without an endpoint nothing: nobody looks at their incidents', async () => {
    await record(newIncidentId(), 1, opened);
    await round();
    expect(asked).not.toContain(organisationId);
    await endpoint({ enabled: false });
    await round();
    expect(asked).not.toContain(organisationId);
  });

  it('tells a new endpoint nothing of what was before it', async () => {
    const id = newIncidentId();
    await record(id, 1, opened, taken);
    const late = await endpoint({}, 2_002);
    await round();
    expect(await sentTo(late)).toEqual([named(id, 2, 'incident.taken')]);
    expect(await temporary.store.cases.unannounced([organisationId], 10)).toEqual([]);
  });

  it('loses nothing and doubles nothing when it dies before it has noted what it did', async () => {
    const to = await endpoint();
    const id = newIncidentId();
    await record(id, 1, opened);
    await round({ dies: true });
    expect(await temporary.store.cases.unannounced([organisationId], 10)).toHaveLength(1);
    await Promise.all([round(), round()]);
    expect(await sentTo(to)).toEqual([named(id, 1, 'incident.opened')]);
    expect(new Set(cases.deliveriesStarted).size).toBe(1);
  });

  it('goes on later when Temporal is away', async () => {
    const to = await endpoint();
    const id = newIncidentId();
    await record(id, 1, opened);
    cases.away = true;
    await round();
    expect(cases.deliveriesStarted).toEqual([]);
    cases.away = false;
    await round();
    expect(cases.deliveriesStarted).toHaveLength(1);
    expect(await sentTo(to)).toHaveLength(1);
  });

  it('keeps the mark for what is stored while it works', async () => {
    const to = await endpoint();
    const id = newIncidentId();
    await record(id, 1, opened);
    await record(id, 2, taken);
    await temporary.store.cases.markAnnounced(id, 1);
    await round();
    expect(await sentTo(to)).toEqual([named(id, 2, 'incident.taken')]);
  });

  it('waits for the entry that is missing, and then sends all behind it', async () => {
    const to = await endpoint();
    const id = newIncidentId();
    await record(id, 1, opened);
    await record(id, 3, closed);
    await round();
    expect(await sentTo(to)).toEqual([named(id, 1, 'incident.opened')]);
    await record(id, 2, taken);
    await round();
    expect(await sentTo(to)).toEqual([
      named(id, 1, 'incident.opened'),
      named(id, 2, 'incident.taken'),
      named(id, 3, 'incident.closed'),
    ]);
  });

  it('waits quietly while the database is away', async () => {
    const relay = createWebhookRelay({
      store: {
        cases: temporary.store.cases,
        webhookEndpoints: {
          ...temporary.store.webhookEndpoints,
          overview: () => Promise.reject(unavailable('The database')),
        },
      },
      sending: { send: () => Promise.reject(new Error('nobody asks')) },
      metrics: createMetrics(),
      log: pino({ level: 'silent' }),
    });
    await expect(relay()).resolves.toBeUndefined();
  });
});
