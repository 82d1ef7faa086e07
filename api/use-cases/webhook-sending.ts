import type { WebhookDeliveries } from '../../cases/cases.js';
import type { Store } from '../../db/store.js';
import type { WebhookEndpointKey } from '../../db/webhook-store.js';
import type { WebhookDeliveryId } from '../../domain/identifiers.js';
import type { Scope } from '../../domain/scope.js';
import type { WebhookMessage } from '../../domain/webhooks/delivery.js';
import { derivedIdentifier } from './identifiers.js';

export interface WebhookSending {
  /**
   * Sees to it that a message is delivered to an endpoint, once, however often it is asked. First the log, then the
   * workflow: whoever dies in between does it again.
   */
  send(
    scope: Scope,
    to: WebhookEndpointKey,
    message: WebhookMessage,
  ): Promise<{ readonly deliveryId: WebhookDeliveryId; readonly result: 'started' | 'exists' }>;
}

export function createWebhookSending({
  store,
  deliveries,
  now,
}: {
  readonly store: Pick<Store, 'webhookDeliveries'>;
  readonly deliveries: Pick<WebhookDeliveries, 'start'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}): WebhookSending {
  return {
    async send(scope, { organisationId, endpointId }, message) {
      const deliveryId = derivedIdentifier('dlv', endpointId, message.id);
      const delivery = { organisationId, endpointId };
      await store.webhookDeliveries.put(scope, { id: deliveryId, ...delivery, message }, new Date(now()));
      return { deliveryId, result: await deliveries.start({ deliveryId, ...delivery }) };
    },
  };
}
