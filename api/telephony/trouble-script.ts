import type { DeskLines } from '../../db/contact-book/contact-book.js';
import type { Language } from '../../domain/language.js';
import type { PhoneNumber } from '../../domain/phone-number.js';
import type { VoiceScript } from '../../providers/telephony/voice-script.js';
import { speakablePhoneNumber } from '../../wording/format.js';
import type { Wording } from '../../wording/wording.js';

const ringSeconds = 60;

/** Connects a caller with the first of these numbers that answers, when nothing else works (I4). */
export function troubleScript({
  language,
  numbers,
  callerId,
  desk,
  wording,
}: {
  readonly language: Language;
  readonly numbers: readonly PhoneNumber[];
  /** A number of the account that the call belongs to. */
  readonly callerId: PhoneNumber;
  readonly desk: DeskLines;
  readonly wording: Wording;
}): VoiceScript {
  const say = (text: string) => ({ do: 'say', text, language }) as const;
  return [
    say(wording.text(language, 'voice.trouble')),
    // A dial that nobody answers goes on with the step behind it.
    ...[...new Set(numbers)].map((number) => ({ do: 'dial', number, callerId, ringSeconds }) as const),
    say(
      wording.text(language, 'voice.troubleCallInstead', {
        emergencyNumber: speakablePhoneNumber(desk.phone, language, wording),
      }),
    ),
    { do: 'hang-up' },
  ];
}
