import Holidays from 'date-holidays';
import { z } from 'zod';
import type { Language } from '../language.js';
import type { DaySpan } from './clock-time.js';
import { daysLater } from './local-days.js';

/**
 * Whose public holidays count: a country and, where its parts have their own, the state and the region, by the codes of
 * date-holidays (ISO 3166: `DE`, `BY`). A country without any known holiday is refused: who names it expects to be closed.
 */
export const holidayCalendarSchema = z
  .strictObject({
    country: z.string().regex(/^[A-Z]{2}$/, 'must be an ISO 3166 code such as DE'),
    state: z.string().max(10).optional(),
    region: z.string().max(10).optional(),
    /** `bank`: banks and often offices are closed too, e.g. in Germany on 24 December from 14:00. */
    kinds: z
      .array(z.enum(['public', 'bank']))
      .min(1)
      .max(2)
      .default(['public']),
  })
  .superRefine(({ country, state, region }, context) => {
    const known = new Holidays();
    const refuse = (field: string, message: string) => {
      context.addIssue({ code: 'custom', path: [field], message });
    };
    if (!Object.hasOwn(known.getCountries(), country)) {
      refuse('country', 'has no public holidays that are known here');
    } else if (state === undefined) {
      if (region !== undefined) refuse('region', 'needs a state');
    } else if (!hasOwn(known.getStates(country), state)) {
      refuse('state', 'is no state of this country that has holidays of its own');
    } else if (region !== undefined && !hasOwn(known.getRegions(country, state), region)) {
      refuse('region', 'is no region of this state that has holidays of its own');
    }
  });
export type HolidayCalendar = z.infer<typeof holidayCalendarSchema>;

/** The types promise an object, the package gives nothing for countries without states. */
function hasOwn(names: Readonly<Record<string, string>> | undefined, name: string): boolean {
  return names !== undefined && Object.hasOwn(names, name);
}

export interface PublicHoliday {
  readonly name: string;
  /** The part of the day that is free: all of it, or, as on the eve of some holidays, from an hour on. */
  readonly free: DaySpan;
}

/** The public holidays from one date to another, both included, by their date (ISO 8601). */
export function publicHolidays(
  { country, state, region, kinds }: HolidayCalendar,
  firstDate: string,
  lastDate: string,
  language?: Language,
): ReadonlyMap<string, PublicHoliday> {
  const calendar = new Holidays({
    country,
    ...(state === undefined ? {} : { state }),
    ...(region === undefined ? {} : { region }),
  });
  const found = new Map<string, PublicHoliday>();
  // A holiday of several days may begin in the year before.
  for (let year = yearOf(firstDate) - 1; year <= yearOf(lastDate); year += 1) {
    for (const holiday of calendar.getHolidays(year, language)) {
      if (!kinds.some((kind) => kind === holiday.type)) continue;
      for (const [date, free] of freeDaysOf(holiday)) {
        const other = found.get(date);
        const isLess = other !== undefined && other.free.from <= free.from;
        if (date >= firstDate && date <= lastDate && !isLess) found.set(date, { name: holiday.name, free });
      }
    }
  }
  return found;
}

const dayMilliseconds = 86_400_000;

/**
 * The dates are told as the calendar shows them, `2026-12-24 14:00:00`, and hold in the zone of whoever has the hours; the
 * moments beside them are those of the country's first zone, and of the evening before where days begin at sunset.
 */
function freeDaysOf(holiday: {
  readonly date: string;
  readonly start: Date;
  readonly end: Date;
}): readonly (readonly [date: string, free: DaySpan])[] {
  const [, date = '', from = '00:00'] = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2})/.exec(holiday.date) ?? [];
  // The day on which the clocks change is an hour longer or shorter.
  const days = Math.max(1, Math.round((holiday.end.getTime() - holiday.start.getTime()) / dayMilliseconds));
  return Array.from({ length: days }, (_, index) => [
    daysLater(date, index).date,
    { from: index === 0 ? from : '00:00', to: '24:00' },
  ]);
}

function yearOf(date: string): number {
  return Number(date.slice(0, 'yyyy'.length));
}
