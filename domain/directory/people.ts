import type { Money } from '../escalation/policy.js';
import type { OpeningHours } from '../hours/opening-hours.js';
import type { Interval } from '../interval.js';
import type { Language } from '../language.js';
import type { ZonedAvailability } from '../organisation/availability.js';
import type { PhoneNumber } from '../phone-number.js';
import type { Target } from '../target.js';

/** Somebody who can be reached, with the personal data that a dial, text or mail needs. Never leaves the process. */
export interface Reachable {
  readonly target: Target;
  readonly name: string;
  readonly phones: readonly PhoneNumber[];
  /** Texts may be sent to the first phone. */
  readonly texts: boolean;
  readonly email?: string;
  /** In which we speak and write to them. */
  readonly language: Language;
  /** All that a provider speaks, by the codes of ISO 639. Absent: it is not said. */
  readonly languages?: readonly string[];
  /** When a provider answers. Absent: around the clock. */
  readonly hours?: OpeningHours;
  readonly availability?: ZonedAvailability;
  readonly absences?: readonly Interval[];
  /** The most that an authorising person may approve at a time; absent: any amount, or they are none (I9). */
  readonly limit?: Money;
}

/** The desk itself, from the environment: it can be reached even if MongoDB never answers. */
export interface DeskLines {
  readonly name: string;
  readonly language: Language;
  readonly phone: PhoneNumber;
  readonly email: string;
  readonly dutyPhone: PhoneNumber;
  readonly dutyEmail: string;
  /** The inbound number of the telephony account that travellers call; also the caller ID of outgoing calls. */
  readonly emergencyNumber: PhoneNumber;
}
