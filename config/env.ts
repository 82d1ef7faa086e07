import { Buffer } from 'node:buffer';
import { z } from 'zod';
import { openingHoursSchema } from '../domain/hours/opening-hours.js';
import { languageSchema } from '../domain/language.js';
import { supportMailboxOf } from '../domain/mail/support-mailbox.js';
import { phoneNumberSchema } from '../domain/phone-number.js';

const port = z.coerce.number().int().min(0).max(65_535);
const seconds = z.coerce.number().positive();

/** 32 bytes as hex or base64: the key under which free text and the local contact book are sealed, links are signed. */
const keySchema = z.string().transform((text, context) => {
  const bytes = /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64');
  if (bytes.length === 32) return new Uint8Array(bytes);
  context.addIssue({ code: 'custom', message: 'must be 32 bytes as hex or base64' });
  return z.NEVER;
});

const formerKeysSchema = z
  .string()
  .transform((text) => text.split(',').map((each) => each.trim()))
  .pipe(z.array(keySchema))
  .default([]);

/** `SID` or `SID:token`, by comma. */
const formerAccountsSchema = z
  .string()
  .transform((text) => text.split(',').map((each) => each.trim()))
  .pipe(z.array(z.string().regex(/^AC[0-9a-f]{32}(?::[^\s:]+)?$/i, 'must be SIDs of accounts, or SID:token')))
  .transform((accounts) =>
    accounts.map((each) => {
      const [accountSid = '', authToken] = each.split(':');
      return authToken === undefined ? { accountSid } : { accountSid, authToken };
    }),
  )
  .default([]);

/** Mon–Fri 8–18: when nobody says when the desk answers support cases. */
const usualSupportHours = openingHoursSchema.parse({
  timeZone: 'Europe/Berlin',
  weekly: Object.fromEntries(
    ['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [{ from: '08:00', to: '18:00' }]]),
  ),
});

const supportHoursSchema = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: 'custom', message: 'must be JSON' });
      return z.NEVER;
    }
  })
  .pipe(openingHoursSchema)
  .refine(({ weekly }) => Object.values(weekly).some((spans) => spans.length > 0), {
    message: 'must be open some time of the week',
  });

/** What stops mails about support cases stops the start, and not each mail. */
const supportMailboxSchema = z.email().superRefine((address, context) => {
  try {
    supportMailboxOf(address);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    context.addIssue({ code: 'custom', message: error.message });
  }
});

const environmentSchema = z.object({
  TEMPORAL_ADDRESS: z.string().default('127.0.0.1:7233'),
  TEMPORAL_NAMESPACE: z.string().default('default'),
  MONGODB_URI: z.string().default('mongodb://127.0.0.1:27017/beistand'),
  BEISTAND_KEY: keySchema,
  /** Keys that were `BEISTAND_KEY` before, newest first, separated by commas: they open and verify, and seal no more. */
  BEISTAND_FORMER_KEYS: formerKeysSchema,
  /** Where webhooks and links reach the API from outside; signatures are checked against it. */
  PUBLIC_URL: z.url(),
  /** The folder of static scripts for a telephony provider that cannot reach the API: hosted apart from it. */
  FALLBACK_URL: z.url().optional(),
  /** How often it is looked which of them are hosted. */
  FALLBACK_INTERVAL_SECONDS: seconds.default(60),
  API_HOST: z.string().default('127.0.0.1'),
  API_PORT: port.default(3000),
  /** The address that the worker's metrics listen on: outside a container nobody else's business. */
  WORKER_METRICS_HOST: z.union([z.ipv4(), z.ipv6()]).default('127.0.0.1'),
  WORKER_METRICS_PORT: port.optional(),
  /** Encrypted local copy of numbers and settings. */
  CONTACT_BOOK_FOLDER: z.string().default('.data/contact-book'),
  /** A prebuilt workflow bundle; absent: the worker bundles at start. */
  WORKFLOW_BUNDLE: z.string().optional(),
  TWILIO_ACCOUNT_SID: z.string(),
  TWILIO_AUTH_TOKEN: z.string(),
  TWILIO_FALLBACK_ACCOUNT_SID: z.string().optional(),
  TWILIO_FALLBACK_AUTH_TOKEN: z.string().optional(),
  /** The number the fallback account dials from: Twilio lets an account use only numbers of its own. */
  TWILIO_FALLBACK_NUMBER: phoneNumberSchema.optional(),
  /**
   * Accounts that calls and texts went over before, by comma. `SID:token`: what stands there is still deleted when its time has
   * come. `SID` alone: the account is given up, and what stands there is left to Twilio's own retention.
   */
  TWILIO_FORMER_ACCOUNTS: formerAccountsSchema,
  /** Replaces https://api.twilio.com, e.g. by the phone simulator. */
  TWILIO_BASE_URL: z.url().optional(),
  TELEPHONY_TIMEOUT_SECONDS: seconds.default(5),
  /** Where calls and texts may go: ISO 3166 countries and calling codes such as `+881`, by comma; absent: everywhere. */
  ALLOWED_COUNTRIES: z
    .string()
    .transform((text) => text.split(',').map((each) => each.trim().toUpperCase()))
    .pipe(
      z.array(z.string().regex(/^(?:[A-Z]{2}|\+\d{1,3})$/, 'must be countries such as DE,HU,+881')).min(1),
    )
    .optional(),
  /** What telephony is reckoned to cost when organisations have a cap, in minor units (cents) of the currency. */
  PRICE_CURRENCY: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .default('EUR'),
  PRICE_CALL_MINUTE: z.coerce.number().int().min(0).default(20),
  PRICE_TEXT: z.coerce.number().int().min(0).default(10),
  SMTP_URL: z.string(),
  /** The sender of all mails, e.g. `Beistand <desk@example.org>`. */
  MAIL_FROM: z.string(),
  /** Where mails about support cases go to and come from, without a plus sign; absent: there are none. */
  SUPPORT_MAILBOX: supportMailboxSchema.optional(),
  /** Where the API receives mails by SMTP; absent: nowhere. Only with `SUPPORT_MAILBOX`. */
  INBOUND_MAIL_PORT: port.optional(),
  INBOUND_MAIL_HOST: z.union([z.ipv4(), z.ipv6()]).default('127.0.0.1'),
  /** Files in PEM; only both together. Absent: mails come in the clear. */
  INBOUND_MAIL_TLS_KEY: z.string().optional(),
  INBOUND_MAIL_TLS_CERTIFICATE: z.string().optional(),
  DESK_NAME: z.string().default('Beistand desk'),
  DESK_LANGUAGE: languageSchema.default('en'),
  DESK_PHONE: phoneNumberSchema,
  DESK_EMAIL: z.email(),
  DUTY_PHONE: phoneNumberSchema,
  DUTY_EMAIL: z.email(),
  EMERGENCY_NUMBER: phoneNumberSchema,
  /** When the desk answers support cases, as JSON: `{"timeZone": …, "weekly": {"mon": [{"from": "08:00", "to": "18:00"}], …}}`. */
  SUPPORT_HOURS: supportHoursSchema.default(usualSupportHours),
  /** The token of the desk itself, at least 32 characters; further tokens are made by the API. */
  DESK_TOKEN: z.string().min(32),
  /** Whether people of the desk have to sign in with a second factor. */
  SECOND_FACTOR_FOR_DESK: z.enum(['required', 'optional']).default('required'),
  /** A session ends after so long without a request … */
  SESSION_IDLE_MINUTES: z.coerce.number().positive().default(60),
  /** … and after so long in all. */
  SESSION_HOURS: z.coerce.number().positive().default(12),
  /** Signing in at an identity provider (OpenID Connect); only all three together. */
  OIDC_ISSUER: z.url().optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  /** Addresses, networks, or `loopback`, `linklocal`, `uniquelocal`: proxies whose X-Forwarded-For is believed. */
  TRUSTED_PROXIES: z
    .string()
    .default('loopback')
    .transform((text) => text.split(',').map((part) => part.trim())),
  /** Pinged by the auditor while all is well, so that an outside service notices when nobody is left. */
  HEARTBEAT_URL: z.url().optional(),
  AUDITOR_INTERVAL_SECONDS: seconds.default(15),
  AUDITOR_GRACE_SECONDS: seconds.default(60),
  SWEEPER_INTERVAL_SECONDS: seconds.default(10),
  SWEEPER_AGE_SECONDS: seconds.default(10),
  /** How often the API looks for events that outgoing webhooks have to tell of. */
  WEBHOOK_RELAY_SECONDS: seconds.default(1),
  /** How often the API looks for what people have done by telephone, text and link, which the audit trail has to tell of. */
  AUDIT_RELAY_SECONDS: seconds.default(2),
  /** Development and tests only: outgoing webhooks may go to this machine, and by http. */
  WEBHOOK_ALLOW_LOOPBACK: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

/** Everything that is configured from outside, checked once at start and passed on as arguments. */
export type Environment = z.infer<typeof environmentSchema>;

/** What signing in at an identity provider needs: a part of it would leave it off without a word. */
const openIdVariables = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'] as const;

const wholeEnvironmentSchema = environmentSchema.superRefine((environment, context) => {
  const missing = openIdVariables.filter((name) => environment[name] === undefined);
  if (missing.length === openIdVariables.length) return;
  for (const name of missing) context.addIssue({ code: 'custom', path: [name], message: 'is missing' });
});

/** The names of all variables that the product reads. */
export const environmentNames: readonly string[] = Object.keys(environmentSchema.shape);

/** What a command needs that works on the database alone. */
const storeEnvironmentSchema = environmentSchema.pick({
  MONGODB_URI: true,
  BEISTAND_KEY: true,
  BEISTAND_FORMER_KEYS: true,
  LOG_LEVEL: true,
});
export type StoreEnvironment = z.infer<typeof storeEnvironmentSchema>;

/**
 * Reads and checks the environment.
 *
 * @throws Error that names every wrong or missing variable, without repeating its value.
 */
export function readEnvironment(
  variables: Readonly<Record<string, string | undefined>> = process.env,
): Environment {
  return readBy(wholeEnvironmentSchema, variables);
}

/** Reads and checks what is needed to reach the database and its keys; errors as for the whole environment. */
export function readStoreEnvironment(
  variables: Readonly<Record<string, string | undefined>> = process.env,
): StoreEnvironment {
  return readBy(storeEnvironmentSchema, variables);
}

function readBy<Schema extends z.ZodType>(
  schema: Schema,
  variables: Readonly<Record<string, string | undefined>>,
): z.output<Schema> {
  const present = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = schema.safeParse(present);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => {
    const [variable = ''] = path;
    const name = String(variable) in present ? String(variable) : path.join('.');
    return name in present ? `  ${name}: ${message}` : `  ${name} is missing`;
  });
  throw new Error(`The configuration is not usable:\n${problems.join('\n')}`);
}

/** The variables for a process that is started from here: one's own, and what it is told besides. */
export function inheritEnvironment(
  told: Readonly<Record<string, string>>,
): Readonly<Record<string, string | undefined>> {
  return { ...process.env, ...told };
}

/** Which servers somebody else runs already; what is absent is started (development only). */
export function readExternalServices(variables: Readonly<Record<string, string | undefined>> = process.env): {
  readonly temporalAddress?: string;
  readonly mongoUri?: string;
} {
  const { TEMPORAL_ADDRESS: temporalAddress, MONGODB_URI: mongoUri } = variables;
  return {
    ...(temporalAddress === undefined || temporalAddress === '' ? {} : { temporalAddress }),
    ...(mongoUri === undefined || mongoUri === '' ? {} : { mongoUri }),
  };
}
