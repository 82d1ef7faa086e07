import { randomBytes } from 'node:crypto';
import { Client, type WorkflowHandle } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import type { WebhookActivities, WebhookOutcome } from '../../activities/contract.js';
import { createWebhookDeliveries } from '../../cases/webhook-deliveries.js';
import { workflowBundleFile } from '../../dev/stack/workflow-bundle.js';
import { webhookDeliveryWorkflowId, type WebhookDeliveryId } from '../../domain/identifiers.js';
import { webhookTaskQueue } from '../../domain/task-queues.js';
import type { History } from './stage.js';
import type { TimeSkipping } from './time-skipping.js';

/** One delivery on the time-skipping server, to a receiver that answers as it is told. */
export interface WebhookDeliveryStory {
  /** Real time goes on until so many attempts were made. */
  readonly attempted: (count: number) => Promise<void>;
  readonly asksForIt: () => Promise<void>;
  /** All pauses pass. */
  readonly ends: () => Promise<void>;
  readonly history: () => Promise<History>;
}

/** Plays a story; each attempt ends as the next outcome says. */
export async function playWebhookDelivery(
  { environment }: TimeSkipping,
  outcomes: readonly WebhookOutcome[],
  story: (around: WebhookDeliveryStory) => Promise<void>,
): Promise<void> {
  const { nativeConnection, connection, namespace = 'default' } = environment;
  let attempts = 0;
  const activities: WebhookActivities = {
    attemptWebhook() {
      const outcome = outcomes[attempts];
      attempts += 1;
      return outcome === undefined
        ? Promise.reject(new Error('The story knows no such attempt.'))
        : Promise.resolve(outcome);
    },
  };
  const worker = await Worker.create({
    connection: nativeConnection,
    namespace,
    taskQueue: webhookTaskQueue,
    workflowBundle: { codePath: await workflowBundleFile() },
    activities: { ...activities },
  });
  const working = worker.run();
  // Unlike the environment's own client it never makes the clock jump.
  const client = new Client({ connection, namespace });
  const deliveries = createWebhookDeliveries(client, 20_000);
  const deliveryId: WebhookDeliveryId = `dlv_${randomBytes(6).toString('hex')}`;
  const start = { deliveryId, endpointId: 'whk_story001', organisationId: 'org_story1' } as const;
  const workflowId = webhookDeliveryWorkflowId(deliveryId);
  const ofEnvironment: WorkflowHandle = environment.client.workflow.getHandle(workflowId);
  try {
    await deliveries.start(start);
    await story({
      attempted: async (count) => {
        const end = Date.now() + 10_000;
        while (attempts < count) {
          if (Date.now() > end) throw new Error(`There were ${attempts} attempts, not ${count}.`);
          await new Promise((resolve) => setTimeout(resolve, 10));
        }
      },
      asksForIt: () => deliveries.deliverNow(start),
      ends: async () => {
        await ofEnvironment.result();
      },
      history: () => client.workflow.getHandle(workflowId).fetchHistory(),
    });
  } finally {
    worker.shutdown();
    await working;
  }
}
