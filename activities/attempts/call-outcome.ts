import type { AttemptResult } from '../../domain/attempt.js';
import type { CallFacts } from '../../providers/telephony/telephony.js';

/** Whether a call still occupies its line. */
export function isAlive({ state }: Pick<CallFacts, 'state'>): boolean {
  return state === 'queued' || state === 'ringing' || state === 'in-progress';
}

/**
 * What a call that nobody acknowledged has come to. A completed call proves only that something answered: a machine is
 * a voicemail, a person who pressed no key was not reached (I6).
 */
export function outcomeOfCall(facts: CallFacts): AttemptResult {
  switch (facts.state) {
    case 'busy':
      return { reason: 'busy' };
    case 'no-answer':
      return { reason: 'no-answer' };
    case 'failed':
      return { reason: 'failed' };
    case 'canceled':
      return { reason: 'expired', detail: 'stopped' };
    case 'completed':
    case 'in-progress':
      return facts.answeredBy === 'machine'
        ? { reason: 'voicemail' }
        : { reason: 'expired', detail: 'answered-without-key' };
    case 'queued':
    case 'ringing':
      return { reason: 'expired' };
  }
}
