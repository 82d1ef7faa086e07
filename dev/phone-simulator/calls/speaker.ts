import type { JournalEntry } from '../journal/journal-event.js';
import type { Journal } from '../journal/journal.js';
import type { Pacing } from '../pacing.js';
import type { Prompt } from '../twiml/verbs.js';
import type { Call } from './call.js';

export type HeardSource = Extract<JournalEntry, { event: 'heard' }>['source'];

/** Lets the person on a call hear something. */
export interface Speaker {
  /** Resolves when the text has been spoken; rejects when the signal is aborted first. */
  speak(call: Call, text: string, how: SpokenHow, signal: AbortSignal): Promise<void>;
  /** What the network says by itself. Resolves also when the call ends first. */
  announce(call: Call, text: string): Promise<void>;
  /** What another person on the line says, heard at once. */
  overhear(call: Call, text: string): void;
  prompt(call: Call, prompt: Prompt, signal: AbortSignal): Promise<void>;
}

interface SpokenHow {
  readonly language: string;
  readonly source: HeardSource;
}

/** How long a recording lasts, in simulated seconds: the simulator does not fetch it. */
const recordingSeconds = 2;
/** Twilio plays a loop of 0 up to a thousand times. */
const mostLoops = 1000;

/** Notes in the journal what is heard, and lets as much time pass as it takes. */
export function createSpeaker(deps: { readonly journal: Journal; readonly pacing: Pacing }): Speaker {
  const { journal, pacing } = deps;

  function hear(call: Call, text: string, how: SpokenHow): void {
    const { sid: callSid, number } = call.heardBy ?? call;
    journal.note({
      event: 'heard',
      callSid,
      number,
      text,
      language: how.language,
      source: how.source,
    });
  }

  const speak: Speaker['speak'] = async (call, text, how, signal) => {
    signal.throwIfAborted();
    hear(call, text, how);
    await pacing.speech(text, signal);
  };

  return {
    speak,
    async announce(call, text) {
      await speak(call, text, { language: 'en-US', source: 'network' }, call.lifetime).catch(() => undefined);
    },
    overhear(call, text) {
      hear(call, text, { language: '', source: 'person' });
    },
    async prompt(call, prompt, signal) {
      if (prompt.verb === 'Pause') {
        await pacing.seconds(prompt.seconds, signal);
        return;
      }
      const loops = prompt.loop === 0 ? mostLoops : prompt.loop;
      for (let count = 0; count < loops; count += 1) {
        // Repetitions need time of their own, else a thousand would come at once when speech takes none.
        if (count > 0) await pacing.seconds(1, signal);
        if (prompt.verb === 'Say') {
          await speak(call, prompt.text, { language: prompt.language, source: 'say' }, signal);
        } else {
          await speak(call, prompt.url, { language: '', source: 'play' }, signal);
          await pacing.seconds(recordingSeconds, signal);
        }
      }
    },
  };
}
