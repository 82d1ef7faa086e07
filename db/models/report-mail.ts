import type { Connection, Model } from 'mongoose';
import { Schema } from 'mongoose';
import type { ReportMailId } from '../../domain/identifiers.js';
import type { ReportMail } from '../../domain/reports/report-mail.js';
import type { ReportMailEnd } from '../report-mail-store.js';
import { schemaOptions } from './schema-options.js';

export interface ReportMailDocument extends Omit<ReportMail, 'id'> {
  readonly _id: ReportMailId;
  readonly state: 'pending' | ReportMailEnd;
  /** Until then it is somebody's who sends it, or nobody's turn; absent once it is settled. */
  readonly turnAt?: Date;
}

const schema = new Schema<ReportMailDocument>(
  {
    _id: String,
    organisationId: String,
    report: Schema.Types.Mixed,
    language: String,
    period: Schema.Types.Mixed,
    recipientHash: String,
    createdAt: Date,
    state: String,
    turnAt: Date,
  },
  schemaOptions,
);
schema.index({ turnAt: 1 }, { partialFilterExpression: { state: 'pending' } });
/** Longer than any report is due: one that is gone is not sent again. */
schema.index({ createdAt: 1 }, { expireAfterSeconds: 400 * 86_400 });

export function reportMailModel(connection: Connection): Model<ReportMailDocument> {
  return connection.model<ReportMailDocument>('ReportMail', schema, 'report_mails');
}
