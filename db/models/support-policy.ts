import type { Connection, Model } from 'mongoose';
import { Schema } from 'mongoose';
import type { SavedSupportPolicy } from '../support-policy-store.js';
import { schemaOptions } from './schema-options.js';

export interface SupportPolicyDocument extends Omit<SavedSupportPolicy, 'topic'> {
  /** The topic. */
  readonly _id: string;
}

const schema = new Schema<SupportPolicyDocument>(
  { _id: String, revision: Number, settings: Schema.Types.Mixed },
  schemaOptions,
);

export function supportPolicyModel(connection: Connection): Model<SupportPolicyDocument> {
  return connection.model<SupportPolicyDocument>('SupportPolicy', schema, 'support_policies');
}
