import type { Connection, Model } from 'mongoose';
import { Schema } from 'mongoose';
import type { ContactId, OrganisationId } from '../../domain/identifiers.js';
import { schemaOptions } from './schema-options.js';

/** A link by which an authorising person sets their PIN. */
export interface PinInvitationDocument {
  /** `<organisation>:<contact>`: a newer link takes the place of the older one. */
  readonly _id: `${OrganisationId}:${ContactId}`;
  readonly organisationId: OrganisationId;
  readonly contactId: ContactId;
  /** SHA-256 of the token, hex. */
  readonly hash: string;
  readonly expiresAt: Date;
}

const schema = new Schema<PinInvitationDocument>(
  { _id: String, organisationId: String, contactId: String, hash: String, expiresAt: Date },
  schemaOptions,
);
schema.index({ hash: 1 }, { unique: true });
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

export function pinInvitationModel(connection: Connection): Model<PinInvitationDocument> {
  return connection.model<PinInvitationDocument>('PinInvitation', schema, 'pin_invitations');
}
