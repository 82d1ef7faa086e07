import { DateTime } from 'luxon';
import { monthAfter, monthOf } from '../calendar-month.js';
import type { ReportInterval } from './report-plan.js';
import type { ReportPeriod } from './report.js';

/** A time that is over, and when its report is to be sent; epoch milliseconds. */
export interface DueReport {
  readonly period: ReportPeriod;
  readonly dueAt: number;
}

const monthsIn: Readonly<Record<ReportInterval, number>> = { month: 1, quarter: 3, year: 12 };

/** Reports come when people begin their work. */
const morningHour = 7;
/** What could not be sent for so long is old news: nobody is surprised by it. */
const mostLateDays = 31;

/**
 * The time that is over and whose report is due: from seven o'clock of the first day behind it in the time zone on, for a month.
 * undefined: none is. A plan that was made within that month gets the report of the time before at once.
 *
 * @param now epoch milliseconds.
 */
export function dueReport(every: ReportInterval, timeZone: string, now: number): DueReport | undefined {
  const present = monthOf(now, timeZone);
  const current = dueBefore(every, timeZone, beginOf(every, present));
  // In the first hours of a day it is the time before that may still be due.
  const due = current.dueAt <= now ? current : dueBefore(every, timeZone, current.period.from);
  return now < due.dueAt + mostLateDays * 86_400_000 ? due : undefined;
}

/** The period that ends where the month begins. */
function dueBefore(every: ReportInterval, timeZone: string, month: string): DueReport {
  const dueAt = DateTime.fromISO(`${month}-01`, { zone: timeZone }).set({ hour: morningHour }).toMillis();
  return { period: { from: monthAfter(month, -monthsIn[every]), to: monthAfter(month, -1) }, dueAt };
}

/** The first month of the period that a month belongs to. */
function beginOf(every: ReportInterval, month: string): string {
  const number = Number(month.slice('yyyy-'.length));
  return monthAfter(month, -((number - 1) % monthsIn[every]));
}
