import type { KnownHours } from './business-time.js';
import { addBusinessTime } from './business-time.js';
import { openIntervals } from './open-intervals.js';
import type { OpeningHours } from './opening-hours.js';

const dayMilliseconds = 86_400_000;
const windowsDays = [8, 40, 400] as const;

/**
 * Opening hours from a moment on, as far as a business duration (milliseconds) reaches, and some days further; 400 days are
 * the most, so that hours which never open have an end too. For activities: workflows get the result.
 */
export function knownHours(hours: OpeningHours, from: number, duration: number): KnownHours {
  let known: KnownHours = { from, to: from, open: [] };
  for (const days of windowsDays) {
    const to = from + days * dayMilliseconds;
    known = { from, to, open: openIntervals(hours, from, to) };
    if (addBusinessTime(known, from, duration).is === 'known') break;
  }
  return known;
}
