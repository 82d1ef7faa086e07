import type { Connection, Model } from 'mongoose';
import { Schema } from 'mongoose';
import type { AttemptOrder } from '../../domain/attempt.js';
import { schemaOptions, subdocumentOptions } from './schema-options.js';

/** A question on a call, under its attempt's key as one string, so that it can be matched by equality. */
export interface LeasedOrder {
  readonly attempt: string;
  readonly order: AttemptOrder;
}

export interface NumberLeaseDocument {
  /** The phone number: its uniqueness is what makes one live call per number. */
  readonly _id: string;
  /** The attempt that dials. */
  readonly holder: string;
  /** Orders of the same kind may join. */
  readonly kind: string;
  readonly orders: readonly LeasedOrder[];
  /** Attempts that have joined, also after their question was settled: asked again they get the same answer. */
  readonly joined: readonly string[];
  readonly call?: { readonly sid: string; readonly account: string };
  /** The questions have been read out: whoever comes later was not heard of, and cannot be answered with them. */
  readonly readOut?: boolean;
  readonly expiresAt: Date;
}

const orderSchema = new Schema<LeasedOrder>(
  { attempt: String, order: Schema.Types.Mixed },
  subdocumentOptions,
);
const callSchema = new Schema<NonNullable<NumberLeaseDocument['call']>>(
  { sid: String, account: String },
  subdocumentOptions,
);
const schema = new Schema<NumberLeaseDocument>(
  {
    _id: String,
    holder: String,
    kind: String,
    orders: [orderSchema],
    joined: [String],
    call: callSchema,
    readOut: Boolean,
    expiresAt: Date,
  },
  schemaOptions,
);
/** An expired lease is taken over by the next order; a number that nobody calls again is cleared away a day later. */
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 86_400 });

export function numberLeaseModel(connection: Connection): Model<NumberLeaseDocument> {
  return connection.model<NumberLeaseDocument>('NumberLease', schema, 'number_leases');
}
