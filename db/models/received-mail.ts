import type { Connection, Model } from 'mongoose';
import { Schema } from 'mongoose';
import type { ReceivedMailId } from '../../domain/identifiers.js';
import type { ReceivedMail } from '../received-mail-store.js';
import { schemaOptions } from './schema-options.js';

export interface ReceivedMailDocument extends Omit<ReceivedMail, 'id'> {
  readonly _id: ReceivedMailId;
  /** Until then it is somebody's who files it, or nobody's turn; absent once it is filed. */
  readonly turnAt?: Date;
  /** What no other mail has but a repetition of it; a repetition has none. */
  readonly fingerprint?: string;
}

const schema = new Schema<ReceivedMailDocument>(
  {
    _id: String,
    envelope: Schema.Types.Mixed,
    sizeBytes: Number,
    receivedAt: Date,
    via: String,
    state: String,
    why: String,
    head: Schema.Types.Mixed,
    caseId: String,
    accountId: String,
    boundTo: String,
    repetitionOf: String,
    fingerprint: String,
    tries: Number,
    turnAt: Date,
  },
  schemaOptions,
);
schema.index({ turnAt: 1 }, { partialFilterExpression: { state: 'received' } });
schema.index({ state: 1, receivedAt: -1, _id: -1 });
schema.index({ receivedAt: -1, _id: -1 });
schema.index({ fingerprint: 1 }, { unique: true, sparse: true });
schema.index({ repetitionOf: 1 }, { sparse: true });
schema.index({ 'head.messageId': 1 }, { partialFilterExpression: { state: 'filed' } });

export function receivedMailModel(connection: Connection): Model<ReceivedMailDocument> {
  return connection.model<ReceivedMailDocument>('ReceivedMail', schema, 'received_mails');
}
