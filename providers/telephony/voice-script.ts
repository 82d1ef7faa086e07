import type { Language } from '../../domain/language.js';

/** What a person on the phone hears and may do, independent of the provider that plays it. */
export type VoiceStep =
  | { readonly do: 'say'; readonly text: string; readonly language: Language }
  | { readonly do: 'pause'; readonly seconds: number }
  | {
      readonly do: 'ask';
      /** How many digits end the question. */
      readonly digits: number;
      /** A key that ends the question as soon as others were pressed; it is no part of the answer. */
      readonly endKey?: '#';
      readonly prompt: readonly SaidText[];
      /** How long silence lasts until the question ends without an answer; the script then goes on behind it. */
      readonly timeoutSeconds: number;
      /** Words to expect, when speech is an answer too. */
      readonly speech?: { readonly language: Language; readonly hints: readonly string[] };
      readonly answerUrl: string;
    }
  | {
      readonly do: 'join';
      readonly conference: string;
      /** Comes back in every conference event, so presence is known by role and not by number. */
      readonly label: string;
      readonly eventsUrl: string;
      /** Played to somebody who is alone in the conference. */
      readonly waitUrl: string;
      /** Asked for the next script when the person leaves the conference without hanging up. */
      readonly afterUrl?: string;
    }
  | {
      readonly do: 'dial';
      readonly number: string;
      readonly callerId: string;
      readonly ringSeconds: number;
      /** Keys that are sent as soon as the call is answered; `w` waits half a second. */
      readonly sendDigits?: string;
      readonly afterUrl?: string;
    }
  | { readonly do: 'go-to'; readonly url: string }
  | { readonly do: 'hang-up' };

export interface SaidText {
  readonly text: string;
  readonly language: Language;
}

export type VoiceScript = readonly VoiceStep[];
