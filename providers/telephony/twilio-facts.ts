import type { AnsweredBy, CallState } from './telephony.js';

const states = new Map<string, CallState>([
  ['queued', 'queued'],
  // Only status callbacks say it: taken from the queue, not yet ringing.
  ['initiated', 'queued'],
  ['ringing', 'ringing'],
  ['in-progress', 'in-progress'],
  // Some callbacks name the event in the state's place.
  ['answered', 'in-progress'],
  ['completed', 'completed'],
  ['busy', 'busy'],
  ['no-answer', 'no-answer'],
  ['failed', 'failed'],
  ['canceled', 'canceled'],
]);

/** Twilio's word for a call's state in ours; undefined for a word that we do not know. */
export function callStateOf(status: string): CallState | undefined {
  return states.get(status);
}

/**
 * Twilio's result of machine detection in ours: machine_start, machine_end_beep, machine_end_silence, machine_end_other
 * and fax cannot press a key; everything that is not certain is `unknown`.
 */
export function answeredByOf(result: string | null | undefined): AnsweredBy {
  if (result === 'human') return 'human';
  if (result === 'fax' || result?.startsWith('machine_') === true) return 'machine';
  return 'unknown';
}
