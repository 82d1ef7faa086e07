import type { Connection, Model } from 'mongoose';
import { Schema } from 'mongoose';
import type { TextTrace } from '../../domain/text-trace.js';
import { schemaOptions, subdocumentOptions } from './schema-options.js';

export type TextTraceDocument = Omit<TextTrace, 'id'> & { readonly _id: string };

const soughtBySchema = new Schema<NonNullable<TextTrace['soughtBy']>>(
  { ownNumber: String, origin: String },
  subdocumentOptions,
);
const schema = new Schema<TextTraceDocument>(
  {
    _id: String,
    account: String,
    organisationId: String,
    caseId: String,
    personId: String,
    number: String,
    at: Date,
    soughtBy: soughtBySchema,
  },
  schemaOptions,
);
schema.index({ caseId: 1 });
schema.index({ organisationId: 1, at: 1 });
schema.index({ number: 1 });

export function textTraceModel(connection: Connection): Model<TextTraceDocument> {
  return connection.model<TextTraceDocument>('TextTrace', schema, 'text_traces');
}
