import type { Speaker } from '../calls/speaker.js';
import type { Participant } from '../conferences/conference.js';
import { TwimlError } from '../twiml/document.js';
import type { Target } from '../twiml/verbs.js';
import type { Alert } from './alerts.js';
import { resolve, type LoadedDocument, type Loading } from './loading.js';

/** Plays the script at the address to one participant of a conference, as long as they are in it. Never rejects. */
export type Announce = (participant: Participant, conferenceSid: string, at: Target) => Promise<void>;

/** https://www.twilio.com/docs/voice/api/conference-participant-resource#update-a-participant */
export function createAnnounce(deps: {
  readonly loading: Loading;
  readonly speaker: Speaker;
  readonly alert: Alert;
}): Announce {
  return async ({ call, presence }, conferenceSid, at) => {
    let from: LoadedDocument = { verbs: [], address: undefined };
    let next: Target | undefined = at;
    try {
      while (next !== undefined) {
        from = await deps.loading.fetch(call, from, next, { ConferenceSid: conferenceSid });
        next = await play(from);
      }
    } catch (error) {
      if (error instanceof TwimlError) deps.alert(call, 'error', error.code, error.message);
      else if (!presence.aborted) throw error;
    }

    async function play(script: LoadedDocument): Promise<Target | undefined> {
      for (const verb of script.verbs) {
        if (verb.verb === 'Redirect') return { url: resolve(script, verb.url), method: verb.method };
        if (verb.verb !== 'Say' && verb.verb !== 'Play' && verb.verb !== 'Pause') {
          throw new TwimlError(12200, `An announcement may not contain <${verb.verb}>.`);
        }
        await deps.speaker.prompt(call, verb, presence);
      }
      return undefined;
    }
  };
}
