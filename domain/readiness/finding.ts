import type { AttemptReason, Channel } from '../attempt.js';
import type { NumberBlock } from '../dialling/dialling-rules.js';
import type { Interval } from '../interval.js';

/** `error`: somebody would not be reached. `warning`: it may happen. `note`: worth knowing. */
export const findingSeverities = ['error', 'warning', 'note'] as const;
export type FindingSeverity = (typeof findingSeverities)[number];

export const findingCodes = [
  /** Nobody is called but the desk and its duty lead. */
  'only-the-desk',
  /** A provider is closed, and no backup is open. */
  'provider-closed-now',
  'provider-closed-sometimes',
  'no-internal-contacts',
  /** A whole step can be reached on no channel. */
  'nobody-with-channel',
  'nobody-available-now',
  'nobody-available-sometimes',
  'nobody-available-all-week',
  /** Absences overlap, so that a whole step is away. */
  'everybody-away',
  'no-usable-channel',
  'number-invalid',
  'number-blocked',
  'number-shared',
  'channel-never-tested',
  'channel-unconfirmed',
  'channel-test-old',
  /** STOP was texted from the number: texts do not reach it until START is. */
  'texts-stopped',
  'hours-never-come',
  'no-authorising-persons',
  'ceiling-not-reached',
  /** Nobody can approve by telephone. */
  'no-pin',
  /** This authorising person cannot. */
  'person-without-pin',
  /** An authorising person who is mailed no question, and no link to set a PIN by. */
  'person-without-email',
] as const;
export type FindingCode = (typeof findingCodes)[number];

/** Something that an incident would show, found before one does (I13). */
export interface Finding {
  readonly severity: FindingSeverity;
  readonly code: FindingCode;
  /** Where in the settings: a JSON pointer, e.g. `/internalContacts/0/phones/1`. */
  readonly path: string;
  /** Whom it is about, by name. */
  readonly who?: string;
  /** With whom something is shared, by name. */
  readonly others?: readonly string[];
  readonly channel?: Channel;
  readonly block?: NumberBlock;
  /** When it holds; epoch milliseconds. */
  readonly interval?: Interval;
  /** How often it holds within the time that was looked at. */
  readonly times?: number;
  /** When the channel was last confirmed, in epoch milliseconds. */
  readonly confirmedAt?: number;
  /** What became of the last test. */
  readonly reason?: AttemptReason;
}
