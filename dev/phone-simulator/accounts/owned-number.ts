import { newSid } from '../sid.js';
import type { Account } from './account.js';

export type HttpMethod = 'GET' | 'POST';

/** Where a number's calls and texts are handled. Empty: not configured. */
export interface NumberHandlers {
  readonly friendlyName: string;
  readonly voiceUrl: string;
  readonly voiceMethod: HttpMethod;
  readonly voiceFallbackUrl: string;
  readonly voiceFallbackMethod: HttpMethod;
  readonly smsUrl: string;
  readonly smsMethod: HttpMethod;
  readonly smsFallbackUrl: string;
  readonly smsFallbackMethod: HttpMethod;
  readonly statusCallback: string;
  readonly statusCallbackMethod: HttpMethod;
}

/** A phone number that an account owns (Twilio: IncomingPhoneNumber). */
export interface OwnedNumber {
  readonly sid: string;
  readonly account: Account;
  readonly phoneNumber: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly handlers: NumberHandlers;
}

/** A number that the account has just bought; what `handlers` leaves out is not configured. */
export function newOwnedNumber(
  account: Account,
  phoneNumber: string,
  handlers: Partial<NumberHandlers>,
): OwnedNumber {
  const now = new Date();
  return {
    sid: newSid('PN'),
    account,
    phoneNumber,
    createdAt: now,
    updatedAt: now,
    handlers: {
      friendlyName: phoneNumber,
      voiceUrl: '',
      voiceMethod: 'POST',
      voiceFallbackUrl: '',
      voiceFallbackMethod: 'POST',
      smsUrl: '',
      smsMethod: 'POST',
      smsFallbackUrl: '',
      smsFallbackMethod: 'POST',
      statusCallback: '',
      statusCallbackMethod: 'POST',
      ...handlers,
    },
  };
}
