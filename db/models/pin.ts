import type { Connection, Model } from 'mongoose';
import { Schema } from 'mongoose';
import type { ContactId, OrganisationId } from '../../domain/identifiers.js';
import type { PinAttempts } from '../../domain/organisation/pin-attempts.js';
import { schemaOptions, subdocumentOptions } from './schema-options.js';

/** What is kept of the PIN of an authorising person. `_id` is `<organisation>:<contact>`. */
export interface PinDocument {
  readonly _id: `${OrganisationId}:${ContactId}`;
  readonly organisationId: OrganisationId;
  readonly contactId: ContactId;
  /** argon2id over an HMAC whose key is not in the database. */
  readonly hash: string;
  readonly attempts: PinAttempts;
  /** Rises with every change: counts of tries at the same moment do not overwrite each other. */
  readonly version: number;
  readonly setAt: Date;
}

const attempts = new Schema<PinAttempts>(
  { tries: Number, locks: Number, lockedUntil: Number },
  subdocumentOptions,
);
const schema = new Schema<PinDocument>(
  {
    _id: String,
    organisationId: String,
    contactId: String,
    hash: String,
    attempts,
    version: Number,
    setAt: Date,
  },
  schemaOptions,
);
schema.index({ organisationId: 1 });

export function pinModel(connection: Connection): Model<PinDocument> {
  return connection.model<PinDocument>('Pin', schema, 'pins');
}
