import type { Connection, Model } from 'mongoose';
import { Schema } from 'mongoose';
import type { ChannelTestId, ContactId, OrganisationId } from '../../domain/identifiers.js';
import type { Channel } from '../../domain/attempt.js';
import type { ChannelTestOutcome } from '../../domain/readiness/channel-test.js';
import type { Target } from '../../domain/target.js';
import type { Principal } from '../../domain/timeline.js';
import { schemaOptions } from './schema-options.js';

export interface ChannelTestDocument {
  readonly _id: ChannelTestId;
  readonly organisationId: OrganisationId;
  readonly contactId: ContactId;
  readonly channel: Channel;
  readonly position: number;
  /** HMAC-SHA-256 of the number or address, hex. */
  readonly digest: string;
  readonly requestedBy: Principal;
  readonly requestedAt: Date;
  readonly outcome: ChannelTestOutcome;
  /** Who has confirmed it; absent: nobody. */
  readonly confirmedBy?: Target;
  /** The confirmation is not in the audit trail yet. */
  readonly unaudited?: true;
}

const schema = new Schema<ChannelTestDocument>(
  {
    _id: String,
    organisationId: String,
    contactId: String,
    channel: String,
    position: Number,
    digest: String,
    requestedBy: Schema.Types.Mixed,
    requestedAt: Date,
    outcome: Schema.Types.Mixed,
    confirmedBy: Schema.Types.Mixed,
    unaudited: Boolean,
  },
  schemaOptions,
);
schema.index({ organisationId: 1, requestedAt: -1 });
schema.index({ requestedAt: -1 }, { partialFilterExpression: { unaudited: true } });
/** A test counts for 90 days; until it is forgotten it is told how long ago it was. */
schema.index({ requestedAt: 1 }, { expireAfterSeconds: 400 * 86_400 });

export function channelTestModel(connection: Connection): Model<ChannelTestDocument> {
  return connection.model<ChannelTestDocument>('ChannelTest', schema, 'channel_tests');
}
