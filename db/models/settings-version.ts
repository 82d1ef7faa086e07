import type { Connection, Model } from 'mongoose';
import { Schema } from 'mongoose';
import type { OrganisationId } from '../../domain/identifiers.js';
import type { OrganisationSettings } from '../../domain/organisation/organisation.js';
import type { Principal } from '../../domain/timeline.js';
import { schemaOptions } from './schema-options.js';

/** Settings as they were saved once; never changed. `_id` is `<organisation>:<revision>`. */
export interface SettingsVersionDocument {
  readonly _id: `${OrganisationId}:${number}`;
  readonly organisationId: OrganisationId;
  readonly revision: number;
  readonly settings: OrganisationSettings;
  /** Absent: saved before this was noted. */
  readonly savedBy?: Principal;
  readonly savedAt: Date;
}

const schema = new Schema<SettingsVersionDocument>(
  {
    _id: String,
    organisationId: String,
    revision: Number,
    settings: Schema.Types.Mixed,
    savedBy: Schema.Types.Mixed,
    savedAt: Date,
  },
  schemaOptions,
);
schema.index({ organisationId: 1, revision: -1 });

export function settingsVersionModel(connection: Connection): Model<SettingsVersionDocument> {
  return connection.model<SettingsVersionDocument>('SettingsVersion', schema, 'settings_versions');
}
