import type { Connection, Model } from 'mongoose';
import { Schema } from 'mongoose';
import { schemaOptions } from './schema-options.js';

export interface CallDocument {
  /** The provider's SID: a call belongs to one attempt. */
  readonly _id: string;
  readonly account: string;
  /** The attempt's key as one string: an attempt has one call. */
  readonly attempt: string;
  /** Absent: whose number it was, was erased. */
  readonly to?: string;
  readonly claimedAt: Date;
}

const schema = new Schema<CallDocument>(
  {
    _id: String,
    account: String,
    attempt: String,
    to: String,
    claimedAt: Date,
  },
  schemaOptions,
);
schema.index({ attempt: 1 }, { unique: true });
schema.index({ to: 1 });

export function callModel(connection: Connection): Model<CallDocument> {
  return connection.model<CallDocument>('Call', schema, 'calls');
}
