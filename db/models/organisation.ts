import type { Connection, Model } from 'mongoose';
import { Schema } from 'mongoose';
import type { OrganisationId } from '../../domain/identifiers.js';
import type { OrganisationSettings } from '../../domain/organisation/organisation.js';
import type { Principal } from '../../domain/timeline.js';
import { schemaOptions } from './schema-options.js';

export interface OrganisationDocument {
  readonly _id: OrganisationId;
  readonly revision: number;
  /** Its shape is defined once, by organisationSettingsSchema, which every save has passed. */
  readonly settings: OrganisationSettings;
  /** A copy out of the settings, for the unique index: a called number must name one organisation. */
  readonly inboundNumber?: string;
  /** Who saved this revision; absent: it was saved before this was noted, or by no caller. */
  readonly savedBy?: Principal;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const schema = new Schema<OrganisationDocument>(
  {
    _id: String,
    revision: Number,
    settings: Schema.Types.Mixed,
    inboundNumber: String,
    savedBy: Schema.Types.Mixed,
    createdAt: Date,
    updatedAt: Date,
  },
  schemaOptions,
);
schema.index({ inboundNumber: 1 }, { unique: true, sparse: true });
schema.index({ createdAt: 1, _id: 1 });
schema.index({ updatedAt: 1 });

export function organisationModel(connection: Connection): Model<OrganisationDocument> {
  return connection.model<OrganisationDocument>('Organisation', schema, 'organisations');
}
