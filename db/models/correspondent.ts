import type { Connection, Model } from 'mongoose';
import { Schema } from 'mongoose';
import type { CorrespondentDeed } from '../correspondent-store.js';
import { schemaOptions } from './schema-options.js';

export interface CorrespondentDocument {
  /** What is counted, and the address in small letters. */
  readonly _id: `${CorrespondentDeed}:${string}`;
  /** Oldest first, cut at a number. */
  readonly times: readonly { readonly of: string; readonly at: Date }[];
  readonly lastAt: Date;
}

const schema = new Schema<CorrespondentDocument>(
  { _id: String, times: Schema.Types.Mixed, lastAt: Date },
  schemaOptions,
);
/** No cap looks back further than a day. */
schema.index({ lastAt: 1 }, { expireAfterSeconds: 2 * 86_400 });

export function correspondentModel(connection: Connection): Model<CorrespondentDocument> {
  return connection.model<CorrespondentDocument>('Correspondent', schema, 'correspondents');
}
