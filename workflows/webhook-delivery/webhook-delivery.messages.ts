import { defineSignal } from '@temporalio/workflow';
import type { OrganisationId, WebhookDeliveryId, WebhookEndpointId } from '../../domain/identifiers.js';

/** The type name of the workflow and what starts it. The workflow ID is `webhook-delivery:<id>`. */
export const webhookDeliveryWorkflowType = 'webhookDelivery';

export interface WebhookDeliveryStart {
  readonly deliveryId: WebhookDeliveryId;
  readonly endpointId: WebhookEndpointId;
  readonly organisationId: OrganisationId;
  /** The number of the next attempt when the workflow goes on in a new run; absent: 1. */
  readonly attempt?: number;
}

/** Somebody wants it delivered now: the pauses begin anew. */
export const deliverNow = defineSignal('deliverNow');
