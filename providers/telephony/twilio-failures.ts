import { z } from 'zod';
import { unavailable, type DomainError } from '../../domain/errors.js';

/**
 * What a failed request to Twilio proves. `not-sent`: nothing was written to the network. `refused`: Twilio read the
 * request and did not do it. `unknown`: it may have been done.
 */
export type TwilioFailure =
  | { readonly proves: 'not-sent' }
  | { readonly proves: 'refused'; readonly status: number; readonly code?: number }
  | { readonly proves: 'unknown' };

/** Both of the package's error classes (RestException, TwilioServiceException) carry these two. */
const answeredSchema = z.object({ status: z.number(), code: z.number().optional().catch(undefined) });

/**
 * Node marks with the system call what failed before there was a connection. Certificates too are checked before the
 * request is written (node:tls, codes of X509 verification). Told by their shape, not by class, because core errors
 * come from another realm where modules run in a VM.
 */
const beforeSendingSchema = z.union([
  z.object({ syscall: z.enum(['connect', 'getaddrinfo']) }),
  z.object({
    code: z.string().regex(/^(CERT_|ERR_TLS_CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(GET|VERIFY)_)/),
  }),
]);

/** An address with several records is tried record by record; the sum fails when all have. */
const severalSchema = z.object({ errors: z.array(z.unknown()).min(1) });

const wrappedSchema = z.object({ cause: z.unknown() });

/** Judges an error that the `twilio` package threw. Whatever is not certain is `unknown`. */
export function failureOf(error: unknown): TwilioFailure {
  if (wasNotSent(error)) return { proves: 'not-sent' };
  const answered = answeredSchema.safeParse(error);
  if (!answered.success) return { proves: 'unknown' };
  const { status, code } = answered.data;
  // A 5xx may come from behind the point where the order was accepted, and 408 means that Twilio (or something before
  // it) stopped waiting: neither proves anything. Every other 4xx is given before acceptance, 429 and 401 included.
  if (status < 400 || status >= 500 || status === 408) return { proves: 'unknown' };
  return { proves: 'refused', status, ...(code === undefined ? {} : { code }) };
}

function wasNotSent(error: unknown): boolean {
  if (beforeSendingSchema.safeParse(error).success) return true;
  const several = severalSchema.safeParse(error);
  if (several.success) return several.data.errors.every(wasNotSent);
  const wrapped = wrappedSchema.safeParse(error);
  return wrapped.success && wrapped.data.cause !== undefined && wasNotSent(wrapped.data.cause);
}

/**
 * The number itself is the reason, so no other account would help (twilio.com/docs/api/errors): 13223, 13224 and 13226
 * invalid for dialling, 21201 none, 21202 premium, 21211 invalid, 21214 not reachable, 21217 and 21401 invalid, 21614 a
 * landline for a text. What an account may not do (21210, 21215, 21408, 21612) another one may.
 */
const refusedNumbers = new Set([13223, 13224, 13226, 21201, 21202, 21211, 21214, 21217, 21401, 21614]);

/** The receiver texted STOP to our number: Twilio takes no text for them until they text START. */
const optedOut = 21610;

/** Why Twilio refused, in the words of the Telephony interface. */
export function refusalReason(
  code: number | undefined,
): 'opted-out' | 'number-refused' | 'provider-rejected' {
  if (code === optedOut) return 'opted-out';
  return code !== undefined && refusedNumbers.has(code) ? 'number-refused' : 'provider-rejected';
}

/** The call is over (or has not begun), so it can be neither redirected nor ended (21220); or nobody knows it (20404). */
export function isCallOver(failure: TwilioFailure): boolean {
  return (
    failure.proves === 'refused' &&
    (failure.code === 21220 || failure.code === 20404 || failure.status === 404)
  );
}

const networkCodeSchema = z.object({ code: z.string().regex(/^[A-Z0-9_]{1,60}$/) });

/**
 * The error that makes the caller repeat an operation. Twilio's own messages quote phone numbers, and causes end in
 * workflow histories, so only the codes of the failure are kept.
 */
export function twilioUnavailable(error: unknown): DomainError {
  const failure = failureOf(error);
  const network = networkCodeSchema.safeParse(error);
  const facts =
    failure.proves === 'refused'
      ? `refused with HTTP ${failure.status}, code ${failure.code ?? 'none'}`
      : `${failure.proves}, ${network.success ? network.data.code : answeredStatusOf(error)}`;
  return unavailable('The telephony provider', new Error(`Twilio: ${facts}`));
}

function answeredStatusOf(error: unknown): string {
  const answered = answeredSchema.safeParse(error);
  return answered.success ? `HTTP ${answered.data.status}` : 'no reply that could be read';
}
