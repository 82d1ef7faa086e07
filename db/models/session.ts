import type { Connection, Model } from 'mongoose';
import { Schema } from 'mongoose';
import { schemaOptions } from './schema-options.js';

/** As connect-mongo stores it; the model is there for the indexes only. */
export interface SessionDocument {
  /** SHA-256 of the session ID: whoever reads the database cannot take a session over. */
  readonly _id: string;
  readonly session: string;
  readonly expires: Date;
  readonly lastModified: Date;
}

const schema = new Schema<SessionDocument>(
  { _id: String, session: String, expires: Date, lastModified: Date },
  schemaOptions,
);
schema.index({ expires: 1 }, { expireAfterSeconds: 0 });

export const sessionCollection = 'sessions';

export function sessionModel(connection: Connection): Model<SessionDocument> {
  return connection.model<SessionDocument>('Session', schema, sessionCollection);
}
