import type { Connection, Model } from 'mongoose';
import { Schema } from 'mongoose';
import type { OrganisationId } from '../../domain/identifiers.js';
import type { PersonId } from '../../domain/persons/person.js';
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
  /** Absent: it was claimed before this was noted. */
  readonly organisationId?: OrganisationId;
  /** Who was called; absent: it is nobody with data of their own, or was claimed before this was noted. */
  readonly personId?: PersonId;
}

const schema = new Schema<CallDocument>(
  {
    _id: String,
    account: String,
    attempt: String,
    to: String,
    claimedAt: Date,
    organisationId: String,
    personId: String,
  },
  schemaOptions,
);
schema.index({ attempt: 1 }, { unique: true });
schema.index({ to: 1 });
schema.index({ organisationId: 1, claimedAt: 1 });

export function callModel(connection: Connection): Model<CallDocument> {
  return connection.model<CallDocument>('Call', schema, 'calls');
}
