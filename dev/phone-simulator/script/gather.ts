import type { Call } from '../calls/call.js';
import type { Speaker } from '../calls/speaker.js';
import { hiddenKeys } from '../journal/hidden-keys.js';
import type { Journal } from '../journal/journal.js';
import type { Pacing } from '../pacing.js';
import type { Gather } from '../twiml/verbs.js';
import type { LoadedDocument, Loading } from './loading.js';
import { goOn, type Outcome } from './outcome.js';

interface Result {
  readonly digits: string;
  readonly finishedOnKey: string;
  readonly speech: { readonly text: string; readonly confidence: number } | undefined;
}

const silence: Result = { digits: '', finishedOnKey: '', speech: undefined };

/** Asks a question: plays the prompts, which any answer interrupts, and waits for keys or speech. */
export async function performGather(
  call: Call,
  gather: Gather,
  document: LoadedDocument,
  deps: {
    readonly journal: Journal;
    readonly pacing: Pacing;
    readonly speaker: Speaker;
    readonly loading: Loading;
  },
): Promise<Outcome> {
  const { sid: callSid, number } = call;
  deps.journal.note({ event: 'asked', callSid, number, input: [...gather.input].join(' ') });

  const go = (params: Readonly<Record<string, string>>): Outcome => {
    const target = { url: gather.action, method: gather.method };
    const next = deps.loading.follow(call, document, target, { msg: 'Gather End', ...params });
    // Whoever performs the script may have left it already; then nobody waits for this document.
    next.catch(() => undefined);
    return { then: 'go', document: next };
  };

  return collect(call, gather, deps, (result): Outcome => {
    if (result.speech !== undefined) {
      const { text, confidence } = result.speech;
      deps.journal.note({ event: 'gathered', callSid, number, speech: text });
      return go({ SpeechResult: text, Confidence: String(confidence) });
    }
    if (result.digits !== '') {
      deps.journal.note({ event: 'gathered', callSid, number, digits: hiddenKeys(result.digits) });
      return go({ Digits: result.digits, FinishedOnKey: result.finishedOnKey });
    }
    if (!gather.actionOnEmptyResult) return goOn;
    return go(gather.input.has('dtmf') ? { Digits: '', FinishedOnKey: '' } : { SpeechResult: '' });
  });
}

/**
 * Resolves with what `conclude` makes of the result. It is called in the very moment in which the answer is complete,
 * so that the answer is sent before the person can do anything else. Rejects when the call leaves the script.
 */
function collect<T>(
  call: Call,
  gather: Gather,
  deps: { readonly pacing: Pacing; readonly speaker: Speaker },
  conclude: (result: Result) => T,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const script = call.stream;
    const prompting = new AbortController();
    let waiting = new AbortController();
    let digits = '';
    const question = { isOver: false };
    let stopListening = (): void => undefined;

    const close = (): void => {
      question.isOver = true;
      stopListening();
      prompting.abort();
      waiting.abort();
      script.removeEventListener('abort', leave);
    };
    const finish = (result: Result): void => {
      if (question.isOver) return;
      close();
      resolve(conclude(result));
    };
    const leave = (): void => {
      if (question.isOver) return;
      close();
      reject(new DOMException('The call left the question.', 'AbortError'));
    };
    const waitForMore = (): void => {
      waiting.abort();
      waiting = new AbortController();
      deps.pacing.seconds(gather.timeoutSeconds, waiting.signal).then(
        () => {
          finish({ ...silence, digits });
        },
        () => undefined,
      );
    };

    if (script.aborted) {
      reject(new DOMException('The call left the question.', 'AbortError'));
      return;
    }
    script.addEventListener('abort', leave, { once: true });
    stopListening = call.line.listen({
      takesCode: gather.numDigits !== 1,
      wants: (signal) => !question.isOver && gather.input.has(signal.kind === 'key' ? 'dtmf' : 'speech'),
      take: (signal) => {
        prompting.abort();
        if (signal.kind === 'speech') {
          finish({ ...silence, speech: signal });
          return;
        }
        if (signal.key === gather.finishOnKey) {
          // https://www.twilio.com/docs/voice/twiml/gather: the key finishes only what has begun.
          if (digits !== '') finish({ digits, finishedOnKey: signal.key, speech: undefined });
          else waitForMore();
          return;
        }
        digits += signal.key;
        if (digits.length === gather.numDigits) finish({ ...silence, digits });
        else waitForMore();
      },
    });
    // What the person did before may have answered the question at once.
    if (question.isOver) {
      stopListening();
      return;
    }

    void (async () => {
      try {
        for (const prompt of gather.prompts) await deps.speaker.prompt(call, prompt, prompting.signal);
        waitForMore();
      } catch {
        // Interrupted by an answer, which waits for its own end.
      }
    })();
  });
}
