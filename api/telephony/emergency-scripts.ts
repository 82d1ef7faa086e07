import type { ContactBook, DeskLines } from '../../db/contact-book/contact-book.js';
import type { OrganisationId } from '../../domain/identifiers.js';
import type { Language } from '../../domain/language.js';
import type { PhoneNumber } from '../../domain/phone-number.js';
import type { VoiceScript } from '../../providers/telephony/voice-script.js';
import { speakablePhoneNumber } from '../../wording/format.js';
import type { Wording } from '../../wording/wording.js';
import { ifKnown } from '../use-cases/time-limit.js';

/** What is played when something fails: nobody ends in a dead line (I4). */
export interface EmergencyScripts {
  /** Connects to the organisation's emergency line, then to the desk, then to its duty lead. Never fails. */
  of(organisationId: OrganisationId | undefined): Promise<VoiceScript>;
  /** The same without knowing anything; it can be saved as a static document and hosted apart from this system. */
  readonly ofDesk: VoiceScript;
}

const ringSeconds = 60;

export function createEmergencyScripts({
  contactBook,
  desk,
  wording,
}: {
  readonly contactBook: Pick<ContactBook, 'emergencyNumber' | 'organisation'>;
  readonly desk: DeskLines;
  readonly wording: Wording;
}): EmergencyScripts {
  function script(language: Language, first: readonly PhoneNumber[]): VoiceScript {
    const numbers = [...new Set([...first, desk.phone, desk.dutyPhone])];
    const say = (text: string) => ({ do: 'say', text, language }) as const;
    return [
      say(wording.text(language, 'voice.trouble')),
      // A dial that nobody answers goes on with the step behind it.
      ...numbers.map(
        (number) => ({ do: 'dial', number, callerId: desk.emergencyNumber, ringSeconds }) as const,
      ),
      say(
        wording.text(language, 'voice.troubleCallInstead', {
          emergencyNumber: speakablePhoneNumber(desk.phone, language, wording),
        }),
      ),
      { do: 'hang-up' },
    ];
  }

  const ofDesk = script(desk.language, []);
  return {
    ofDesk,
    async of(organisationId) {
      if (organisationId === undefined) return ofDesk;
      const [number, organisation] = await Promise.all([
        ifKnown(300, () => contactBook.emergencyNumber(organisationId)),
        ifKnown(300, () => contactBook.organisation(organisationId)),
      ]);
      // Our own inbound number would lead back to us.
      const isOwn = number === desk.emergencyNumber || number === organisation?.settings.inboundNumber;
      return script(
        organisation?.settings.language ?? desk.language,
        number === undefined || isOwn ? [] : [number],
      );
    },
  };
}
