import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import { webhookDeliveryWorkflowId } from '../domain/identifiers.js';
import { webhookTaskQueue } from '../domain/task-queues.js';
import {
  deliverNow,
  webhookDeliveryWorkflowType,
  type WebhookDeliveryStart,
} from '../workflows/webhook-delivery/webhook-delivery.messages.js';
import type { webhookDelivery } from '../workflows/webhook-delivery/webhook-delivery.workflow.js';
import type { WebhookDeliveries } from './cases.js';
import { askEngine } from './errors.js';

/** Deliveries of outgoing webhooks through a Temporal client. */
export function createWebhookDeliveries(client: Client, timeoutMilliseconds: number): WebhookDeliveries {
  const ask = <Answer>(question: () => Promise<Answer>): Promise<Answer> =>
    askEngine(client, timeoutMilliseconds, 'delivery', question);

  const options = (start: WebhookDeliveryStart) => ({
    args: [start] as [WebhookDeliveryStart],
    taskQueue: webhookTaskQueue,
    workflowId: webhookDeliveryWorkflowId(start.deliveryId),
  });

  return {
    start: (start) =>
      ask(async () => {
        try {
          await client.workflow.start<typeof webhookDelivery>(webhookDeliveryWorkflowType, {
            ...options(start),
            workflowIdReusePolicy: 'REJECT_DUPLICATE',
          });
          return 'started';
        } catch (failure) {
          if (failure instanceof WorkflowExecutionAlreadyStartedError) return 'exists';
          throw failure;
        }
      }),
    deliverNow: (start) =>
      ask(async () => {
        await client.workflow.signalWithStart<typeof webhookDelivery>(webhookDeliveryWorkflowType, {
          ...options(start),
          workflowIdReusePolicy: 'ALLOW_DUPLICATE',
          signal: deliverNow,
        });
      }),
  };
}
