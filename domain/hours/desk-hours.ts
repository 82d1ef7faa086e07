import type { OpeningHours } from './opening-hours.js';

/** The opening hours of the desk, and what tells them from those that it had before. */
export interface DeskHours {
  readonly hours: OpeningHours;
  /** The same for the same hours, in every process; another one for others. */
  readonly revision: string;
}
