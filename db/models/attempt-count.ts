import type { Connection, Model } from 'mongoose';
import { Schema } from 'mongoose';
import { schemaOptions } from './schema-options.js';

/** As rate-limiter-flexible stores it; the model is there for the indexes only. */
export interface AttemptCountDocument {
  readonly _id: string;
  readonly key: string;
  readonly points: number;
  readonly expire: Date;
}

const schema = new Schema<AttemptCountDocument>(
  { _id: Schema.Types.ObjectId, key: String, points: Number, expire: Date },
  schemaOptions,
);
schema.index({ key: 1 }, { unique: true });
schema.index({ expire: 1 }, { expireAfterSeconds: 0 });

export const attemptCountCollection = 'attempt_counts';

export function attemptCountModel(connection: Connection): Model<AttemptCountDocument> {
  return connection.model<AttemptCountDocument>('AttemptCount', schema, attemptCountCollection);
}
