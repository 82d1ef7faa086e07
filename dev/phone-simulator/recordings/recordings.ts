import type { Account } from '../accounts/account.js';
import type { Call } from '../calls/call.js';
import { newSid } from '../sid.js';

/** How a recording came to be: https://www.twilio.com/docs/voice/api/recording#recording-properties */
export type RecordingSource = 'RecordVerb' | 'StartCallRecordingAPI';

/** What was recorded of a call. There is no sound behind it. */
export interface Recording {
  readonly sid: string;
  readonly account: Account;
  readonly callSid: string;
  readonly source: RecordingSource;
  readonly startedAt: Date;
  /** Undefined: it goes on. */
  endedAt: Date | undefined;
}

/** Every recording since the start or the last reset, oldest first. They outlive their calls. */
export interface Recordings {
  /** Begins a recording, which ends with the call at the latest. */
  start(call: Call, source: RecordingSource): Recording;
  all(): readonly Recording[];
  remove(recording: Recording): void;
  clear(): void;
}

/** No recordings yet. */
export function createRecordings(): Recordings {
  let recordings: Recording[] = [];
  return {
    start(call, source) {
      const recording: Recording = {
        sid: newSid('RE'),
        account: call.account,
        callSid: call.sid,
        source,
        startedAt: new Date(),
        endedAt: undefined,
      };
      recordings.push(recording);
      call.onProgress(() => {
        if (call.isOver) recording.endedAt ??= new Date();
      });
      return recording;
    },
    all: () => recordings,
    remove(recording) {
      recordings = recordings.filter((other) => other !== recording);
    },
    clear() {
      recordings = [];
    },
  };
}
