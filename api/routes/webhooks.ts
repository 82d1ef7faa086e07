import { z } from 'zod';
import type { Store } from '../../db/store.js';
import type { WebhookEndpointInput } from '../../db/webhook-store.js';
import { notFound } from '../../domain/errors.js';
import {
  organisationIdSchema,
  webhookEndpointIdSchema,
  type OrganisationId,
} from '../../domain/identifiers.js';
import type { Scope } from '../../domain/scope.js';
import type { WebhookReach } from '../../domain/webhooks/public-address.js';
import { newWebhookSecret } from '../../providers/webhooks/signing.js';
import { defineRoute, type Route } from '../openapi/route.js';
import { pageSchema } from '../representations/shared.js';
import { secretSchema, showWebhook, webhookInputSchema, webhookSchema } from '../representations/webhook.js';
import { newIdentifier } from '../use-cases/identifiers.js';
import { entityTag, ifMatchHeaders, revisionOf, withPrecondition } from './if-match.js';

export interface WebhookRouteDependencies {
  readonly store: Pick<Store, 'organisations' | 'webhookEndpoints' | 'webhookDeliveries'>;
  readonly reach: WebhookReach;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const tag = 'Webhooks';
const access = 'manage webhook';
const ofOrganisation = z.strictObject({ organisationId: organisationIdSchema });
const params = z.strictObject({ organisationId: organisationIdSchema, webhookId: webhookEndpointIdSchema });
const path = '/v1/organisations/{organisationId}/webhooks';
const etag = { ETag: 'The revision, for If-Match.' };

/** Long enough to change a secret in office hours, short enough for one that has leaked. */
const usualOverlapHours = 24;
const longestOverlapHours = 168;
const hour = 3_600_000;

const withSecretSchema = z
  .strictObject({ ...webhookSchema.shape, secret: secretSchema })
  .meta({ id: 'WebhookWithSecret' });

/** The endpoints that an organisation's events are sent to (X3). */
export function webhookRoutes({ store, reach, now }: WebhookRouteDependencies): readonly Route[] {
  const { webhookEndpoints: endpoints } = store;
  const inputSchema = webhookInputSchema(reach);

  async function requireOrganisation(scope: Scope, organisationId: OrganisationId): Promise<void> {
    if ((await store.organisations.find(scope, organisationId)) === undefined) throw notFound('organisation');
  }

  return [
    defineRoute({
      method: 'post',
      path,
      operationId: 'createWebhook',
      tag,
      summary: 'Have events sent to an address',
      description:
        'Events of incidents from this moment on are sent by the Standard Webhooks specification. The secret is shown ' +
        'this once.',
      access,
      audit: { body: 'sealed' },
      params: ofOrganisation,
      body: inputSchema,
      problems: [409],
      responses: {
        201: {
          description: 'Created.',
          schema: withSecretSchema,
          headers: { ...etag, Location: 'Its address.' },
        },
      },
    })(async ({ caller: { scope }, params: { organisationId }, body }) => {
      await requireOrganisation(scope, organisationId);
      const id = newIdentifier('whk');
      const secret = newWebhookSecret();
      const created = { id, organisationId, input: inputOf(body), secret, at: new Date(now()) };
      const endpoint = await endpoints.create(scope, created);
      const location = `/v1/organisations/${organisationId}/webhooks/${id}`;
      return {
        status: 201,
        headers: { ETag: entityTag(endpoint), Location: location },
        body: { ...showWebhook(endpoint), secret },
      };
    }),
    defineRoute({
      method: 'get',
      path,
      operationId: 'listWebhooks',
      tag,
      summary: 'List an organisation’s webhooks',
      access,
      params: ofOrganisation,
      responses: { 200: { description: 'All of them.', schema: pageSchema(webhookSchema, 'WebhookPage') } },
    })(async ({ caller: { scope }, params: { organisationId } }) => {
      await requireOrganisation(scope, organisationId);
      const all = await endpoints.list(scope, organisationId);
      return { status: 200, body: { items: all.map(showWebhook) } };
    }),
    defineRoute({
      method: 'get',
      path: `${path}/{webhookId}`,
      operationId: 'getWebhook',
      tag,
      summary: 'Read a webhook',
      access,
      params,
      responses: { 200: { description: 'The webhook.', schema: webhookSchema, headers: etag } },
    })(async ({ caller, params: { organisationId, webhookId: endpointId } }) => {
      const found = await endpoints.find(caller.scope, { organisationId, endpointId });
      if (found === undefined) throw notFound('webhook');
      return { status: 200, headers: { ETag: entityTag(found) }, body: showWebhook(found) };
    }),
    defineRoute({
      method: 'put',
      path: `${path}/{webhookId}`,
      operationId: 'saveWebhook',
      tag,
      summary: 'Save a webhook',
      description:
        'Enables it again, too: events from that moment on are sent; what happened while it was disabled is not. ' +
        'The save is refused when somebody else has saved since the revision of If-Match; * is any.',
      access,
      audit: { body: 'sealed' },
      params,
      headers: ifMatchHeaders,
      body: inputSchema,
      problems: [409, 412],
      responses: { 200: { description: 'Saved.', schema: webhookSchema, headers: etag } },
    })(async ({ caller, params: { organisationId, webhookId: endpointId }, headers, body }) => {
      const ifRevision = revisionOf(headers['if-match']);
      const saved = await withPrecondition(ifRevision, () =>
        endpoints.save(
          caller.scope,
          { organisationId, endpointId },
          inputOf(body),
          new Date(now()),
          ifRevision,
        ),
      );
      if (saved === undefined) throw notFound('webhook');
      return { status: 200, headers: { ETag: entityTag(saved) }, body: showWebhook(saved) };
    }),
    defineRoute({
      method: 'delete',
      path: `${path}/{webhookId}`,
      operationId: 'deleteWebhook',
      tag,
      summary: 'Delete a webhook and its log',
      access,
      params,
      responses: { 204: { description: 'Deleted. What is still on its way is not sent any more.' } },
    })(async ({ caller, params: { organisationId, webhookId: endpointId } }) => {
      const of = { organisationId, endpointId };
      if (!(await endpoints.remove(caller.scope, of))) throw notFound('webhook');
      await store.webhookDeliveries.removeOf(caller.scope, of);
      return { status: 204 };
    }),
    defineRoute({
      method: 'post',
      path: `${path}/{webhookId}/rotate-secret`,
      operationId: 'rotateWebhookSecret',
      tag,
      summary: 'Change the secret',
      description:
        'The new secret signs at once and is shown this once. For the hours of the overlap the one before signs as well: ' +
        'each request carries both signatures.',
      access,
      audit: { body: 'sealed' },
      params,
      body: z
        .strictObject({
          overlapHours: z.number().min(0).max(longestOverlapHours).default(usualOverlapHours),
        })
        .default({ overlapHours: usualOverlapHours }),
      problems: [409],
      responses: { 200: { description: 'Changed.', schema: withSecretSchema, headers: etag } },
    })(async ({ caller, params: { organisationId, webhookId: endpointId }, body: { overlapHours } }) => {
      const secret = newWebhookSecret();
      const changed = await endpoints.changeSecret(
        caller.scope,
        { organisationId, endpointId },
        secret,
        new Date(now()),
        new Date(now() + overlapHours * hour),
      );
      if (changed === undefined) throw notFound('webhook');
      return {
        status: 200,
        headers: { ETag: entityTag(changed) },
        body: { ...showWebhook(changed), secret },
      };
    }),
  ];
}

function inputOf({
  url,
  description,
  eventTypes,
  enabled,
}: z.output<ReturnType<typeof webhookInputSchema>>): WebhookEndpointInput {
  return {
    url,
    enabled,
    ...(description === undefined ? {} : { description }),
    ...(eventTypes === undefined ? {} : { eventTypes: [...new Set(eventTypes)] }),
  };
}
