import type { Recipe, Recipes } from '../recipe.js';
import { filtered, ownPassword } from './shared.js';

const order = {
  service: 'transport',
  description: 'An ambulance.',
  estimate: { amountMinor: 1_200_00, currency: 'EUR' },
};
const onIncident = (ability: Recipe['ability'], body: object = {}): Recipe => ({
  ability,
  request: () => ({ body }),
});

/** Incidents with their orders, status calls, and the audit trail. */
export const incidentRecipes: Recipes = {
  'POST /v1/incidents': {
    ability: 'report incident',
    request: ({ things: { organisationId, travellerId } }) => ({
      body: { organisationId, travellerId, kind: 'medical', threat: 'unknown', summary: 'A broken leg.' },
    }),
  },
  'GET /v1/incidents': filtered('read incident', 'incidentId'),
  'GET /v1/incidents/{incidentId}': { ability: 'read incident' },
  'GET /v1/incidents/{incidentId}/timeline': { ability: 'read incident' },
  'POST /v1/incidents/{incidentId}/acknowledge': onIncident('acknowledge incident'),
  'POST /v1/incidents/{incidentId}/decline': onIncident('acknowledge incident'),
  'POST /v1/incidents/{incidentId}/threat': onIncident('steer incident', { threat: 'immediate' }),
  'POST /v1/incidents/{incidentId}/route': onIncident('steer incident', { service: 'medical' }),
  'POST /v1/incidents/{incidentId}/notes': onIncident('annotate incident', { text: 'A note.' }),
  'POST /v1/incidents/{incidentId}/contacts-reached': {
    ability: 'acknowledge incident',
    request: ({ things }) => ({ body: { contacts: [things.internalContactId] } }),
    // Who is none of the organisation's contacts is named as wrong, whoever they are.
    alien: { internalContactId: 400 },
  },
  'POST /v1/incidents/{incidentId}/ratification': {
    ability: 'ratify incident',
    request: () => ({ body: { answer: 'ratified', proof: ownPassword } }),
  },
  'POST /v1/incidents/{incidentId}/close': onIncident('steer incident', { outcome: 'resolved' }),
  'POST /v1/incidents/{incidentId}/reopen': onIncident('steer incident'),
  'POST /v1/incidents/{incidentId}/call': {
    ability: 'steer incident',
    request: ({ things }) => ({ body: { target: { who: 'contact', id: things.internalContactId } } }),
    alien: { internalContactId: 400 },
  },
  'POST /v1/incidents/{incidentId}/call-back': onIncident('steer incident'),
  'POST /v1/incidents/{incidentId}/life-safety-override': onIncident('override incident'),

  'POST /v1/incidents/{incidentId}/orders': onIncident('place order', order),
  'GET /v1/incidents/{incidentId}/orders': { ability: 'read order' },
  'GET /v1/incidents/{incidentId}/orders/{orderId}': { ability: 'read order' },
  'POST /v1/incidents/{incidentId}/orders/{orderId}/decision': {
    ability: 'approve order',
    request: () => ({ body: { answer: 'approved', proof: ownPassword } }),
  },
  'POST /v1/incidents/{incidentId}/orders/{orderId}/withdraw': onIncident('place order'),
  'POST /v1/incidents/{incidentId}/orders/{orderId}/actual-cost': onIncident('place order', {
    cost: order.estimate,
  }),
  'GET /v1/organisations/{organisationId}/statements/{month}': {
    ability: 'read statement',
    params: { month: '2026-11' },
  },

  'POST /v1/status-calls': {
    ability: 'request status-call',
    request: ({ things: { organisationId, travellerId } }) => ({ body: { organisationId, travellerId } }),
  },
  'GET /v1/status-calls': filtered('read status-call', 'statusCallId'),
  'GET /v1/status-calls/{statusCallId}': { ability: 'read status-call' },
  'GET /v1/status-calls/{statusCallId}/timeline': { ability: 'read status-call' },

  'GET /v1/audit': filtered('read audit', 'organisationId'),
  'GET /v1/audit/anchor': {
    ability: 'read audit',
    request: ({ things }) => ({ query: `organisationId=${things.organisationId}` }),
  },
};
