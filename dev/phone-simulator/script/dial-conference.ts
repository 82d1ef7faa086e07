import type { Call } from '../calls/call.js';
import type { Speaker } from '../calls/speaker.js';
import type { Conference, Participant } from '../conferences/conference.js';
import type { Conferences } from '../conferences/conferences.js';
import type { Pacing } from '../pacing.js';
import { anyAborted } from '../signals.js';
import { TwimlError } from '../twiml/document.js';
import type { Dial, DialledConference } from '../twiml/verbs.js';
import type { Alert } from './alerts.js';
import { resolve, type LoadedDocument, type Loading } from './loading.js';
import { goOn, type Outcome } from './outcome.js';

interface Deps {
  readonly conferences: Conferences;
  readonly loading: Loading;
  readonly speaker: Speaker;
  readonly pacing: Pacing;
  readonly alert: Alert;
}

/** The waiting script is asked again when it is over, at most this often (real time). */
const shortestWaitingMilliseconds = 1000;

/** Puts the call into a conference until it leaves, is removed, or the conference ends. */
export async function performDialConference(
  call: Call,
  dial: Dial,
  order: DialledConference,
  document: LoadedDocument,
  deps: Deps,
): Promise<Outcome> {
  const script = call.stream;
  script.throwIfAborted();
  const conference = deps.conferences.open(call.account, order.name);
  const begun = Date.now();
  if (conference.participants.length >= order.maxParticipants) {
    deps.alert(call, 'error', 13249, `The conference ${order.name} is full.`);
  } else if (
    order.label !== undefined &&
    conference.participants.some(({ label }) => label === order.label)
  ) {
    // https://www.twilio.com/docs/api/errors/16025: the call goes on as if there were no conference.
    deps.alert(call, 'error', 16025, `Somebody with the label ${order.label} is in the conference already.`);
  } else {
    const participant = conference.join(call, withAbsoluteCallback(order, document));
    try {
      await Promise.race([
        talk(call, dial, conference, participant, script, deps),
        waitAlone(call, order, conference, participant, script, document, deps),
      ]);
    } finally {
      conference.leave(call, call.isOver ? 'participant_hung_up' : 'participant_updated_via_api');
    }
  }
  const report = {
    // https://www.twilio.com/docs/voice/twiml/dial: `answered` when a conference was dialled.
    DialCallStatus: 'answered',
    DialCallDuration: String(Math.round((Date.now() - begun) / 1000)),
  };
  if (script.aborted) {
    // Twilio asks the action of a Dial that was cut short too, and drops what it answers.
    if (dial.action !== undefined) await deps.loading.tell(call, document, dial.action, report);
    throw new DOMException('The call left the conference.', 'AbortError');
  }
  if (dial.action === undefined) return goOn;
  const next = deps.loading.follow(call, document, dial.action, report);
  next.catch(() => undefined);
  return { then: 'go', document: next };
}

/** Resolves when the participant is out of the conference or the call leaves the script. */
async function talk(
  call: Call,
  dial: Dial,
  conference: Conference,
  participant: Participant,
  script: AbortSignal,
  deps: Pick<Deps, 'speaker'>,
): Promise<void> {
  const starred = new AbortController();
  const isStar = (key: string): boolean => dial.hangupOnStar && key === '*';
  const stopListening = call.line.listen({
    wants: (signal) => signal.kind === 'speech' || signal.byHand || isStar(signal.key),
    take: (signal) => {
      if (signal.kind === 'key') {
        if (isStar(signal.key)) starred.abort();
        return;
      }
      if (participant.muted || participant.hold) return;
      for (const other of conference.participants) {
        if (other !== participant && !other.hold) deps.speaker.overhear(other.call, signal.text);
      }
    },
  });
  await anyAborted(script, participant.presence, starred.signal);
  stopListening();
}

/** Plays what the script has for somebody who waits for the conference to start. Never ends by itself. */
async function waitAlone(
  call: Call,
  order: DialledConference,
  conference: Conference,
  participant: Participant,
  script: AbortSignal,
  document: LoadedDocument,
  deps: Deps,
): Promise<never> {
  const alone = AbortSignal.any([conference.started, participant.presence, script]);
  try {
    if (order.waitUrl === undefined) {
      await deps.speaker.speak(call, '♪', { language: '', source: 'network' }, alone);
    } else if (order.waitUrl !== '') {
      await playWaitingScript(call, { url: order.waitUrl, method: order.waitMethod }, alone);
    }
  } catch (error) {
    if (error instanceof TwimlError) deps.alert(call, 'error', error.code, error.message);
    else if (!alone.aborted) throw error;
  }
  return new Promise<never>(() => undefined);

  async function playWaitingScript(
    waiting: Call,
    first: { readonly url: string; readonly method: 'GET' | 'POST' },
    signal: AbortSignal,
  ): Promise<void> {
    const params = { ConferenceSid: conference.sid, FriendlyName: conference.name };
    let from = document;
    let target = first;
    while (!signal.aborted) {
      const rest = deps.pacing.milliseconds(shortestWaitingMilliseconds, signal);
      rest.catch(() => undefined);
      const script = await deps.loading.fetch(waiting, from, target, params);
      let next = target;
      for (const verb of script.verbs) {
        if (verb.verb === 'Say' || verb.verb === 'Play' || verb.verb === 'Pause') {
          await deps.speaker.prompt(waiting, verb, signal);
        } else if (verb.verb === 'Redirect') {
          next = { url: resolve(script, verb.url), method: verb.method };
          break;
        } else {
          throw new TwimlError(12200, `A conference's waitUrl may not contain <${verb.verb}>.`);
        }
      }
      from = script;
      target = next === target ? { url: resolve(script, undefined), method: target.method } : next;
      await rest;
    }
  }
}

function withAbsoluteCallback(order: DialledConference, document: LoadedDocument): DialledConference {
  if (order.statusCallback === undefined) return order;
  const url = resolve(document, order.statusCallback.url);
  return { ...order, statusCallback: { ...order.statusCallback, url } };
}
