import type { IncidentId, OrganisationId } from '../identifiers.js';
import type { TimelineEntry, TimelineEvent } from '../timeline.js';
import type { WebhookEventType } from './event-types.js';

/** What receivers are told: thin, by identifiers, enums and moments, since it leaves the house. */
export interface WebhookPayload {
  readonly type: WebhookEventType | 'webhook.test';
  /** When it happened (RFC 3339, UTC), not when it was sent. */
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface EventOf {
  readonly organisationId: OrganisationId;
  readonly incidentId: IncidentId;
  /** The traveller is under duress by now: whatever receivers are told of it, they are told that too (I14). */
  readonly silent?: true;
}

/**
 * What receivers learn of an entry of an incident's timeline; undefined: nothing. It follows from the entry, so every attempt and every repetition sends the same; only that the traveller is under duress may be added.
 */
export function incidentEventOf(entry: TimelineEntry, of: EventOf): WebhookPayload | undefined {
  const told = tellEvent(entry.event);
  if (told === undefined) return undefined;
  const { type, facts } = told;
  return {
    type,
    timestamp: moment(entry.at),
    data: { ...of, sequence: entry.sequence, ...facts },
  };
}

/**
 * The ID of an event: the same for whoever derives it and however often, and another one when another entry has taken
 * its place. Without a full stop, which delimits what is signed.
 */
export function eventIdOf(caseId: string, { sequence, at }: Pick<TimelineEntry, 'sequence' | 'at'>): string {
  return `${caseId}-${sequence}-${at.toString(36)}`;
}

function tellEvent(
  event: TimelineEvent,
): { readonly type: WebhookEventType; readonly facts: Readonly<Record<string, unknown>> } | undefined {
  switch (event.type) {
    case 'reported': {
      const { source, kind, threat, silent } = event;
      const duress = silent === undefined ? {} : { silent };
      return { type: 'incident.opened', facts: { state: 'open', source, kind, threat, ...duress } };
    }
    case 'threat-set': {
      const { threat, by, overrideAt } = event;
      const due = overrideAt === undefined ? {} : { overrideAt: moment(overrideAt) };
      return { type: 'incident.threat-set', facts: { threat, by, ...due } };
    }
    case 'duress-noted':
      return { type: 'incident.duress-noted', facts: { silent: true } };
    case 'routed':
      return { type: 'incident.routed', facts: { service: event.service, by: event.by } };
    case 'taken':
      return { type: 'incident.taken', facts: { by: event.by, means: event.means } };
    case 'acknowledged': {
      const { by, means, expiresAt } = event;
      return { type: 'incident.acknowledged', facts: { by, means, expiresAt: moment(expiresAt) } };
    }
    case 'acknowledgement-expired':
      return { type: 'incident.acknowledgement-expired', facts: { by: event.by } };
    case 'override-fired': {
      const { basis, by, ceiling } = event;
      return { type: 'incident.override-fired', facts: { basis, by, ceiling } };
    }
    case 'mandate-accepted':
      return { type: 'incident.mandate-accepted', facts: { by: event.by, means: event.means } };
    case 'ratification-given': {
      const { by, answer, means, covers } = event;
      const covered = covers === undefined ? {} : { covers };
      return { type: 'incident.ratification-given', facts: { by, answer, means, ...covered } };
    }
    case 'ratification-lapsed':
      return { type: 'incident.ratification-lapsed', facts: {} };
    case 'order-placed': {
      const { by, expiresAt } = event;
      const until = expiresAt === undefined ? {} : { expiresAt: moment(expiresAt) };
      return { type: 'incident.order-placed', facts: { ...orderOf(event), by, ...until } };
    }
    case 'order-approved':
    case 'order-refused': {
      const { by, means } = event;
      return { type: `incident.${event.type}`, facts: { ...orderOf(event), by, means } };
    }
    case 'order-expired':
      return { type: 'incident.order-expired', facts: orderOf(event) };
    case 'order-overridden': {
      const { ratification } = event;
      return { type: 'incident.order-overridden', facts: { ...orderOf(event), ratification } };
    }
    case 'order-ratification-given': {
      const { by, answer, means, withOverride } = event;
      const together = withOverride === undefined ? {} : { withOverride };
      return {
        type: 'incident.order-ratification-given',
        facts: { ...orderOf(event), by, answer, means, ...together },
      };
    }
    case 'order-ratification-asked':
    case 'order-ratification-lapsed':
      return { type: `incident.${event.type}`, facts: orderOf(event) };
    case 'order-withdrawn':
      return { type: 'incident.order-withdrawn', facts: { ...orderOf(event), by: event.by } };
    case 'cost-recorded': {
      const { by, cost, exceeds } = event;
      const beyond = exceeds === undefined ? {} : { exceeds };
      return { type: 'incident.cost-recorded', facts: { ...orderOf(event), by, cost, ...beyond } };
    }
    case 'excess-decided': {
      const { total, by, answer, means } = event;
      return { type: 'incident.excess-decided', facts: { ...orderOf(event), total, by, answer, means } };
    }
    case 'excess-lapsed':
      return { type: 'incident.excess-lapsed', facts: { ...orderOf(event), total: event.total } };
    case 'closed': {
      const { outcome, by, reopenUntil } = event;
      return {
        type: 'incident.closed',
        facts: { state: 'closed', outcome, by, reopenUntil: moment(reopenUntil) },
      };
    }
    case 'reopened':
      return { type: 'incident.reopened', facts: { state: 'open', by: event.by } };
    case 'organisation-chosen':
    case 'attempt-started':
    case 'attempt-ended':
    case 'skipped':
    case 'round-ended':
    case 'nobody-to-ask':
    case 'notices-sent':
    case 'call-ordered':
    case 'call-back-ordered':
    case 'ordered-call-ended':
    case 'bridge-failed':
    case 'declined':
    case 'ratification-asked':
    case 'override-word-given':
    case 'answer-not-counted':
    case 'noted':
    case 'contacts-reached':
    case 'caller-waiting':
    case 'caller-left':
    case 'caller-joined':
    case 'call-back-given-up':
    case 'status-answered':
    case 'status-unreached':
      return undefined;
  }
}

function orderOf({ orderId, service, estimate }: Extract<TimelineEvent, { readonly estimate: unknown }>) {
  return { orderId, service, estimate };
}

function moment(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
