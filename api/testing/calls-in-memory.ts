import type { CallFacts, Telephony } from '../../providers/telephony/telephony.js';
import type { VoiceScript } from '../../providers/telephony/voice-script.js';

export interface CallsInMemory extends Telephony {
  readonly redirected: { readonly sid: string; readonly script: VoiceScript }[];
  readonly announced: { readonly room: string; readonly label: string; readonly scriptUrl: string }[];
  readonly placed: string[];
  /** SIDs of calls that cannot be redirected any more. */
  readonly over: Set<string>;
  /** What a look-up of any call tells. */
  facts: Partial<CallFacts>;
}

/** Telephony that is played: it keeps what is asked of it, and answers as if all went well. */
export function callsInMemory(account: string, from: string): CallsInMemory {
  const calls: CallsInMemory = {
    redirected: [],
    announced: [],
    placed: [],
    over: new Set(),
    facts: {},
    placeCall(order) {
      calls.placed.push(order.to);
      return Promise.resolve({ placed: 'yes', call: { sid: 'CA0', account } });
    },
    lookUpCall: (call) =>
      Promise.resolve({
        ...call,
        to: '+493023125010',
        from,
        state: 'in-progress',
        answeredBy: 'unknown',
        createdAt: new Date(),
        ...calls.facts,
      }),
    findCall: () => Promise.resolve(undefined),
    liveCallsTo: () => Promise.resolve([]),
    stopCall: () => Promise.resolve(),
    redirectCall({ sid }, script) {
      calls.redirected.push({ sid, script });
      return Promise.resolve(!calls.over.has(sid));
    },
    forgetCall: () => Promise.resolve(),
    forgetText: () => Promise.resolve(),
    findTexts: () => Promise.resolve([]),
    isGivenUp: () => false,
    announce(room, label, scriptUrl) {
      calls.announced.push({ room: room.sid, label, scriptUrl });
      return Promise.resolve();
    },
    sendText: () => Promise.resolve({ sent: 'yes', text: { sid: 'SM0', account } }),
  };
  return calls;
}
