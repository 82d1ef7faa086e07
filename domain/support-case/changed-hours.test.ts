import { describe, expect, it } from '@jest/globals';
import type { KnownHours } from '../hours/business-time.js';
import { everyDay, moment, openingHours, shown, workdays } from '../hours/hours.fixture.js';
import { openIntervals } from '../hours/open-intervals.js';
import { nextOfTarget } from '../hours/response-target.js';
import { countSoFar } from './changed-hours.js';
import { close, openSupportCase, waitForPartner, type SupportCaseCourse } from './support-case.js';
import { defaultSupportPolicy as policy } from './support-policy.js';

const zone = 'Europe/Berlin';
const day = 24 * 3_600_000;
const opened = moment('2026-11-23T09:00', zone);

function hours(from: string, to: string, begin = opened, end = opened + 8 * day): KnownHours {
  const weekly = everyDay([{ from, to }], workdays);
  return { from: begin, to: end, open: openIntervals(openingHours({ timeZone: zone, weekly }), begin, end) };
}

function dueIn({ answer: { target } }: SupportCaseCourse, known: KnownHours): string {
  const next = nextOfTarget(target, true, known);
  return next.is === 'due' ? shown(next.at, zone) : next.is;
}

describe('a case that takes other hours (C9)', () => {
  const usual = hours('09:00', '17:00');
  const course = openSupportCase(opened, policy);

  it('keeps what has passed as it was counted, and counts what follows by the new ones', () => {
    // Eight hours are promised: at 12:00 three of them are over.
    const noon = moment('2026-11-23T12:00', zone);
    const counted = countSoFar(course, noon, usual);
    expect(dueIn(counted, usual)).toBe('Mon 23.11. 17:00');
    const shorter = hours('09:00', '13:00', noon);
    // One hour more today, four tomorrow. Counted anew from 9:00 it would be the same day.
    expect(dueIn(counted, shorter)).toBe('Tue 24.11. 13:00');
    const later = hours('13:00', '20:00', noon);
    expect(dueIn(counted, later)).toBe('Mon 23.11. 18:00');
    expect(dueIn(course, hours('13:00', '20:00'))).toBe('Tue 24.11. 14:00');
  });

  it('counts the same however often it is told', () => {
    const once = countSoFar(course, moment('2026-11-23T12:00', zone), usual);
    const twice = countSoFar(once, moment('2026-11-23T14:00', zone), usual);
    expect(twice).toEqual(countSoFar(course, moment('2026-11-23T14:00', zone), usual));
  });

  it('leaves to the new hours what the former ones do not reach', () => {
    const known = hours('09:00', '17:00', opened, moment('2026-11-23T10:00', zone));
    const counted = countSoFar(course, moment('2026-11-23T12:00', zone), known);
    expect(counted.answer.target).toMatchObject({ since: known.to, spent: 3_600_000 });
  });

  it('leaves an answer that is due to the clock, which tells of it', () => {
    expect(countSoFar(course, moment('2026-11-24T10:00', zone), usual)).toBe(course);
  });

  it('leaves alone what counts no time', () => {
    const paused = waitForPartner(course, opened, usual);
    const closed = close(course, 'answered', opened, usual);
    for (const step of [paused, closed]) {
      if (step.is !== 'done') throw new Error('It was refused.');
      expect(countSoFar(step.course, opened + day, usual)).toBe(step.course);
    }
  });
});
