import { createDirectoryActivities } from '../activities/directory/directory-activities.js';
import { createLog } from '../composition/log.js';
import { callerIds } from '../composition/lines.js';
import { connectServices } from '../composition/services.js';
import { readEnvironment } from '../config/env.js';
import { readPackageVersion } from '../config/package-version.js';
import { sealIntake } from '../db/sealed-intake.js';
import { createOpenIdProvider } from '../providers/identity/openid-provider.js';
import { createMailParser } from '../providers/mail/inbound/mail-parser.js';
import { createPdfPrinter } from '../providers/pdf/pdf-printer.js';
import { createTwilioWebhooks } from '../providers/telephony/twilio-webhooks.js';
import { renderTextReply, renderVoiceScript } from '../providers/telephony/twiml.js';
import { createAlarmTelling } from './alarm-telling.js';
import { createApp } from './app.js';
import { createAuditTrail } from './audit/audit-trail.js';
import { createDeedRelay } from './audit/deed-relay.js';
import { createAuditor } from './auditor.js';
import { createBackgroundWork } from './background-work.js';
import { createCallerWatch } from './caller-watch.js';
import { createFallbackDocuments } from './fallback/documents.js';
import { createFallbackWatch } from './fallback/watch.js';
import { createMailIntake } from './inbound-mail/mail-intake.js';
import { createMailWatch } from './inbound-mail/mail-watch.js';
import { receiveMails } from './inbound-mail/receive-mails.js';
import { sortReceivedMails } from './inbound-mail/sort-received-mails.js';
import { createMetrics } from './metrics.js';
import { describeError } from '../domain/describe-error.js';
import { deskScope } from '../domain/scope.js';
import { createAcceptance } from './partners/acceptance.js';
import { createAcceptanceSweeper } from './partners/acceptance-sweeper.js';
import { repeat } from './repeating.js';
import { createRetentionWatch } from './retention-watch.js';
import { createRetentionScheduling } from './retention-scheduling.js';
import { createReportMails } from './reports/report-mails.js';
import { createReportSummarising } from './reports/report-summarising.js';
import { startServer } from './server.js';
import { createAccountMails } from './sign-in/account-mails.js';
import { createLinkDelivery } from './sign-in/link-delivery.js';
import { createOutgoingSupportMail } from './support-mail/outgoing-support-mail.js';
import { createHoursTelling } from './support/hours-telling.js';
import { guardLostCases } from './support/lost-case-guard.js';
import { createLostCaseWatch } from './support/lost-case-watch.js';
import { createSupportSweeper } from './support/support-sweeper.js';
import { createSweeper } from './sweeper.js';
import { createInboundAddresses } from './telephony/inbound-addresses.js';
import { createWebhookSending } from './use-cases/webhook-sending.js';
import { createWebhookRelay } from './webhook-relay.js';

/** How long a stopping process waits for what webhooks have set going. Milliseconds. */
const drainMilliseconds = 10_000;
/** How often mails are looked for that came in elsewhere, or could not be sorted. */
const sortingMilliseconds = 1_000;
/** How often mails about support cases are put into the outbox, and sent. */
const outboxMilliseconds = 1_000;
/** How often it is looked for months of which something was opened since they were summarised. */
const summarisingMilliseconds = 15 * 60_000;
/** How often reports that are due are looked for, and sent. */
const reportMailMilliseconds = 30_000;

/** How often it is looked whether each organisation has its nightly run. */
const schedulingMilliseconds = 60_000;
const watchingRetentionMilliseconds = 10 * 60_000;

const environment = readEnvironment();
const log = createLog({ level: environment.LOG_LEVEL, process: 'api' });
// A single failure that nobody awaited must not end the process that people in danger talk to.
process.on('unhandledRejection', (reason) => {
  log.error(describeError(reason), 'A promise was rejected and nobody waited for it');
});

const services = await connectServices(environment, log);
const { store, contactBook, telephony, mailer, mailTemplates, wording, desk, addresses } = services;
const metrics = createMetrics();
const background = createBackgroundWork({ log });
const now = Date.now;
let isServing = true;

const alarms = createAlarmTelling({
  telephony,
  mailer,
  mailTemplates,
  texts: store.texts,
  addresses: createInboundAddresses({ publicUrl: environment.PUBLIC_URL }),
  desk,
  log,
  now,
});
const lostCases = createLostCaseWatch({
  store,
  supportCases: services.cases.supportCases,
  alarms,
  metrics,
  log,
  ageMilliseconds: environment.SWEEPER_AGE_SECONDS * 1000,
  now,
});
const cases = {
  ...services.cases,
  supportCases: guardLostCases({
    supportCases: services.cases.supportCases,
    isClosed: async (id) => (await store.supportCases.find(deskScope, id))?.view?.state === 'closed',
    suspect: (id) => {
      lostCases.suspect(id);
    },
  }),
};
const auditor = createAuditor({
  projection: store.cases,
  intakes: store.intakes,
  supportCases: store.supportCases,
  health: cases.health,
  alarms,
  metrics,
  log,
  graceMilliseconds: environment.AUDITOR_GRACE_SECONDS * 1000,
  ...(environment.HEARTBEAT_URL === undefined ? {} : { heartbeatUrl: environment.HEARTBEAT_URL }),
  now,
});
const sweep = createSweeper({
  intakes: store.intakes,
  cases,
  metrics,
  log,
  ageMilliseconds: environment.SWEEPER_AGE_SECONDS * 1000,
  now,
});

const sweepSupport = createSupportSweeper({
  store,
  supportCases: cases.supportCases,
  metrics,
  log,
  ageMilliseconds: environment.SWEEPER_AGE_SECONDS * 1000,
  now,
});

const sweepAcceptances = createAcceptanceSweeper({
  acceptance: createAcceptance({
    store,
    links: createLinkDelivery({
      accountLinks: store.accountLinks,
      mails: createAccountMails({ mailer, mailTemplates, contactBook, desk, log }),
      publicUrl: environment.PUBLIC_URL,
      now,
    }),
    background,
    now,
  }),
  log,
  ageMilliseconds: environment.SWEEPER_AGE_SECONDS * 1000,
  now,
});

const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = environment;
const identityProvider =
  issuer === undefined || clientId === undefined || clientSecret === undefined
    ? undefined
    : createOpenIdProvider({ issuer, clientId, clientSecret });

const relay = createWebhookRelay({
  store,
  sending: createWebhookSending({ store, deliveries: cases.webhookDeliveries, now }),
  metrics,
  log,
});

const supportMail = createOutgoingSupportMail({
  ...services,
  publicUrl: environment.PUBLIC_URL,
  metrics,
  log,
  now,
});

const pdfPrinter = createPdfPrinter();
const reportMails = createReportMails({
  ...services,
  printPdf: pdfPrinter.print,
  key: environment.BEISTAND_KEY,
  log,
  now,
});

const mailIntake = createMailIntake({ receivedMails: store.receivedMails, now });
const mailParser = createMailParser();

const app = createApp({
  store,
  contactBook,
  cases,
  directory: createDirectoryActivities({ contactBook, store, deskLanguage: desk.language, now }),
  telephony,
  webhooks: createTwilioWebhooks({ accounts: services.accounts }),
  lines: services.lines,
  addresses,
  renderVoiceScript,
  renderTextReply,
  mailer,
  mailTemplates,
  linkTokens: services.links,
  questionTokens: services.questionTokens,
  sealer: services.sealer,
  ...(identityProvider === undefined ? {} : { identityProvider }),
  sealIntake: (intake) => sealIntake(services.sealer, intake),
  wording,
  desk,
  diallingRules: services.diallingRules,
  prices: services.prices,
  background,
  auditTrail: createAuditTrail({ audit: store.audit, background, metrics, log }),
  mailIntake,
  parseMail: mailParser.parse,
  printPdf: pdfPrinter.print,
  metrics,
  auditor,
  log,
  settings: {
    publicUrl: environment.PUBLIC_URL,
    deskToken: environment.DESK_TOKEN,
    key: environment.BEISTAND_KEY,
    version: readPackageVersion(),
    webhookReach: services.webhookReach,
    sessionLifetime: {
      idle: environment.SESSION_IDLE_MINUTES * 60_000,
      absolute: environment.SESSION_HOURS * 3_600_000,
    },
    secondFactorForDesk: environment.SECOND_FACTOR_FOR_DESK,
    trustedProxies: environment.TRUSTED_PROXIES,
  },
  isServing: () => isServing,
  now,
});

const server = await startServer(app, { host: environment.API_HOST, port: environment.API_PORT });
const mailReceiver = await receiveMails(environment, { intake: mailIntake, metrics, log });
const sorting = repeat(
  'sorting mails',
  sortingMilliseconds,
  sortReceivedMails({
    store,
    parseMail: mailParser.parse,
    supportCases: cases.supportCases,
    engine: cases.health,
    identity: services.supportMailIdentity,
    reportIdentity: services.reportMailIdentity,
    background,
    log,
    now,
  }),
  log,
);
mailIntake.onTaken(() => {
  sorting.soon();
});
const rounds = [
  sorting,
  repeat('auditing', environment.AUDITOR_INTERVAL_SECONDS * 1000, () => auditor.round(), log),
  repeat(
    'looking after callers',
    environment.AUDITOR_INTERVAL_SECONDS * 1000,
    createCallerWatch({ projection: store.cases, telephony, incidents: cases.incidents, log }),
    log,
  ),
  repeat('sweeping', environment.SWEEPER_INTERVAL_SECONDS * 1000, sweep, log),
  repeat(
    'watching mails that came in',
    environment.AUDITOR_INTERVAL_SECONDS * 1000,
    createMailWatch({ receivedMails: store.receivedMails, metrics, log, now }),
    log,
  ),
  repeat('sweeping support cases', environment.SWEEPER_INTERVAL_SECONDS * 1000, sweepSupport, log),
  repeat(
    'telling support cases of opening hours',
    environment.SWEEPER_INTERVAL_SECONDS * 1000,
    createHoursTelling({
      store,
      supportCases: cases.supportCases,
      revision: services.supportHours.revision,
      log,
      now,
    }),
    log,
  ),
  repeat(
    'looking for lost support cases',
    environment.SWEEPER_INTERVAL_SECONDS * 1000,
    () => lostCases.round(),
    log,
  ),
  repeat('sweeping acceptances', environment.SWEEPER_INTERVAL_SECONDS * 1000, sweepAcceptances, log),
  repeat('putting news of support cases into the outbox', outboxMilliseconds, supportMail.relay, log),
  repeat('sending mails about support cases', outboxMilliseconds, supportMail.send, log),
  repeat('watching the outbox', environment.AUDITOR_INTERVAL_SECONDS * 1000, supportMail.watch, log),
  repeat(
    'scheduling retention runs',
    schedulingMilliseconds,
    createRetentionScheduling({ organisations: store.organisations, runs: cases.retention, log, now }),
    log,
  ),
  repeat(
    'watching retention',
    watchingRetentionMilliseconds,
    createRetentionWatch({ store, alarms, metrics, log, now }),
    log,
  ),
  repeat('summarising months', summarisingMilliseconds, createReportSummarising({ store, now }), log),
  repeat('planning reports by mail', reportMailMilliseconds, reportMails.plan, log),
  repeat('sending reports by mail', reportMailMilliseconds, reportMails.send, log),
  repeat('relaying webhooks', environment.WEBHOOK_RELAY_SECONDS * 1000, relay, log),
  repeat(
    'recording deeds in the audit trail',
    environment.AUDIT_RELAY_SECONDS * 1000,
    createDeedRelay({ store, metrics, log }),
    log,
  ),
];
if (services.hostedFallback !== undefined) {
  const watch = createFallbackWatch({
    organisations: store.organisations,
    hosted: services.hostedFallback,
    documents: createFallbackDocuments({
      desk,
      callerIds: callerIds(environment),
      wording,
      renderVoiceScript,
      renderTextReply,
    }),
    metrics,
    log,
  });
  const milliseconds = environment.FALLBACK_INTERVAL_SECONDS * 1000;
  rounds.push(repeat('comparing the hosted fallback documents', milliseconds, watch, log));
}
log.info({ url: server.url }, 'the API listens');

async function stop(): Promise<void> {
  if (!isServing) return;
  isServing = false;
  log.info('the API stops');
  // A call that Temporal's client repeats on a timer throws from there once its channel is closed.
  process.on('uncaughtException', (error) => {
    log.warn(describeError(error), 'Something failed while the API stopped');
  });
  await Promise.all([server.stop(), mailReceiver?.stop()]);
  await Promise.all(rounds.map((round) => round.stop()));
  await background.drain(drainMilliseconds);
  await mailParser.close();
  await pdfPrinter.close();
  await services.close();
  process.exit(0);
}
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop());
