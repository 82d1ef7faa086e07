import { type Interval, merged, without } from '../interval.js';
import type { DaySpan } from './clock-time.js';
import { daysLater, intervalsOfDays, type LocalDay, localDayAt } from './local-days.js';
import type { OpeningHours } from './opening-hours.js';
import { type PublicHoliday, publicHolidays } from './public-holidays.js';

/**
 * When it is open from one moment to another (epoch milliseconds): in order, merged where they touch, and cut to that time.
 *
 * An exception or a holiday stands in the place of the hours that begin on its date; so a night shift of the day before
 * still ends on the morning of a holiday. A holiday of half a day leaves the hours before it. The override is over all.
 */
export function openIntervals(hours: OpeningHours, from: number, to: number): readonly Interval[] {
  const within = { from, to };
  if (from >= to) return [];
  const spansOf = spansByDay(hours, within);
  const usual = intervalsOfDays(hours.timeZone, within, spansOf);
  const { override } = hours;
  if (override === undefined) return usual;
  const overridden = {
    from: Math.max(from, Date.parse(override.from)),
    to: Math.min(to, Date.parse(override.until)),
  };
  if (overridden.from >= overridden.to) return usual;
  return override.is === 'open' ? merged([...usual, overridden]) : without(usual, [overridden]);
}

/** What holds on each day around a time, before any override. */
function spansByDay(hours: OpeningHours, within: Interval): (day: LocalDay) => readonly DaySpan[] {
  const exceptions = new Map(hours.exceptions.map((exception) => [exception.date, exception]));
  const holidays = holidaysAround(hours, within);
  return ({ date, weekday }) => {
    const exception = exceptions.get(date);
    if (exception !== undefined) return exception.is === 'closed' ? [] : exception.hours;
    const holiday = holidays.get(date);
    return holiday === undefined ? hours.weekly[weekday] : beforeHoliday(hours.weekly[weekday], holiday);
  };
}

/** The holidays that can matter to a time, some days before and after it included. */
function holidaysAround(
  { holidays, timeZone }: OpeningHours,
  { from, to }: Interval,
): ReadonlyMap<string, PublicHoliday> {
  if (holidays === undefined) return new Map();
  const days = 3;
  return publicHolidays(
    holidays,
    daysLater(localDayAt(timeZone, from).date, -days).date,
    daysLater(localDayAt(timeZone, to).date, days).date,
  );
}

/** Holidays are free until the end of the day, so what is left are hours that begin before; they end with it. */
function beforeHoliday(spans: readonly DaySpan[], { free }: PublicHoliday): readonly DaySpan[] {
  return spans
    .filter(({ from }) => from < free.from)
    .map((span) => (span.nextDay || span.to > free.from ? { from: span.from, to: free.from } : span));
}
