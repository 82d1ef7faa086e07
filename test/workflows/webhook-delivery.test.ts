import { randomBytes } from 'node:crypto';
import { Context } from '@temporalio/activity';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Client } from '@temporalio/client';
import { Webhook } from 'standardwebhooks';
import { Worker } from '@temporalio/worker';
import type { WebhookActivities } from '../../activities/contract.js';
import { createWebhookActivities } from '../../activities/webhooks/webhook-activities.js';
import { createWebhookDeliveries } from '../../cases/webhook-deliveries.js';
import { entries, newIncidentId, record } from '../../db/repositories/case-records.fixture.js';
import { temporaryStore, type TemporaryStore } from '../../db/store.fixture.js';
import type { WebhookDelivery } from '../../db/webhook-store.js';
import { workflowBundleFile } from '../../dev/stack/workflow-bundle.js';
import {
  webhookDeliveryWorkflowId,
  type WebhookDeliveryId,
  type WebhookEndpointId,
} from '../../domain/identifiers.js';
import { deskScope } from '../../domain/scope.js';
import { webhookTaskQueue } from '../../domain/task-queues.js';
import { eventIdOf } from '../../domain/webhooks/incident-event.js';
import { retryPausesSeconds } from '../../domain/webhooks/retry-schedule.js';
import { createWebhookSender } from '../../providers/webhooks/https-webhook-sender.js';
import { newWebhookSecret } from '../../providers/webhooks/signing.js';
import { startReceiver, type WebhookReceiver } from '../webhooks/receiver.js';
import { startTimeSkipping, type TimeSkipping } from './time-skipping.js';

const organisationId = 'org_company1';
const hour = 3_600_000;

let server: TimeSkipping;
let temporary: TemporaryStore;
let worker: Worker;
let working: Promise<void>;
let client: Client;
let receiver: WebhookReceiver;
let secret: string;
let endpointId: WebhookEndpointId;
/** Throws before the activities themselves are asked, as often as it says. */
let deaths = 0;

beforeAll(async () => {
  [server, temporary] = await Promise.all([startTimeSkipping(), temporaryStore()]);
  const { nativeConnection: connection, connection: ordinary, namespace = 'default' } = server.environment;
  client = new Client({ connection: ordinary, namespace });
  const activities = createWebhookActivities({
    store: temporary.store,
    webhookSender: createWebhookSender({ reach: 'public-and-loopback', timeoutMilliseconds: 1_000 }),
    // The clock of the server, which jumps over the pauses.
    now: () => Context.current().info.currentAttemptScheduledTimestampMs,
  });
  const dying: WebhookActivities = {
    attemptWebhook: async (order) => {
      const outcome = await activities.attemptWebhook(order);
      if (deaths > 0) {
        deaths -= 1;
        throw new Error('The worker dies after the request, before anybody knows how it ended.');
      }
      return outcome;
    },
  };
  const codePath = await workflowBundleFile();
  worker = await Worker.create({
    connection,
    namespace,
    taskQueue: webhookTaskQueue,
    workflowBundle: { codePath },
    activities: { ...dying },
  });
  working = worker.run();
});
afterAll(async () => {
  worker.shutdown();
  await working;
  await server.close();
  await temporary.remove();
});

beforeEach(async () => {
  receiver = await startReceiver();
  secret = newWebhookSecret();
  endpointId = `whk_${randomBytes(6).toString('hex')}`;
  await temporary.store.webhookEndpoints.create(deskScope, {
    id: endpointId,
    organisationId,
    input: { url: receiver.url, enabled: true },
    secret,
    at: new Date(await server.environment.currentTimeMs()),
  });
});
afterEach(() => receiver.close());

/** Begins the delivery of an event that was recorded. */
async function deliver(): Promise<{ readonly deliveryId: WebhookDeliveryId; readonly eventId: string }> {
  const incidentId = newIncidentId();
  await temporary.store.cases.record({
    ...record(incidentId, 1, 1, 1),
    entries: [...entries(1, 2), { sequence: 3, at: 5, event: { type: 'reopened', by: { by: 'rule' } } }],
  });
  const deliveryId: WebhookDeliveryId = `dlv_${randomBytes(6).toString('hex')}`;
  const message = {
    id: eventIdOf(incidentId, { sequence: 3, at: 5 }),
    type: 'incident.reopened',
    at: 5,
    caseId: incidentId,
    sequence: 3,
  } as const;
  const of = { organisationId, endpointId } as const;
  const now = new Date(await server.environment.currentTimeMs());
  await temporary.store.webhookDeliveries.put(deskScope, { id: deliveryId, ...of, message }, now);
  await createWebhookDeliveries(client, 20_000).start({ deliveryId, ...of });
  return { deliveryId, eventId: message.id };
}

/** Lets all the time pass that the delivery takes. */
async function untilOver(deliveryId: WebhookDeliveryId): Promise<WebhookDelivery> {
  await server.environment.client.workflow.getHandle(webhookDeliveryWorkflowId(deliveryId)).result();
  return read(deliveryId);
}

async function read(deliveryId: WebhookDeliveryId): Promise<WebhookDelivery> {
  const found = await temporary.store.webhookDeliveries.find(
    deskScope,
    { organisationId, endpointId },
    deliveryId,
  );
  if (found === undefined) throw new Error('The delivery is gone.');
  return found;
}

async function endpoint() {
  return temporary.store.webhookEndpoints.find(deskScope, { organisationId, endpointId });
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 10_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`It never came about: ${holds.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('an event on its way to an endpoint (X3)', () => {
  it('arrives once and is signed', async () => {
    const { deliveryId, eventId } = await deliver();
    const delivery = await untilOver(deliveryId);
    expect(delivery).toMatchObject({ state: 'delivered', attempts: [{ result: 'delivered', status: 204 }] });
    expect(delivery).not.toHaveProperty('nextAttemptAt');
    expect(receiver.received).toHaveLength(1);
    const [received] = receiver.received;
    expect(received?.id).toBe(eventId);
    const sentAt = new Date(Number(received?.headers['webhook-timestamp']) * 1000);
    const signature = new Webhook(secret).sign(eventId, sentAt, received?.body ?? '');
    expect(received?.signatures).toEqual([signature]);
  });

  it('is attempted ten times over three days, then the endpoint is disabled for everybody to see', async () => {
    receiver.answerWith((response) => response.writeHead(500).end('out of order'));
    const { deliveryId, eventId } = await deliver();
    const delivery = await untilOver(deliveryId);
    expect(delivery).toMatchObject({ state: 'failed', end: 'endpoint-disabled' });
    expect(delivery.attempts).toHaveLength(10);
    expect(new Set(receiver.received.map(({ id }) => id))).toEqual(new Set([eventId]));
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
    expect(delivery.attempts[0]).toMatchObject({
      result: 'refused',
      status: 500,
      replyStart: 'out of order',
    });
    delivery.attempts.slice(1).forEach(({ at }, index) => {
      const pause = (at.getTime() - (delivery.attempts[index]?.at.getTime() ?? 0)) / 1000;
      expect(pause).toBeGreaterThanOrEqual((retryPausesSeconds[index] ?? 0) - 1);
      expect(pause).toBeLessThanOrEqual((retryPausesSeconds[index] ?? 0) * 1.1 + 30);
    });
    expect(await endpoint()).toMatchObject({ state: 'disabled', disabledBecause: 'failing' });

    const next = await deliver();
    expect(await untilOver(next.deliveryId)).toMatchObject({
      state: 'failed',
      end: 'endpoint-disabled',
      attempts: [],
    });
  });

  it('is given up alone when others arrive', async () => {
    let undigested: string | undefined;
    receiver.answerWith((response) => {
      const { id } = receiver.received.at(-1) ?? {};
      undigested ??= id;
      response.writeHead(id === undigested ? 400 : 200).end();
    });
    const failing = await deliver();
    await until(async () => (await read(failing.deliveryId)).attempts.length === 1);
    expect((await endpoint())?.failingSince).toBeInstanceOf(Date);
    await server.sleep('30 hours');
    const other = await deliver();
    expect(await untilOver(other.deliveryId)).toMatchObject({ state: 'delivered' });
    expect((await endpoint())?.failingSince).toBeUndefined();
    expect(await untilOver(failing.deliveryId)).toMatchObject({ state: 'failed', end: 'attempts-exhausted' });
    expect(await endpoint()).toMatchObject({ state: 'enabled' });
  });

  it('waits for as long as the receiver asks', async () => {
    receiver.answerWith((response) => response.writeHead(503, { 'retry-after': '7200' }).end());
    const { deliveryId } = await deliver();
    await until(async () => (await read(deliveryId)).attempts.length === 1);
    const { attempts, nextAttemptAt } = await read(deliveryId);
    receiver.answerWith(200);
    expect((nextAttemptAt?.getTime() ?? 0) - (attempts[0]?.at.getTime() ?? 0)).toBe(2 * hour);
    expect(await untilOver(deliveryId)).toMatchObject({ state: 'delivered' });
    expect(receiver.received).toHaveLength(2);
    expect(await endpoint()).not.toHaveProperty('failingSince');
  });

  it('ends at once when the receiver is gone for good', async () => {
    receiver.answerWith(410);
    const { deliveryId } = await deliver();
    expect(await untilOver(deliveryId)).toMatchObject({
      state: 'failed',
      end: 'endpoint-disabled',
      attempts: [{ result: 'gone', status: 410 }],
    });
    expect(await endpoint()).toMatchObject({ state: 'disabled', disabledBecause: 'gone' });
  });

  it('ends without a request when its endpoint was removed meanwhile', async () => {
    receiver.answerWith(500);
    const { deliveryId } = await deliver();
    await until(() => receiver.received.length === 1);
    await temporary.store.webhookEndpoints.remove(deskScope, { organisationId, endpointId });
    await untilOver(deliveryId);
    expect(receiver.received).toHaveLength(1);
  });

  it('is sent again under the same ID when the worker dies before the end of an attempt is known', async () => {
    deaths = 1;
    receiver.answerWith(500);
    const { deliveryId, eventId } = await deliver();
    await until(() => receiver.received.length === 1);
    receiver.answerWith(200);
    expect(await untilOver(deliveryId)).toMatchObject({ state: 'delivered' });
    expect(receiver.received.map(({ id }) => id)).toEqual([eventId, eventId]);
  });

  it('goes at once, and again, when somebody asks for it', async () => {
    receiver.answerWith(500);
    const { deliveryId } = await deliver();
    await until(async () => (await read(deliveryId)).attempts.length === 1);
    receiver.answerWith(200);
    const deliveries = createWebhookDeliveries(client, 20_000);
    const start = { deliveryId, organisationId, endpointId } as const;
    await deliveries.deliverNow(start);
    await until(async () => (await read(deliveryId)).state === 'delivered');
    expect(receiver.received).toHaveLength(2);

    await temporary.store.webhookDeliveries.reopen(deskScope, start, deliveryId, new Date());
    await deliveries.deliverNow(start);
    await until(() => receiver.received.length === 3);
    await untilOver(deliveryId);
    expect(await read(deliveryId)).toMatchObject({ state: 'delivered' });
    expect(await deliveries.start(start)).toBe('exists');
  });

  it('is known to Temporal by identifiers only', async () => {
    const { deliveryId } = await deliver();
    await untilOver(deliveryId);
    const handle = client.workflow.getHandle(webhookDeliveryWorkflowId(deliveryId));
    const { events } = await handle.fetchHistory();
    const texts = [...JSON.stringify(events).matchAll(/"data":"([\w+/=]*)"/g)].map(([, data = '']) =>
      Buffer.from(data, 'base64').toString('utf8'),
    );
    const history = `${JSON.stringify(events)} ${texts.join(' ')}`;
    expect(history).toContain(endpointId);
    expect(history).not.toContain(receiver.url);
    expect(history).not.toContain('whsec_');
    expect(history).not.toContain('reopened');
  });
});
