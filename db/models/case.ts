import type { Connection, Model } from 'mongoose';
import { Schema } from 'mongoose';
import type { CaseView } from '../../domain/case-record.js';
import type { OrganisationId, TravellerId } from '../../domain/identifiers.js';
import { schemaOptions } from './schema-options.js';

export interface CaseDocument {
  readonly _id: string;
  readonly case: CaseView['case'];
  readonly organisationId: OrganisationId;
  readonly travellerId?: TravellerId;
  readonly state: CaseView['state'];
  /** Something is still to happen by itself: the auditor watches it. */
  readonly open: boolean;
  readonly openedAt: Date;
  readonly nextActionAt?: Date;
  /** When the latest of its fee-based services was ordered; absent: there are none. */
  readonly lastOrderedAt?: Date;
  readonly revision: number;
  readonly view: CaseView;
  /** Every timeline entry up to this sequence is stored. */
  readonly timelineThrough: number;
  /** The highest sequence of any stored entry; above timelineThrough when a record is missing in between. */
  readonly highestSequence: number;
  /** Entries up to this sequence were brought by records of tasks that were done; absent: none. */
  readonly settledThrough?: number;
  /** How often entries have taken the place of others; absent: never. */
  readonly replacements?: number;
  /** Set by whatever raises timelineThrough of an incident, in the same write; gone as soon as all is announced. */
  readonly unannounced?: true;
  /** Entries up to this sequence were announced by webhooks; absent: none. */
  readonly announcedThrough?: number;
  /** Stored entries may tell of what humans have done, which is not in the audit trail yet. */
  readonly unaudited?: true;
  /** Entries up to this sequence were looked through for the audit trail; absent: none. */
  readonly auditedThrough?: number;
}

const schema = new Schema<CaseDocument>(
  {
    _id: String,
    case: String,
    organisationId: String,
    travellerId: String,
    state: String,
    open: Boolean,
    openedAt: Date,
    nextActionAt: Date,
    lastOrderedAt: Date,
    revision: Number,
    view: Schema.Types.Mixed,
    timelineThrough: Number,
    highestSequence: Number,
    settledThrough: Number,
    replacements: Number,
    unannounced: Boolean,
    announcedThrough: Number,
    unaudited: Boolean,
    auditedThrough: Number,
  },
  schemaOptions,
);
schema.index({ case: 1, openedAt: -1, _id: -1 });
schema.index({ organisationId: 1, case: 1, openedAt: -1, _id: -1 });
schema.index({ organisationId: 1, openedAt: -1 }, { partialFilterExpression: { unannounced: true } });
schema.index({ openedAt: 1 }, { partialFilterExpression: { unaudited: true } });
schema.index({ travellerId: 1, case: 1, openedAt: -1, _id: -1 });
schema.index(
  { organisationId: 1, lastOrderedAt: 1 },
  { partialFilterExpression: { lastOrderedAt: { $exists: true } } },
);
schema.index({ 'view.silent': 1 }, { partialFilterExpression: { open: true, 'view.silent': true } });
schema.index({ nextActionAt: 1 }, { partialFilterExpression: { open: true } });

export function caseModel(connection: Connection): Model<CaseDocument> {
  return connection.model<CaseDocument>('Case', schema, 'cases');
}
