import type { Connection, Model } from 'mongoose';
import { Schema } from 'mongoose';
import type { CannedAnswerId } from '../../domain/identifiers.js';
import type { CannedAnswer } from '../../domain/support-case/canned-answer.js';
import { schemaOptions } from './schema-options.js';

export interface CannedAnswerDocument extends Omit<CannedAnswer, 'id'> {
  readonly _id: CannedAnswerId;
}

const schema = new Schema<CannedAnswerDocument>(
  {
    _id: String,
    revision: Number,
    name: String,
    text: Schema.Types.Mixed,
    createdAt: Date,
    updatedAt: Date,
  },
  schemaOptions,
);
schema.index({ createdAt: 1, _id: 1 });

export function cannedAnswerModel(connection: Connection): Model<CannedAnswerDocument> {
  return connection.model<CannedAnswerDocument>('CannedAnswer', schema, 'canned_answers');
}
