import type { Request } from 'express';
import { DomainError } from '../../domain/errors.js';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses what another site makes a browser send (CSRF), by the fetch metadata that browsers attach and scripts cannot
 * set, and by the origin where there are none (OWASP, "Cross-Site Request Forgery Prevention", Fetch Metadata headers).
 *
 * @param required true when a cookie speaks for the request: then it has to prove where it comes from. Without a cookie
 *   there is nothing to abuse but signing somebody in as somebody else, for which a browser always tells the origin.
 * @throws DomainError `forbidden`.
 */
export function refuseForeignOrigin(request: Request, publicUrl: string, required: boolean): void {
  if (safeMethods.has(request.method)) return;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) {
    if (site === 'same-origin') return;
    throw refusal();
  }
  const { origin } = request.headers;
  if (origin === undefined ? required : origin !== new URL(publicUrl).origin) throw refusal();
}

function refusal(): DomainError {
  return new DomainError(
    'forbidden',
    'A request with a session has to come from our own pages (Sec-Fetch-Site, or Origin).',
  );
}
