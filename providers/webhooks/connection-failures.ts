import type { WebhookFailure } from '../../domain/webhooks/delivery.js';

const notConnected: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'ETIMEDOUT',
  'EACCES',
]);

/** Codes of Node's TLS and of OpenSSL's verification (https://nodejs.org/api/tls.html#x509-certificate-error-codes). */
const ofTls =
  /^(ERR_TLS_|ERR_SSL_|EPROTO$|CERT_|CRL_|SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_|ERROR_IN_|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH|INVALID_PURPOSE)/;

/** Why a request got no reply, by the code of its error alone: messages quote addresses and certificates. */
export function failureOf(error: unknown): Exclude<WebhookFailure, 'secret-unreadable'> {
  const code = codeOf(error);
  if (notConnected.has(code)) return 'not-connected';
  if (ofTls.test(code)) return 'tls-failed';
  return code.startsWith('HPE_') ? 'reply-invalid' : 'connection-lost';
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}
