import type { Store as SessionStore } from 'express-session';
import type { PartnerAccountRepository, PartnerApplicationRepository } from './account-store.js';
import type { PinInvitationRepository, PinRepository, TokenRepository } from './access-store.js';
import type { AttachmentStore } from './attachment-store.js';
import type { AuditRepository } from './audit/audit-repository.js';
import type { CannedAnswerRepository } from './canned-answer-store.js';
import type { CaseRepository } from './case-store.js';
import type { CorrespondentRepository } from './correspondent-store.js';
import type { DeskTaskRepository } from './desk-task-store.js';
import type { FormRepository } from './form-store.js';
import type { IntakeRepository } from './intake-store.js';
import type { OrganisationRepository, TravellerRepository } from './organisation-store.js';
import type { PersonRepository } from './person-store.js';
import type { PersonRooms } from './persons/registry.js';
import type { ReceivedMailRepository } from './received-mail-store.js';
import type { RetentionRegistry } from './retention/registry.js';
import type {
  LegalHoldRepository,
  RetentionRunRepository,
  RetentionSettingsRepository,
} from './retention-store.js';
import type { ReportMailRepository } from './report-mail-store.js';
import type { MonthlySummaryRepository } from './report-store.js';
import type { SettingsDraftRepository, SettingsVersionRepository } from './settings-store.js';
import type {
  AccountLinkRepository,
  AttemptLimits,
  CredentialRepository,
  UserRepository,
} from './sign-in-store.js';
import type {
  CallRepository,
  NumberLeaseRepository,
  SpendingRepository,
  TextRepository,
  TextTraceRepository,
} from './telephony-store.js';
import type { ChannelTestRepository } from './channel-test-store.js';
import type { SupportMailRepository } from './support-mail-store.js';
import type { SupportPolicyRepository } from './support-policy-store.js';
import type {
  SupportCaseRepository,
  SupportMessageRepository,
  SupportNoteRepository,
} from './support-store.js';
import type { WebhookDeliveryRepository, WebhookEndpointRepository } from './webhook-store.js';

/** Whoever needs a repository finds its interface here, whichever file it stands in. */
export type * from './paging.js';
export type * from './organisation-store.js';
export type * from './settings-store.js';
export type * from './intake-store.js';
export type * from './case-store.js';
export type * from './telephony-store.js';
export type * from './access-store.js';
export type * from './sign-in-store.js';
export type * from './webhook-store.js';
export type * from './account-store.js';
export type * from './support-store.js';
export type * from './support-mail-store.js';
export type * from './support-policy-store.js';
export type * from './desk-task-store.js';
export type * from './retention-store.js';
export type * from './person-store.js';

/** Every repository throws `DomainError('unavailable')` when MongoDB does not answer within its limit. */
export interface Store {
  readonly organisations: OrganisationRepository;
  readonly travellers: TravellerRepository;
  readonly intakes: IntakeRepository;
  readonly cases: CaseRepository;
  readonly numberLeases: NumberLeaseRepository;
  readonly calls: CallRepository;
  readonly texts: TextRepository;
  readonly textTraces: TextTraceRepository;
  readonly spending: SpendingRepository;
  readonly tokens: TokenRepository;
  readonly audit: AuditRepository;
  readonly pins: PinRepository;
  readonly pinInvitations: PinInvitationRepository;
  readonly settingsDrafts: SettingsDraftRepository;
  readonly settingsVersions: SettingsVersionRepository;
  readonly users: UserRepository;
  readonly credentials: CredentialRepository;
  readonly accountLinks: AccountLinkRepository;
  readonly attemptLimits: AttemptLimits;
  /** Sessions of browsers, for express-session. */
  readonly sessions: SessionStore;
  readonly webhookEndpoints: WebhookEndpointRepository;
  readonly webhookDeliveries: WebhookDeliveryRepository;
  readonly channelTests: ChannelTestRepository;
  readonly accounts: PartnerAccountRepository;
  readonly partnerApplications: PartnerApplicationRepository;
  readonly supportCases: SupportCaseRepository;
  readonly supportMessages: SupportMessageRepository;
  readonly supportNotes: SupportNoteRepository;
  /** The forms that the desk has published. */
  readonly supportForms: FormRepository;
  readonly supportPolicies: SupportPolicyRepository;
  readonly cannedAnswers: CannedAnswerRepository;
  /** Files that come with support cases. */
  readonly attachments: AttachmentStore;
  readonly receivedMails: ReceivedMailRepository;
  /** Counts of mails by address. */
  readonly correspondents: CorrespondentRepository;
  readonly supportMails: SupportMailRepository;
  readonly deskTasks: DeskTaskRepository;
  /** What reports are made of. */
  readonly monthlySummaries: MonthlySummaryRepository;
  readonly reportMails: ReportMailRepository;
  readonly retentionSettings: RetentionSettingsRepository;
  readonly legalHolds: LegalHoldRepository;
  readonly retentionRuns: RetentionRunRepository;
  /** Where the data of each class stand, and how they are deleted: for runs and previews, which know what may go. */
  readonly retentionClasses: RetentionRegistry;
  readonly persons: PersonRepository;
  /** Where data about people stand, in the order in which they are erased (R4). */
  readonly personRooms: PersonRooms;
  /** Throws when MongoDB does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
