import type { Connection, Model } from 'mongoose';
import { Schema } from 'mongoose';
import type { PersonErasureId } from '../../domain/identifiers.js';
import type { FoundBefore } from '../../domain/persons/erasure-report.js';
import type { PersonErasure } from '../../domain/persons/person-erasure.js';
import type { PersonRoomName } from '../../domain/persons/person-room-names.js';
import { schemaOptions } from './schema-options.js';

/** What a try has found where it is; without counts: it has come, and has not looked yet. */
export interface RoomNote extends Partial<FoundBefore> {
  /** The try, by a random identifier: whoever comes later takes the note over. */
  readonly by: string;
}

export interface PersonErasureDocument extends Omit<PersonErasure, 'id'> {
  readonly _id: PersonErasureId;
  /** By what the person is found once their own documents are gone, sealed; absent as soon as nothing is left to be found. */
  readonly sealedTraces?: string;
  /** What a try has found in a room before it erased anything there, until it is known what of that is gone. */
  readonly found?: Readonly<Partial<Record<PersonRoomName, RoomNote>>>;
  /** How many were erased, by their collection. */
  readonly erased?: Readonly<Record<string, number>>;
  /** The organisation and the person, until it is complete: nobody is erased by two requests at a time. */
  readonly unended?: string;
  /** When a try came to its end last, also where its report told nothing new and is not kept; absent: none has yet. */
  readonly lastEndedAt?: Date;
  /** The report does not stand in the audit chain yet. */
  readonly uncertified?: true;
  /** Since when that is so without a break: a newer report that does not stand there either changes nothing of it. */
  readonly uncertifiedSince?: Date;
}

const schema = new Schema<PersonErasureDocument>(
  {
    _id: String,
    organisationId: String,
    personId: String,
    requestedBy: Schema.Types.Mixed,
    requestedAt: Date,
    reason: String,
    bodyHash: String,
    state: String,
    report: Schema.Types.Mixed,
    sealedTraces: String,
    found: Schema.Types.Mixed,
    erased: Schema.Types.Mixed,
    unended: String,
    lastEndedAt: Date,
    uncertified: Boolean,
    uncertifiedSince: Date,
  },
  schemaOptions,
);
schema.index({ organisationId: 1, requestedAt: -1, _id: -1 });
schema.index({ organisationId: 1, state: 1 });
schema.index({ state: 1 });
schema.index({ uncertified: 1 }, { sparse: true });
schema.index({ unended: 1 }, { unique: true, sparse: true });

export function personErasureModel(connection: Connection): Model<PersonErasureDocument> {
  return connection.model<PersonErasureDocument>('PersonErasure', schema, 'person_erasures');
}
