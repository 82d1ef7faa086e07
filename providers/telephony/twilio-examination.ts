import type { PhoneNumber } from '../../domain/phone-number.js';
import { createTwilioClients, type TwilioAccount, type TwilioConnection } from './twilio-account.js';

/** An address that Twilio asks, and how. Empty: none is set. */
export interface AskedAddress {
  readonly url: string;
  readonly method: string;
}

/** A number as Twilio has it, what it can do, and where its calls and texts go. */
export interface OwnedNumberFacts {
  readonly takesCalls: boolean;
  readonly takesTexts: boolean;
  readonly call: AskedAddress;
  readonly callFallback: AskedAddress;
  readonly callStatus: AskedAddress;
  readonly text: AskedAddress;
  readonly textFallback: AskedAddress;
  /** An application or a trunk that takes the calls, so that the number's own addresses count for nothing. */
  readonly callsGoElsewhere: boolean;
  /** The same for texts. */
  readonly textsGoElsewhere: boolean;
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
    return {
      takesCalls: found.capabilities.voice,
      takesTexts: found.capabilities.sms,
      call: { url: found.voiceUrl, method: found.voiceMethod },
      callFallback: { url: found.voiceFallbackUrl, method: found.voiceFallbackMethod },
      callStatus: { url: found.statusCallback, method: found.statusCallbackMethod },
      text: { url: found.smsUrl, method: found.smsMethod },
      textFallback: { url: found.smsFallbackUrl, method: found.smsFallbackMethod },
      callsGoElsewhere: isSet(found.voiceApplicationSid) || isSet(found.trunkSid),
      textsGoElsewhere: isSet(found.smsApplicationSid),
    };
  } catch (error) {
    throw new Error(`the account is not usable: ${reasonOf(error)}`, { cause: error });
  }
}

/** Twilio says "none" by null as well as by an empty text, whatever its types say. */
function isSet(sid: string | null): boolean {
  return sid !== null && sid !== '';
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const parts = ['status', 'code'].flatMap((name) => {
    const value: unknown = Object.entries(error).find(([key]) => key === name)?.[1];
    return typeof value === 'number' || typeof value === 'string' ? [`${name} ${value}`] : [];
  });
  return parts.length === 0 ? error.name : parts.join(', ');
}
