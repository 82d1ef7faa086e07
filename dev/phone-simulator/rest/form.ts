import type { HttpMethod } from '../accounts/owned-number.js';
import { TwilioError } from '../twilio-error.js';
import { isWebUrl } from '../webhooks/webhooks.js';

/** Reads the form of a REST request the way Twilio does: empty is the same as absent. */
export function field(form: URLSearchParams, name: string): string | undefined {
  const value = form.get(name);
  return value === null || value === '' ? undefined : value;
}

/** Undefined when absent. Throws a TwilioError with this code for anything but an http(s) URL. */
export function urlField(form: URLSearchParams, name: string, code: number): string | undefined {
  const value = field(form, name);
  if (value === undefined) return undefined;
  if (!isWebUrl(value)) throw new TwilioError(code, `${name} is not a valid URL: ${value}`);
  return value;
}

/** POST when absent. Throws a TwilioError 21403 for anything but GET and POST. */
export function methodField(form: URLSearchParams, name: string): HttpMethod {
  const value = field(form, name)?.toUpperCase() ?? 'POST';
  if (value !== 'GET' && value !== 'POST') {
    throw new TwilioError(21403, `${name} is not a valid HTTP method: ${value}`);
  }
  return value;
}

/** As Twilio: anything but `true` is false. */
export function flagField(form: URLSearchParams, name: string, standard: boolean): boolean {
  const value = field(form, name)?.toLowerCase();
  return value === undefined ? standard : value === 'true';
}

/** Whole seconds between 1 and `most`. */
export function secondsField(form: URLSearchParams, name: string, standard: number, most: number): number {
  const value = Number(field(form, name) ?? standard);
  if (!Number.isInteger(value) || value < 1) {
    throw new TwilioError(20001, `${name} must be a positive integer.`);
  }
  return Math.min(value, most);
}

/** The path of a resource, as `uri` fields show it. */
export function resourceUri(accountSid: string, path: string): string {
  return `/2010-04-01/Accounts/${accountSid}/${path}.json`;
}

/** Twilio's 404 for a resource that this account does not have. */
export function notFound(uri: string): TwilioError {
  return new TwilioError(20404, `The requested resource ${uri} was not found`, 404);
}
