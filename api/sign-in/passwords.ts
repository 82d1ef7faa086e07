import { hash, parseOptions, verify } from '@node-rs/argon2';
import { randomBytes } from 'node:crypto';
import { unavailable } from '../../domain/errors.js';
import { usualHashingCost, type HashingCost } from './hashing-cost.js';

/** Hashes and checks passwords. */
export interface Passwords {
  hash(password: string): Promise<string>;
  /** Takes about the same work whether there is a hash or not, so that its time tells nothing. */
  verify(stored: string | undefined, password: string): Promise<boolean>;
  /** Whether the hash was made with other parameters than today's. */
  isOutdated(stored: string): boolean;
}

/**
 * Each takes a thread of the pool that also looks up names for calls for help, and 19 MiB: so a storm of sign-ins waits,
 * and what waits too long a line is refused.
 */
const mostAtOnce = 2;
const mostWaiting = 200;

/** argon2id, the library's default. */
export function createPasswords(cost: HashingCost = usualHashingCost): Passwords {
  let running = 0;
  const waiting: (() => void)[] = [];
  let nobodys: Promise<string> | undefined;

  async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    if (running >= mostAtOnce) {
      if (waiting.length >= mostWaiting) throw unavailable('Signing in');
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  }

  const hashed = (password: string) => inTurn(() => hash(normalised(password), cost));

  return {
    hash: hashed,
    async verify(stored, password) {
      nobodys ??= hashed(randomBytes(32).toString('hex'));
      const against = stored ?? (await nobodys);
      const matches = await inTurn(() => verify(against, normalised(password)));
      return stored !== undefined && matches;
    },
    isOutdated(stored) {
      const { memoryCost, timeCost, parallelism } = parseOptions(stored);
      return memoryCost !== cost.memoryCost || timeCost !== cost.timeCost || parallelism !== cost.parallelism;
    },
  };
}

/** The same characters are the same password on every keyboard (NIST SP 800-63B-4, 3.1.1.2). */
function normalised(password: string): string {
  return password.normalize('NFKC');
}
