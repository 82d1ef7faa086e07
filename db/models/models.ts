import type { Connection, Model } from 'mongoose';
import type { AccountLinkDocument } from './account-link.js';
import { accountLinkModel } from './account-link.js';
import type { AttachmentDocument } from './attachment.js';
import { attachmentModel } from './attachment.js';
import type { AttemptCountDocument } from './attempt-count.js';
import { attemptCountModel } from './attempt-count.js';
import type { AuditModels } from './audit.js';
import { auditModels } from './audit.js';
import type { CallDocument } from './call.js';
import { callModel } from './call.js';
import type { CaseDocument } from './case.js';
import { caseModel } from './case.js';
import type { ChannelTestDocument } from './channel-test.js';
import { channelTestModel } from './channel-test.js';
import type { CorrespondentDocument } from './correspondent.js';
import { correspondentModel } from './correspondent.js';
import type { DeskTaskDocument } from './desk-task.js';
import { deskTaskModel } from './desk-task.js';
import type { IntakeDocument } from './intake.js';
import { intakeModel } from './intake.js';
import type { MonthlySummaryDocument } from './monthly-summary.js';
import { monthlySummaryModel } from './monthly-summary.js';
import type { NumberLeaseDocument } from './number-lease.js';
import { numberLeaseModel } from './number-lease.js';
import type { OnceDocument } from './once.js';
import { claimedSendingModel, seenMessageModel } from './once.js';
import type { OrganisationDocument } from './organisation.js';
import { organisationModel } from './organisation.js';
import type { CannedAnswerDocument } from './canned-answer.js';
import { cannedAnswerModel } from './canned-answer.js';
import type { PartnerAccountDocument } from './partner-account.js';
import { partnerAccountModel } from './partner-account.js';
import type { PartnerApplicationDocument } from './partner-application.js';
import { partnerApplicationModel } from './partner-application.js';
import type { PersonErasureDocument } from './person-erasure.js';
import { personErasureModel } from './person-erasure.js';
import type { PinDocument } from './pin.js';
import { pinModel } from './pin.js';
import type { PinInvitationDocument } from './pin-invitation.js';
import { pinInvitationModel } from './pin-invitation.js';
import type { ReceivedMailDocument } from './received-mail.js';
import { receivedMailModel } from './received-mail.js';
import type { RetentionRunModels } from './retention-run.js';
import { retentionRunModels } from './retention-run.js';
import type { ReportMailDocument } from './report-mail.js';
import { reportMailModel } from './report-mail.js';
import type { RetentionSettingsDocument } from './retention-settings.js';
import { retentionSettingsModel } from './retention-settings.js';
import type { SettingsDraftDocument } from './settings-draft.js';
import { settingsDraftModel } from './settings-draft.js';
import type { SettingsVersionDocument } from './settings-version.js';
import { settingsVersionModel } from './settings-version.js';
import type { SessionDocument } from './session.js';
import { sessionModel } from './session.js';
import type { SpendingDayDocument } from './spending-day.js';
import { spendingDayModel } from './spending-day.js';
import { supportModels, type SupportModels } from './support.js';
import { supportPolicyModel, type SupportPolicyDocument } from './support-policy.js';
import { supportFormModels, type SupportFormModels } from './support-form.js';
import type { SupportMailDocument } from './support-mail.js';
import { supportMailModel } from './support-mail.js';
import type { StoredChunkDocument } from './stored-chunk.js';
import { storedChunkModel } from './stored-chunk.js';
import type { TextTraceDocument } from './text-trace.js';
import { textTraceModel } from './text-trace.js';
import type { TextedNumberDocument } from './texted-number.js';
import { textedNumberModel } from './texted-number.js';
import type { TimelineEntryDocument } from './timeline-entry.js';
import { timelineEntryModel } from './timeline-entry.js';
import type { TokenDocument } from './token.js';
import { tokenModel } from './token.js';
import type { TravellerDocument } from './traveller.js';
import { travellerModel } from './traveller.js';
import type { UserDocument } from './user.js';
import { userModel } from './user.js';
import type { WebhookDeliveryDocument } from './webhook-delivery.js';
import { webhookDeliveryModel } from './webhook-delivery.js';
import type { WebhookEndpointDocument } from './webhook-endpoint.js';
import { webhookEndpointModel } from './webhook-endpoint.js';

export interface Models {
  readonly organisations: Model<OrganisationDocument>;
  readonly travellers: Model<TravellerDocument>;
  readonly intakes: Model<IntakeDocument>;
  readonly cases: Model<CaseDocument>;
  readonly timelineEntries: Model<TimelineEntryDocument>;
  readonly numberLeases: Model<NumberLeaseDocument>;
  readonly calls: Model<CallDocument>;
  readonly textedNumbers: Model<TextedNumberDocument>;
  readonly textTraces: Model<TextTraceDocument>;
  readonly seenMessages: Model<OnceDocument>;
  readonly claimedSendings: Model<OnceDocument>;
  readonly spendingDays: Model<SpendingDayDocument>;
  readonly tokens: Model<TokenDocument>;
  readonly audit: AuditModels;
  readonly pins: Model<PinDocument>;
  readonly pinInvitations: Model<PinInvitationDocument>;
  readonly settingsDrafts: Model<SettingsDraftDocument>;
  readonly settingsVersions: Model<SettingsVersionDocument>;
  readonly users: Model<UserDocument>;
  readonly accountLinks: Model<AccountLinkDocument>;
  readonly sessions: Model<SessionDocument>;
  readonly attemptCounts: Model<AttemptCountDocument>;
  readonly webhookEndpoints: Model<WebhookEndpointDocument>;
  readonly webhookDeliveries: Model<WebhookDeliveryDocument>;
  readonly channelTests: Model<ChannelTestDocument>;
  readonly partnerAccounts: Model<PartnerAccountDocument>;
  readonly partnerApplications: Model<PartnerApplicationDocument>;
  readonly support: SupportModels;
  readonly supportForms: SupportFormModels;
  readonly supportPolicies: Model<SupportPolicyDocument>;
  readonly cannedAnswers: Model<CannedAnswerDocument>;
  readonly storedChunks: Model<StoredChunkDocument>;
  readonly attachments: Model<AttachmentDocument>;
  readonly receivedMails: Model<ReceivedMailDocument>;
  readonly correspondents: Model<CorrespondentDocument>;
  readonly supportMails: Model<SupportMailDocument>;
  readonly deskTasks: Model<DeskTaskDocument>;
  readonly monthlySummaries: Model<MonthlySummaryDocument>;
  readonly reportMails: Model<ReportMailDocument>;
  readonly retentionSettings: Model<RetentionSettingsDocument>;
  readonly retention: RetentionRunModels;
  readonly personErasures: Model<PersonErasureDocument>;
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
    textTraces: textTraceModel(connection),
    seenMessages: seenMessageModel(connection),
    claimedSendings: claimedSendingModel(connection),
    spendingDays: spendingDayModel(connection),
    tokens: tokenModel(connection),
    audit: auditModels(connection),
    pins: pinModel(connection),
    pinInvitations: pinInvitationModel(connection),
    settingsDrafts: settingsDraftModel(connection),
    settingsVersions: settingsVersionModel(connection),
    users: userModel(connection),
    accountLinks: accountLinkModel(connection),
    sessions: sessionModel(connection),
    attemptCounts: attemptCountModel(connection),
    webhookEndpoints: webhookEndpointModel(connection),
    webhookDeliveries: webhookDeliveryModel(connection),
    channelTests: channelTestModel(connection),
    partnerAccounts: partnerAccountModel(connection),
    partnerApplications: partnerApplicationModel(connection),
    support: supportModels(connection),
    supportForms: supportFormModels(connection),
    supportPolicies: supportPolicyModel(connection),
    cannedAnswers: cannedAnswerModel(connection),
    storedChunks: storedChunkModel(connection),
    attachments: attachmentModel(connection),
    receivedMails: receivedMailModel(connection),
    correspondents: correspondentModel(connection),
    supportMails: supportMailModel(connection),
    deskTasks: deskTaskModel(connection),
    monthlySummaries: monthlySummaryModel(connection),
    reportMails: reportMailModel(connection),
    retentionSettings: retentionSettingsModel(connection),
    retention: retentionRunModels(connection),
    personErasures: personErasureModel(connection),
  };
}
