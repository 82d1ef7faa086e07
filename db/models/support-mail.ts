import type { Connection, Model } from 'mongoose';
import { Schema } from 'mongoose';
import type { SupportMailId } from '../../domain/identifiers.js';
import type { SupportMail } from '../support-mail-store.js';
import { schemaOptions } from './schema-options.js';

export interface SupportMailDocument extends Omit<SupportMail, 'id'> {
  readonly _id: SupportMailId;
  /** Until then it is somebody's who sends it, or nobody's turn; absent once it is settled. */
  readonly turnAt?: Date;
}

const schema = new Schema<SupportMailDocument>(
  {
    _id: String,
    caseId: String,
    accountId: String,
    to: Schema.Types.Mixed,
    about: Schema.Types.Mixed,
    state: String,
    createdAt: Date,
    tries: Number,
    turnAt: Date,
  },
  schemaOptions,
);
schema.index({ turnAt: 1, 'about.sequence': 1 }, { partialFilterExpression: { state: 'pending' } });
schema.index({ tries: 1, turnAt: 1, 'about.sequence': 1 }, { partialFilterExpression: { state: 'pending' } });
schema.index({ createdAt: 1 }, { partialFilterExpression: { state: 'pending' } });
schema.index({ caseId: 1, 'to.userId': 1, 'about.sequence': -1 });

export function supportMailModel(connection: Connection): Model<SupportMailDocument> {
  return connection.model<SupportMailDocument>('SupportMail', schema, 'support_mails');
}
