import Holidays from 'date-holidays';
import { z } from 'zod';
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
  /** The part of the day that is free: all of it, or, as on the eve of some holidays, from an hour on. */
  readonly free: DaySpan;
}

/** The longest holiday has fewer days: one that began so long ago is over. */
const mostDays = 14;

/** The public holidays from one date to another, both included, by their date (ISO 8601). */
export function publicHolidays(
  calendar: HolidayCalendar,
  firstDate: string,
  lastDate: string,
): ReadonlyMap<string, PublicHoliday> {
  const found = new Map<string, PublicHoliday>();
  for (let year = yearOf(daysLater(firstDate, -mostDays).date); year <= yearOf(lastDate); year += 1) {
    for (const [date, holiday] of holidaysOfYear(calendar, year)) {
      const other = found.get(date);
      const isLess = other !== undefined && other.free.from <= holiday.free.from;
      if (date >= firstDate && date <= lastDate && !isLess) found.set(date, holiday);
    }
  }
  return found;
}

type HolidaysOfYear = readonly (readonly [date: string, holiday: PublicHoliday])[];

/**
 * What was computed before: a year takes some 20 ms, and every question whether it is open asks for one. The same for the
 * same key for ever, so nothing has to be forgotten but for the room it takes.
 */
const computed = new Map<string, HolidaysOfYear>();
const mostComputed = 200;

function holidaysOfYear(calendar: HolidayCalendar, year: number): HolidaysOfYear {
  const { country, state, region, kinds } = calendar;
  const key = JSON.stringify([country, state, region, kinds, year]);
  const known = computed.get(key);
  if (known !== undefined) return known;
  const holidays = new Holidays({
    country,
    ...(state === undefined ? {} : { state }),
    ...(region === undefined ? {} : { region }),
  });
  const found = holidays
    .getHolidays(year)
    .filter(({ type }) => kinds.some((kind) => kind === type))
    .flatMap((holiday) => freeDaysOf(holiday).map(([date, free]) => [date, { free }] as const));
  const [oldest] = computed.keys();
  if (computed.size >= mostComputed && oldest !== undefined) computed.delete(oldest);
  computed.set(key, found);
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
