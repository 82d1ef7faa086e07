import type { HttpMethod } from '../accounts/owned-number.js';

/** Somewhere the call goes on. `url` may be relative to the document it stands in. */
export interface Target {
  readonly url: string;
  readonly method: HttpMethod;
}

export interface Say {
  readonly verb: 'Say';
  readonly text: string;
  readonly language: string;
  /** 0: for ever. */
  readonly loop: number;
}

export interface Play {
  readonly verb: 'Play';
  readonly url: string;
  readonly loop: number;
}

export interface Pause {
  readonly verb: 'Pause';
  readonly seconds: number;
}

export type Prompt = Say | Play | Pause;

export interface Gather {
  readonly verb: 'Gather';
  readonly input: ReadonlySet<'dtmf' | 'speech'>;
  readonly numDigits: number | undefined;
  /** Empty: no key finishes. */
  readonly finishOnKey: string;
  readonly timeoutSeconds: number;
  readonly actionOnEmptyResult: boolean;
  /** Undefined: the document's own address. */
  readonly action: string | undefined;
  readonly method: HttpMethod;
  readonly prompts: readonly Prompt[];
}

export type CallEvent = 'initiated' | 'ringing' | 'answered' | 'completed';

export interface DialledNumber {
  readonly number: string;
  /** Keys that are sent as soon as the call is answered; `w` waits half a second, `W` a whole one. */
  readonly sendDigits: string | undefined;
  /** Played to the person called before the two are connected. */
  readonly screening: Target | undefined;
  readonly statusCallback: (Target & { readonly events: ReadonlySet<CallEvent> }) | undefined;
  readonly machineDetection: 'Enable' | 'DetectMessageEnd' | undefined;
  readonly machineDetectionCallback: Target | undefined;
}

export type ConferenceEvent = 'start' | 'end' | 'join' | 'leave' | 'mute' | 'hold' | 'modify';

export interface DialledConference {
  readonly name: string;
  readonly muted: boolean;
  readonly startOnEnter: boolean;
  readonly endOnExit: boolean;
  readonly label: string | undefined;
  readonly maxParticipants: number;
  /** Undefined: the network's own music. Empty: silence. */
  readonly waitUrl: string | undefined;
  readonly waitMethod: HttpMethod;
  readonly statusCallback: (Target & { readonly events: ReadonlySet<ConferenceEvent> }) | undefined;
}

export interface Dial {
  readonly verb: 'Dial';
  readonly action: Target | undefined;
  readonly timeoutSeconds: number;
  readonly timeLimitSeconds: number;
  readonly callerId: string | undefined;
  readonly answerOnBridge: boolean;
  readonly hangupOnStar: boolean;
  readonly what:
    | { readonly kind: 'numbers'; readonly numbers: readonly DialledNumber[] }
    | { readonly kind: 'conference'; readonly conference: DialledConference };
}

export interface Redirect {
  readonly verb: 'Redirect';
  readonly url: string;
  readonly method: HttpMethod;
}

export interface Hangup {
  readonly verb: 'Hangup';
}

export interface Reject {
  readonly verb: 'Reject';
  readonly reason: 'rejected' | 'busy';
}

export interface RecordVerb {
  readonly verb: 'Record';
  readonly action: string | undefined;
  readonly method: HttpMethod;
  readonly maxLengthSeconds: number;
  readonly timeoutSeconds: number;
  readonly finishOnKey: string;
}

export type Verb = Prompt | Gather | Dial | Redirect | Hangup | Reject | RecordVerb;
