import { condition, continueAsNew, proxyActivities, setHandler, workflowInfo } from '@temporalio/workflow';
import type { WebhookActivities } from '../../activities/contract.js';
import { pauseAfter } from '../../domain/webhooks/retry-schedule.js';
import { deliverNow, type WebhookDeliveryStart } from './webhook-delivery.messages.js';

/** Fails only when MongoDB is away or the worker dies: the receiver's failures are results. */
const { attemptWebhook } = proxyActivities<WebhookActivities>({
  startToCloseTimeout: '45 seconds',
  heartbeatTimeout: '8 seconds',
  retry: { initialInterval: '2 seconds', maximumInterval: '5 minutes' },
});

/**
 * One event is delivered to one endpoint (X3): attempts over three days, until one succeeds, the endpoint is disabled, or
 * all have failed.
 */
export async function webhookDelivery(start: WebhookDeliveryStart): Promise<void> {
  const { deliveryId, endpointId, organisationId } = start;
  let attempt = start.attempt ?? 1;
  let asked = false;
  const isAskedFor = () => asked;
  setHandler(deliverNow, () => {
    asked = true;
  });

  for (;;) {
    // Whoever asked before this attempt gets it.
    asked = false;
    const pauseSeconds = pauseAfter(attempt, Math.random());
    const outcome = await attemptWebhook({
      deliveryId,
      endpointId,
      organisationId,
      ...(pauseSeconds === undefined ? {} : { pauseSeconds }),
    });
    if (outcome.next === 'nothing' && !isAskedFor()) return;
    if (outcome.next === 'another-attempt') {
      await condition(isAskedFor, outcome.pauseSeconds * 1000);
    }
    attempt = isAskedFor() ? 1 : attempt + 1;
    if (workflowInfo().continueAsNewSuggested) {
      await continueAsNew<typeof webhookDelivery>({ deliveryId, endpointId, organisationId, attempt });
    }
  }
}
