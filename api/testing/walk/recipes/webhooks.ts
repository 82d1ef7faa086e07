import type { Recipes, Setting } from '../recipe.js';
import { newWebhook } from '../things.js';
import { whatever } from './shared.js';

const freshWebhook = async ({ stage, things }: Setting) => ({
  webhookId: await newWebhook(stage, things.organisationId),
});

/** Outgoing webhooks. */
export const webhookRecipes: Recipes = {
  'POST /v1/organisations/{organisationId}/webhooks': {
    ability: 'manage webhook',
    request: () => ({ body: { url: 'https://hooks.example.org/beistand' } }),
  },
  'GET /v1/organisations/{organisationId}/webhooks': { ability: 'manage webhook' },
  'GET /v1/organisations/{organisationId}/webhooks/{webhookId}': { ability: 'manage webhook' },
  'PUT /v1/organisations/{organisationId}/webhooks/{webhookId}': {
    ability: 'manage webhook',
    request: () => ({ headers: whatever, body: { url: 'https://hooks.example.org/beistand' } }),
  },
  'DELETE /v1/organisations/{organisationId}/webhooks/{webhookId}': {
    ability: 'manage webhook',
    before: freshWebhook,
  },
  'POST /v1/organisations/{organisationId}/webhooks/{webhookId}/rotate-secret': {
    ability: 'manage webhook',
    request: () => ({ body: {} }),
  },
  'POST /v1/organisations/{organisationId}/webhooks/{webhookId}/test': {
    ability: 'manage webhook',
    request: () => ({ body: {} }),
  },
  'GET /v1/organisations/{organisationId}/webhooks/{webhookId}/deliveries': { ability: 'manage webhook' },
  'POST /v1/organisations/{organisationId}/webhooks/{webhookId}/deliveries/{deliveryId}/redeliver': {
    ability: 'manage webhook',
    request: () => ({ body: {} }),
  },
};
