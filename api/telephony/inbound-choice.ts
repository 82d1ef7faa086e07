import type { IncidentKind, Threat } from '../../domain/incident/incident.js';
import type { Language } from '../../domain/language.js';
import { speechHints } from '../../domain/speech/speech-hints.js';
import { understandSpeech, type Answer } from '../../domain/speech/understand-speech.js';
import type { VoiceStep } from '../../providers/telephony/voice-script.js';
import type { VoiceWebhook } from '../../providers/telephony/webhooks.js';
import type { Wording } from '../../wording/wording.js';

/** What somebody who calls the emergency number needs (I5). */
export interface Choice {
  readonly kind: IncidentKind;
  readonly threat: Threat;
}

/** Whoever does not choose is helped all the same. */
export const noChoice: Choice = { kind: 'other', threat: 'unknown' };

/** What can be said instead of pressing a key. */
const spokenChoices = [
  'immediate-danger',
  'security',
  'medical',
  'travel',
  'help',
] as const satisfies readonly Answer[];

const choiceOfKey = new Map<string, Choice>([
  ['1', { kind: 'security', threat: 'unknown' }],
  ['2', { kind: 'medical', threat: 'unknown' }],
  ['3', { kind: 'travel', threat: 'unknown' }],
  ['9', { kind: 'other', threat: 'immediate' }],
]);

/** Asks by one key. Whoever says what they need instead is understood too: a cry for help answers any question. */
export function choiceQuestion(
  asked: {
    readonly texts: readonly string[];
    readonly language: Language;
    readonly timeoutSeconds: number;
    readonly answerUrl: string;
  },
  wording: Wording,
): VoiceStep {
  const { texts, language, timeoutSeconds, answerUrl } = asked;
  return {
    do: 'ask',
    digits: 1,
    prompt: texts.map((text) => ({ text, language })),
    timeoutSeconds,
    speech: { language, hints: speechHints(wording.words(language), spokenChoices) },
    answerUrl,
  };
}

/** By key or in words; undefined: neither, or nothing that can be understood. */
export function choiceOf(
  { digits, speech }: Pick<VoiceWebhook, 'digits' | 'speech'>,
  wording: Wording,
  language: Language,
): Choice | undefined {
  if (digits !== undefined) return choiceOfKey.get(digits.charAt(0));
  if (speech === undefined) return undefined;
  const understood = understandSpeech(speech.text, wording.words(language), spokenChoices);
  switch (understood) {
    case 'immediate-danger':
      return { kind: 'other', threat: 'immediate' };
    case 'security':
    case 'medical':
    case 'travel':
      return { kind: understood, threat: 'unknown' };
    case 'help':
      return { kind: 'other', threat: 'unknown' };
    case 'ok':
    case 'acknowledge':
    case 'decline':
    case 'uncertain':
      return undefined;
  }
}
