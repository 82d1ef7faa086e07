import type { Connection, Model } from 'mongoose';
import { Schema } from 'mongoose';
import { schemaOptions } from './schema-options.js';

/** A mark that can be set once only. */
export interface OnceDocument {
  readonly _id: string;
  readonly at: Date;
}

const secondsPerDay = 86_400;

function onceSchema(days: number): Schema<OnceDocument> {
  const schema = new Schema<OnceDocument>({ _id: String, at: Date }, schemaOptions);
  schema.index({ at: 1 }, { expireAfterSeconds: days * secondsPerDay });
  return schema;
}

/** Messages seen by their provider ID. Nobody delivers a webhook again after a month. */
export function seenMessageModel(connection: Connection): Model<OnceDocument> {
  return connection.model<OnceDocument>('SeenMessage', onceSchema(30), 'seen_messages');
}

/** Notices whose sending was claimed. An activity is not repeated after a quarter. */
export function claimedSendingModel(connection: Connection): Model<OnceDocument> {
  return connection.model<OnceDocument>('ClaimedSending', onceSchema(92), 'claimed_sendings');
}
