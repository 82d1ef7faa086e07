import type { ContactBook } from '../../db/contact-book/contact-book.js';
import type { AttemptOrder } from '../../domain/attempt.js';
import type { Language } from '../../domain/language.js';
import type { VoiceScript } from '../../providers/telephony/voice-script.js';
import type { Wording } from '../../wording/wording.js';
import { attemptedPerson } from '../attempts/attempted-person.js';
import type { StopReason } from '../contract.js';
import { nameOfActor } from '../messages/people.js';
import type { ReachDependencies } from '../reach.js';

export interface StopScriptDependencies extends ReachDependencies {
  readonly contactBook: ContactBook;
  readonly wording: Wording;
}

/** What somebody hears who was still being asked when nobody had to be asked any more. */
export async function stopScript(
  dependencies: StopScriptDependencies,
  order: AttemptOrder,
  why: StopReason,
): Promise<VoiceScript> {
  const { wording, deskLanguage } = dependencies;
  const language = (await attemptedPerson(dependencies, order))?.language ?? deskLanguage;
  const say = (text: string) => ({ do: 'say', text, language }) as const;
  return [
    say(await reasonText(dependencies, order, why, language)),
    say(wording.text(language, 'voice.goodbye')),
    { do: 'hang-up' },
  ];
}

async function reasonText(
  { contactBook, wording }: StopScriptDependencies,
  { organisationId }: AttemptOrder,
  why: StopReason,
  language: Language,
): Promise<string> {
  switch (why.why) {
    case 'taken-over': {
      const who = await nameOfActor({ contactBook, wording }, organisationId, why.by, language);
      return wording.text(language, 'voice.stopped.takenOver', { who });
    }
    case 'closed':
      return wording.text(language, 'voice.stopped.closed');
    case 'superseded':
      return wording.text(language, 'voice.stopped.superseded');
  }
}
