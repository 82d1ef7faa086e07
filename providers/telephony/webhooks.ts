import type { AnsweredBy, CallState } from './telephony.js';

/**
 * What the telephony provider tells by webhook, parsed. Duplicates and any order must be expected; the address that was
 * asked says which attempt it is about.
 */
export interface VoiceWebhook {
  readonly callSid: string;
  readonly account: string;
  readonly from: string;
  readonly to: string;
  readonly state: CallState;
  readonly digits?: string;
  readonly speech?: { readonly text: string; readonly confidence: number };
  readonly answeredBy?: AnsweredBy;
  /** How long the call has taken, told when it is over. */
  readonly seconds?: number;
  /** How a `dial` or `join` step ended, where the script behind it is asked for. */
  readonly dialled?: DialOutcome;
}

export type DialOutcome = 'answered' | 'busy' | 'no-answer' | 'failed';

/**
 * What machine detection found. It is a webhook of its own kind: Twilio tells no state, caller or callee with it
 * (twilio.com/docs/voice/answering-machine-detection).
 */
export interface MachineDetectionWebhook {
  readonly callSid: string;
  readonly account: string;
  readonly answeredBy: AnsweredBy;
}

export interface ConferenceWebhook {
  readonly conference: string;
  /** The room's own SID: a name can be used again, and stands for one room on each account. */
  readonly conferenceSid?: string;
  /** Whose room it is. */
  readonly account?: string;
  readonly event: 'join' | 'leave' | 'start' | 'end' | 'other';
  readonly label?: string;
  readonly callSid?: string;
  readonly sequence: number;
}

export interface TextWebhook {
  readonly sid: string;
  readonly account: string;
  readonly from: string;
  readonly to: string;
  readonly body: string;
  /** The provider's own handling of its reserved words (it has already answered or blocked by itself). */
  readonly reserved?: 'help' | 'stop' | 'start';
}

/** Proves and parses webhooks. Every parser throws `DomainError('invalid-input')` naming the field. */
export interface TelephonyWebhooks {
  /** True only if one of the configured accounts signed exactly this public URL and form. */
  isGenuine(url: string, form: Readonly<Record<string, string>>, signature: string | undefined): boolean;
  voice(form: Readonly<Record<string, string>>): VoiceWebhook;
  machineDetection(form: Readonly<Record<string, string>>): MachineDetectionWebhook;
  conference(form: Readonly<Record<string, string>>): ConferenceWebhook;
  text(form: Readonly<Record<string, string>>): TextWebhook;
}
