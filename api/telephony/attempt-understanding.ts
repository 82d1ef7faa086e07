import type { AnswerMeans, AttemptOrder } from '../../domain/attempt.js';
import type { DuressCode } from '../../domain/organisation/duress-code.js';
import { saysDuress } from '../../domain/speech/duress.js';
import { understandSpeech } from '../../domain/speech/understand-speech.js';
import type { Telephony } from '../../providers/telephony/telephony.js';
import type { VoiceWebhook } from '../../providers/telephony/webhooks.js';
import type { Wording } from '../../wording/wording.js';
import { answeredBy } from './answered-by.js';
import { answerOfKey, answerOfSpeech, spokenAnswers, type Answer } from './answers.js';
import type { Occasion } from './attempt-scripts.js';
import type { Listeners } from './listeners.js';
import type { SilentHelp } from './silent-help.js';

/** What came of what a person said or pressed. */
export type Understood =
  | { readonly understood: Answer; readonly means: AnswerMeans }
  | {
      readonly understood: undefined;
      readonly ask: Occasion;
      readonly held?: number;
      /** The duress code was said where an OK would not have counted: it counts, and is asked about like an OK. */
      readonly quietly?: { readonly answer: Answer; readonly means: AnswerMeans };
    };

/** Understands what a person on the phone answers to the question of an attempt, by key or in words. */
export interface AttemptUnderstanding {
  /** @param held how many keys of the duress code have come so far. */
  of(order: AttemptOrder, webhook: VoiceWebhook, held: number): Promise<Understood>;
}

/** Below this a recogniser is guessing; 0 means that it told nothing. */
const leastConfidence = 0.5;

export function createAttemptUnderstanding({
  silentHelp,
  telephony,
  listeners,
  wording,
}: {
  readonly silentHelp: Pick<SilentHelp, 'codeOf'>;
  readonly telephony: Pick<Telephony, 'lookUpCall'>;
  readonly listeners: Listeners;
  readonly wording: Wording;
}): AttemptUnderstanding {
  return {
    async of(order, webhook, held) {
      const { purpose, organisationId, target } = order;
      const code = purpose === 'status' ? await silentHelp.codeOf(organisationId) : undefined;
      const key = webhook.digits?.charAt(0);
      if (key !== undefined) {
        const heldNow = keysHeld(code, key, held);
        if (code !== undefined && heldNow > 0) {
          if (heldNow === code.keys?.length) return { understood: duressBy(code), means: 'key' };
          return { understood: undefined, ask: 'key-held', held: heldNow };
        }
        const understood = answerOfKey(purpose, key);
        if (understood === undefined) return { understood, ask: 'not-understood' };
        return { understood, means: 'key' };
      }
      const { speech } = webhook;
      if (speech === undefined) return { understood: undefined, ask: 'silence' };
      const { language } = await listeners.target(organisationId, target);
      const words = wording.words(language);
      if (code !== undefined && saysDuress(speech.text, code)) {
        const by = await answeredBy(telephony, webhook);
        if (by === 'machine') return { understood: undefined, ask: 'to-be-sure' };
        const answer = duressBy(code);
        if (by === 'human' && !isGuess(speech.confidence)) return { understood: answer, means: 'speech' };
        return { understood: undefined, ask: 'to-be-sure', quietly: { answer, means: 'speech' } };
      }
      const understood = answerOfSpeech(
        purpose,
        understandSpeech(speech.text, words, spokenAnswers(purpose) ?? []),
      );
      if (understood === undefined) return { understood, ask: 'not-understood' };
      const by = await answeredBy(telephony, webhook);
      // A call for help counts unless a machine said it; everything else counts only when a human did.
      const counts =
        understood.answer === 'help' ? by !== 'machine' : by === 'human' && !isGuess(speech.confidence);
      return counts ? { understood, means: 'speech' } : { understood: undefined, ask: 'to-be-sure' };
    },
  };
}

function isGuess(confidence: number): boolean {
  return confidence > 0 && confidence < leastConfidence;
}

function duressBy({ threat }: DuressCode): Answer {
  return { answer: 'duress', lifeInDanger: threat === 'immediate' };
}

/** How many keys of the code have come with this one: what was held goes on, or the code begins anew. */
function keysHeld(code: DuressCode | undefined, key: string, held: number): number {
  if (code?.keys === undefined) return 0;
  if (code.keys[held] === key) return held + 1;
  return code.keys.startsWith(key) ? 1 : 0;
}
