import type { PurgePace } from './batched-deletion.js';

export interface PaceDependencies {
  /** Milliseconds. Rejects when the work is to end; what was written down is gone on with. */
  readonly rest: (milliseconds: number) => Promise<void>;
  /** Milliseconds that never go back. */
  readonly clock: () => number;
}

/**
 * A rest is so many times as long as the work before it, up to the longest one: what a batch costs depends on the machine and on
 * what others ask of it.
 */
const restsForWork = 3;
/** A batch that takes longer has waited for others, a telephony provider, say, which is no load here. Milliseconds. */
const longestRest = 1_000;
const shortestRest = 20;

/** The default: batches so small that nobody waits long behind one, and never more than a share of the time. */
export function gentlePace({ rest, clock }: PaceDependencies): PurgePace {
  let begun = clock();
  return {
    batchSize: 10,
    atOnce: 1,
    async afterBatch() {
      const worked = clock() - begun;
      await rest(Math.min(longestRest, Math.max(shortestRest, worked * restsForWork)));
      begun = clock();
    },
  };
}

/** As fast as it goes. */
export function fullPace({ rest }: Pick<PaceDependencies, 'rest'>): PurgePace {
  // Even here the work ends where it is to end.
  return { batchSize: 500, atOnce: 3, afterBatch: () => rest(0) };
}
