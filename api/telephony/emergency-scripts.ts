import type { ContactBook, DeskLines } from '../../db/contact-book/contact-book.js';
import type { OrganisationId } from '../../domain/identifiers.js';
import type { Language } from '../../domain/language.js';
import type { PhoneNumber } from '../../domain/phone-number.js';
import type { OwnLine } from '../../providers/telephony/own-lines.js';
import type { VoiceScript } from '../../providers/telephony/voice-script.js';
import type { Wording } from '../../wording/wording.js';
import { ifKnown } from '../use-cases/time-limit.js';
import { troubleScript } from './trouble-script.js';

/** What is played when something fails: nobody ends in a dead line (I4). */
export interface EmergencyScripts {
  /**
   * Connects to the organisation's emergency line, then to the desk, then to its duty lead. Never fails.
   *
   * @param account the telephony account of the call: each shows a number of its own, a foreign one is refused (13214).
   */
  of(organisationId: OrganisationId | undefined, account: string | undefined): Promise<VoiceScript>;
  /** The same without knowing anything. */
  readonly ofDesk: VoiceScript;
}

export function createEmergencyScripts({
  contactBook,
  desk,
  lines,
  wording,
}: {
  readonly contactBook: Pick<ContactBook, 'emergencyNumber' | 'organisation'>;
  readonly desk: DeskLines;
  readonly lines: readonly OwnLine[];
  readonly wording: Wording;
}): EmergencyScripts {
  function script(language: Language, first: readonly PhoneNumber[], account?: string): VoiceScript {
    const numbers = [...first, desk.phone, desk.dutyPhone];
    const callerId = lines.find((line) => line.account === account)?.number ?? desk.emergencyNumber;
    return troubleScript({ language, numbers, callerId, desk, wording });
  }

  const ofDesk = script(desk.language, []);
  return {
    ofDesk,
    async of(organisationId, account) {
      if (organisationId === undefined) return script(desk.language, [], account);
      const [number, organisation] = await Promise.all([
        ifKnown(300, () => contactBook.emergencyNumber(organisationId)),
        ifKnown(300, () => contactBook.organisation(organisationId)),
      ]);
      // Our own inbound number would lead back to us.
      const isOwn = number === desk.emergencyNumber || number === organisation?.settings.inboundNumber;
      return script(
        organisation?.settings.language ?? desk.language,
        number === undefined || isOwn ? [] : [number],
        account,
      );
    },
  };
}
