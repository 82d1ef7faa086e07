import type { Connection, Model } from 'mongoose';
import { Schema } from 'mongoose';
import type { AuditFacts, SealedValue } from '../../domain/audit/entry.js';
import type { OrganisationId } from '../../domain/identifiers.js';
import { schemaOptions } from './schema-options.js';

/** A link of an organisation's chain. Everything but `_id` and `mac` is signed. */
export interface AuditEntryDocument extends Omit<AuditFacts, 'id' | 'at'> {
  /** The organisation and the sequence: two links of one place cannot both be stored. */
  readonly _id: string;
  readonly sequence: number;
  /** What was asked to be recorded: the same is never recorded twice. */
  readonly record: AuditFacts['id'];
  readonly at: Date;
  /** Digests. */
  readonly values: readonly SealedValue[];
  /** Which key signed it. */
  readonly key: string;
  /** The MAC of the link before; empty for the first. */
  readonly previous: string;
  readonly mac: string;
}

/** Old and new values of one entry, each under the key of the person whose they are. Nothing is lost without them but themselves. */
export interface AuditValuesDocument {
  /** The entry's identifier. */
  readonly _id: AuditFacts['id'];
  readonly organisationId: OrganisationId;
  /** Of the entry: their period begins with it. Absent: of an earlier release; they are kept. */
  readonly at?: Date;
  readonly values: readonly SealedValue[];
}

/** The key under which somebody's values are sealed, itself sealed with the environment's key. */
export interface PersonKeyDocument {
  /** The organisation and the person. */
  readonly _id: string;
  readonly organisationId: OrganisationId;
  readonly person: string;
  /** Absent once destroyed. */
  readonly sealedKey?: string;
  readonly createdAt: Date;
  readonly destroyedAt?: Date;
}

const entrySchema = new Schema<AuditEntryDocument>(
  {
    _id: String,
    organisationId: String,
    sequence: Number,
    record: String,
    at: Date,
    by: Schema.Types.Mixed,
    role: String,
    from: Schema.Types.Mixed,
    stage: String,
    action: String,
    result: String,
    what: Schema.Types.Mixed,
    persons: Schema.Types.Mixed,
    follows: String,
    values: Schema.Types.Mixed,
    key: String,
    previous: String,
    mac: String,
  },
  schemaOptions,
);
entrySchema.index({ organisationId: 1, sequence: 1 }, { unique: true });
entrySchema.index({ record: 1 }, { unique: true });
entrySchema.index({ organisationId: 1, at: -1, sequence: -1 });
entrySchema.index({ at: -1, organisationId: -1, sequence: -1 });
entrySchema.index({ persons: 1, at: -1 });

const valuesSchema = new Schema<AuditValuesDocument>(
  { _id: String, organisationId: String, at: Date, values: Schema.Types.Mixed },
  schemaOptions,
);
valuesSchema.index({ organisationId: 1, at: 1 });

const personKeySchema = new Schema<PersonKeyDocument>(
  {
    _id: String,
    organisationId: String,
    person: String,
    sealedKey: String,
    createdAt: Date,
    destroyedAt: Date,
  },
  schemaOptions,
);

export interface AuditModels {
  readonly entries: Model<AuditEntryDocument>;
  readonly values: Model<AuditValuesDocument>;
  readonly personKeys: Model<PersonKeyDocument>;
}

export function auditModels(connection: Connection): AuditModels {
  return {
    entries: connection.model<AuditEntryDocument>('AuditEntry', entrySchema, 'audit_entries'),
    values: connection.model<AuditValuesDocument>('AuditValues', valuesSchema, 'audit_values'),
    personKeys: connection.model<PersonKeyDocument>('PersonKey', personKeySchema, 'person_keys'),
  };
}
