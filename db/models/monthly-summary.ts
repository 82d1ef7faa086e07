import type { Connection, Model } from 'mongoose';
import { Schema } from 'mongoose';
import type { MonthlySummary, SummaryOf, SummaryStanding } from '../../domain/reports/monthly-summary.js';
import type { ReportKind } from '../../domain/reports/report-plan.js';
import { schemaOptions } from './schema-options.js';

/** `_id` is `<organisation>/<kind>/<yyyy-mm>`. */
export interface MonthlySummaryDocument<Kind extends ReportKind = ReportKind>
  extends MonthlySummary<Kind>, SummaryStanding {
  readonly _id: string;
  /** What is counted of the time before `settledThrough`; part of `summary`. Absent: nothing was settled yet. */
  readonly settled?: SummaryOf[Kind];
  /** How many records `summary` has counted. */
  readonly records: number;
  /** How many of them `settled` has counted. */
  readonly settledRecords: number;
  /** Rises with every write. */
  readonly revision: number;
}

const schema = new Schema<MonthlySummaryDocument>(
  {
    _id: String,
    organisationId: String,
    kind: String,
    month: String,
    timeZone: String,
    from: Date,
    to: Date,
    summary: Schema.Types.Mixed,
    settled: Schema.Types.Mixed,
    settledThrough: Date,
    computedAt: Date,
    version: Number,
    isQuiet: Boolean,
    records: Number,
    settledRecords: Number,
    revision: Number,
  },
  schemaOptions,
);
schema.index({ organisationId: 1, kind: 1, month: 1 }, { unique: true });

export function monthlySummaryModel(connection: Connection): Model<MonthlySummaryDocument> {
  return connection.model<MonthlySummaryDocument>('MonthlySummary', schema, 'monthly_summaries');
}
