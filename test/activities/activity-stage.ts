import { openingHoursSchema } from '../../domain/hours/opening-hours.js';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CompleteAsyncError } from '@temporalio/activity';
import type { LogLevel, LogMetadata, Logger } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { pino } from 'pino';
import type { AttemptActivities } from '../../activities/contract.js';
import type { Activities, ActivityDependencies } from '../../activities/create-activities.js';
import { createActivities } from '../../activities/create-activities.js';
import { connectCases } from '../../cases/create-cases.js';
import { createLinkTokens } from '../../cases/link-tokens.js';
import type { ContactBook, DeskLines } from '../../db/contact-book/contact-book.js';
import { createContactBook } from '../../db/contact-book/create-contact-book.js';
import { connectStore } from '../../db/connection.js';
import { temporaryStore } from '../../db/store.fixture.js';
import type { Store } from '../../db/store.js';
import {
  account,
  fallbackAccount,
  fallbackHotline,
  hotline,
  setStage,
} from '../../dev/phone-simulator/testing/stage.js';
import type { Application } from '../../dev/phone-simulator/testing/application.js';
import type { PhoneSimulatorClient } from '../../dev/phone-simulator/client.js';
import { defaultCacheFolder } from '../../dev/services/cache.js';
import { documentsOf } from '../../dev/services/mongodb/documents-of.js';
import { freePort } from '../../dev/services/ports.js';
import { startTemporal } from '../../dev/services/temporal/temporal.js';
import { findSharedServers } from '../../dev/stack/shared-servers.js';
import { startMailSink, type MailSink } from '../../dev/services/mail/mail-sink.js';
import type { AttemptKey, AttemptOrder, AttemptResult } from '../../domain/attempt.js';
import { organisationSettingsSchema } from '../../domain/organisation/organisation.js';
import { phoneNumberSchema, type PhoneNumber } from '../../domain/phone-number.js';
import { deskScope } from '../../domain/scope.js';
import { createSmtpMailer } from '../../providers/mail/smtp-mailer.js';
import { createWebhookAddresses } from '../../providers/telephony/addresses.js';
import type { Telephony } from '../../providers/telephony/telephony.js';
import { createTwilioTelephony } from '../../providers/telephony/twilio-telephony.js';
import { createWebhookSender } from '../../providers/webhooks/https-webhook-sender.js';
import { createMailTemplates } from '../../wording/mail/mail-templates.js';
import { createWording } from '../../wording/wording.js';

const number = (text: string): PhoneNumber => phoneNumberSchema.parse(text);

/** Everybody who can be reached here, on numbers that the German regulator keeps free for films and books. */
export const people = {
  provider: {
    id: 'con_provider',
    name: 'Frieda',
    phone: number('+493023125010'),
    email: 'frieda@example.org',
  },
  anna: { id: 'con_anna01', name: 'Anna', phone: number('+493023125011'), email: 'anna@example.org' },
  ben: { id: 'con_ben001', name: 'Ben', phone: number('+493023125012') },
  /** Can be reached by mail only. */
  carla: { id: 'con_carla1', name: 'Carla', email: 'carla@example.org' },
  /** Has no channel at all. */
  dora: { id: 'con_dora01', name: 'Dora' },
  emil: { id: 'con_emil01', name: 'Emil', phone: number('+493023125014'), email: 'emil@example.org' },
  traveller: { id: 'trv_toni01', name: 'Toni', phone: number('+493023125015'), email: 'toni@example.org' },
  stranger: { phone: number('+493023125016') },
} as const;

export const organisationId = 'org_company';
export const incidentId = 'inc_abc123';
export const summary = 'Lost my passport near the old bridge.';

export const desk: DeskLines = {
  name: 'Desk',
  language: 'en',
  phone: number('+493023125001'),
  email: 'desk@example.org',
  dutyPhone: number('+493023125002'),
  dutyEmail: 'duty@example.org',
  emergencyNumber: number(hotline),
};

const settings = organisationSettingsSchema.parse({
  name: 'Company',
  language: 'en',
  timeZone: 'Europe/Berlin',
  providers: {
    assistance: {
      by: 'own',
      provider: {
        id: people.provider.id,
        name: people.provider.name,
        phones: [people.provider.phone],
        email: people.provider.email,
      },
    },
    backups: [],
  },
  internalContacts: [
    {
      id: people.anna.id,
      name: people.anna.name,
      phones: [people.anna.phone],
      email: people.anna.email,
      language: 'de',
    },
    {
      id: people.ben.id,
      name: people.ben.name,
      phones: [people.ben.phone],
      availability: {
        timeZone: 'Europe/Berlin',
        weekly: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: '08:00', to: '20:00' }],
      },
    },
    { id: people.carla.id, name: people.carla.name, email: people.carla.email },
    { id: people.dora.id, name: people.dora.name },
  ],
  authorisingPersons: [
    { id: people.emil.id, name: people.emil.name, phones: [people.emil.phone], email: people.emil.email },
  ],
});

/** Which attempts a workflow waits for: as Temporal does, the first completion counts and later ones are told so. */
export interface OpenAttempts {
  readonly completed: readonly { readonly key: AttemptKey; readonly result: AttemptResult }[];
  open(key: AttemptKey): void;
  resultOf(key: AttemptKey): AttemptResult | undefined;
  complete(key: AttemptKey, result: AttemptResult): Promise<boolean>;
}

function createOpenAttempts(): OpenAttempts {
  const textOf = ({ workflowId, activityId }: AttemptKey) => `${workflowId}#${activityId}`;
  const open = new Set<string>();
  const completed: { readonly key: AttemptKey; readonly result: AttemptResult }[] = [];
  return {
    completed,
    open: (key) => {
      open.add(textOf(key));
    },
    resultOf: (key) => completed.find((each) => textOf(each.key) === textOf(key))?.result,
    complete: (key, result) => {
      const wasOpen = open.delete(textOf(key));
      if (wasOpen) completed.push({ key, result });
      return Promise.resolve(wasOpen);
    },
  };
}

export interface RunOptions {
  /** Which try of the activity this is; 1 when absent. */
  readonly attempt?: number;
  readonly activityId?: string;
  readonly workflowId?: string;
}

/** The real parts that activities work with, in a test's hands. */
export interface ActivityStage {
  readonly phones: PhoneSimulatorClient;
  readonly application: Application;
  readonly mails: MailSink;
  /** A Temporal server that other tests may use too; no worker works in its namespace `default`. */
  readonly temporalAddress: string;
  readonly store: Store;
  readonly book: ContactBook;
  readonly telephony: Telephony;
  readonly attempts: OpenAttempts;
  readonly activities: Activities;
  readonly dependencies: ActivityDependencies;
  /** MongoDB does not answer these activities; the contact book has its local copy. */
  readonly activitiesWithoutMongo: Activities;
  /** Traces of texts that were handed to the engine. */
  readonly carried: readonly { readonly traceId: string; readonly sealed: string }[];
  /** Every trace of a text as it is stored. */
  traces(): ReturnType<typeof documentsOf>;
  /** Everything that activities have logged. */
  readonly logged: readonly string[];
  run<Answer>(work: () => Promise<Answer>, options?: RunOptions): Promise<Answer>;
  /** Places an attempt as its own activity. */
  place(
    order: AttemptOrder,
    record?: Parameters<AttemptActivities['placeAttempt']>[1],
    activities?: AttemptActivities,
  ): Promise<AttemptResult | 'left-open'>;
  /** An order for a voice attempt, every time with another key. */
  order(changes?: Partial<AttemptOrder>): AttemptOrder;
  end(): Promise<void>;
}

/** Nobody listens there: a connection is refused at once. */
const nowhere = '127.0.0.1:9';

export async function setActivityStage(): Promise<ActivityStage> {
  const stage = await setStage();
  const temporary = await temporaryStore();
  const { store, sealer } = temporary;
  await store.organisations.create(deskScope, organisationId, settings);
  await store.travellers.create(deskScope, people.traveller.id, {
    organisationId,
    name: people.traveller.name,
    phones: [people.traveller.phone],
    email: people.traveller.email,
    language: 'hu',
  });
  await store.intakes.put(deskScope, {
    id: incidentId,
    organisationId,
    kind: 'incident',
    bodyHash: 'hash',
    report: {
      kind: 'security',
      threat: 'unknown',
      travellerId: people.traveller.id,
      summary,
      location: { latitude: 47.5, longitude: 19.05, description: 'old bridge' },
    },
    createdAt: new Date(),
  });

  const log = pino({ level: 'silent' });
  const folder = await mkdtemp(join(tmpdir(), 'beistand-activities-'));
  const book = await createContactBook({ store, sealer, folder, desk, log, patience: 20_000 });
  const mails = await startMailSink({ smtpPort: 0, httpPort: 0, report: () => undefined });
  const mailer = createSmtpMailer({
    smtpUrl: `smtp://127.0.0.1:${mails.smtpPort}`,
    from: 'Beistand <beistand@example.org>',
    timeoutMilliseconds: 2_000,
  });
  const shared = await findSharedServers();
  const temporal = await startTemporal({
    port: await freePort(),
    namespace: 'default',
    ...(shared === undefined ? {} : { externalAddress: shared.temporalAddress }),
    logFile: join(folder, 'temporal.log'),
    cacheFolder: defaultCacheFolder(),
    report: () => undefined,
  });
  const cases = connectCases({ address: temporal.address, namespace: 'default' });
  const telephony = createTwilioTelephony({
    accounts: [account, { ...fallbackAccount, ownNumber: number(fallbackHotline) }],
    baseUrl: stage.simulator.url,
    requestTimeoutMilliseconds: 2_000,
  });
  const awayStore = await connectStore({
    uri: `mongodb://${nowhere}/beistand?directConnection=true&serverSelectionTimeoutMS=100`,
    sealer,
    log,
    patience: 1,
  });
  const wording = createWording();
  const attempts = createOpenAttempts();
  const carried: { readonly traceId: string; readonly sealed: string }[] = [];
  const dependencies: ActivityDependencies = {
    supportHours: { hours: openingHoursSchema.parse({ timeZone: 'UTC', weekly: {} }), revision: 'none' },
    contactBook: book,
    store,
    telephony,
    telephonyAccounts: [account.accountSid, fallbackAccount.accountSid],
    mailer,
    webhookSender: createWebhookSender({ reach: 'public-and-loopback' }),
    addresses: createWebhookAddresses({ publicUrl: stage.application.url }),
    links: createLinkTokens({ key: new Uint8Array(32).fill(1) }),
    wording,
    mailTemplates: createMailTemplates(wording),
    desk,
    prices: { currency: 'EUR', callMinute: 20, text: 10 },
    incidents: cases.incidents,
    histories: {
      isRunning: () => Promise.resolve(false),
      remove: () => Promise.resolve(),
    },
    attempts,
    textTraces: {
      carry: (traceId, sealed) => {
        carried.push({ traceId, sealed });
        return Promise.resolve();
      },
    },
  };
  const activities = createActivities(dependencies);
  const logged: string[] = [];

  const run: ActivityStage['run'] = async (work, options = {}) => {
    const { attempt = 1, activityId = 'any', workflowId = `incident:${incidentId}` } = options;
    const environment = new MockActivityEnvironment(
      { attempt, activityId, workflowExecution: { workflowId, runId: randomUUID() } },
      { logger: collectingLogger(logged) },
    );
    return environment.run(work);
  };

  return {
    phones: stage.phones,
    application: stage.application,
    mails,
    temporalAddress: temporal.address,
    store,
    book,
    telephony,
    attempts,
    activities,
    dependencies,
    activitiesWithoutMongo: createActivities({ ...dependencies, store: awayStore }),
    carried,
    traces: () => documentsOf(temporary.at.uri, 'text_traces', temporary.at.database),
    logged,
    run,
    order: (changes = {}) => ({ ...anOrder(), ...changes }),
    place: async (order, record, by = activities) => {
      attempts.open(order.key);
      try {
        return await run(() => by.placeAttempt(order, record), order.key);
      } catch (error) {
        if (error instanceof CompleteAsyncError) return 'left-open';
        throw error;
      }
    },
    async end() {
      await book.close();
      mailer.close();
      await mails.stop();
      await cases.close();
      await temporal.stop();
      await awayStore.close();
      await temporary.remove();
      await stage.end();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Attempts are numbered, as those of a case are. */
let ordersMade = 0;

function anOrder(): AttemptOrder {
  return {
    key: { workflowId: `incident:${incidentId}`, activityId: `attempt-${++ordersMade}` },
    organisationId,
    subject: { case: 'incident', incidentId },
    purpose: 'inform',
    target: { role: 'internal-contact', id: people.anna.id },
    step: { channel: 'voice', position: 0 },
    round: 1,
    ringSeconds: 40,
    talkSeconds: 60,
    dialBefore: Date.now() + 30_000,
    lifeSafety: false,
  };
}

function collectingLogger(lines: string[]): Logger {
  const log = (level: LogLevel, message: string, meta?: LogMetadata): void => {
    lines.push(`${level} ${message} ${JSON.stringify(meta ?? {})}`);
  };
  return {
    log,
    trace: (message, meta) => {
      log('TRACE', message, meta);
    },
    debug: (message, meta) => {
      log('DEBUG', message, meta);
    },
    info: (message, meta) => {
      log('INFO', message, meta);
    },
    warn: (message, meta) => {
      log('WARN', message, meta);
    },
    error: (message, meta) => {
      log('ERROR', message, meta);
    },
  };
}
