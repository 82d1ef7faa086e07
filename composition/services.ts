import type { Logger } from 'pino';
import { connectCases } from '../cases/create-cases.js';
import { createLinkTokens } from '../cases/link-tokens.js';
import type { Environment } from '../config/env.js';
import { connectStore } from '../db/connection.js';
import type { DeskLines } from '../db/contact-book/contact-book.js';
import { createContactBook } from '../db/contact-book/create-contact-book.js';
import { createSealer } from '../db/sealer.js';
import { createSmtpMailer } from '../providers/mail/smtp-mailer.js';
import { createWebhookAddresses } from '../providers/telephony/addresses.js';
import type { TwilioAccount } from '../providers/telephony/twilio-account.js';
import { createTwilioTelephony } from '../providers/telephony/twilio-telephony.js';
import { createMailTemplates } from '../wording/mail/mail-templates.js';
import { createWording } from '../wording/wording.js';

/**
 * Everything that both processes, API and worker, stand on. Resolves although MongoDB or Temporal are away: they are
 * reached as soon as they answer.
 */
export async function connectServices(environment: Environment, log: Logger) {
  const sealer = createSealer(environment.BEISTAND_KEY, environment.BEISTAND_FORMER_KEYS);
  const desk = deskLines(environment);
  const accounts = twilioAccounts(environment);
  const store = await connectStore({ uri: environment.MONGODB_URI, sealer, log });
  const contactBook = await createContactBook({
    store,
    sealer,
    desk,
    folder: environment.CONTACT_BOOK_FOLDER,
    log,
  });
  const telephony = createTwilioTelephony({
    accounts,
    requestTimeoutMilliseconds: environment.TELEPHONY_TIMEOUT_SECONDS * 1000,
    ...(environment.TWILIO_BASE_URL === undefined ? {} : { baseUrl: environment.TWILIO_BASE_URL }),
  });
  const mailer = createSmtpMailer({ smtpUrl: environment.SMTP_URL, from: environment.MAIL_FROM });
  const cases = connectCases({
    address: environment.TEMPORAL_ADDRESS,
    namespace: environment.TEMPORAL_NAMESPACE,
  });
  const wording = createWording();
  return {
    sealer,
    desk,
    accounts,
    store,
    contactBook,
    telephony,
    mailer,
    cases,
    wording,
    mailTemplates: createMailTemplates(wording),
    links: createLinkTokens({ key: environment.BEISTAND_KEY }),
    addresses: createWebhookAddresses({
      publicUrl: environment.PUBLIC_URL,
      ...(environment.FALLBACK_URL === undefined ? {} : { fallbackUrl: environment.FALLBACK_URL }),
    }),
    async close(): Promise<void> {
      mailer.close();
      await Promise.allSettled([contactBook.close(), cases.close()]);
      await store.close();
    },
  };
}

export type Services = Awaited<ReturnType<typeof connectServices>>;

/** The desk comes from the environment: it can be reached even if MongoDB never answers. */
function deskLines(environment: Environment): DeskLines {
  return {
    name: environment.DESK_NAME,
    language: environment.DESK_LANGUAGE,
    phone: environment.DESK_PHONE,
    email: environment.DESK_EMAIL,
    dutyPhone: environment.DUTY_PHONE,
    dutyEmail: environment.DUTY_EMAIL,
    emergencyNumber: environment.EMERGENCY_NUMBER,
  };
}

function twilioAccounts(environment: Environment): [TwilioAccount, ...TwilioAccount[]] {
  const primary = { accountSid: environment.TWILIO_ACCOUNT_SID, authToken: environment.TWILIO_AUTH_TOKEN };
  const { TWILIO_FALLBACK_ACCOUNT_SID: accountSid, TWILIO_FALLBACK_AUTH_TOKEN: authToken } = environment;
  if (accountSid === undefined || authToken === undefined) return [primary];
  const { TWILIO_FALLBACK_NUMBER: ownNumber } = environment;
  return [primary, { accountSid, authToken, ...(ownNumber === undefined ? {} : { ownNumber }) }];
}
