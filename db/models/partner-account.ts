import type { Connection, Model } from 'mongoose';
import { Schema } from 'mongoose';
import type { AccountDetails } from '../../domain/partners/partner-account.js';
import type { AccountId } from '../../domain/identifiers.js';
import { schemaOptions } from './schema-options.js';

export interface PartnerAccountDocument extends AccountDetails {
  readonly _id: AccountId;
  readonly revision: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const schema = new Schema<PartnerAccountDocument>(
  {
    _id: String,
    revision: Number,
    name: String,
    language: String,
    country: String,
    identifiers: Schema.Types.Mixed,
    state: String,
    createdAt: Date,
    updatedAt: Date,
  },
  schemaOptions,
);
schema.index({ createdAt: 1, _id: 1 });
schema.index({ 'identifiers.value': 1 });

export function partnerAccountModel(connection: Connection): Model<PartnerAccountDocument> {
  return connection.model<PartnerAccountDocument>('PartnerAccount', schema, 'partner_accounts');
}
