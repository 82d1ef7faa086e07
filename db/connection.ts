import type { Logger } from 'pino';
import { createAttachmentStore } from './attachments.js';
import { createAttemptLimits } from './attempt-limits.js';
import { createAuditRepository } from './audit/audit-repository.js';
import { openInBackground } from './background-connection.js';
import { createWithin } from './deadline.js';
import type { OperationLimits } from './limits.js';
import { usualLimits } from './limits.js';
import { createModels } from './models/models.js';
import { atMost } from './patience.js';
import { createAccountLinkRepository } from './repositories/account-links.js';
import { createCallRepository } from './repositories/calls.js';
import { createCaseRepository } from './repositories/cases.js';
import { createChannelTestRepository } from './repositories/channel-tests.js';
import { createCorrespondentRepository } from './repositories/correspondents.js';
import { createCredentialRepository } from './repositories/credentials.js';
import { createDeskTaskRepository } from './repositories/desk-tasks.js';
import { createIntakeRepository } from './repositories/intakes.js';
import { createNumberLeaseRepository } from './repositories/number-leases.js';
import { createOptOuts } from './repositories/opt-outs.js';
import { createOrganisationRepository } from './repositories/organisations.js';
import { createCannedAnswerRepository } from './repositories/canned-answers.js';
import { createPartnerAccountRepository } from './repositories/partner-accounts.js';
import { createPartnerApplicationRepository } from './repositories/partner-applications.js';
import { createPinInvitationRepository } from './repositories/pin-invitations.js';
import { createPinRepository } from './repositories/pins.js';
import { createReceivedMailRepository } from './repositories/received-mails.js';
import { createLegalHoldRepository } from './repositories/legal-holds.js';
import { createRetentionRunRepository } from './repositories/retention-runs.js';
import { createReportMailRepository } from './repositories/report-mails.js';
import { createRetentionSettingsRepository } from './repositories/retention-settings.js';
import { createSettingsDraftRepository } from './repositories/settings-drafts.js';
import { createSettingsVersionRepository } from './repositories/settings-versions.js';
import { createSpendingRepository } from './repositories/spending.js';
import { createStoreSealedTexts } from './repositories/sealed-texts.js';
import { createSupportCaseRepository } from './repositories/support-cases.js';
import { createSupportEntries } from './repositories/support-entries.js';
import { createSupportMailRepository } from './repositories/support-mails.js';
import { createFormRepository } from './repositories/support-forms.js';
import { createSupportPolicyRepository } from './repositories/support-policies.js';
import { createSupportMessageRepository } from './repositories/support-messages.js';
import { createSupportNoteRepository } from './repositories/support-notes.js';
import { createTextTraceRepository } from './repositories/text-traces.js';
import { createTextRepository } from './repositories/texts.js';
import { createTimeline } from './repositories/timeline.js';
import { createTokenRepository } from './repositories/tokens.js';
import { createTravellerRepository } from './repositories/travellers.js';
import { createUserRepository } from './repositories/users.js';
import { createWebhookDeliveryRepository } from './repositories/webhook-deliveries.js';
import { createWebhookEndpointRepository } from './repositories/webhook-endpoints.js';
import { createPersonErasureRepository } from './repositories/person-erasures.js';
import { createEmailsOfDesk } from './persons/emails-of-desk.js';
import { createPersonRepository } from './persons/person-finder.js';
import { createPersonRooms } from './persons/registry.js';
import { createRetentionRegistry } from './retention/registry.js';
import { createMonthlySummaryRepository } from './reports/monthly-summaries.js';
import type { Sealer } from './sealer.js';
import { SessionStore } from './session-store.js';
import type { Store } from './store.js';
import { createStoredBytes } from './stored-bytes.js';

export interface StoreOptions {
  readonly uri: string;
  /** Instead of the database that the URI names. */
  readonly database?: string;
  /** Opens texts that travelled sealed while MongoDB was away. */
  readonly sealer: Sealer;
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>;
  readonly limits?: Partial<OperationLimits>;
  /** How long to wait for MongoDB and its indexes before going on without them. Milliseconds. */
  readonly patience?: number;
}

export interface MongoStore extends Store {
  /**
   * Makes all indexes. Runs by itself when MongoDB comes (back), and every ten seconds, until it has succeeded once;
   * indexes that exist cost nothing. False: MongoDB does not answer or refuses.
   */
  ensureIndexes(): Promise<boolean>;
  /** The names of all collections that there can be. */
  collections(): readonly string[];
}

const usualPatience = 1000;
const indexRetryMilliseconds = 10_000;

/**
 * The store on MongoDB. Resolves although MongoDB is away: every repository then throws DomainError `unavailable` until
 * it answers, and works from that moment on.
 */
export async function connectStore(options: StoreOptions): Promise<MongoStore> {
  const { uri, database, sealer, log } = options;
  const limits: OperationLimits = { ...usualLimits, ...options.limits };
  const background = openInBackground(
    { uri, ...(database !== undefined && { database }), waitQueueTimeoutMS: limits.other },
    log,
  );
  const { connection } = background;
  const within = createWithin(limits, background.isOpen);
  const models = createModels(connection);
  const storedBytes = createStoredBytes(models.storedChunks, within);

  let indexing: Promise<boolean> | undefined;
  let indexed = false;
  let retry: NodeJS.Timeout | undefined;
  async function makeIndexes(): Promise<boolean> {
    try {
      await within('background', async () => {
        for (const name of connection.modelNames()) await connection.model(name).createIndexes();
      });
      indexed = true;
    } catch (error) {
      log.warn({ error: error instanceof Error ? error.name : 'unknown' }, 'indexes could not be made yet');
      retry = setTimeout(() => void ensureIndexes(), indexRetryMilliseconds).unref();
    } finally {
      indexing = undefined;
    }
    return indexed;
  }
  function ensureIndexes(): Promise<boolean> {
    if (indexed) return Promise.resolve(true);
    clearTimeout(retry);
    indexing ??= makeIndexes();
    return indexing;
  }
  connection.on('connected', () => {
    void ensureIndexes();
  });

  const audit = createAuditRepository(models.audit, sealer, within);
  const supportEntries = createSupportEntries(models.support.entries);
  const optOuts = createOptOuts(models.textedNumbers, sealer);
  const legalHolds = createLegalHoldRepository(models.retention.holds, within);
  const persons = createPersonRepository(models, audit, within);
  const retentionClasses = createRetentionRegistry({
    models,
    storedBytes,
    emailsOf: createEmailsOfDesk(persons),
    appendToAudit: (record) => audit.append(record),
  });
  await atMost(options.patience ?? usualPatience, background.opened.then(ensureIndexes));

  return {
    organisations: createOrganisationRepository(models.organisations, models.settingsVersions, within),
    travellers: createTravellerRepository(models.travellers, within),
    intakes: createIntakeRepository(models.intakes, sealer, within),
    cases: createCaseRepository(
      models.cases,
      createTimeline(models.timelineEntries),
      createStoreSealedTexts(models.intakes, sealer, log),
      within,
    ),
    numberLeases: createNumberLeaseRepository(models.numberLeases, within),
    calls: createCallRepository(models.calls, within),
    texts: createTextRepository(models, optOuts, within),
    textTraces: createTextTraceRepository(models.textTraces, sealer, within),
    spending: createSpendingRepository(models.spendingDays, within),
    tokens: createTokenRepository(models.tokens, within),
    audit,
    pins: createPinRepository(models.pins, within),
    pinInvitations: createPinInvitationRepository(models.pinInvitations, within),
    settingsDrafts: createSettingsDraftRepository(models.settingsDrafts, within),
    settingsVersions: createSettingsVersionRepository(models.settingsVersions, within),
    users: createUserRepository(models.users, within),
    credentials: createCredentialRepository(models.users, models.partnerAccounts, within),
    accountLinks: createAccountLinkRepository(models.accountLinks, within),
    attemptLimits: createAttemptLimits(connection, within),
    sessions: new SessionStore(connection, background.opened, within, database),
    webhookEndpoints: createWebhookEndpointRepository(models.webhookEndpoints, sealer, within),
    webhookDeliveries: createWebhookDeliveryRepository(models.webhookDeliveries, within),
    channelTests: createChannelTestRepository(models.channelTests, sealer, within),
    accounts: createPartnerAccountRepository(models.partnerAccounts, within),
    partnerApplications: createPartnerApplicationRepository(models.partnerApplications, within),
    supportCases: createSupportCaseRepository(models.support, supportEntries, within),
    supportMessages: createSupportMessageRepository(
      models.support.messages,
      models.support.cases,
      supportEntries,
      within,
    ),
    supportNotes: createSupportNoteRepository(models.support.notes, models.support.cases, within),
    supportForms: createFormRepository(models.supportForms, within),
    supportPolicies: createSupportPolicyRepository(models.supportPolicies, within),
    cannedAnswers: createCannedAnswerRepository(models.cannedAnswers, within),
    attachments: createAttachmentStore(models.attachments, storedBytes, within),
    receivedMails: createReceivedMailRepository(models.receivedMails, storedBytes, within),
    correspondents: createCorrespondentRepository(models.correspondents, within),
    supportMails: createSupportMailRepository(models.supportMails, within),
    deskTasks: createDeskTaskRepository(models.deskTasks, within),
    monthlySummaries: createMonthlySummaryRepository(models, within),
    reportMails: createReportMailRepository(models.reportMails, within),
    retentionSettings: createRetentionSettingsRepository(models.retentionSettings, within),
    legalHolds,
    retentionRuns: createRetentionRunRepository(models.retention, within),
    retentionClasses,
    persons,
    personErasures: createPersonErasureRepository(models.personErasures, sealer, within),
    personRooms: createPersonRooms({ models, classes: retentionClasses, audit, optOuts, legalHolds }),
    ensureIndexes,
    collections: () => connection.modelNames().map((name) => connection.model(name).collection.name),
    ping: () =>
      within('intake', async () => {
        await connection.db?.command({ ping: 1 });
      }),
    close: async () => {
      await background.close();
      clearTimeout(retry);
    },
  };
}
