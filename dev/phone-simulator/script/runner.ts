import type { Call, Instruction } from '../calls/call.js';
import { createReceiveCall, type ReceiveCall } from '../calls/incoming.js';
import type { Conferences } from '../conferences/conferences.js';
import { untilAborted } from '../signals.js';
import { TwimlError } from '../twiml/document.js';
import type { Verb } from '../twiml/verbs.js';
import { performDialConference } from './dial-conference.js';
import { performDialNumbers, type DialNumbersDeps } from './dial-numbers.js';
import { performGather } from './gather.js';
import { ApplicationFailure, type LoadedDocument } from './loading.js';
import { goOn, type Outcome } from './outcome.js';
import type { Recordings } from '../recordings/recordings.js';
import { performRecord } from './record.js';

export interface ScriptRunner {
  /** Performs TwiML on the call, and whatever it leads to, until the call is over. Never rejects. */
  run(call: Call, first: Instruction): Promise<void>;
  readonly receive: ReceiveCall;
}

export type ScriptRunnerDeps = Omit<DialNumbersDeps, 'screen' | 'goOnAlone' | 'receive'> & {
  readonly conferences: Conferences;
  readonly recordings: Recordings;
};

/** A script that leads through this many documents in so short a (real) time goes round in circles. */
const circle = { documents: 100, milliseconds: 5000 };

const apology = 'We are sorry, an application error has occurred. Goodbye.';

/** The interpreter of TwiML. */
export function createScriptRunner(deps: ScriptRunnerDeps): ScriptRunner {
  const receive = createReceiveCall({ ...deps, run });
  const dialNumbersDeps: DialNumbersDeps = {
    ...deps,
    receive,
    screen: (call, target) => perform(call, { kind: 'fetch', ...target }),
    goOnAlone: (call) => {
      const instruction = call.takeRedirection();
      if (instruction !== undefined) void run(call, instruction);
    },
  };

  async function run(call: Call, first: Instruction): Promise<void> {
    let instruction: Instruction | undefined = first;
    while (instruction !== undefined) {
      await performSafely(call, instruction);
      instruction = call.takeRedirection();
    }
  }

  async function performSafely(call: Call, instruction: Instruction): Promise<void> {
    try {
      await perform(call, instruction);
      if (!call.isRedirected) call.end('completed', 'script');
    } catch (error) {
      if (!call.isOver && !call.isRedirected) await fail(call, error);
    }
  }

  /** Resolves when the script has come to its end, with the call still there or not. */
  async function perform(call: Call, instruction: Instruction): Promise<void> {
    const script = call.stream;
    let document = await untilAborted(deps.loading.open(call, instruction), script);
    const openedAt: number[] = [];
    for (;;) {
      openedAt.push(Date.now());
      const earlier = openedAt.at(-circle.documents);
      if (earlier !== undefined && Date.now() - earlier < circle.milliseconds) {
        throw new TwimlError(12200, 'The script leads in circles.');
      }
      const outcome = await performDocument(call, document);
      if (outcome.then === 'next') return;
      if (outcome.then === 'end') {
        call.end(outcome.status, 'script');
        return;
      }
      document = await untilAborted(outcome.document, script);
    }
  }

  async function performDocument(call: Call, document: LoadedDocument): Promise<Outcome> {
    for (const verb of document.verbs) {
      const outcome = await performVerb(call, verb, document);
      if (outcome.then !== 'next') return outcome;
    }
    return goOn;
  }

  async function performVerb(call: Call, verb: Verb, document: LoadedDocument): Promise<Outcome> {
    const script = call.stream;
    script.throwIfAborted();
    if (answers(verb)) call.answer();
    switch (verb.verb) {
      case 'Say':
      case 'Play':
      case 'Pause':
        await deps.speaker.prompt(call, verb, script);
        return goOn;
      case 'Gather':
        return performGather(call, verb, document, deps);
      case 'Record':
        return performRecord(call, verb, document, deps);
      case 'Dial':
        return verb.what.kind === 'conference'
          ? performDialConference(call, verb, verb.what.conference, document, deps)
          : performDialNumbers(call, verb, verb.what.numbers, document, dialNumbersDeps);
      case 'Redirect':
        return { then: 'go', document: deps.loading.follow(call, document, verb) };
      case 'Hangup':
        return { then: 'end', status: 'completed' };
      case 'Reject':
        // https://www.twilio.com/docs/voice/twiml/reject: only a call that was not answered yet can be rejected.
        if (call.isAnswered) return { then: 'end', status: 'completed' };
        return { then: 'end', status: verb.reason === 'busy' ? 'busy' : 'no-answer' };
    }
  }

  async function fail(call: Call, error: unknown): Promise<void> {
    if (error instanceof TwimlError) deps.alert(call, 'error', error.code, error.message);
    else if (!(error instanceof ApplicationFailure)) {
      deps.alert(call, 'error', 0, `The simulator failed: ${String(error)}`);
    }
    call.answer();
    await deps.speaker.announce(call, apology);
    call.end('completed', 'network');
  }

  return { run, receive };
}

/** An incoming call rings until a verb needs it answered. */
function answers(verb: Verb): boolean {
  if (verb.verb === 'Dial') return verb.what.kind === 'conference' || !verb.answerOnBridge;
  return verb.verb !== 'Pause' && verb.verb !== 'Redirect' && verb.verb !== 'Reject';
}
