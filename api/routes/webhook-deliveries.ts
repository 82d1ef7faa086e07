import { z } from 'zod';
import type { WebhookDeliveries } from '../../cases/cases.js';
import type { Store } from '../../db/store.js';
import type { WebhookEndpoint, WebhookEndpointKey } from '../../db/webhook-store.js';
import { conflict, notFound } from '../../domain/errors.js';
import {
  organisationIdSchema,
  webhookDeliveryIdSchema,
  webhookEndpointIdSchema,
} from '../../domain/identifiers.js';
import type { Scope } from '../../domain/scope.js';
import { deliveryStates } from '../../domain/webhooks/delivery.js';
import { defineRoute, type Route } from '../openapi/route.js';
import { cursorQuery, pageRequest, pageSchema } from '../representations/shared.js';
import { deliverySchema, showDelivery } from '../representations/webhook.js';
import { newIdentifier } from '../use-cases/identifiers.js';
import type { WebhookSending } from '../use-cases/webhook-sending.js';

export interface WebhookDeliveryRouteDependencies {
  readonly store: Pick<Store, 'webhookEndpoints' | 'webhookDeliveries'>;
  readonly sending: WebhookSending;
  readonly deliveries: Pick<WebhookDeliveries, 'deliverNow'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const tag = 'Webhooks';
const access = 'manage webhook';
const path = '/v1/organisations/{organisationId}/webhooks/{webhookId}';
const params = z.strictObject({ organisationId: organisationIdSchema, webhookId: webhookEndpointIdSchema });
const acceptedSchema = z.strictObject({ deliveryId: webhookDeliveryIdSchema, eventId: z.string() });

/** The log of what was sent to an endpoint, and sending by hand (X3). */
export function webhookDeliveryRoutes({
  store,
  sending,
  deliveries,
  now,
}: WebhookDeliveryRouteDependencies): readonly Route[] {
  const { webhookEndpoints: endpoints, webhookDeliveries: log } = store;

  async function requireEndpoint(scope: Scope, of: WebhookEndpointKey): Promise<WebhookEndpoint> {
    const endpoint = await endpoints.find(scope, of);
    if (endpoint === undefined) throw notFound('webhook');
    return endpoint;
  }

  async function requireEnabled(scope: Scope, of: WebhookEndpointKey): Promise<void> {
    const { state } = await requireEndpoint(scope, of);
    if (state === 'disabled') throw conflict('The webhook is disabled; please enable it first.');
  }

  return [
    defineRoute({
      method: 'post',
      path: `${path}/test`,
      operationId: 'testWebhook',
      tag,
      summary: 'Send a test event',
      description: 'Sends an event of the type `webhook.test` as any other; the log tells how it went.',
      access,
      audit: { body: 'sealed' },
      params,
      body: z.strictObject({}).default({}),
      problems: [409],
      responses: { 202: { description: 'It is on its way.', schema: acceptedSchema } },
    })(async ({ caller, params: { organisationId, webhookId: endpointId } }) => {
      const of = { organisationId, endpointId };
      await requireEnabled(caller.scope, of);
      const message = { id: newIdentifier('test'), type: 'webhook.test', at: now() } as const;
      const { deliveryId } = await sending.send(caller.scope, of, message);
      return { status: 202, body: { deliveryId, eventId: message.id } };
    }),
    defineRoute({
      method: 'get',
      path: `${path}/deliveries`,
      operationId: 'listWebhookDeliveries',
      tag,
      summary: 'What was sent, and how it went',
      description: 'Newest first, of the last 60 days.',
      access,
      params,
      query: z.strictObject({ ...cursorQuery, state: z.enum(deliveryStates).optional() }),
      responses: {
        200: {
          description: 'A page of deliveries.',
          schema: pageSchema(deliverySchema, 'WebhookDeliveryPage'),
        },
      },
    })(async ({ caller, params: { organisationId, webhookId: endpointId }, query }) => {
      const of = { organisationId, endpointId };
      await requireEndpoint(caller.scope, of);
      const { state } = query;
      const wanted = { ...pageRequest(query), ...(state === undefined ? {} : { state }) };
      const { items, ...next } = await log.list(caller.scope, of, wanted);
      return { status: 200, body: { items: items.map(showDelivery), ...next } };
    }),
    defineRoute({
      method: 'post',
      path: `${path}/deliveries/{deliveryId}/redeliver`,
      operationId: 'redeliverWebhook',
      tag,
      summary: 'Send an event again, now',
      description:
        'Under the same event ID, whether it was delivered, has failed, or waits for its next attempt. The attempts ' +
        'begin anew.',
      access,
      audit: { body: 'sealed' },
      params: params.extend({ deliveryId: webhookDeliveryIdSchema }),
      body: z.strictObject({}).default({}),
      problems: [409],
      responses: { 202: { description: 'It is on its way.', schema: acceptedSchema } },
    })(async ({ caller, params: { organisationId, webhookId: endpointId, deliveryId } }) => {
      const of = { organisationId, endpointId };
      await requireEnabled(caller.scope, of);
      const delivery = await log.find(caller.scope, of, deliveryId);
      if (delivery === undefined) throw notFound('delivery');
      await log.reopen(caller.scope, of, deliveryId, new Date(now()));
      await deliveries.deliverNow({ deliveryId, ...of });
      return { status: 202, body: { deliveryId, eventId: delivery.message.id } };
    }),
  ];
}
