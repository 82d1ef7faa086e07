import type { Connection, Model } from 'mongoose';
import { Schema } from 'mongoose';
import type { OrganisationId } from '../../domain/identifiers.js';
import type { RetentionSettings } from '../../domain/retention/retention-settings.js';
import { schemaOptions } from './schema-options.js';

export interface RetentionSettingsDocument extends Omit<RetentionSettings, 'organisationId'> {
  readonly _id: OrganisationId;
  readonly savedAt: Date;
}

const schema = new Schema<RetentionSettingsDocument>(
  {
    _id: String,
    revision: Number,
    periods: Schema.Types.Mixed,
    reports: Schema.Types.Mixed,
    savedAt: Date,
  },
  schemaOptions,
);

export function retentionSettingsModel(connection: Connection): Model<RetentionSettingsDocument> {
  return connection.model<RetentionSettingsDocument>('RetentionSettings', schema, 'retention_settings');
}
