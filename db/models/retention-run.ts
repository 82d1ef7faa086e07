import type { Connection, Model } from 'mongoose';
import { Schema } from 'mongoose';
import type { LegalHoldId, RetentionRunId } from '../../domain/identifiers.js';
import type { LegalHold } from '../../domain/retention/legal-hold.js';
import type { PurgeBatch, RetentionRun } from '../../domain/retention/retention-run.js';
import { schemaOptions } from './schema-options.js';

export interface LegalHoldDocument extends Omit<LegalHold, 'id'> {
  readonly _id: LegalHoldId;
}

const holdSchema = new Schema<LegalHoldDocument>(
  {
    _id: String,
    organisationId: String,
    subject: Schema.Types.Mixed,
    reason: String,
    createdAt: Date,
    createdBy: Schema.Types.Mixed,
    released: Schema.Types.Mixed,
  },
  schemaOptions,
);
holdSchema.index({ organisationId: 1, createdAt: -1, _id: -1 });

export interface RetentionRunDocument extends Omit<RetentionRun, 'id'> {
  readonly _id: RetentionRunId;
}

const runSchema = new Schema<RetentionRunDocument>(
  {
    _id: String,
    organisationId: String,
    startedAt: Date,
    startedBy: Schema.Types.Mixed,
    certificate: Schema.Types.Mixed,
  },
  schemaOptions,
);
runSchema.index({ organisationId: 1, startedAt: -1, _id: -1 });
runSchema.index({ 'certificate.endedAt': 1 }, { sparse: true });

export interface PurgeBatchDocument extends Omit<PurgeBatch, 'id'> {
  /** Of the run, the class, and what is in it: the same batch is one document. */
  readonly _id: string;
}

const batchSchema = new Schema<PurgeBatchDocument>(
  {
    _id: String,
    runId: String,
    organisationId: String,
    dataClass: String,
    state: String,
    ids: [String],
    hashes: [String],
    at: Date,
  },
  schemaOptions,
);
batchSchema.index({ runId: 1, dataClass: 1, _id: 1 });
batchSchema.index({ organisationId: 1, hashes: 1 });
batchSchema.index({ organisationId: 1, state: 1 });

export interface RetentionRunModels {
  readonly holds: Model<LegalHoldDocument>;
  readonly runs: Model<RetentionRunDocument>;
  readonly batches: Model<PurgeBatchDocument>;
}

export function retentionRunModels(connection: Connection): RetentionRunModels {
  return {
    holds: connection.model<LegalHoldDocument>('LegalHold', holdSchema, 'legal_holds'),
    runs: connection.model<RetentionRunDocument>('RetentionRun', runSchema, 'retention_runs'),
    batches: connection.model<PurgeBatchDocument>('PurgeBatch', batchSchema, 'purge_batches'),
  };
}
