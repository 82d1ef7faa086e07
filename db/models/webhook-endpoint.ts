import type { Connection, Model } from 'mongoose';
import { Schema } from 'mongoose';
import type { WebhookEndpointId } from '../../domain/identifiers.js';
import type { WebhookEndpoint } from '../webhook-store.js';
import { schemaOptions } from './schema-options.js';

export interface WebhookEndpointDocument extends Omit<WebhookEndpoint, 'id'> {
  readonly _id: WebhookEndpointId;
  /** Sealed with the key of the environment. */
  readonly secret: string;
  readonly previousSecret?: string;
}

const schema = new Schema<WebhookEndpointDocument>(
  {
    _id: String,
    organisationId: String,
    revision: Number,
    url: String,
    description: String,
    // Not an array's own type, which would become an empty array, no events, where all are wanted.
    eventTypes: Schema.Types.Mixed,
    state: String,
    disabledBecause: String,
    disabledAt: Date,
    enabledSince: Date,
    failingSince: Date,
    secret: String,
    previousSecret: String,
    previousSecretUntil: Date,
    createdAt: Date,
    updatedAt: Date,
  },
  schemaOptions,
);
schema.index({ organisationId: 1, createdAt: 1, _id: 1 });

export function webhookEndpointModel(connection: Connection): Model<WebhookEndpointDocument> {
  return connection.model<WebhookEndpointDocument>('WebhookEndpoint', schema, 'webhook_endpoints');
}
