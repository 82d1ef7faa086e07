import type { Connection, Model } from 'mongoose';
import { Schema } from 'mongoose';
import type { WebhookDeliveryId } from '../../domain/identifiers.js';
import type { WebhookDelivery } from '../webhook-store.js';
import { schemaOptions } from './schema-options.js';

export interface WebhookDeliveryDocument extends Omit<WebhookDelivery, 'id'> {
  readonly _id: WebhookDeliveryId;
}

/** The log is for finding out what went wrong lately. A delivery takes four days at the most. */
const keptSeconds = 60 * 86_400;

const schema = new Schema<WebhookDeliveryDocument>(
  {
    _id: String,
    organisationId: String,
    endpointId: String,
    message: Schema.Types.Mixed,
    state: String,
    end: String,
    createdAt: Date,
    nextAttemptAt: Date,
    attempts: [Schema.Types.Mixed],
  },
  schemaOptions,
);
schema.index({ endpointId: 1, createdAt: -1, _id: -1 });
schema.index({ createdAt: 1 }, { expireAfterSeconds: keptSeconds });

export function webhookDeliveryModel(connection: Connection): Model<WebhookDeliveryDocument> {
  return connection.model<WebhookDeliveryDocument>('WebhookDelivery', schema, 'webhook_deliveries');
}
