import { z } from 'zod';
import type { WebhookDelivery, WebhookEndpoint } from '../../db/webhook-store.js';
import {
  organisationIdSchema,
  webhookDeliveryIdSchema,
  webhookEndpointIdSchema,
} from '../../domain/identifiers.js';
import {
  deliveryEnds,
  deliveryStates,
  disablingReasons,
  webhookResults,
} from '../../domain/webhooks/delivery.js';
import { endpointUrlSchema } from '../../domain/webhooks/endpoint-url.js';
import { webhookEventTypes } from '../../domain/webhooks/event-types.js';
import type { WebhookReach } from '../../domain/webhooks/public-address.js';
import { momentSchema } from './shared.js';

export const eventTypeSchema = z.enum(webhookEventTypes).meta({ id: 'WebhookEventType' });

/** What a caller says of an endpoint. */
export function webhookInputSchema(reach: WebhookReach) {
  return z.strictObject({
    url: endpointUrlSchema(reach).meta({ example: 'https://hooks.example.org/beistand' }),
    description: z.string().trim().min(1).max(200).optional(),
    eventTypes: z
      .array(eventTypeSchema)
      .min(1)
      .max(webhookEventTypes.length)
      .optional()
      .meta({ description: 'Absent: all events, those of later versions too.' }),
    enabled: z.boolean().default(true),
  });
}

export const webhookSchema = z
  .strictObject({
    id: webhookEndpointIdSchema,
    organisationId: organisationIdSchema,
    revision: z.number().int().meta({ description: 'Rises with every save; the ETag holds it.' }),
    url: z.string(),
    description: z.string().exactOptional(),
    eventTypes: z.array(eventTypeSchema).exactOptional(),
    enabled: z.boolean(),
    disabledBecause: z.enum(disablingReasons).exactOptional().meta({
      description:
        '`failing`: no success for three days. `gone`: the receiver answered 410. `by-hand`: by this API.',
    }),
    disabledAt: momentSchema.exactOptional(),
    failingSince: momentSchema
      .exactOptional()
      .meta({ description: 'The first failure since the last success; absent while all is well.' }),
    previousSecretUntil: momentSchema
      .exactOptional()
      .meta({ description: 'Until then the secret before the current one signs too.' }),
    createdAt: momentSchema,
    updatedAt: momentSchema,
  })
  .meta({ id: 'Webhook' });

export const secretSchema = z.string().meta({
  description: 'Signs all that is sent, and is shown this once. It begins with `whsec_`.',
});

const attemptSchema = z
  .strictObject({
    at: momentSchema,
    durationMilliseconds: z.number().int(),
    result: z.enum(webhookResults),
    status: z.number().int().exactOptional().meta({ description: 'Of the reply; absent: there was none.' }),
    replyStart: z
      .string()
      .exactOptional()
      .meta({ description: 'The first bytes of a reply that was no success.' }),
  })
  .meta({ id: 'WebhookAttempt' });

export const deliverySchema = z
  .strictObject({
    id: webhookDeliveryIdSchema,
    webhookId: webhookEndpointIdSchema,
    eventId: z.string().meta({ description: 'Sent as `webhook-id`: the same for every attempt.' }),
    eventType: z.string(),
    eventAt: momentSchema,
    state: z.enum(deliveryStates),
    failedBecause: z.enum(deliveryEnds).exactOptional(),
    createdAt: momentSchema,
    nextAttemptAt: momentSchema.exactOptional(),
    attempts: z.array(attemptSchema).meta({ description: 'The last ones, oldest first.' }),
  })
  .meta({ id: 'WebhookDelivery' });

export function showWebhook(endpoint: WebhookEndpoint): z.input<typeof webhookSchema> {
  const { id, organisationId, revision, url, description, eventTypes, state } = endpoint;
  const { disabledBecause, disabledAt, failingSince, previousSecretUntil } = endpoint;
  return {
    id,
    organisationId,
    revision,
    url,
    ...(description === undefined ? {} : { description }),
    ...(eventTypes === undefined ? {} : { eventTypes: [...eventTypes] }),
    enabled: state === 'enabled',
    ...(disabledBecause === undefined ? {} : { disabledBecause }),
    ...(disabledAt === undefined ? {} : { disabledAt: disabledAt.toISOString() }),
    ...(failingSince === undefined ? {} : { failingSince: failingSince.toISOString() }),
    ...(previousSecretUntil === undefined ? {} : { previousSecretUntil: previousSecretUntil.toISOString() }),
    createdAt: endpoint.createdAt.toISOString(),
    updatedAt: endpoint.updatedAt.toISOString(),
  };
}

export function showDelivery(delivery: WebhookDelivery): z.input<typeof deliverySchema> {
  const { id, endpointId, message, state, end, createdAt, nextAttemptAt, attempts } = delivery;
  return {
    id,
    webhookId: endpointId,
    eventId: message.id,
    eventType: message.type,
    eventAt: new Date(message.at).toISOString(),
    state,
    ...(end === undefined ? {} : { failedBecause: end }),
    createdAt: createdAt.toISOString(),
    ...(nextAttemptAt === undefined ? {} : { nextAttemptAt: nextAttemptAt.toISOString() }),
    attempts: attempts.map(({ at, ...attempt }) => ({ at: at.toISOString(), ...attempt })),
  };
}
