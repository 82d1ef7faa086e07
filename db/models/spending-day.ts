import type { Connection, Model } from 'mongoose';
import { Schema } from 'mongoose';
import { schemaOptions } from './schema-options.js';

/** What one organisation has spent on telephony on one day of its time zone. `_id` is `<organisation>:<yyyy-mm-dd>`. */
export interface SpendingDayDocument {
  readonly _id: string;
  /** Minor units. */
  readonly spent: number;
  readonly at: Date;
}

const schema = new Schema<SpendingDayDocument>({ _id: String, spent: Number, at: Date }, schemaOptions);
/** Caps look at the day only; statements come from the incidents. */
schema.index({ at: 1 }, { expireAfterSeconds: 400 * 86_400 });

export function spendingDayModel(connection: Connection): Model<SpendingDayDocument> {
  return connection.model<SpendingDayDocument>('SpendingDay', schema, 'spending_days');
}
