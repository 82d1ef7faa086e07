import type { Interval } from '../interval.js';
import type { Language } from '../language.js';
import { type DaySpan, type Weekday, weekdays } from './clock-time.js';
import { daysLater, localDayAt } from './local-days.js';
import { spansByDay } from './open-intervals.js';
import type { OpeningHours } from './opening-hours.js';
import { publicHolidays } from './public-holidays.js';

/** Weekdays with the same hours. */
export interface HoursOfDays {
  readonly days: readonly Weekday[];
  /** The same days as stretches of days that follow each other: Monday to Tuesday, Thursday. */
  readonly runs: readonly { readonly first: Weekday; readonly last: Weekday }[];
  readonly spans: readonly DaySpan[];
}

/** What there is to say of opening hours, for wording. */
export interface HoursDescription {
  readonly timeZone: string;
  /** In the order of their first day; none when it is never open. */
  readonly open: readonly HoursOfDays[];
  readonly closed: readonly Weekday[];
  readonly isAroundTheClock: boolean;
  readonly isClosedOnHolidays: boolean;
  /** An override that holds at the moment of the question. */
  readonly override?: {
    readonly is: 'open' | 'closed';
    /** Epoch milliseconds. */
    readonly until: number;
    readonly note?: string;
  };
}

/** What opening hours are like, seen at a moment (epoch milliseconds). */
export function describeHours(hours: OpeningHours, at: number): HoursDescription {
  const groups = new Map<string, { days: Weekday[]; spans: readonly DaySpan[] }>();
  const closed: Weekday[] = [];
  for (const day of weekdays) {
    const spans = inOrder(hours.weekly[day]);
    if (spans.length === 0) {
      closed.push(day);
      continue;
    }
    const key = JSON.stringify(spans.map(({ from, to, nextDay = false }) => [from, to, nextDay]));
    const group = groups.get(key) ?? { days: [], spans };
    group.days.push(day);
    groups.set(key, group);
  }
  const open = [...groups.values()].map(({ days, spans }) => ({ days, runs: runsOf(days), spans }));
  const [first] = open;
  return {
    timeZone: hours.timeZone,
    open,
    closed,
    isAroundTheClock: first?.days.length === weekdays.length && coversTheDay(first.spans),
    isClosedOnHolidays: hours.holidays !== undefined,
    ...overrideAt(hours, at),
  };
}

function inOrder(spans: readonly DaySpan[]): readonly DaySpan[] {
  return [...spans].sort((one, other) => (one.from < other.from ? -1 : 1));
}

function runsOf(days: readonly Weekday[]): HoursOfDays['runs'] {
  const runs: { first: Weekday; last: Weekday }[] = [];
  for (const day of days) {
    const last = runs.at(-1);
    if (last && weekdays.indexOf(day) === weekdays.indexOf(last.last) + 1) last.last = day;
    else runs.push({ first: day, last: day });
  }
  return runs;
}

/** Whether spans that are the same every day leave no gap: each begins where one ends, the first where the last does. */
function coversTheDay(spans: readonly DaySpan[]): boolean {
  const midnight = (time: string) => (time === '24:00' ? '00:00' : time);
  return spans.every(({ to }, index) => midnight(to) === spans[(index + 1) % spans.length]?.from);
}

function overrideAt({ override }: OpeningHours, at: number): Pick<HoursDescription, 'override'> {
  if (override === undefined || at < Date.parse(override.from)) return {};
  const until = Date.parse(override.until);
  if (at >= until) return {};
  const { is, note } = override;
  return { override: { is, until, ...(note === undefined ? {} : { note }) } };
}

/** A date on which other hours hold than on its weekday. */
export interface SpecialDay {
  readonly date: string;
  readonly weekday: Weekday;
  readonly because: 'exception' | 'holiday';
  /** None: closed. */
  readonly spans: readonly DaySpan[];
  /** The name of the holiday, or the note of the exception. */
  readonly name?: string;
}

/** The exceptions and holidays on the days of a time, by date; names of holidays in a language where they are known. */
export function specialDays(
  hours: OpeningHours,
  within: Interval,
  language: Language,
): readonly SpecialDay[] {
  const firstDay = localDayAt(hours.timeZone, within.from);
  const lastDate = localDayAt(hours.timeZone, within.to - 1).date;
  const exceptions = new Map(hours.exceptions.map((exception) => [exception.date, exception]));
  const holidays =
    hours.holidays === undefined
      ? new Map<string, never>()
      : publicHolidays(hours.holidays, firstDay.date, lastDate, language);
  const spansOf = spansByDay(hours, within);
  const found: SpecialDay[] = [];
  for (let day = firstDay; day.date <= lastDate; day = daysLater(day.date, 1)) {
    const exception = exceptions.get(day.date);
    const name = exception === undefined ? holidays.get(day.date)?.name : exception.note;
    if (exception === undefined && !holidays.has(day.date)) continue;
    found.push({
      ...day,
      because: exception === undefined ? 'holiday' : 'exception',
      spans: inOrder(spansOf(day)),
      ...(name === undefined ? {} : { name }),
    });
  }
  return found;
}
