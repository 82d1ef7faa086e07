import { createReadRetentionRule } from '../activities/retention/retention-rule.js';
import { languages } from '../domain/language.js';
import { formatMoney } from '../wording/format.js';
import type { ApiDependencies } from './dependencies.js';
import { describeError } from '../domain/describe-error.js';
import { deskTokenId } from './middleware/authentication.js';
import type { Route } from './openapi/route.js';
import type { People } from './people.js';
import { createTimelineShowing } from './representations/timeline.js';
import { attachmentRoutes } from './routes/attachments.js';
import { supportRoutes } from './support/support-routes.js';
import { createPersonExporting } from './persons/person-export.js';
import { personExportRoutes } from './persons/person-export-routes.js';
import { createReportFiles } from './reports/report-files.js';
import { createReportReading } from './reports/report-reading.js';
import { reportRoutes } from './reports/report-routes.js';
import { authorisingPersonRoutes } from './routes/authorising-persons.js';
import { settingsDraftRoutes } from './routes/settings-drafts.js';
import { settingsVersionRoutes } from './routes/settings-versions.js';
import { createSettingsChecks } from './use-cases/settings-checks.js';
import { createSettingsSaving } from './use-cases/settings-saving.js';
import { accountLinkRoutes } from './routes/account-links.js';
import { accountRoutes } from './routes/account.js';
import { auditRoutes } from './routes/audit.js';
import { healthRoutes } from './routes/health.js';
import { createRequestsInFlight } from './routes/idempotency.js';
import { incidentActionRoutes } from './routes/incident-actions.js';
import { incidentCallRoutes } from './routes/incident-calls.js';
import { incidentRoutes } from './routes/incidents.js';
import {
  lifeSafetyOverrideRoutes,
  type LifeSafetyOverrideDependencies,
} from './routes/life-safety-override.js';
import { openIdRoutes } from './routes/openid.js';
import { orderRoutes } from './routes/orders.js';
import { ownPinRoutes } from './routes/own-pin.js';
import { ratificationRoutes } from './routes/ratification.js';
import { organisationRoutes } from './routes/organisations.js';
import { deletionProofRoutes } from './routes/deletion-proofs.js';
import { legalHoldRoutes } from './routes/legal-holds.js';
import { personErasureRoutes } from './routes/person-erasures.js';
import { retentionRunRoutes } from './routes/retention-runs.js';
import { retentionSettingsRoutes } from './routes/retention-settings.js';
import { sessionRoutes } from './routes/session.js';
import { statementRoutes } from './routes/statements.js';
import { statusCallRoutes } from './routes/status-calls.js';
import { tokenRoutes } from './routes/tokens.js';
import { travellerRoutes } from './routes/travellers.js';
import { readinessRoutes } from './routes/readiness.js';
import { createChannelTestRequests } from './use-cases/channel-test-request.js';
import { createReadinessCheck } from './use-cases/readiness-check.js';
import { createRequireApprover } from './use-cases/approving-user.js';
import { createCaseFees } from './use-cases/case-fees.js';
import { createFindIncidentProvider } from './use-cases/incident-provider.js';
import { createAcceptance } from './partners/acceptance.js';
import { createApplicationMails } from './partners/application-mails.js';
import { partnerAccountRoutes } from './routes/partner-accounts.js';
import { partnerApplicationRoutes } from './routes/partner-applications.js';
import { userRoutes } from './routes/users.js';
import type { AccountWork } from './sign-in/account-work.js';
import { webhookDeliveryRoutes } from './routes/webhook-deliveries.js';
import { webhookRoutes } from './routes/webhooks.js';
import { createAttachmentKeeping } from './use-cases/attachment-keeping.js';
import { createCaseReading, type CaseReading } from './use-cases/case-reading.js';
import { createNotes, type Notes } from './use-cases/incident-actions.js';
import { createIncidentOpening, type IncidentOpening } from './use-cases/incident-opening.js';
import { createIntakeKeeping } from './use-cases/intake-keeping.js';
import { createKnownReferences } from './use-cases/known-references.js';
import { createOrderPlacing } from './use-cases/order-placing.js';
import { createOrderReading } from './use-cases/order-reading.js';
import { createOverrideConfirmations } from './use-cases/override-confirmation.js';
import { createDeletionProving } from './use-cases/deletion-proving.js';
import { createPersonErasureRequests } from './use-cases/person-erasure-requests.js';
import { createRetentionPreview } from './use-cases/retention-preview.js';
import { createRetentionSaving } from './use-cases/retention-saving.js';
import { createStatementReading } from './use-cases/statement-reading.js';
import { createStatusCallRequests } from './use-cases/status-call-request.js';
import { createWebhookSending } from './use-cases/webhook-sending.js';
import { createPeople } from './people.js';

/** What the resources and the telephony share: the ways to open, read and annotate cases. */
export interface CaseWork {
  readonly opening: IncidentOpening;
  readonly reading: CaseReading;
  readonly notes: Notes;
  readonly people: People;
}

export function createCaseWork({
  store,
  contactBook,
  cases,
  sealIntake,
  directory,
  background,
  wording,
  desk,
  now,
}: ApiDependencies): CaseWork {
  const intakeKeeping = createIntakeKeeping({ intakes: store.intakes, sealIntake });
  const { incidents } = cases;
  return {
    opening: createIncidentOpening({
      intakeKeeping,
      intakes: store.intakes,
      incidents,
      directory,
      background,
      now,
    }),
    reading: createCaseReading({ store, cases }),
    notes: createNotes({ intakeKeeping, incidents }),
    people: createPeople({
      contactBook,
      users: store.users,
      formerSettings: store.settingsVersions,
      wording,
      deskName: desk.name,
      deskTokenId,
    }),
  };
}

/** All resources of `/v1` and the process's own health. */
export function createRoutes(
  dependencies: ApiDependencies,
  work: CaseWork,
  accounts: AccountWork,
): readonly Route[] {
  const { store, cases, background, now, wording, desk, settings, log } = dependencies;
  const { diallingRules, prices } = dependencies;
  const { opening, reading, notes, people } = work;
  const { incidents } = cases;
  const contactBook = {
    ...dependencies.contactBook,
    /** A save counts although the local copy could not be renewed: it is renewed by itself a little later. */
    refresh: async () => {
      try {
        await dependencies.contactBook.refresh();
      } catch (error) {
        log.warn(describeError(error), 'The contact book could not be refreshed after a save');
      }
    },
  };
  const words = languages.map((language) => wording.words(language));
  const save = createSettingsSaving({
    store,
    contactBook,
    tellAddressChanges: accounts.tellAddressChanges,
  });
  const check = createSettingsChecks({
    diallingRules,
    prices,
    words,
    ownerOfInboundNumber: async (phone) => (await contactBook.organisationByInboundNumber(phone))?.id,
  });
  const requireApprover = createRequireApprover({ users: store.users, contactBook });
  const references = createKnownReferences({ contactBook, store });
  const inFlight = createRequestsInFlight();
  const retention = createRetentionSaving({ store, now });
  const intakeKeeping = createIntakeKeeping({ intakes: store.intakes, sealIntake: dependencies.sealIntake });
  const timelines = createTimelineShowing({
    reading,
    intakes: store.intakes,
    contactBook,
    people,
    wording,
    deskLanguage: desk.language,
  });
  return [
    ...sessionRoutes({
      ...accounts,
      ...settings,
      credentials: store.credentials,
      lifetime: settings.sessionLifetime,
      now,
    }),
    ...accountRoutes({ ...accounts, ...settings, store, now }),
    ...ownPinRoutes({ ...accounts, credentials: store.credentials }),
    ...openIdRoutes({
      identityProvider: dependencies.identityProvider,
      credentials: store.credentials,
      sealer: dependencies.sealer,
      publicUrl: settings.publicUrl,
      now,
    }),
    ...accountLinkRoutes(accounts),
    ...userRoutes({
      users: store.users,
      links: accounts.links,
      references,
      contactBook,
      deskLanguage: desk.language,
      now,
    }),
    ...partnerApplicationRoutes({
      applications: store.partnerApplications,
      attempts: accounts.attempts,
      mails: createApplicationMails(dependencies),
      acceptance: createAcceptance({ store, links: accounts.linkDelivery, background, now }),
      now,
    }),
    ...partnerAccountRoutes({ store }),
    ...organisationRoutes({ store, contactBook, save, diallingRules, prices, words, now }),
    ...authorisingPersonRoutes({ store, ownPins: accounts.ownPins }),
    ...settingsDraftRoutes({ store, check, save, now }),
    ...settingsVersionRoutes({ store }),
    ...retentionSettingsRoutes({ saving: retention }),
    ...legalHoldRoutes({ store, settings: retention, now }),
    ...deletionProofRoutes({
      store,
      settings: retention,
      proving: createDeletionProving({ runs: store.retentionRuns, audit: store.audit }),
    }),
    ...retentionRunRoutes({
      store,
      settings: retention,
      preview: createRetentionPreview({ store, readRule: createReadRetentionRule(store), now }),
      runs: cases.retention,
    }),
    ...personErasureRoutes({
      store,
      settings: retention,
      requests: createPersonErasureRequests({ store, erasures: cases.personErasures }),
      inFlight,
      now,
    }),
    ...readinessRoutes({
      check: createReadinessCheck({ store, desk, diallingRules }),
      requests: createChannelTestRequests({ store, channelTests: cases.channelTests, background, now }),
      inFlight,
      wording,
      now,
    }),
    ...tokenRoutes({ store, contactBook, authentication: accounts.authentication, now }),
    ...travellerRoutes({ store, contactBook, references, diallingRules }),
    ...incidentRoutes({
      store,
      opening,
      reading,
      timelines,
      references,
      inFlight,
      withCaseFees: createCaseFees({ contactBook }),
      findProvider: createFindIncidentProvider({ contactBook, now }),
    }),
    ...incidentActionRoutes({ incidents, reading, notes, contactBook, now }),
    ...incidentCallRoutes({ incidents, reading, contactBook }),
    ...orderRoutes({
      incidents,
      placing: createOrderPlacing({ intakeKeeping, incidents }),
      orders: createOrderReading({ reading, intakes: store.intakes }),
      requireApprover,
      stepUp: accounts.stepUp,
      inFlight,
      now,
    }),
    ...ratificationRoutes({ incidents, reading, requireApprover, stepUp: accounts.stepUp }),
    ...lifeSafetyOverrideRoutes({
      incidents,
      reading,
      confirmations: createOverrideConfirmations({ key: settings.key, now }),
      tellEffect: effectTeller(dependencies),
    }),
    ...statusCallRoutes({
      store,
      requests: createStatusCallRequests({
        intakeKeeping,
        intakes: store.intakes,
        statusCalls: cases.statusCalls,
        background,
        now,
      }),
      reading,
      timelines,
      references,
      inFlight,
    }),
    ...statementRoutes({ statements: createStatementReading({ store }), people, wording }),
    ...reportRoutes({
      reports: createReportReading({ store, desk, now }),
      files: createReportFiles({ wording, printPdf: dependencies.printPdf }),
    }),
    ...personExportRoutes({
      exporting: createPersonExporting({ store, publicUrl: settings.publicUrl, now }),
      owners: createReportReading({ store, desk, now }),
      wording,
      printPdf: dependencies.printPdf,
    }),
    ...auditRoutes({ audit: store.audit, references, now }),
    ...webhookRoutes({ store, reach: settings.webhookReach ?? 'public', now }),
    ...webhookDeliveryRoutes({
      store,
      sending: createWebhookSending({ store, deliveries: cases.webhookDeliveries, now }),
      deliveries: cases.webhookDeliveries,
      now,
    }),
    ...attachmentRoutes({
      attachments: store.attachments,
      keeping: createAttachmentKeeping({ attachments: store.attachments, now }),
      attemptLimits: store.attemptLimits,
      references,
    }),
    ...supportRoutes(dependencies, references),
    ...healthRoutes({
      store,
      health: cases.health,
      auditor: dependencies.auditor,
      isServing: dependencies.isServing,
    }),
  ];
}

function effectTeller({
  contactBook,
  wording,
  desk,
}: ApiDependencies): LifeSafetyOverrideDependencies['tellEffect'] {
  return async (organisationId, ceiling) => {
    const organisation = await contactBook.organisation(organisationId);
    const language = organisation?.settings.language ?? desk.language;
    const most = ceiling ?? organisation?.settings.escalationPolicy.overrideCostCeiling;
    return wording.text(language, 'report.overrideEffect', {
      ceiling: most === undefined ? '–' : formatMoney(most, language),
    });
  };
}
