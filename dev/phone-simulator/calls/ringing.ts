import type { Pacing } from '../pacing.js';
import type { Handsets, Pickup, RingOutcome } from '../people/handsets.js';
import type { Deed, PhoneScript } from '../people/phone-script.js';
import type { Phones } from '../people/phones.js';
import type { Call } from './call.js';

export interface Answer {
  readonly pickup: Pickup;
  readonly deeds: readonly Deed[];
}

export type Ring = (call: Call, ringSeconds: number) => Promise<Answer | undefined>;

/** How long the network needs to find out that it cannot connect. */
const refusalSeconds = 0.2;

/**
 * Dials the handset and lets it ring. Resolves with the answer, or with undefined when the call ended without one.
 * Twilio adds up to 5 s of its own to the ringing time; the simulator does not.
 */
export function createRing(deps: {
  readonly phones: Phones;
  readonly handsets: Handsets;
  readonly pacing: Pacing;
}): Ring {
  const { pacing } = deps;

  async function reaction(script: PhoneScript, signal: AbortSignal): Promise<RingOutcome> {
    switch (script.on) {
      case 'busy':
      case 'failed':
        await pacing.seconds(refusalSeconds, signal);
        return { outcome: script.on, by: 'network' };
      case 'decline':
        await pacing.seconds(script.afterSeconds ?? 1, signal);
        return { outcome: 'no-answer', by: 'person' };
      case 'answer':
        await pacing.seconds(script.afterSeconds ?? 0, signal);
        return {
          outcome: 'answered',
          pickup: { as: 'person', answeredBy: script.answeredBy ?? 'human' },
          deeds: script.then ?? [],
        };
      case 'voicemail':
        await pacing.seconds(script.afterSeconds ?? 0, signal);
        return {
          outcome: 'answered',
          pickup: { as: 'voicemail', greetingSeconds: script.greetingSeconds ?? 3 },
          deeds: [],
        };
      case 'ring-out':
      case 'manual':
        return new Promise(() => undefined);
    }
  }

  return async (call, ringSeconds) => {
    const settled = new AbortController();
    const signal = AbortSignal.any([settled.signal, call.lifetime]);
    try {
      call.initiate();
      const script = deps.phones.nextScript(call.number);
      // Registered before anybody can learn that it rings.
      const byHand = deps.handsets.waitForHand(call);
      if (script.on !== 'busy' && script.on !== 'failed') call.ring();
      const ringOut = pacing
        .seconds(ringSeconds, signal)
        .then((): RingOutcome => ({ outcome: 'no-answer', by: 'network' }));
      const outcome = await Promise.race([byHand, ringOut, reaction(script, signal)]);
      if (outcome.outcome !== 'answered') {
        call.end(outcome.outcome, outcome.by);
        return undefined;
      }
      call.answer();
      return { pickup: outcome.pickup, deeds: outcome.deeds };
    } catch (error) {
      if (call.isOver) return undefined;
      throw error;
    } finally {
      settled.abort();
    }
  };
}
