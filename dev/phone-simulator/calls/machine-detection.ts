import type { Journal } from '../journal/journal.js';
import type { Pacing } from '../pacing.js';
import type { Pickup } from '../people/handsets.js';
import type { Target } from '../twiml/verbs.js';
import type { Webhooks } from '../webhooks/webhooks.js';
import type { AnsweredBy, Call } from './call.js';

export type DetectionMode = 'Enable' | 'DetectMessageEnd';

/**
 * Finds out who answered (https://www.twilio.com/docs/voice/answering-machine-detection): stores it on the call and
 * tells the callback. Resolves with undefined when the call ended first, which Twilio does not report.
 */
export type DetectMachine = (
  call: Call,
  pickup: Pickup,
  mode: DetectionMode,
  callback: Target | undefined,
) => Promise<AnsweredBy | undefined>;

/** `humanSeconds`: how long a human is listened to; anything else takes twice as long. */
export function createMachineDetection(deps: {
  readonly journal: Journal;
  readonly pacing: Pacing;
  readonly webhooks: Webhooks;
  readonly humanSeconds: number;
}): DetectMachine {
  return async (call, pickup, mode, callback) => {
    const { answeredBy, seconds } = finding(pickup, mode, deps.humanSeconds);
    try {
      await deps.pacing.seconds(seconds, call.lifetime);
    } catch {
      return undefined;
    }
    call.answeredBy = answeredBy;
    deps.journal.note({ event: 'detected', callSid: call.sid, number: call.number, answeredBy });
    if (callback !== undefined) {
      void deps.webhooks.notify({
        account: call.account,
        url: callback.url,
        method: callback.method,
        purpose: 'machine-detection',
        callSid: call.sid,
        number: call.number,
        params: {
          CallSid: call.sid,
          AccountSid: call.account.sid,
          AnsweredBy: answeredBy,
          MachineDetectionDuration: String(Math.round(seconds * 1000)),
        },
      });
    }
    return answeredBy;
  };
}

function finding(
  pickup: Pickup,
  mode: DetectionMode,
  humanSeconds: number,
): { readonly answeredBy: AnsweredBy; readonly seconds: number } {
  if (pickup.as === 'voicemail') {
    return mode === 'DetectMessageEnd'
      ? { answeredBy: 'machine_end_beep', seconds: Math.max(pickup.greetingSeconds, humanSeconds) }
      : { answeredBy: 'machine_start', seconds: 2 * humanSeconds };
  }
  return pickup.answeredBy === 'human'
    ? { answeredBy: 'human', seconds: humanSeconds }
    : { answeredBy: 'unknown', seconds: 2 * humanSeconds };
}
