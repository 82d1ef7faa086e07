import type { Connection } from 'mongoose';
import { RateLimiterMongo, RateLimiterRes } from 'rate-limiter-flexible';
import { attemptBounds, type AttemptKind } from '../domain/access/lockout.js';
import type { Within } from './deadline.js';
import { attemptCountCollection } from './models/attempt-count.js';
import type { AttemptLimits } from './store.js';

/**
 * Counts attempts in MongoDB, so that the bounds hold for all processes together. Whom a count is about stands there as it
 * is given.
 */
export function createAttemptLimits(connection: Connection, within: Within): AttemptLimits {
  const limiterOf = (kind: AttemptKind) =>
    new RateLimiterMongo({
      // The connection finds its database by itself as soon as MongoDB answers.
      storeClient: connection,
      tableName: attemptCountCollection,
      keyPrefix: kind,
      points: attemptBounds[kind].failures,
      duration: attemptBounds[kind].withinSeconds,
      // Made with all others, see MongoStore.ensureIndexes.
      disableIndexesCreation: true,
    });
  const limiters = new Map<AttemptKind, RateLimiterMongo>();
  function limiter(kind: AttemptKind): RateLimiterMongo {
    const known = limiters.get(kind) ?? limiterOf(kind);
    limiters.set(kind, known);
    return known;
  }

  return {
    take: (kind, of) =>
      within('other', async () => {
        try {
          await limiter(kind).consume(of);
          return { allowed: true };
        } catch (refusal) {
          if (!(refusal instanceof RateLimiterRes)) throw refusal;
          return { allowed: false, retryAfterSeconds: Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)) };
        }
      }),
    forgive: (kind, of) =>
      within('other', async () => {
        await limiter(kind).reward(of);
      }),
    clear: (kind, of) =>
      within('other', async () => {
        await limiter(kind).delete(of);
      }),
  };
}
