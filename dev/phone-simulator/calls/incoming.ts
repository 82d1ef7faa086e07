import type { OwnedNumber } from '../accounts/owned-number.js';
import type { Faults } from '../faults.js';
import type { Alert } from '../script/alerts.js';
import { Call, type Instruction } from './call.js';

export interface Incoming {
  readonly from: string;
  readonly number: OwnedNumber;
  /** Whose call this is the far end of: they hear what is said here. Absent: a person's own phone. */
  readonly heardBy?: Call;
}

/**
 * A call to a number that an account owns, from a phone or from another call: it belongs to the owner, whose handler is
 * asked what to do.
 *
 * @param prepare called before anything can happen on the call.
 */
export type ReceiveCall = (incoming: Incoming, prepare?: (call: Call) => void) => Call;

/** `register` enters new calls, `run` performs their scripts. */
export function createReceiveCall(deps: {
  readonly faults: Faults;
  readonly alert: Alert;
  readonly register: (call: Call) => void;
  readonly run: (call: Call, first: Instruction) => Promise<void>;
}): ReceiveCall {
  return ({ from, number, heardBy }, prepare) => {
    const { account, handlers } = number;
    const call = new Call({
      account,
      direction: 'inbound',
      from,
      to: number.phoneNumber,
      heardBy,
      fallback:
        handlers.voiceFallbackUrl === ''
          ? undefined
          : { url: handlers.voiceFallbackUrl, method: handlers.voiceFallbackMethod },
      statusCallback:
        handlers.statusCallback === ''
          ? undefined
          : {
              url: handlers.statusCallback,
              method: handlers.statusCallbackMethod,
              events: new Set(['completed']),
            },
    });
    deps.register(call);
    prepare?.(call);
    if (deps.faults.isOn('refuse-incoming-calls', account.sid)) {
      // https://www.twilio.com/docs/api/errors/10003
      deps.alert(call, 'error', 10003, 'Incoming call rejected due to inactive account.');
      call.end('failed', 'network');
      return call;
    }
    call.ring();
    void deps.run(call, { kind: 'fetch', url: handlers.voiceUrl, method: handlers.voiceMethod });
    return call;
  };
}
