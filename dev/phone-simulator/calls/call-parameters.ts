import type { Call } from './call.js';

/** The version of the API that webhooks and resources name. */
export const apiVersion = '2010-04-01';

/** RFC 2822 with a numeric zone, as every Twilio date: `Thu, 20 Nov 2026 23:58:12 +0000`. */
export function rfc2822(date: Date): string {
  return date.toUTCString().replace('GMT', '+0000');
}

/** What every webhook about a call says of it (https://www.twilio.com/docs/voice/twiml#request-parameters). */
export function callParameters(call: Call, status: string = call.status): Readonly<Record<string, string>> {
  return {
    CallSid: call.sid,
    AccountSid: call.account.sid,
    From: call.from,
    To: call.to,
    Caller: call.from,
    Called: call.to,
    CallStatus: status,
    Direction: call.direction,
    ApiVersion: apiVersion,
    ...(call.parent === undefined ? {} : { ParentCallSid: call.parent.sid }),
  };
}
