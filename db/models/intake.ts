import type { Connection, Model } from 'mongoose';
import { Schema } from 'mongoose';
import type { IncidentId, OrganisationId } from '../../domain/identifiers.js';
import type { Intake } from '../store.js';
import { schemaOptions } from './schema-options.js';

export interface IntakeDocument {
  readonly _id: string;
  readonly organisationId: OrganisationId;
  readonly kind: Intake['kind'];
  /** Of notes and orders. */
  readonly caseId?: IncidentId;
  readonly bodyHash: string;
  readonly report?: NonNullable<Intake['report']>;
  readonly text?: string;
  readonly callerPhone?: string;
  readonly start?: NonNullable<Intake['start']>;
  readonly createdAt: Date;
  readonly startedAt?: Date;
  /** Present until the workflow has started: what the sweeper looks for. */
  readonly awaitsStart?: true;
  /** When it is the sweeper's turn with it: at first its creation, later after each start that failed. */
  readonly turnAt?: Date;
  readonly startFailures?: number;
  /** Present until its case is known to have a projection: until then only this flag watches over it. */
  readonly awaitsCase?: true;
  /** Of notes and orders, until their incident is known to have taken them: nothing else leads to them before that. */
  readonly awaitsIncident?: true;
  /** A sealed text that no key here could open; kept as it came, since a text must not be lost. */
  readonly sealed?: string;
}

const schema = new Schema<IntakeDocument>(
  {
    _id: String,
    organisationId: String,
    kind: String,
    caseId: String,
    bodyHash: String,
    report: Schema.Types.Mixed,
    text: String,
    callerPhone: String,
    start: Schema.Types.Mixed,
    createdAt: Date,
    startedAt: Date,
    awaitsStart: Boolean,
    turnAt: Date,
    startFailures: Number,
    awaitsCase: Boolean,
    awaitsIncident: Boolean,
    sealed: String,
  },
  schemaOptions,
);
schema.index({ turnAt: 1, _id: 1 }, { partialFilterExpression: { awaitsStart: true } });
schema.index({ createdAt: 1 }, { partialFilterExpression: { awaitsCase: true } });
schema.index(
  { organisationId: 1, createdAt: 1 },
  { partialFilterExpression: { 'report.location': { $exists: true } } },
);
schema.index({ caseId: 1 }, { partialFilterExpression: { awaitsIncident: true } });
schema.index(
  { organisationId: 1, kind: 1, createdAt: 1 },
  { partialFilterExpression: { caseId: { $exists: true } } },
);
schema.index({ callerPhone: 1 }, { partialFilterExpression: { callerPhone: { $exists: true } } });

export function intakeModel(connection: Connection): Model<IntakeDocument> {
  return connection.model<IntakeDocument>('Intake', schema, 'intakes');
}
