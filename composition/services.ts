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
import type { OwnLine } from '../providers/telephony/own-lines.js';
import type { TwilioAccount } from '../providers/telephony/twilio-account.js';
import { guardTelephony } from '../providers/telephony/guarded-telephony.js';
import { createTwilioTelephony } from '../providers/telephony/twilio-telephony.js';
import type { DiallingRules } from '../domain/dialling/dialling-rules.js';
import { createWebhookSender } from '../providers/webhooks/https-webhook-sender.js';
import type { WebhookReach } from '../domain/webhooks/public-address.js';
import { createMailTemplates } from '../wording/mail/mail-templates.js';
import { createWording } from '../wording/wording.js';
import { findHostedFallback } from './fallback.js';
import { deskLines } from './lines.js';
import { supportHours } from './support-hours.js';
import { reportMailIdentity, supportMailIdentity, supportQuestionTokens } from './support-mail.js';

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
  const diallingRules = diallingRulesOf(environment);
  const twilio = createTwilioTelephony({
    accounts,
    formerAccounts: environment.TWILIO_FORMER_ACCOUNTS,
    requestTimeoutMilliseconds: environment.TELEPHONY_TIMEOUT_SECONDS * 1000,
    ...(environment.TWILIO_BASE_URL === undefined ? {} : { baseUrl: environment.TWILIO_BASE_URL }),
  });
  const mailer = createSmtpMailer({ smtpUrl: environment.SMTP_URL, from: environment.MAIL_FROM });
  const webhookReach: WebhookReach = environment.WEBHOOK_ALLOW_LOOPBACK ? 'public-and-loopback' : 'public';
  const cases = connectCases({
    address: environment.TEMPORAL_ADDRESS,
    namespace: environment.TEMPORAL_NAMESPACE,
  });
  const hostedFallback = await findHostedFallback(environment, log);
  const wording = createWording();
  return {
    sealer,
    desk,
    accounts,
    lines: ownLines(accounts, desk),
    store,
    contactBook,
    telephony: guardTelephony(twilio, diallingRules),
    diallingRules,
    prices: {
      currency: environment.PRICE_CURRENCY,
      callMinute: environment.PRICE_CALL_MINUTE,
      text: environment.PRICE_TEXT,
    },
    mailer,
    webhookReach,
    webhookSender: createWebhookSender({ reach: webhookReach }),
    cases,
    wording,
    mailTemplates: createMailTemplates(wording),
    /** Undefined: there is no mailbox for support cases. */
    supportMailIdentity: supportMailIdentity(environment),
    reportMailIdentity: reportMailIdentity(environment),
    questionTokens: supportQuestionTokens(environment),
    supportHours: supportHours(environment),
    links: createLinkTokens({ key: environment.BEISTAND_KEY }),
    addresses: createWebhookAddresses({
      publicUrl: environment.PUBLIC_URL,
      ...(hostedFallback === undefined ? {} : { hostedFallback }),
    }),
    hostedFallback,
    async close(): Promise<void> {
      hostedFallback?.close();
      mailer.close();
      await Promise.allSettled([contactBook.close(), cases.close()]);
      await store.close();
    },
  };
}

export type Services = Awaited<ReturnType<typeof connectServices>>;

function diallingRulesOf(environment: Environment): DiallingRules {
  const { DESK_PHONE, DUTY_PHONE, EMERGENCY_NUMBER, ALLOWED_COUNTRIES: allowedCountries } = environment;
  const own = [DESK_PHONE, DUTY_PHONE, EMERGENCY_NUMBER];
  return allowedCountries === undefined ? { own } : { own, allowedCountries };
}

function twilioAccounts(environment: Environment): [TwilioAccount, ...TwilioAccount[]] {
  const primary = { accountSid: environment.TWILIO_ACCOUNT_SID, authToken: environment.TWILIO_AUTH_TOKEN };
  const { TWILIO_FALLBACK_ACCOUNT_SID: accountSid, TWILIO_FALLBACK_AUTH_TOKEN: authToken } = environment;
  if (accountSid === undefined || authToken === undefined) return [primary];
  const { TWILIO_FALLBACK_NUMBER: ownNumber } = environment;
  return [primary, { accountSid, authToken, ...(ownNumber === undefined ? {} : { ownNumber }) }];
}

/** The first account calls from the emergency number; a further one takes part in bridges only with a number of its own. */
function ownLines(
  [primary, ...further]: [TwilioAccount, ...TwilioAccount[]],
  desk: DeskLines,
): readonly OwnLine[] {
  return [
    { account: primary.accountSid, number: desk.emergencyNumber },
    ...further.flatMap(({ accountSid: account, ownNumber: number }) =>
      number === undefined || number === desk.emergencyNumber ? [] : { account, number },
    ),
  ];
}
