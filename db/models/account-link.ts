import type { Connection, Model } from 'mongoose';
import { Schema } from 'mongoose';
import type { UserId } from '../../domain/identifiers.js';
import type { AccountLinkPurpose } from '../store.js';
import { schemaOptions } from './schema-options.js';

export interface AccountLinkDocument {
  /** Purpose and user: a newer link takes the place of the older one. */
  readonly _id: string;
  readonly purpose: AccountLinkPurpose;
  readonly userId: UserId;
  /** SHA-256 of the token, hex. */
  readonly hash: string;
  readonly expiresAt: Date;
}

const schema = new Schema<AccountLinkDocument>(
  { _id: String, purpose: String, userId: String, hash: String, expiresAt: Date },
  schemaOptions,
);
schema.index({ hash: 1 }, { unique: true });
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

export function accountLinkModel(connection: Connection): Model<AccountLinkDocument> {
  return connection.model<AccountLinkDocument>('AccountLink', schema, 'account_links');
}
