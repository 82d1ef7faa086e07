import type { Logger } from 'pino';
import type { Store, UnannouncedIncident } from '../db/store.js';
import type { WebhookEndpoint } from '../db/webhook-store.js';
import { deskScope } from '../domain/scope.js';
import type { TimelineEntry } from '../domain/timeline.js';
import type { WebhookMessage } from '../domain/webhooks/delivery.js';
import { eventIdOf, incidentEventOf } from '../domain/webhooks/incident-event.js';
import type { Metrics } from './metrics.js';
import { describeError } from '../domain/describe-error.js';
import { isUnavailable } from './use-cases/time-limit.js';
import type { WebhookSending } from './use-cases/webhook-sending.js';

export interface WebhookRelayDependencies {
  readonly store: {
    readonly cases: Pick<Store['cases'], 'unannounced' | 'timeline' | 'markAnnounced'>;
    readonly webhookEndpoints: Pick<Store['webhookEndpoints'], 'overview' | 'list'>;
  };
  readonly sending: WebhookSending;
  readonly metrics: Pick<Metrics, 'webhookAnnounced' | 'webhookEndpoints'>;
  readonly log: Logger;
}

const incidentsPerLook = 100;
const entriesPerLook = 200;

/** An event, without whom it goes to. */
type Event = Extract<WebhookMessage, { caseId: string }>;

/**
 * Passes on what was recorded of incidents to the endpoints of their organisations (ADR 10). An incident counts as
 * announced only when a delivery stands for each of its events, so nothing is lost whoever dies; doing it twice changes
 * nothing, so any number of relays may run. Organisations without an endpoint cost nothing: nobody looks at theirs.
 *
 * @returns one round.
 */
export function createWebhookRelay(dependencies: WebhookRelayDependencies): () => Promise<void> {
  const { store, sending, metrics, log } = dependencies;

  async function announce(incident: UnannouncedIncident): Promise<void> {
    const { incidentId, timelineThrough, replacements } = incident;
    let after = incident.announcedThrough;
    while (after < timelineThrough) {
      const limit = Math.min(timelineThrough - after, entriesPerLook);
      const entries = await store.cases.timeline(deskScope, incidentId, { limit, after });
      const last = entries.at(-1);
      if (last === undefined) break;
      await passOn(eventsAmong(entries, incident), incident);
      after = last.sequence;
    }
    await store.cases.markAnnounced(incidentId, timelineThrough, replacements);
  }

  /** The endpoints are read after the entries: whoever was there when an entry was recorded is told of it. */
  async function passOn(events: readonly Event[], { organisationId }: UnannouncedIncident): Promise<void> {
    if (events.length === 0) return;
    const endpoints = await store.webhookEndpoints.list(deskScope, organisationId);
    for (const event of events) {
      await Promise.all(
        endpoints
          .filter((endpoint) => isFor(endpoint, event))
          .map(async ({ id: endpointId }) => {
            const { result } = await sending.send(deskScope, { organisationId, endpointId }, event);
            metrics.webhookAnnounced(result);
          }),
      );
    }
  }

  /** `away`: the database or Temporal does not answer; the others would fail too, each after its time limit. */
  async function announceQuietly(incident: UnannouncedIncident): Promise<'announced' | 'failed' | 'away'> {
    try {
      await announce(incident);
      return 'announced';
    } catch (error) {
      metrics.webhookAnnounced('failed');
      if (isUnavailable(error)) return 'away';
      log.error(
        { caseId: incident.incidentId, ...describeError(error) },
        'Events of an incident were not announced',
      );
      return 'failed';
    }
  }

  async function round(): Promise<void> {
    const { organisationIds, failing, disabled } = await store.webhookEndpoints.overview();
    metrics.webhookEndpoints({ failing, disabled });
    if (organisationIds.length === 0) return;
    for (;;) {
      const incidents = await store.cases.unannounced(organisationIds, incidentsPerLook);
      let announced = 0;
      for (const incident of incidents) {
        const end = await announceQuietly(incident);
        if (end === 'away') return;
        if (end === 'announced') announced += 1;
      }
      if (incidents.length < incidentsPerLook || announced === 0) return;
    }
  }

  return async () => {
    try {
      await round();
    } catch (error) {
      // The marks stay; somebody else tells that the database is away.
      if (!isUnavailable(error)) throw error;
    }
  };
}

function eventsAmong(entries: readonly TimelineEntry[], of: UnannouncedIncident): readonly Event[] {
  return entries.flatMap((entry) => {
    const told = incidentEventOf(entry, of);
    if (told === undefined || told.type === 'webhook.test') return [];
    const { incidentId: caseId } = of;
    const { sequence, at } = entry;
    return [{ id: eventIdOf(caseId, entry), type: told.type, at, caseId, sequence }];
  });
}

function isFor({ state, enabledSince, eventTypes }: WebhookEndpoint, { type, at }: Event): boolean {
  return state === 'enabled' && at >= enabledSince.getTime() && (eventTypes?.includes(type) ?? true);
}
