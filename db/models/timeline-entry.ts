import type { Connection, Model } from 'mongoose';
import { Schema } from 'mongoose';
import type { OrganisationId } from '../../domain/identifiers.js';
import type { TimelineEvent } from '../../domain/timeline.js';
import { schemaOptions } from './schema-options.js';

export interface TimelineEntryDocument {
  readonly _id: string;
  readonly caseId: string;
  readonly organisationId: OrganisationId;
  readonly sequence: number;
  /** Epoch milliseconds, by the workflow's clock. */
  readonly at: number;
  readonly event: TimelineEvent;
  /** Of the record that brought it; absent: of one before there was more than one. */
  readonly revision?: number;
  /** It has taken the place of another one, and whoever may have been told of that one is still to be told again. */
  readonly untold?: true;
}

const schema = new Schema<TimelineEntryDocument>(
  {
    _id: String,
    caseId: String,
    organisationId: String,
    sequence: Number,
    at: Number,
    event: Schema.Types.Mixed,
    revision: Number,
    untold: Boolean,
  },
  schemaOptions,
);
schema.index({ caseId: 1, sequence: 1 });

export function timelineEntryModel(connection: Connection): Model<TimelineEntryDocument> {
  return connection.model<TimelineEntryDocument>('TimelineEntry', schema, 'timeline_entries');
}
