import type { Call } from '../calls/call.js';
import type { Pacing } from '../pacing.js';
import type { Recordings } from '../recordings/recordings.js';
import type { RecordVerb } from '../twiml/verbs.js';
import type { LoadedDocument, Loading } from './loading.js';
import type { Outcome } from './outcome.js';

/**
 * Records until a finishing key or silence; there is no sound, so the recording is an address that nothing stands
 * behind. Without an action Twilio asks the document itself again.
 */
export async function performRecord(
  call: Call,
  record: RecordVerb,
  document: LoadedDocument,
  deps: { readonly pacing: Pacing; readonly loading: Loading; readonly recordings: Recordings },
): Promise<Outcome> {
  const finished = new AbortController();
  let key = '';
  const stopListening = call.line.listen({
    wants: (signal) => signal.kind === 'speech' || record.finishOnKey.includes(signal.key),
    take: (signal) => {
      if (signal.kind === 'speech') return;
      key = signal.key;
      finished.abort();
    },
  });
  const recording = deps.recordings.start(call, 'RecordVerb');
  try {
    const seconds = Math.min(record.timeoutSeconds, record.maxLengthSeconds);
    await deps.pacing.seconds(seconds, AbortSignal.any([finished.signal, call.stream]));
  } catch (error) {
    if (!finished.signal.aborted) throw error;
  } finally {
    stopListening();
  }
  const { sid, startedAt } = recording;
  recording.endedAt ??= new Date();
  const params = {
    RecordingSid: sid,
    RecordingUrl: `https://api.twilio.com/2010-04-01/Accounts/${call.account.sid}/Recordings/${sid}`,
    RecordingDuration: String(Math.round((recording.endedAt.getTime() - startedAt.getTime()) / 1000)),
    Digits: key,
  };
  const next = deps.loading.follow(call, document, { url: record.action, method: record.method }, params);
  next.catch(() => undefined);
  return { then: 'go', document: next };
}
