import type { Store } from '../../db/store.js';
import type { WebhookDelivery } from '../../db/webhook-store.js';
import { incidentIdSchema } from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import { incidentEventOf, type WebhookPayload } from '../../domain/webhooks/incident-event.js';

/**
 * What is sent, built from the timeline at this moment: nothing of it lies anywhere else. Undefined: the entry is gone.
 */
export async function payloadOf(
  cases: Pick<Store['cases'], 'timeline' | 'incident'>,
  { organisationId, endpointId, message }: WebhookDelivery,
): Promise<WebhookPayload | undefined> {
  if (message.type === 'webhook.test') {
    const timestamp = new Date(message.at).toISOString();
    return { type: message.type, timestamp, data: { organisationId, endpointId } };
  }
  const { caseId, sequence, at } = message;
  const [entry] = await cases.timeline(deskScope, caseId, { limit: 1, after: sequence - 1 });
  // Another entry may have taken its place: that one is an event of its own.
  if (entry?.sequence !== sequence || entry.at !== at) return undefined;
  const incidentId = incidentIdSchema.parse(caseId);
  const silent = (await cases.incident(deskScope, incidentId))?.silent;
  return incidentEventOf(entry, { organisationId, incidentId, ...(silent === undefined ? {} : { silent }) });
}
