import { DateTime } from 'luxon';
import { type OpeningHours, openingHoursSchema } from './opening-hours.js';

/** Hours as they would be sent: whatever is not given is left out. */
export function openingHours(input: {
  readonly timeZone: string;
  readonly weekly: Readonly<Record<string, unknown>>;
  readonly holidays?: unknown;
  readonly exceptions?: unknown;
  readonly override?: unknown;
}): OpeningHours {
  return openingHoursSchema.parse(input);
}

/** The hours of the brokers' telephone line (B4). */
export const brokerLineWeek = {
  mon: [{ from: '08:00', to: '17:00' }],
  tue: [{ from: '08:00', to: '17:00' }],
  wed: [{ from: '08:00', to: '20:00' }],
  thu: [{ from: '08:00', to: '17:00' }],
  fri: [{ from: '08:00', to: '14:00' }],
};

/** The same hours on every day of the week, or on those given. */
export function everyDay(
  hours: readonly object[],
  days: readonly string[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(days.map((day) => [day, hours]));
}

export const workdays = ['mon', 'tue', 'wed', 'thu', 'fri'];

/** A moment told by the wall clock of a zone. */
export function moment(local: string, zone: string): number {
  return DateTime.fromISO(local, { zone }).toMillis();
}

/** A moment as the wall clock of a zone shows it, e.g. `Mon 23.11. 08:00`. */
export function shown(at: number | undefined, zone: string): string {
  return at === undefined ? 'never' : DateTime.fromMillis(at, { zone }).toFormat('ccc dd.MM. HH:mm');
}
