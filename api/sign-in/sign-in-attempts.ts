import { createHmac } from 'node:crypto';
import ipaddr from 'ipaddr.js';
import type { AttemptLimits } from '../../db/store.js';
import type { AttemptKind } from '../../domain/access/lockout.js';
import { HttpProblem } from '../middleware/http-problem.js';

/** One bound, and whom it is about. */
export interface SignInAttempt {
  readonly kind: AttemptKind;
  /** May be personal: it is hidden before it is stored. */
  readonly of: string;
}

/** Bounded attempts at something secret. */
export interface SignInAttempts {
  /**
   * Counts one against each bound, in their order.
   *
   * @throws HttpProblem 429 as soon as one of them is used up.
   */
  begin(attempts: readonly SignInAttempt[]): Promise<void>;
  /** It was right: takes it back, and forgets all of the first. */
  succeeded(attempts: readonly SignInAttempt[]): Promise<void>;
}

/** @param key 32 bytes: without it nobody can tell from the counts who was tried. */
export function createSignInAttempts(limits: AttemptLimits, key: Uint8Array): SignInAttempts {
  const hidden = (text: string) => createHmac('sha256', key).update(`attempt:${text}`).digest('base64url');
  return {
    async begin(attempts) {
      for (const { kind, of } of attempts) {
        const taken = await limits.take(kind, hidden(of));
        if (!taken.allowed) throw tooMany(taken.retryAfterSeconds);
      }
    },
    async succeeded(attempts) {
      const [first, ...others] = attempts;
      if (first !== undefined) await limits.clear(first.kind, hidden(first.of));
      for (const { kind, of } of others) await limits.forgive(kind, hidden(of));
    },
  };
}

/** The same for what is left out in silence where it is too much, such as a mail to somebody else. */
export async function isAllowed(attempts: SignInAttempts, attempt: SignInAttempt): Promise<boolean> {
  try {
    await attempts.begin([attempt]);
    return true;
  } catch (error) {
    if (error instanceof HttpProblem && error.status === 429) return false;
    throw error;
  }
}

/** Whoever has an IPv6 network has all addresses of a /64. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return parsed.toByteArray().slice(0, 8).join('.');
}

function tooMany(seconds: number): HttpProblem {
  return new HttpProblem(429, 'Too many attempts; please wait.', { 'Retry-After': String(seconds) });
}
