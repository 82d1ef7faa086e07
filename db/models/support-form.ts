import type { Connection, Model } from 'mongoose';
import { Schema } from 'mongoose';
import type { PublishedForm } from '../form-store.js';
import { schemaOptions } from './schema-options.js';

export interface FormVersionDocument extends Omit<PublishedForm, 'form'> {
  readonly _id: `${string}:${number}`;
  readonly topic: string;
  readonly version: number;
  /** JSON as text: whatever stands in it, the database reads nothing of it. */
  readonly content: string;
}

/** The newest version of a topic. */
export interface NewestFormDocument extends Omit<FormVersionDocument, '_id'> {
  readonly _id: string;
}

const fields = {
  topic: String,
  version: Number,
  content: String,
  isOffered: Boolean,
  position: Number,
  publishedBy: Schema.Types.Mixed,
  publishedAt: Date,
} as const;

const versionSchema = new Schema<FormVersionDocument>({ _id: String, ...fields }, schemaOptions);
const newestSchema = new Schema<NewestFormDocument>({ _id: String, ...fields }, schemaOptions);

export interface SupportFormModels {
  readonly versions: Model<FormVersionDocument>;
  readonly newest: Model<NewestFormDocument>;
}

export function supportFormModels(connection: Connection): SupportFormModels {
  return {
    versions: connection.model<FormVersionDocument>(
      'SupportFormVersion',
      versionSchema,
      'support_form_versions',
    ),
    newest: connection.model<NewestFormDocument>('SupportForm', newestSchema, 'support_forms'),
  };
}
