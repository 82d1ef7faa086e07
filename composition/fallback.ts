import type { Logger } from 'pino';
import type { Environment } from '../config/env.js';
import { createHostedFallback, type HostedFallback } from '../providers/telephony/hosted-fallback.js';

/** The fallback documents, if they are hosted anywhere; else the log of every start says what that means. */
export async function findHostedFallback(
  {
    FALLBACK_URL: url,
    FALLBACK_INTERVAL_SECONDS,
  }: Pick<Environment, `FALLBACK_${string}` & keyof Environment>,
  log: Pick<Logger, 'info' | 'warn'>,
): Promise<HostedFallback | undefined> {
  if (url === undefined) {
    log.warn(
      'FALLBACK_URL is not set: whoever is on the phone while the API is away reaches nobody. ' +
        'See "The fallback documents" in docs/operations.md',
    );
    return undefined;
  }
  return createHostedFallback({ url, intervalMilliseconds: FALLBACK_INTERVAL_SECONDS * 1000, log });
}
