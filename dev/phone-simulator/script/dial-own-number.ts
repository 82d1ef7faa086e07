import type { OwnedNumber } from '../accounts/owned-number.js';
import type { Call, FinalStatus } from '../calls/call.js';
import type { ReceiveCall } from '../calls/incoming.js';
import type { Faults } from '../faults.js';
import type { Pacing } from '../pacing.js';

export interface DialOwnNumberDeps {
  readonly receive: ReceiveCall;
  readonly faults: Faults;
  readonly pacing: Pacing;
}

/** A key takes so long, tone and silence. */
const toneSeconds = 0.1;
const waits = new Map([
  ['w', 0.5],
  ['W', 1],
]);

/**
 * Calls a number that an account owns: there a call comes in, and its handler's script answers it. The two are one
 * connection: they ring, are answered and end together.
 *
 * @returns the call at the other end once it is answered, else undefined.
 */
export async function ringOwnNumber(
  leg: Call,
  dialler: Call,
  number: OwnedNumber,
  ringSeconds: number,
  { receive, pacing }: DialOwnNumberDeps,
): Promise<Call | undefined> {
  leg.initiate();
  return new Promise((resolve) => {
    const settled = new AbortController();
    const farEnd = receive({ from: leg.from, number, heardBy: dialler }, (call) => {
      call.onProgress((progress, by) => {
        if (progress === 'ringing') leg.ring();
        else if (progress === 'answered') {
          leg.answer();
          settled.abort();
          resolve(call);
        } else if (progress !== 'initiated') {
          leg.end(progress satisfies FinalStatus, by === 'request' ? 'network' : by);
          settled.abort();
          resolve(undefined);
        }
      });
    });
    leg.lifetime.addEventListener(
      'abort',
      () => {
        farEnd.hangUp();
      },
      { once: true },
    );
    pacing.seconds(ringSeconds, AbortSignal.any([settled.signal, leg.lifetime])).then(
      () => {
        leg.end('no-answer', 'network');
      },
      () => undefined,
    );
  });
}

/** Sends keys into the connection. Nobody keeps them: where nothing listens at that moment they are lost. */
export async function sendDigits(
  leg: Call,
  farEnd: Call,
  digits: string,
  deps: DialOwnNumberDeps,
): Promise<void> {
  try {
    for (const key of digits) {
      await deps.pacing.seconds(waits.get(key) ?? toneSeconds, farEnd.lifetime);
      if (waits.has(key) || deps.faults.isOn('lose-sent-digits', leg.account.sid)) continue;
      farEnd.line.reach({ kind: 'key', key, byHand: false });
    }
  } catch (error) {
    if (!farEnd.isOver) throw error;
  }
}
