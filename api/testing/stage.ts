import { createHmac, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino, type Logger } from 'pino';
import { createDirectoryActivities } from '../../activities/directory/directory-activities.js';
import { createLinkTokens, type LinkTokens } from '../../cases/link-tokens.js';
import {
  supportMailIdentity as createIdentity,
  supportQuestionTokens,
} from '../../composition/support-mail.js';
import { connectStore, type MongoStore } from '../../db/connection.js';
import type { ContactBook, DeskLines } from '../../db/contact-book/contact-book.js';
import { documentsOf } from '../../dev/services/mongodb/documents-of.js';
import { createContactBook } from '../../db/contact-book/create-contact-book.js';
import { sealIntake } from '../../db/sealed-intake.js';
import { createSealer } from '../../db/sealer.js';
import { patientLimits, temporaryDatabase, type TemporaryMongo } from '../../db/store.fixture.js';
import type { SupportMailIdentity } from '../../domain/mail/support-mail-identity.js';
import { createWebhookAddresses, type WebhookAddresses } from '../../providers/telephony/addresses.js';
import { createTwilioWebhooks } from '../../providers/telephony/twilio-webhooks.js';
import { renderTextReply, renderVoiceScript } from '../../providers/telephony/twiml.js';
import type { IdentityProvider } from '../../providers/identity/identity-provider.js';
import { parseMail } from '../../providers/mail/inbound/parse-mail.js';
import type { Mail } from '../../providers/mail/mailer.js';
import { createPdfPrinting } from '../../providers/pdf/print-pdf.js';
import { createMailTemplates } from '../../wording/mail/mail-templates.js';
import { createWording } from '../../wording/wording.js';
import { createApp } from '../app.js';
import { createAuditTrail } from '../audit/audit-trail.js';
import { createBackgroundWork } from '../background-work.js';
import type { ApiDependencies } from '../dependencies.js';
import { createMailIntake } from '../inbound-mail/mail-intake.js';
import { createMetrics } from '../metrics.js';
import type { BodyBudgetLimits } from '../middleware/body-budget.js';
import type { RateLimitSettings } from '../middleware/rate-limits.js';
import { startServer } from '../server.js';
import {
  createOutgoingSupportMail,
  type OutgoingSupportMail,
} from '../support-mail/outgoing-support-mail.js';
import type { HashingCost } from '../sign-in/hashing-cost.js';
import { callsInMemory, type CallsInMemory } from './calls-in-memory.js';
import { casesInMemory, type CasesInMemory } from './cases-in-memory.js';

export const deskToken = `bst_${'d'.repeat(43)}`;
const account = { accountSid: `AC${'1'.repeat(32)}`, authToken: 'a-token-for-tests' };
/** A second telephony account, for forms that name it, and the number it calls from. */
export const otherAccount = { accountSid: `AC${'2'.repeat(32)}`, authToken: 'another-token' };
export const otherLine = '+493023125009';
export const firstAccountSid = account.accountSid;

export const desk: DeskLines = {
  name: 'Test desk',
  language: 'en',
  phone: '+493023125001',
  email: 'desk@beistand.example',
  dutyPhone: '+4917139200001',
  dutyEmail: 'duty@beistand.example',
  emergencyNumber: '+493023125000',
};

/** That the API hashes at the usual cost has a test of its own; the others hash hundreds of times. */
const cheapHashing: HashingCost = { memoryCost: 64, timeCost: 1, parallelism: 1 };

/** The API on a real MongoDB, served on a real port; telephony and the case engine are played. */
export interface Stage {
  readonly url: string;
  /** What the served app is made of. */
  readonly dependencies: ApiDependencies;
  readonly store: MongoStore;
  readonly contactBook: ContactBook;
  readonly cases: CasesInMemory;
  readonly calls: CallsInMemory;
  readonly links: LinkTokens;
  readonly addresses: WebhookAddresses;
  readonly alarm: { raised: boolean };
  /** Every mail that was sent, newest last. */
  readonly mails: readonly Mail[];
  /** Mails about support cases go out when a test wants them to. */
  readonly supportMail: OutgoingSupportMail;
  readonly supportMailIdentity: SupportMailIdentity;
  /** The API's clock, in milliseconds ahead of the real one. */
  readonly clock: { ahead: number };
  /** Asks the API as the desk, or with the given token. */
  ask(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer>;
  /** Sends a signed webhook; the address may be one of ours with its query. */
  webhook(address: string, form: Readonly<Record<string, string>>): Promise<Answer>;
  /** What a collection holds, past all repositories. */
  documents(collection: string): ReturnType<typeof documentsOf>;
  close(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body, when it is JSON. */
  readonly body: unknown;
}

export interface StageOptions {
  /** A server that the test stops and starts; absent: one that does not fail, and is waited for patiently. */
  readonly mongo?: TemporaryMongo;
  readonly identityProvider?: IdentityProvider;
  /** Absent: the usual ones. */
  readonly rateLimits?: RateLimitSettings;
  readonly bodyBudget?: BodyBudgetLimits;
  /** Absent: required, as usual. */
  readonly secondFactorForDesk?: 'required' | 'optional';
  /** Where the API logs; absent: nowhere. */
  readonly log?: Logger;
}

/** Sets the stage: each with a database of its own. */
export async function setStage({
  mongo,
  identityProvider,
  rateLimits,
  bodyBudget,
  secondFactorForDesk = 'required',
  log = pino({ level: 'silent' }),
}: StageOptions = {}): Promise<Stage> {
  const key = randomBytes(32);
  const sealer = createSealer(key);
  const temporary =
    mongo === undefined
      ? { ...(await temporaryDatabase()), limits: patientLimits }
      : { uri: mongo.uri, database: 'api-test', limits: {}, remove: () => Promise.resolve() };
  const { uri, database, limits } = temporary;
  const store = await connectStore({ uri, database, limits, sealer, log, patience: 10_000 });
  const folder = await mkdtemp(join(tmpdir(), 'beistand-api-'));
  const contactBook = await createContactBook({
    store,
    sealer,
    folder,
    desk,
    log,
  });
  const cases = casesInMemory();
  cases.supportCases.record = (record) => store.supportCases.record(record);
  cases.supportCases.readStored = (id) => store.supportCases.readStored(id);
  const calls = callsInMemory(account.accountSid, desk.emergencyNumber);
  const links = createLinkTokens({ key });
  const background = createBackgroundWork({ log });
  const metrics = createMetrics();
  const alarm = { raised: false };
  const mails: Mail[] = [];
  const clock = { ahead: 0 };
  const wording = createWording();
  const publicUrl = 'https://desk.example.org/beistand';
  const addresses = createWebhookAddresses({ publicUrl });
  const dependencies: ApiDependencies = {
    store,
    contactBook,
    cases,
    directory: createDirectoryActivities({
      contactBook,
      store,
      deskLanguage: desk.language,
      now: Date.now,
    }),
    telephony: calls,
    webhooks: createTwilioWebhooks({ accounts: [account, otherAccount] }),
    lines: [
      { account: account.accountSid, number: desk.emergencyNumber },
      { account: otherAccount.accountSid, number: otherLine },
    ],
    addresses,
    renderVoiceScript,
    renderTextReply,
    mailer: {
      send(mail, key) {
        mails.push(mail);
        return Promise.resolve({ sent: true, messageId: key });
      },
    },
    mailTemplates: createMailTemplates(wording),
    linkTokens: links,
    questionTokens: supportQuestionTokens({ BEISTAND_KEY: key, BEISTAND_FORMER_KEYS: [] }),
    sealer,
    ...(identityProvider === undefined ? {} : { identityProvider }),
    sealIntake: (intake) => sealIntake(sealer, intake),
    wording,
    desk,
    diallingRules: { own: [] },
    prices: { currency: 'EUR', callMinute: 20, text: 10 },
    background,
    auditTrail: createAuditTrail({ audit: store.audit, background, metrics, log }),
    mailIntake: createMailIntake({ receivedMails: store.receivedMails, now: Date.now }),
    // In this process: that it has one of its own changes nothing of what is found, and takes a second to start.
    parseMail: (bytes) => parseMail(bytes),
    printPdf: createPdfPrinting(),
    metrics,
    auditor: {
      get alarmed() {
        return alarm.raised;
      },
    },
    log,
    settings: {
      publicUrl,
      deskToken,
      key,
      version: '1.0.0',
      sessionLifetime: { idle: 3_600_000, absolute: 12 * 3_600_000 },
      secondFactorForDesk,
      trustedProxies: ['loopback'],
      graceMilliseconds: 20,
      hashingCost: cheapHashing,
      ...(rateLimits === undefined ? {} : { rateLimits }),
      ...(bodyBudget === undefined ? {} : { bodyBudget }),
    },
    isServing: () => true,
    now: () => Date.now() + clock.ahead,
  };
  const supportMailIdentity = createIdentity({
    SUPPORT_MAILBOX: 'support@beistand.example',
    BEISTAND_KEY: key,
    BEISTAND_FORMER_KEYS: [],
  });
  if (supportMailIdentity === undefined) throw new Error('There is no mailbox for support cases.');
  const supportMail = createOutgoingSupportMail({ ...dependencies, supportMailIdentity, publicUrl });
  const app = createApp(dependencies);
  const server = await startServer(app, { host: '127.0.0.1', port: 0, drainMilliseconds: 500 });

  async function send(path: string, init: RequestInit): Promise<Answer> {
    const response = await fetch(`${server.url}${path}`, { redirect: 'manual', ...init });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    const body: unknown = isJson ? JSON.parse(text) : undefined;
    return { status: response.status, headers: response.headers, text, body };
  }

  return {
    url: server.url,
    dependencies,
    store,
    contactBook,
    cases,
    calls,
    links,
    addresses,
    alarm,
    mails,
    supportMail,
    supportMailIdentity,
    clock,
    ask: (method, path, body, headers = {}) =>
      send(path, {
        method,
        headers: {
          authorization: `Bearer ${deskToken}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    webhook(address, form) {
      const full = address.startsWith('http') ? address : `${publicUrl}${address}`;
      const complete = { AccountSid: account.accountSid, ...form };
      return send(full.slice(publicUrl.length), {
        method: 'POST',
        headers: { 'x-twilio-signature': sign(full, complete) },
        body: new URLSearchParams(complete),
      });
    },
    documents: (collection) => documentsOf(uri, collection, database),
    async close() {
      await server.stop();
      await background.drain(2_000);
      await contactBook.close();
      await store.close();
      await temporary.remove();
      await rm(folder, { recursive: true });
    },
  };
}

/** Twilio's algorithm (twilio.com/docs/usage/security): HMAC-SHA-1 over the address and the sorted fields. */
function sign(address: string, form: Readonly<Record<string, string>>): string {
  const fields = Object.entries(form).sort(([one], [other]) => (one < other ? -1 : 1));
  const data = address + fields.map(([name, value]) => name + value).join('');
  const signer = form['AccountSid'] === otherAccount.accountSid ? otherAccount : account;
  return createHmac('sha1', signer.authToken).update(data).digest('base64');
}

/** Waits until it is so. */
export async function until(isSo: () => boolean | Promise<boolean>, milliseconds = 5_000): Promise<void> {
  const deadline = Date.now() + milliseconds;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error('It did not become so in time.');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
