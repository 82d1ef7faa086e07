import { deskOrganisationId } from '../../domain/identifiers.js';
import type { PhoneNumber } from '../../domain/phone-number.js';
import { callDocument, textDocument } from '../../providers/telephony/hosted-fallback.js';
import type { StackKeys } from './keys.js';
import { stackNumbers } from './phone-numbers.js';
import type { StackPorts } from './ports.js';

/** Where partners write to. */
export const supportMailbox = 'support@beistand.example';

/** How long a change of settings takes at most until the fallback documents have it. */
export const fallbackIntervalSeconds = 2;

/** The telephone network around the product: its accounts, and where their numbers are handled. */
export function phoneOptions(ports: StackPorts, keys: StackKeys) {
  const publicUrl = `http://127.0.0.1:${ports.api}`;
  const { accountSid, authToken, fallbackAccountSid, fallbackAuthToken } = keys;
  const fallbackUrl = `http://127.0.0.1:${ports.fallback}`;
  const number = (owner: string, phoneNumber: PhoneNumber) => ({
    accountSid: owner,
    phoneNumber,
    voiceUrl: `${publicUrl}/telephony/inbound/voice`,
    voiceFallbackUrl: `${fallbackUrl}/${callDocument(phoneNumber, deskOrganisationId)}`,
    voiceFallbackMethod: 'GET' as const,
    statusCallback: `${publicUrl}/telephony/inbound/status`,
    smsUrl: `${publicUrl}/telephony/inbound/text`,
    smsFallbackUrl: `${fallbackUrl}/${textDocument(deskOrganisationId)}`,
    smsFallbackMethod: 'GET' as const,
  });
  return {
    port: ports.phones,
    accounts: [
      { accountSid, authToken },
      { accountSid: fallbackAccountSid, authToken: fallbackAuthToken },
    ],
    numbers: [
      number(accountSid, stackNumbers.emergency),
      number(fallbackAccountSid, stackNumbers.fallbackLine),
    ],
  };
}

/** What the product is told by its environment, apart from where its services are. */
export function productVariables(keys: StackKeys, apiUrl: string, ports: StackPorts): Record<string, string> {
  return {
    TEMPORAL_NAMESPACE: 'beistand',
    WEBHOOK_ALLOW_LOOPBACK: 'true',
    BEISTAND_KEY: keys.beistandKey,
    DESK_TOKEN: keys.deskToken,
    PUBLIC_URL: apiUrl,
    API_PORT: String(ports.api),
    FALLBACK_URL: `http://127.0.0.1:${ports.fallback}`,
    FALLBACK_INTERVAL_SECONDS: String(fallbackIntervalSeconds),
    TWILIO_ACCOUNT_SID: keys.accountSid,
    TWILIO_AUTH_TOKEN: keys.authToken,
    TWILIO_FALLBACK_ACCOUNT_SID: keys.fallbackAccountSid,
    TWILIO_FALLBACK_AUTH_TOKEN: keys.fallbackAuthToken,
    TWILIO_FALLBACK_NUMBER: stackNumbers.fallbackLine,
    DESK_PHONE: stackNumbers.desk,
    DESK_EMAIL: 'desk@beistand.example',
    DUTY_PHONE: stackNumbers.duty,
    DUTY_EMAIL: 'duty@beistand.example',
    EMERGENCY_NUMBER: stackNumbers.emergency,
    SUPPORT_MAILBOX: supportMailbox,
    INBOUND_MAIL_PORT: String(ports.inboundMail),
    MAIL_FROM: 'Beistand <desk@beistand.example>',
  };
}
