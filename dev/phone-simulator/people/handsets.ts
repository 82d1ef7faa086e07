import type { Call } from '../calls/call.js';
import type { Deed } from './phone-script.js';

/** How a call that rings is taken. */
export type Pickup =
  | { readonly as: 'person'; readonly answeredBy: 'human' | 'unknown' }
  | { readonly as: 'voicemail'; readonly greetingSeconds: number };

export type RingOutcome =
  | { readonly outcome: 'answered'; readonly pickup: Pickup; readonly deeds: readonly Deed[] }
  | { readonly outcome: 'busy' | 'no-answer' | 'failed'; readonly by: 'person' | 'network' };

/** The hands of people on phones that ring: who rings waits for them, the page and the API use them. */
export interface Handsets {
  /** Resolves when somebody takes or refuses the ringing call; never by itself. */
  waitForHand(call: Call): Promise<RingOutcome>;
  /** False: the call does not ring (any more). */
  use(call: Call, outcome: RingOutcome): boolean;
}

/** No phone rings at first. */
export function createHandsets(): Handsets {
  const ringing = new Map<string, (outcome: RingOutcome) => void>();
  return {
    waitForHand: (call) =>
      new Promise((resolve) => {
        ringing.set(call.sid, resolve);
        call.lifetime.addEventListener(
          'abort',
          () => {
            ringing.delete(call.sid);
          },
          { once: true },
        );
      }),
    use(call, outcome) {
      const take = ringing.get(call.sid);
      if (take === undefined || call.isOver || call.isAnswered) return false;
      ringing.delete(call.sid);
      take(outcome);
      return true;
    },
  };
}
