import type { Connection, Model } from 'mongoose';
import { Schema } from 'mongoose';
import type { Ability } from '../../domain/access/ability-table.js';
import type { TokenId } from '../../domain/identifiers.js';
import type { Scope } from '../../domain/scope.js';
import { schemaOptions } from './schema-options.js';

export interface TokenDocument {
  readonly _id: TokenId;
  readonly scope: Scope;
  readonly name: string;
  readonly hash: string;
  readonly createdAt: Date;
  readonly abilities?: readonly Ability[];
  readonly expiresAt?: Date;
  readonly lastUsedAt?: Date;
}

const schema = new Schema<TokenDocument>(
  {
    _id: String,
    scope: Schema.Types.Mixed,
    name: String,
    hash: String,
    createdAt: Date,
    abilities: Schema.Types.Mixed,
    expiresAt: Date,
    lastUsedAt: Date,
  },
  schemaOptions,
);
schema.index({ hash: 1 }, { unique: true });
schema.index({ 'scope.organisationId': 1, createdAt: 1, _id: 1 });
schema.index({ createdAt: 1 });

export function tokenModel(connection: Connection): Model<TokenDocument> {
  return connection.model<TokenDocument>('Token', schema, 'tokens');
}
