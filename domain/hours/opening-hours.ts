import { z } from 'zod';
import { timeZoneSchema } from '../time-zone.js';
import {
  clockTimeSchema,
  dayMinutes,
  type DaySpan,
  endMinutesOf,
  minutesOf,
  weekdays,
} from './clock-time.js';
import { holidayCalendarSchema } from './public-holidays.js';

const weekMinutes = weekdays.length * dayMinutes;

/**
 * A stretch in which it is open. Over midnight it says so itself, `{ from: '22:00', to: '06:00', nextDay: true }`: else two
 * times in the wrong order would be hours that nobody meant. It belongs to the day on which it begins.
 */
const daySpanSchema = z
  .strictObject({
    from: clockTimeSchema.refine((time) => time !== '24:00', 'must be before the end of the day'),
    to: clockTimeSchema,
    nextDay: z.literal(true).optional(),
  })
  .superRefine((span, context) => {
    const length = endMinutesOf(span) - minutesOf(span.from);
    const refuse = (message: string) => {
      context.addIssue({ code: 'custom', path: ['to'], message });
    };
    if (length <= 0) refuse('must be later than from; nextDay says that it ends on the following day');
    if (length > dayMinutes) refuse('must be at most 24 hours later than from');
  });

const spansSchema = z.array(daySpanSchema).max(6);
const noteSchema = z.string().trim().min(1).max(200).optional();

/** A date on which other hours hold than on its weekday, whether it is a holiday or not. */
const exceptionSchema = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('closed'), date: z.iso.date(), note: noteSchema }),
  z.strictObject({
    is: z.literal('other-hours'),
    date: z.iso.date(),
    hours: spansSchema.min(1).superRefine(refuseOverlaps),
    note: noteSchema,
  }),
]);

const momentSchema = z.iso.datetime({ offset: true });

/** Open or closed whatever the hours say, for a time that ends by itself. */
const overrideSchema = z
  .strictObject({
    is: z.enum(['open', 'closed']),
    from: momentSchema,
    /** The first moment at which the hours hold again. */
    until: momentSchema,
    note: noteSchema,
  })
  .refine(({ from, until }) => Date.parse(from) < Date.parse(until), {
    message: 'must be later than from',
    path: ['until'],
  });

/** When an office, a provider or a telephone line is open (B4, C9), by the wall clock of its own time zone. */
export const openingHoursSchema = z.strictObject({
  timeZone: timeZoneSchema,
  /** A weekday without an entry is closed. */
  weekly: z.strictObject(oneForEachWeekday(() => spansSchema.default([]))).superRefine(refuseOverlapsInWeek),
  /** Closed on these days. */
  holidays: holidayCalendarSchema.optional(),
  exceptions: z.array(exceptionSchema).max(400).superRefine(refuseTwoOfADate).default([]),
  override: overrideSchema.optional(),
});
export type OpeningHours = z.infer<typeof openingHoursSchema>;

function oneForEachWeekday<Value>(value: () => Value) {
  return {
    mon: value(),
    tue: value(),
    wed: value(),
    thu: value(),
    fri: value(),
    sat: value(),
    sun: value(),
  };
}

interface Placed {
  readonly from: number;
  readonly to: number;
  readonly path: PropertyKey[];
}

function placed(spans: readonly DaySpan[], begin: number, path: readonly PropertyKey[]): readonly Placed[] {
  return spans.map((span, index) => ({
    from: begin + minutesOf(span.from),
    to: begin + endMinutesOf(span),
    path: [...path, index],
  }));
}

function refuseOverlaps(spans: readonly DaySpan[], context: z.RefinementCtx): void {
  refuseOverlapsOf(placed(spans, 0, []), context);
}

/** A span over midnight may reach into the next weekday's hours, from Sunday into Monday's. */
function refuseOverlapsInWeek(
  weekly: Readonly<Record<(typeof weekdays)[number], readonly DaySpan[]>>,
  context: z.RefinementCtx,
): void {
  const all = weekdays.flatMap((day, index) => placed(weekly[day], index * dayMinutes, [day]));
  const fromSunday = all
    .filter(({ to }) => to > weekMinutes)
    .map(({ from, to, path }) => ({ from: from - weekMinutes, to: to - weekMinutes, path }));
  refuseOverlapsOf([...fromSunday, ...all], context);
}

function refuseOverlapsOf(spans: readonly Placed[], context: z.RefinementCtx): void {
  spans.forEach((span, index) => {
    const isTaken = spans.slice(0, index).some(({ from, to }) => from < span.to && span.from < to);
    if (isTaken) {
      context.addIssue({ code: 'custom', path: span.path, message: 'overlaps with other hours' });
    }
  });
}

function refuseTwoOfADate(exceptions: readonly { readonly date: string }[], context: z.RefinementCtx): void {
  const seen = new Set<string>();
  exceptions.forEach(({ date }, index) => {
    if (seen.has(date)) {
      context.addIssue({
        code: 'custom',
        path: [index, 'date'],
        message: 'has an exception already',
      });
    }
    seen.add(date);
  });
}
