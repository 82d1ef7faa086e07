import type { Call } from '../calls/call.js';
import type { Input } from '../calls/line.js';
import { hiddenKeys } from '../journal/hidden-keys.js';
import type { Journal } from '../journal/journal.js';
import type { Pacing } from '../pacing.js';
import { untilAborted } from '../signals.js';
import type { Deed } from './phone-script.js';

/** A voicemail box cuts the message off. */
const longestMessageSeconds = 120;

/** What the people on the phones do once they talk. */
export interface People {
  /** Lets the person do this, one after the other; afterwards they listen in silence. Resolves at the latest with the call's end. */
  act(call: Call, deeds: readonly Deed[]): Promise<void>;
  /** Lets a voicemail box record until it is full. */
  record(call: Call): Promise<void>;
  /** Resolves when the input has reached somebody, or with the call's end. */
  input(call: Call, input: Input): Promise<void>;
}

/** Notes in the journal what people press and say when it reaches somebody. */
export function createPeople(deps: { readonly journal: Journal; readonly pacing: Pacing }): People {
  const { journal, pacing } = deps;

  /** The end of the call ends every deed. */
  async function untilOver(call: Call, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!call.isOver) throw error;
    }
  }

  const input: People['input'] = (call, given) => {
    const { sid: callSid, number } = call;
    const note = (isCode: boolean): void => {
      if (given.kind === 'keys') {
        journal.note({ event: 'pressed', callSid, number, digits: hiddenKeys(given.digits, isCode) });
      } else journal.note({ event: 'said', callSid, number, text: given.text });
    };
    return untilOver(call, () => untilAborted(call.line.offer(given, note), call.lifetime));
  };

  async function perform(call: Call, deed: Deed): Promise<void> {
    if (deed.do === 'wait') {
      await pacing.seconds(deed.seconds, call.lifetime);
      return;
    }
    await pacing.seconds(deed.afterSeconds ?? 0, call.lifetime);
    switch (deed.do) {
      case 'press':
        await input(call, { kind: 'keys', digits: deed.digits, byHand: false });
        return;
      case 'say':
        await input(call, {
          kind: 'speech',
          text: deed.text,
          confidence: deed.confidence ?? 0.9,
          byHand: false,
        });
        return;
      case 'hang-up':
        call.hangUp();
    }
  }

  return {
    input,
    act: (call, deeds) =>
      untilOver(call, async () => {
        for (const deed of deeds) await perform(call, deed);
      }),
    record: (call) =>
      untilOver(call, async () => {
        await pacing.seconds(longestMessageSeconds, call.lifetime);
        call.end('completed', 'person');
      }),
  };
}
