import type { Account } from '../accounts/account.js';
import type { Directory } from '../accounts/directory.js';
import type { Fallback, Instruction, StatusCallbackSettings } from '../calls/call.js';
import type { OutboundOrder } from '../calls/exchange.js';
import { isPhoneNumber } from '../phone-number.js';
import type { Alert } from '../script/alerts.js';
import { TwilioError } from '../twilio-error.js';
import { field, flagField, methodField, secondsField, urlField } from './form.js';

/**
 * What a POST to Calls.json orders. Throws a TwilioError where Twilio would refuse it
 * (https://www.twilio.com/docs/voice/api/call-resource#create-a-call-resource).
 */
export function readCallOrder(
  account: Account,
  form: URLSearchParams,
  directory: Directory,
  alert: Alert,
): OutboundOrder {
  const { to, from } = readParties(account, form, directory);
  return {
    account,
    to,
    from,
    instruction: readInstruction(form) ?? missingUrl(),
    fallback: readFallback(form),
    statusCallback: readStatusCallback(form, alert),
    ringSeconds: secondsField(form, 'Timeout', 60, 600),
    timeLimitSeconds: secondsField(form, 'TimeLimit', 14_400, 86_400),
    detection: readDetection(form, 'AsyncAmdStatusCallback', flagField(form, 'AsyncAmd', false)),
  };
}

function missingUrl(): never {
  throw new TwilioError(21205, 'Url parameter is required.');
}

/** Who is called, and the account's number that is shown. Throws a TwilioError (21201, 21210 to 21213). */
export function readParties(
  account: Account,
  form: URLSearchParams,
  directory: Directory,
): { readonly to: string; readonly from: string } {
  const to = field(form, 'To');
  const from = field(form, 'From');
  if (to === undefined) throw new TwilioError(21201, "No 'To' number is specified");
  if (from === undefined) throw new TwilioError(21213, "No 'From' number is specified");
  if (!isPhoneNumber(to)) {
    throw new TwilioError(21211, `The phone number you are attempting to call, ${to}, is not valid.`);
  }
  if (!isPhoneNumber(from)) {
    throw new TwilioError(21212, `The source phone number provided, ${from}, is not a valid phone number.`);
  }
  if (directory.owned(from)?.account !== account) {
    throw new TwilioError(
      21210,
      `The source phone number provided, ${from}, is not yet verified for your account. ` +
        "You may only make calls from phone numbers that you've verified or purchased from Twilio.",
    );
  }
  return { to, from };
}

/** TwiML to go on with: `Url` wins over `Twiml`, as at Twilio. */
export function readInstruction(form: URLSearchParams): Instruction | undefined {
  const url = urlField(form, 'Url', 21205);
  if (url !== undefined) return { kind: 'fetch', url, method: methodField(form, 'Method') };
  const twiml = field(form, 'Twiml');
  if (twiml === undefined) return undefined;
  // https://www.twilio.com/docs/voice/api/call-resource: "Max 4000 characters".
  if (twiml.length > 4000) throw new TwilioError(21205, 'Twiml is longer than 4000 characters.');
  return { kind: 'document', twiml };
}

/** Where to ask when the script fails. Throws a TwilioError 21205. */
export function readFallback(form: URLSearchParams): Fallback | undefined {
  const url = urlField(form, 'FallbackUrl', 21205);
  return url === undefined ? undefined : { url, method: methodField(form, 'FallbackMethod') };
}

const callEvents = ['initiated', 'ringing', 'answered', 'completed'] as const;

/**
 * An unknown event name does not fail the order: Twilio takes it, logs 21626 and never calls back
 * (https://www.twilio.com/docs/api/errors/21626).
 */
export function readStatusCallback(form: URLSearchParams, alert: Alert): StatusCallbackSettings | undefined {
  const url = urlField(form, 'StatusCallback', 21609);
  if (url === undefined) return undefined;
  const names = form.getAll('StatusCallbackEvent');
  const events = callEvents.filter((event) => names.includes(event));
  if (events.length !== new Set(names).size) {
    alert(undefined, 'warning', 21626, `Invalid StatusCallbackEvents: ${names.join(', ')}.`);
    return undefined;
  }
  return {
    url,
    method: methodField(form, 'StatusCallbackMethod'),
    events: new Set(events.length === 0 ? (['completed'] as const) : events),
  };
}

/** Whether and how to find out who answers; `callbackField` names the field of the address to tell. */
export function readDetection(
  form: URLSearchParams,
  callbackField: string,
  isAsync: boolean,
): OutboundOrder['detection'] {
  const mode = field(form, 'MachineDetection');
  if (mode === undefined) return undefined;
  if (mode !== 'Enable' && mode !== 'DetectMessageEnd') {
    throw new TwilioError(20001, `MachineDetection has the unknown value ${mode}.`);
  }
  const url = urlField(form, callbackField, 21609);
  return {
    mode,
    isAsync,
    callback: url === undefined ? undefined : { url, method: methodField(form, `${callbackField}Method`) },
  };
}
