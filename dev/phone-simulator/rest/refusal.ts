import { TwilioError } from '../twilio-error.js';

const wordings: ReadonlyMap<number, readonly [code: number, message: string]> = new Map([
  [401, [20003, 'Authenticate']],
  [403, [20003, 'Permission Denied']],
  [429, [20429, 'Too Many Requests']],
  [500, [20500, 'An internal server error has occurred']],
  [503, [20503, 'Service unavailable']],
]);

/** A refusal that a fault orders, worded like Twilio's for that HTTP status. */
export function refusal(fault: { readonly status: number; readonly code?: number | undefined }): TwilioError {
  const [code, message] = wordings.get(fault.status) ?? [20001, 'Bad request'];
  return new TwilioError(fault.code ?? code, message, fault.status);
}

/** https://www.twilio.com/docs/api/errors/20009: a call or message that is not final cannot be deleted. */
export function incomplete(): TwilioError {
  return new TwilioError(20009, 'Cannot delete this resource before it is complete', 409);
}
