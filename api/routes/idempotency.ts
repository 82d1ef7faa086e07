import { z } from 'zod';
import { DomainError } from '../../domain/errors.js';

/** Makes a request repeatable: the same key gives the same result again. */
export const idempotencyHeaders = z.object({
  'idempotency-key': z
    .string()
    .regex(/^[\x21-\x7e](?:[\x20-\x7e]{0,198}[\x21-\x7e])?$/, 'must be 1 to 200 printable ASCII characters')
    .optional()
    .meta({ description: 'Repeating a request with the same key gives the first result again.' }),
});

/** Told with every answer that repeats an earlier one. */
export const replayedHeader = { 'Idempotency-Replayed': 'true' } as const;

/** Keeps two requests with one key from running side by side in this process. */
export interface RequestsInFlight {
  /** @throws DomainError `idempotency-key-in-use` while another request with this ID is being answered. */
  alone<Answer>(id: string, work: () => Promise<Answer>): Promise<Answer>;
}

/**
 * Other processes may answer a request with the same key at the same time; that is harmless, since the intake's and the
 * workflow's ID are the same, and both give the same case.
 */
export function createRequestsInFlight(): RequestsInFlight {
  const inFlight = new Set<string>();
  return {
    async alone(id, work) {
      if (inFlight.has(id)) {
        throw new DomainError(
          'idempotency-key-in-use',
          'A request with this Idempotency-Key is being answered; please repeat in a moment.',
        );
      }
      inFlight.add(id);
      try {
        return await work();
      } finally {
        inFlight.delete(id);
      }
    },
  };
}
