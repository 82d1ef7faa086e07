import type { Connection, Model } from 'mongoose';
import { Schema } from 'mongoose';
import type { TextQuestion } from '../store.js';
import { schemaOptions, subdocumentOptions } from './schema-options.js';

export interface OpenQuestion {
  /** Case and purpose: asking the same again keeps its codes. */
  readonly id: string;
  readonly caseId: string;
  /** 1 stands for the codes 1 and 2, 2 for 3 and 4, and so on. */
  readonly pair: number;
  readonly question: Omit<TextQuestion, 'number'>;
  readonly askedAt: Date;
  readonly expiresAt: Date;
}

/**
 * All that concerns texting one number in one document, so that codes are given out by one atomic write that refuses a
 * pair in use.
 */
export interface TextedNumberDocument {
  readonly _id: string;
  readonly optedOut: boolean;
  readonly questions: readonly OpenQuestion[];
}

const questionSchema = new Schema<OpenQuestion>(
  {
    id: String,
    caseId: String,
    pair: Number,
    question: Schema.Types.Mixed,
    askedAt: Date,
    expiresAt: Date,
  },
  { ...subdocumentOptions, id: false },
);
const schema = new Schema<TextedNumberDocument>(
  {
    _id: String,
    optedOut: Boolean,
    questions: [questionSchema],
  },
  schemaOptions,
);
schema.index({ 'questions.caseId': 1 });

export function textedNumberModel(connection: Connection): Model<TextedNumberDocument> {
  return connection.model<TextedNumberDocument>('TextedNumber', schema, 'texted_numbers');
}
