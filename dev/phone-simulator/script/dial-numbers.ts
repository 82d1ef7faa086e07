import type { Directory } from '../accounts/directory.js';
import type { OwnedNumber } from '../accounts/owned-number.js';
import { Call, type CallStatus, type FinalStatus } from '../calls/call.js';
import type { DetectMachine } from '../calls/machine-detection.js';
import type { Answer, Ring } from '../calls/ringing.js';
import type { Speaker } from '../calls/speaker.js';
import type { Journal } from '../journal/journal.js';
import type { Pacing } from '../pacing.js';
import { isPhoneNumber } from '../phone-number.js';
import type { People } from '../people/person.js';
import { anyAborted } from '../signals.js';
import type { Dial, DialledNumber, Target } from '../twiml/verbs.js';
import type { Alert } from './alerts.js';
import { ringOwnNumber, sendDigits, type DialOwnNumberDeps } from './dial-own-number.js';
import { resolve, type LoadedDocument, type Loading } from './loading.js';
import { goOn, type Outcome } from './outcome.js';

export interface DialNumbersDeps extends DialOwnNumberDeps {
  readonly directory: Directory;
  readonly journal: Journal;
  readonly pacing: Pacing;
  readonly ring: Ring;
  readonly people: People;
  readonly speaker: Speaker;
  readonly loading: Loading;
  readonly detectMachine: DetectMachine;
  readonly alert: Alert;
  /** Enters the call in the book, the journal and its status callbacks. */
  readonly register: (call: Call) => void;
  /** Performs a script on the called person's side; resolves when it has come to its end. */
  readonly screen: (call: Call, address: Target) => Promise<void>;
  /** Lets a called person, whom a request took out of the connection, go on alone. */
  readonly goOnAlone: (call: Call) => void;
}

interface DialResult {
  readonly status: FinalStatus;
  readonly child: Call | undefined;
  readonly bridged: boolean;
}

/** Calls one number, or several of which the first to answer wins, and connects it with the call. */
export async function performDialNumbers(
  parent: Call,
  dial: Dial,
  numbers: readonly DialledNumber[],
  document: LoadedDocument,
  deps: DialNumbersDeps,
): Promise<Outcome> {
  const script = parent.stream;
  script.throwIfAborted();
  const begun = Date.now();
  const result = await connect(parent, dial, numbers, document, script, deps);
  const report = {
    DialCallStatus: result.status,
    DialBridged: String(result.bridged),
    ...(result.child === undefined ? {} : { DialCallSid: result.child.sid }),
    ...(result.bridged
      ? { DialCallDuration: String(result.child?.talkSeconds ?? Math.round((Date.now() - begun) / 1000)) }
      : {}),
  };
  if (script.aborted) {
    // Twilio asks the action of a Dial that was cut short too, and drops what it answers.
    if (dial.action !== undefined) await deps.loading.tell(parent, document, dial.action, report);
    throw new DOMException('The call left the connection.', 'AbortError');
  }
  if (dial.action === undefined) return goOn;
  const next = deps.loading.follow(parent, document, dial.action, report);
  next.catch(() => undefined);
  return { then: 'go', document: next };
}

async function connect(
  parent: Call,
  dial: Dial,
  numbers: readonly DialledNumber[],
  document: LoadedDocument,
  script: AbortSignal,
  deps: DialNumbersDeps,
): Promise<DialResult> {
  const attempts = placeCalls(parent, dial, numbers, document, deps);
  const first = await firstToAccept(parent, attempts, dial, document, script, deps);
  const accepted = first?.child;
  for (const { child } of attempts) {
    if (child !== accepted) child.end(child.isAnswered ? 'completed' : 'canceled', 'network');
  }
  if (first === undefined || accepted === undefined) {
    const child = attempts.at(-1)?.child;
    const status = child?.isOver === true ? child.status : 'failed';
    return { status: isFinal(status) ? status : 'failed', child, bridged: false };
  }
  parent.answer();
  await bridge(parent, first, dial, script, deps);
  if (accepted.isRedirected) deps.goOnAlone(accepted);
  else accepted.end('completed', 'network');
  return { status: 'completed', child: accepted, bridged: true };
}

interface Attempt {
  readonly child: Call;
  readonly order: DialledNumber;
}

function placeCalls(
  parent: Call,
  dial: Dial,
  numbers: readonly DialledNumber[],
  document: LoadedDocument,
  deps: DialNumbersDeps,
): readonly Attempt[] {
  const from = dial.callerId ?? parent.from;
  const isOwn = deps.directory.owned(from)?.account === parent.account;
  // A caller's own number may be shown on.
  if (!isOwn && !(parent.direction === 'inbound' && from === parent.from)) {
    deps.alert(parent, 'error', 13214, `Dial: Invalid callerId value: ${from}.`);
    return [];
  }
  return numbers.flatMap((order): readonly Attempt[] => {
    if (!isPhoneNumber(order.number)) {
      deps.alert(parent, 'error', 13223, `Dial: Invalid phone number format: ${order.number}.`);
      return [];
    }
    const callback = order.statusCallback;
    const child = new Call({
      account: parent.account,
      direction: 'outbound-dial',
      from,
      to: order.number,
      parent,
      statusCallback:
        callback === undefined ? undefined : { ...callback, url: resolve(document, callback.url) },
    });
    deps.register(child);
    return [{ child, order }];
  });
}

interface Accepted {
  readonly child: Call;
  /** Whoever talks at the other end: the child itself, or the call that came in at a number of an account. */
  readonly farEnd: Call;
}

/** Resolves with undefined when nobody accepts or the call leaves the script. */
async function firstToAccept(
  parent: Call,
  attempts: readonly Attempt[],
  dial: Dial,
  document: LoadedDocument,
  script: AbortSignal,
  deps: DialNumbersDeps,
): Promise<Accepted | undefined> {
  const accept = async ({ child, order }: Attempt): Promise<Accepted> => {
    const own = deps.directory.owned(order.number);
    if (own !== undefined) return acceptThere({ child, order }, own);
    const answer = await deps.ring(child, dial.timeoutSeconds);
    if (answer === undefined) throw new NotAccepted();
    converse(child, answer, order, document, deps);
    if (order.screening !== undefined) {
      await deps.screen(child, { ...order.screening, url: resolve(document, order.screening.url) });
    }
    if (child.isOver) throw new NotAccepted();
    return { child, farEnd: child };
  };
  const acceptThere = async ({ child, order }: Attempt, number: OwnedNumber): Promise<Accepted> => {
    const farEnd = await ringOwnNumber(child, parent, number, dial.timeoutSeconds, deps);
    if (farEnd === undefined) throw new NotAccepted();
    if (order.sendDigits !== undefined) void sendDigits(child, farEnd, order.sendDigits, deps);
    return { child, farEnd };
  };
  const first = Promise.any(attempts.map(accept)).catch((error: unknown) => {
    const failures: readonly unknown[] = error instanceof AggregateError ? error.errors : [error];
    const unforeseen = failures.find((failure) => !(failure instanceof NotAccepted));
    if (unforeseen !== undefined) throw new Error('A called leg failed.', { cause: unforeseen });
    return undefined;
  });
  return Promise.race([first, anyAborted(script).then(() => undefined)]);
}

class NotAccepted extends Error {
  override readonly name = 'NotAccepted';
}

/** The called person, or their voicemail, begins to act as soon as the call is answered. */
function converse(
  child: Call,
  answer: Answer,
  order: DialledNumber,
  document: LoadedDocument,
  deps: DialNumbersDeps,
): void {
  if (answer.pickup.as === 'voicemail') void deps.people.record(child);
  else void deps.people.act(child, answer.deeds);
  if (order.machineDetection !== undefined) {
    const callback = order.machineDetectionCallback;
    void deps.detectMachine(
      child,
      answer.pickup,
      order.machineDetection,
      callback === undefined ? undefined : { ...callback, url: resolve(document, callback.url) },
    );
  }
}

/** Lets the two talk until one of them is gone, a request takes one out, or the time is over. */
async function bridge(
  parent: Call,
  { child, farEnd }: Accepted,
  dial: Dial,
  script: AbortSignal,
  deps: DialNumbersDeps,
): Promise<void> {
  const over = new AbortController();
  const listen = (speaker: Call, hearer: Call): (() => void) => {
    const isStar = (key: string): boolean => speaker === parent && dial.hangupOnStar && key === '*';
    return speaker.line.listen({
      wants: (signal) => signal.kind === 'speech' || signal.byHand || isStar(signal.key),
      take: (signal) => {
        if (signal.kind === 'key' && isStar(signal.key)) over.abort();
        else if (hearer.heardBy !== undefined) hearer.line.reach(signal);
        else if (signal.kind === 'speech') deps.speaker.overhear(hearer, signal.text);
      },
    });
  };
  const note = (event: 'connected' | 'disconnected'): void => {
    for (const [call, other] of [
      [parent, farEnd],
      [farEnd, parent],
    ] as const) {
      deps.journal.note({ event, callSid: call.sid, number: call.number, with: other.number });
    }
  };
  note('connected');
  // The line of a call that has no phone of its own belongs to the script there.
  const stops = [listen(parent, farEnd), ...(farEnd === child ? [listen(child, parent)] : [])];
  deps.pacing.seconds(dial.timeLimitSeconds, over.signal).then(
    () => {
      over.abort();
    },
    () => undefined,
  );
  await anyAborted(script, child.stream, over.signal);
  over.abort();
  for (const stop of stops) stop();
  note('disconnected');
}

function isFinal(status: CallStatus): status is FinalStatus {
  return status !== 'queued' && status !== 'ringing' && status !== 'in-progress';
}
