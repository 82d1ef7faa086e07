import type { RequestHandler } from 'express';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { HttpProblem } from './http-problem.js';

/** Requests per minute. */
export interface RateLimitSettings {
  /** Of one token, for everything but calls for help. */
  readonly ordinary: number;
  /**
   * Of one token, for reporting an incident and asking a traveller. So high that only a runaway client meets it: a life
   * may hang on such a request, and a mass event reports many at once.
   */
  readonly urgent: number;
  /** Of one address, with tokens that are not valid. */
  readonly failedAuthentications: number;
  /** Of one address, for what may be asked without signing in: pages behind links, and signing in itself. */
  readonly anonymous: number;
}

export const usualRateLimits: RateLimitSettings = {
  ordinary: 3_000,
  urgent: 30_000,
  failedAuthentications: 60,
  anonymous: 300,
};

export interface RateLimits {
  /** @throws HttpProblem 429 when the token has asked too often. */
  request(tokenId: string, urgency: 'ordinary' | 'urgent'): Promise<void>;
  /** @throws HttpProblem 429 when too many wrong tokens came from this address. */
  failedAuthentication(address: string): Promise<void>;
  /** @throws HttpProblem 429 when this address has asked too often without signing in. */
  anonymous(address: string): Promise<void>;
}

/**
 * Limits in this process's memory: they need no database, so they can neither fail nor delay a call for help. With N
 * API processes the limits are N times as high.
 */
export function createRateLimits(settings: RateLimitSettings = usualRateLimits): RateLimits {
  const perMinute = (points: number, keyPrefix: string) =>
    new RateLimiterMemory({ points, duration: 60, keyPrefix });
  const limiters = {
    ordinary: perMinute(settings.ordinary, 'ordinary'),
    urgent: perMinute(settings.urgent, 'urgent'),
    failed: perMinute(settings.failedAuthentications, 'failed'),
    anonymous: perMinute(settings.anonymous, 'anonymous'),
  };
  return {
    request: (tokenId, urgency) => consume(limiters[urgency], tokenId),
    failedAuthentication: (address) => consume(limiters.failed, address),
    anonymous: (address) => consume(limiters.anonymous, address),
  };
}

/** Stands before the pages behind links. */
export function limitAnonymous(limits: Pick<RateLimits, 'anonymous'>): RequestHandler {
  return async (request, _response, next) => {
    await limits.anonymous(request.ip ?? 'unknown');
    next();
  };
}

async function consume(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    const seconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
    throw new HttpProblem(429, 'Too many requests; please wait a moment.', {
      'Retry-After': String(seconds),
    });
  }
}
