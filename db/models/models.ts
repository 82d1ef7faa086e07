import type { Connection, Model } from 'mongoose';
import type { AuditModels } from './audit.js';
import { auditModels } from './audit.js';
import type { CallDocument } from './call.js';
import { callModel } from './call.js';
import type { CaseDocument } from './case.js';
import { caseModel } from './case.js';
import type { IntakeDocument } from './intake.js';
import { intakeModel } from './intake.js';
import type { NumberLeaseDocument } from './number-lease.js';
import { numberLeaseModel } from './number-lease.js';
import type { OnceDocument } from './once.js';
import { claimedSendingModel, seenMessageModel } from './once.js';
import type { OrganisationDocument } from './organisation.js';
import { organisationModel } from './organisation.js';
import type { TextedNumberDocument } from './texted-number.js';
import { textedNumberModel } from './texted-number.js';
import type { TimelineEntryDocument } from './timeline-entry.js';
import { timelineEntryModel } from './timeline-entry.js';
import type { TokenDocument } from './token.js';
import { tokenModel } from './token.js';
import type { TravellerDocument } from './traveller.js';
import { travellerModel } from './traveller.js';

export interface Models {
  readonly organisations: Model<OrganisationDocument>;
  readonly travellers: Model<TravellerDocument>;
  readonly intakes: Model<IntakeDocument>;
  readonly cases: Model<CaseDocument>;
  readonly timelineEntries: Model<TimelineEntryDocument>;
  readonly numberLeases: Model<NumberLeaseDocument>;
  readonly calls: Model<CallDocument>;
  readonly textedNumbers: Model<TextedNumberDocument>;
  readonly seenMessages: Model<OnceDocument>;
  readonly claimedSendings: Model<OnceDocument>;
  readonly tokens: Model<TokenDocument>;
  readonly audit: AuditModels;
}

export function createModels(connection: Connection): Models {
  return {
    organisations: organisationModel(connection),
    travellers: travellerModel(connection),
    intakes: intakeModel(connection),
    cases: caseModel(connection),
    timelineEntries: timelineEntryModel(connection),
    numberLeases: numberLeaseModel(connection),
    calls: callModel(connection),
    textedNumbers: textedNumberModel(connection),
    seenMessages: seenMessageModel(connection),
    claimedSendings: claimedSendingModel(connection),
    tokens: tokenModel(connection),
    audit: auditModels(connection),
  };
}
