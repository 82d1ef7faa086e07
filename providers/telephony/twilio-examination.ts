import type { PhoneNumber } from '../../domain/phone-number.js';
import { createTwilioClients, type TwilioAccount, type TwilioConnection } from './twilio-account.js';

/** A number as Twilio has it, and where its calls and texts go. */
export interface OwnedNumberFacts {
  readonly number: string;
  readonly voiceUrl: string;
  readonly voiceFallbackUrl: string;
  readonly statusCallback: string;
  readonly smsUrl: string;
}

/**
 * The number as the account has it; undefined: the account has no such number. For examinations by people.
 *
 * @throws Error that names Twilio's status and code, when the credentials are refused or Twilio does not answer.
 */
export async function findOwnedNumber(
  account: TwilioAccount,
  connection: TwilioConnection,
  number: PhoneNumber,
): Promise<OwnedNumberFacts | undefined> {
  const { everythingElse } = createTwilioClients(account, connection);
  try {
    const [found] = await everythingElse.incomingPhoneNumbers.list({ phoneNumber: number, limit: 1 });
    if (found === undefined) return undefined;
    const { phoneNumber, voiceUrl, voiceFallbackUrl, statusCallback, smsUrl } = found;
    return { number: phoneNumber, voiceUrl, voiceFallbackUrl, statusCallback, smsUrl };
  } catch (error) {
    throw new Error(`the account is not usable: ${reasonOf(error)}`, { cause: error });
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const parts = ['status', 'code'].flatMap((name) => {
    const value: unknown = Object.entries(error).find(([key]) => key === name)?.[1];
    return typeof value === 'number' || typeof value === 'string' ? [`${name} ${value}`] : [];
  });
  return parts.length === 0 ? error.name : parts.join(', ');
}
