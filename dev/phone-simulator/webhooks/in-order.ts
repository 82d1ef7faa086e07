import type { Pacing } from '../pacing.js';

/** Sends notifications one after the other. */
export type SendInOrder = (notification: () => Promise<void>) => void;

/**
 * Twilio sends notifications as separate requests, in order but without waiting for each other. So a receiver that
 * hangs keeps back what comes later for half a second at most.
 */
export function createSendInOrder(deps: { readonly pacing: Pacing }): SendInOrder {
  let previous: Promise<void> = Promise.resolve();
  return (notification) => {
    const patience = new AbortController();
    const waited = deps.pacing.milliseconds(500, patience.signal).catch(() => undefined);
    const before = Promise.race([previous, waited]).then(() => {
      patience.abort();
    });
    previous = before.then(notification);
  };
}
