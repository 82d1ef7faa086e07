import type { AnswerMeans, AttemptPurpose, AttemptResult } from '../../domain/attempt.js';
import type { Answer as Spoken, Understanding } from '../../domain/speech/understand-speech.js';

/** What somebody answered to a question, whatever the channel. */
export type Answer =
  | { readonly answer: 'yes'; readonly lifeInDanger: boolean }
  | { readonly answer: 'no' }
  | { readonly answer: 'ok' }
  | { readonly answer: 'help'; readonly lifeInDanger: boolean }
  /** The duress code: a call for help that is answered like "OK" (I14). */
  | { readonly answer: 'duress'; readonly lifeInDanger: boolean }
  /** About an override that has fired: an authorising person's decision, or a late acknowledger's word (I8). */
  | { readonly answer: 'ratified' | 'refused' };

/** What a text may answer: its sender can be forged, so it decides about no costs, nor about an override. */
export type TextAnswer = Exclude<Answer, { readonly answer: 'ratified' | 'refused' }>;

/**
 * What an authorising person decided about an order (I9). No `Answer`: it counts behind a PIN or a link of one's own only,
 * never as the answer to another question, or to a text.
 */
export interface Decision {
  readonly answer: 'approved' | 'refused';
}

const yes: Answer = { answer: 'yes', lifeInDanger: false };
const yesInDanger: Answer = { answer: 'yes', lifeInDanger: true };
const no: Answer = { answer: 'no' };

type Keys = ReadonlyMap<string, Answer>;

const takingOver: Keys = new Map<string, Answer>([
  ['1', yes],
  ['2', no],
  ['9', yesInDanger],
]);
const agreeing: Keys = new Map<string, Answer>([
  ['1', yes],
  ['2', no],
]);
const ratifying: Keys = new Map<string, Answer>([
  ['1', { answer: 'ratified' }],
  ['2', { answer: 'refused' }],
]);
const deciding: ReadonlyMap<string, Decision> = new Map<string, Decision>([
  ['1', { answer: 'approved' }],
  ['2', { answer: 'refused' }],
]);
const status: Keys = new Map<string, Answer>([
  ['1', { answer: 'ok' }],
  ['2', { answer: 'help', lifeInDanger: false }],
  ['9', { answer: 'help', lifeInDanger: true }],
]);

/** What the keys mean; other keys mean nothing. */
export function answerOfKey(purpose: AttemptPurpose, key: string): Answer | undefined {
  switch (purpose) {
    case 'take':
    case 'inform':
      return takingOver.get(key);
    case 'mandate':
    case 'connect':
    case 'join':
      return agreeing.get(key);
    case 'call-back':
      // Whoever presses a key is a person, and a person who asked for help is connected.
      return key === '9' ? yesInDanger : yes;
    case 'ratify':
      return ratifying.get(key);
    case 'status':
      return status.get(key);
    case 'test':
      return key === '1' ? yes : undefined;
    case 'approve':
      // Without the PIN no key decides: see decisionOfKey.
      return undefined;
  }
}

/** What the keys mean to somebody who has proved by PIN who they are. */
export function decisionOfKey(keys: string): Decision | undefined {
  return deciding.get(keys);
}

/** What the decision means where it is about an override, which has been fired already. */
export function ratificationOf({ answer }: Decision): Answer & { readonly answer: 'ratified' | 'refused' } {
  return { answer: answer === 'approved' ? 'ratified' : 'refused' };
}

/** The answers that may be spoken; undefined: only keys count. A mandate and a ratification are decisions: keys only. */
export function spokenAnswers(purpose: AttemptPurpose): readonly Spoken[] | undefined {
  switch (purpose) {
    case 'take':
    case 'inform':
      return ['acknowledge', 'decline'];
    case 'status':
      return ['immediate-danger', 'help', 'ok'];
    case 'mandate':
    case 'connect':
    case 'join':
    case 'call-back':
    case 'ratify':
    case 'test':
    case 'approve':
      return undefined;
  }
}

/** What was understood as an answer to the question; undefined: a key is asked for. */
export function answerOfSpeech(purpose: AttemptPurpose, understood: Understanding): Answer | undefined {
  if (purpose === 'status') {
    if (understood === 'immediate-danger') return { answer: 'help', lifeInDanger: true };
    if (understood === 'help') return { answer: 'help', lifeInDanger: false };
    return understood === 'ok' ? { answer: 'ok' } : undefined;
  }
  if (spokenAnswers(purpose) === undefined) return undefined;
  if (understood === 'acknowledge') return yes;
  return understood === 'decline' ? no : undefined;
}

/** How an answer completes an attempt. Whoever refuses an order or to ratify, or needs help, was reached all the same. */
export function resultOf(answer: Answer | Decision, means: AnswerMeans): AttemptResult {
  switch (answer.answer) {
    case 'yes':
      return { reason: 'acknowledged', means, ...danger(answer) };
    case 'no':
      return { reason: 'declined', means };
    case 'ok':
      return { reason: 'acknowledged', means, answer: 'ok' };
    case 'help':
      return { reason: 'acknowledged', means, answer: 'help', ...danger(answer) };
    case 'duress':
      return { reason: 'acknowledged', means, answer: 'help', duress: true, ...danger(answer) };
    case 'ratified':
    case 'refused':
    case 'approved':
      return { reason: 'acknowledged', means, answer: answer.answer };
  }
}

function danger({ lifeInDanger }: { readonly lifeInDanger: boolean }): Pick<AttemptResult, 'lifeInDanger'> {
  return lifeInDanger ? { lifeInDanger } : {};
}
