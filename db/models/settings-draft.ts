import type { Connection, Model } from 'mongoose';
import { Schema } from 'mongoose';
import type { ContactId, OrganisationId } from '../../domain/identifiers.js';
import type { Principal } from '../../domain/timeline.js';
import { schemaOptions } from './schema-options.js';

/**
 * Settings of an organisation that are being edited. `_id` is the organisation's. Of a draft that is gone its version stays, so
 * that no later one is taken for it.
 */
export interface SettingsDraftDocument {
  readonly _id: OrganisationId;
  /** Rises with every change of the draft. */
  readonly version: number;
  readonly basedOn: number;
  /** JSON as text: whatever stands in it, the database reads nothing of it. */
  readonly content: string;
  /** Absent in drafts from before people in them were given identifiers. */
  readonly given?: readonly ContactId[];
  readonly savedBy: Principal;
  readonly savedAt: Date;
}

const schema = new Schema<SettingsDraftDocument>(
  {
    _id: String,
    version: Number,
    basedOn: Number,
    content: String,
    given: [String],
    savedBy: Schema.Types.Mixed,
    savedAt: Date,
  },
  schemaOptions,
);

export function settingsDraftModel(connection: Connection): Model<SettingsDraftDocument> {
  return connection.model<SettingsDraftDocument>('SettingsDraft', schema, 'settings_drafts');
}
