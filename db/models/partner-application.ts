import type { Connection, Model } from 'mongoose';
import { Schema } from 'mongoose';
import type {
  ApplicationForm,
  ApplicationState,
  IncompleteReason,
} from '../../domain/partners/partner-application.js';
import type { AccountId, PartnerApplicationId } from '../../domain/identifiers.js';
import type { Principal } from '../../domain/timeline.js';
import { schemaOptions } from './schema-options.js';

export interface PartnerApplicationDocument {
  readonly _id: PartnerApplicationId;
  /** Its shape is defined once, by applicationFormSchema, which every application has passed. */
  readonly form: ApplicationForm;
  readonly bodyHash: string;
  readonly receivedAt: Date;
  readonly state: ApplicationState;
  readonly decidedBy?: Principal;
  readonly decidedAt?: Date;
  readonly accountId?: AccountId;
  readonly reason?: string;
  readonly incomplete?: IncompleteReason;
  /** Present until the first user was invited: when somebody is to see to it, or to try again. */
  readonly invitationDueAt?: Date;
}

const schema = new Schema<PartnerApplicationDocument>(
  {
    _id: String,
    form: Schema.Types.Mixed,
    bodyHash: String,
    receivedAt: Date,
    state: String,
    decidedBy: Schema.Types.Mixed,
    decidedAt: Date,
    accountId: String,
    reason: String,
    incomplete: String,
    invitationDueAt: Date,
  },
  schemaOptions,
);
schema.index({ receivedAt: 1, _id: 1 });
schema.index({ state: 1, receivedAt: 1, _id: 1 });
schema.index({ invitationDueAt: 1 }, { partialFilterExpression: { invitationDueAt: { $exists: true } } });

export function partnerApplicationModel(connection: Connection): Model<PartnerApplicationDocument> {
  return connection.model<PartnerApplicationDocument>('PartnerApplication', schema, 'partner_applications');
}
