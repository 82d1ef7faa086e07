import { describe, expect, it } from '@jest/globals';
import { DateTime } from 'luxon';
import { weekdays } from '../hours/clock-time.js';
import type { ZonedAvailability } from '../organisation/availability.js';
import { everyDay as openEveryDay, openingHours, workdays } from '../hours/hours.fixture.js';
import { availableIntervals, isAvailable, whenAvailable } from './available-intervals.js';

const budapest = 'Europe/Budapest';
const everyDay = [...weekdays];

function hours(
  timeZone: string,
  ...weekly: [days: ZonedAvailability['weekly'][number]['days'], from: string, to: string][]
): ZonedAvailability {
  return { timeZone, weekly: weekly.map(([days, from, to]) => ({ days, from, to })) };
}

/** Intervals as the UTC moments an operator would write down. */
function shown(availability: ZonedAvailability, from: string, length: number): string[] {
  return availableIntervals(availability, new Date(from), length).map(
    (interval) => `${utc(interval.from)} – ${utc(interval.to)}`,
  );
}

function utc(moment: number): string {
  return DateTime.fromMillis(moment, { zone: 'utc' }).toFormat('ccc HH:mm');
}

describe('availableIntervals (I6)', () => {
  it('gives the hours of the contact’s own time zone', () => {
    expect(shown(hours(budapest, [['mon', 'tue'], '08:30', '17:00']), '2026-11-23T00:00:00Z', 48)).toEqual([
      'Mon 07:30 – Mon 16:00',
      'Tue 07:30 – Tue 16:00',
    ]);
  });

  it('cuts at the beginning and at the end of the asked time', () => {
    expect(shown(hours(budapest, [['mon'], '08:00', '17:00']), '2026-11-23T10:00:00Z', 2)).toEqual([
      'Mon 10:00 – Mon 12:00',
    ]);
  });

  it('is empty when nobody is available in the asked time', () => {
    expect(shown(hours(budapest, [['sun'], '08:00', '17:00']), '2026-11-23T10:00:00Z', 24)).toEqual([]);
  });

  it('merges a day until 24:00 with the next from 00:00, over the end of the week', () => {
    const weekend = hours('UTC', [['sun'], '20:00', '24:00'], [['mon'], '00:00', '06:00']);
    expect(shown(weekend, '2026-11-22T12:00:00Z', 24)).toEqual(['Sun 20:00 – Mon 06:00']);
  });

  it('merges hours that overlap or are listed out of order', () => {
    const overlapping = hours('UTC', [['mon'], '12:00', '18:00'], [['mon'], '08:00', '13:00']);
    expect(shown(overlapping, '2026-11-23T00:00:00Z', 24)).toEqual(['Mon 08:00 – Mon 18:00']);
  });

  it('goes on over several weeks', () => {
    expect(shown(hours('UTC', [['wed'], '09:00', '10:00']), '2026-11-23T00:00:00Z', 3 * 7 * 24)).toHaveLength(
      3,
    );
  });

  it('is one interval for somebody who is always available, across both changes of the clocks', () => {
    const always = hours(budapest, [everyDay, '00:00', '24:00']);
    for (const from of ['2026-03-28T10:00:00Z', '2026-10-24T10:00:00Z']) {
      const begin = Date.parse(from);
      expect(availableIntervals(always, new Date(from), 72)).toEqual([
        { from: begin, to: begin + 72 * 3_600_000 },
      ]);
    }
  });

  it('keeps the wall clock’s hours on the days around the change to summer time', () => {
    expect(shown(hours(budapest, [everyDay, '08:00', '17:00']), '2026-03-28T00:00:00Z', 48)).toEqual([
      'Sat 07:00 – Sat 16:00',
      'Sun 06:00 – Sun 15:00',
    ]);
  });

  it('keeps the wall clock’s hours on the days around the change to winter time', () => {
    expect(shown(hours(budapest, [everyDay, '08:00', '17:00']), '2026-10-24T00:00:00Z', 48)).toEqual([
      'Sat 06:00 – Sat 15:00',
      'Sun 07:00 – Sun 16:00',
    ]);
  });

  it('leaves out the hour that does not exist when summer time begins', () => {
    // The clocks of Budapest go from 02:00 to 03:00 at 01:00 UTC.
    expect(shown(hours(budapest, [['sun'], '02:30', '05:00']), '2026-03-29T00:00:00Z', 12)).toEqual([
      'Sun 01:00 – Sun 03:00',
    ]);
    expect(shown(hours(budapest, [['sun'], '01:00', '02:30']), '2026-03-29T00:00:00Z', 12)).toEqual([
      'Sun 00:00 – Sun 01:00',
    ]);
    expect(shown(hours(budapest, [['sun'], '02:00', '03:00']), '2026-03-29T00:00:00Z', 12)).toEqual([]);
  });

  it('counts the hour that occurs twice when winter time begins both times', () => {
    // The clocks of Budapest go from 03:00 back to 02:00 at 01:00 UTC.
    expect(shown(hours(budapest, [['sun'], '02:00', '03:00']), '2026-10-25T00:00:00Z', 12)).toEqual([
      'Sun 00:00 – Sun 02:00',
    ]);
    expect(shown(hours(budapest, [['sun'], '02:30', '05:00']), '2026-10-25T00:00:00Z', 12)).toEqual([
      'Sun 00:30 – Sun 04:00',
    ]);
  });

  it('is right where midnight itself is skipped, and where the change is half an hour', () => {
    // Beirut goes from 00:00 to 01:00; Lord Howe changes by 30 minutes, from 02:00 to 02:30.
    expect(shown(hours('Asia/Beirut', [['sun'], '00:00', '06:00']), '2026-03-28T12:00:00Z', 24)).toEqual([
      'Sat 22:00 – Sun 03:00',
    ]);
    expect(
      shown(hours('Australia/Lord_Howe', [['sun'], '02:15', '04:00']), '2026-10-03T06:00:00Z', 24),
    ).toEqual(['Sat 15:30 – Sat 17:00']);
  });

  it('is available when the time zone is unknown', () => {
    const begin = Date.parse('2026-11-23T00:00:00Z');
    expect(
      availableIntervals(hours('Nowhere/City', [['mon'], '08:00', '09:00']), new Date(begin), 1),
    ).toEqual([{ from: begin, to: begin + 3_600_000 }]);
  });

  it('agrees with the wall clock at every quarter of an hour of a year', () => {
    const office = hours(budapest, [['sat', 'sun'], '01:30', '02:45'], [['wed'], '08:00', '24:00']);
    const begin = DateTime.fromISO('2026-01-01T00:00:00', { zone: budapest });
    const intervals = availableIntervals(office, begin.toJSDate(), 365 * 24);
    const quarters = Array.from({ length: 365 * 96 }, (_, index) => begin.toMillis() + index * 900_000);
    const wrong = quarters.filter((moment) => {
      const wall = DateTime.fromMillis(moment, { zone: budapest });
      const time = wall.toFormat('HH:mm');
      const weekend = wall.weekday >= 6 && time >= '01:30' && time < '02:45';
      const expected = weekend || (wall.weekday === 3 && time >= '08:00');
      const available = intervals.some(({ from, to }) => from <= moment && moment < to);
      // Within the doubled hour the hours run through: 02:45 to 03:00 of summer time is between two allowed stretches.
      const doubled = wall.toISODate() === '2026-10-25' && wall.hour === 2;
      return available !== expected && !doubled;
    });
    expect(wrong).toEqual([]);
  });
});

describe('when a provider may be called (E1, E2)', () => {
  it('is when it is open: by its weekly hours, its holidays and what is said of single dates', () => {
    const opening = openingHours({
      timeZone: 'Europe/Berlin',
      weekly: openEveryDay([{ from: '08:00', to: '16:00' }], workdays),
      holidays: { country: 'DE' },
      exceptions: [{ is: 'other-hours', date: '2026-12-29', hours: [{ from: '10:00', to: '12:00' }] }],
    });
    // Friday is Christmas Day.
    const available = whenAvailable({ hours: opening }, new Date('2026-12-24T00:00:00Z'), 6 * 24);
    expect(available?.map(({ from, to }) => `${utc(from)} – ${utc(to)}`)).toEqual([
      'Thu 07:00 – Thu 15:00',
      'Mon 07:00 – Mon 15:00',
      'Tue 09:00 – Tue 11:00',
    ]);
  });

  it('is any time without hours, and in a time zone that nobody knows', () => {
    const begin = Date.parse('2026-11-23T00:00:00Z');
    expect(whenAvailable({}, new Date(begin), 1)).toBeUndefined();
    const nowhere = { ...openingHours({ timeZone: 'UTC', weekly: {} }), timeZone: 'Nowhere/City' };
    expect(whenAvailable({ hours: nowhere }, new Date(begin), 1)).toEqual([
      { from: begin, to: begin + 3_600_000 },
    ]);
    expect(isAvailable({ hours: nowhere }, begin)).toBe(true);
    expect(isAvailable({ hours: openingHours({ timeZone: 'UTC', weekly: {} }) }, begin)).toBe(false);
  });
});

describe('when somebody may be called, with absences (I6)', () => {
  const from = new Date('2026-11-23T00:00:00Z');
  const away = (begin: string, end: string) => ({ from: Date.parse(begin), to: Date.parse(end) });
  const times = (person: Parameters<typeof whenAvailable>[0]) =>
    whenAvailable(person, from, 24)?.map((interval) => `${utc(interval.from)} – ${utc(interval.to)}`);

  it('is any time without hours and absences, and with absences that lie elsewhere', () => {
    expect(times({})).toBeUndefined();
    expect(times({ absences: [away('2026-11-24T00:00:00Z', '2026-11-25T00:00:00Z')] })).toBeUndefined();
  });

  it('is cut out of the weekly hours', () => {
    const availability = hours(budapest, [everyDay, '08:00', '17:00']);
    const absences = [
      away('2026-11-22T09:00:00Z', '2026-11-23T08:00:00Z'),
      away('2026-11-23T10:00:00Z', '2026-11-23T11:00:00Z'),
    ];
    expect(times({ availability, absences })).toEqual(['Mon 08:00 – Mon 10:00', 'Mon 11:00 – Mon 16:00']);
  });

  it('is cut out of all time where there are no hours', () => {
    const absences = [away('2026-11-23T06:00:00Z', '2026-11-30T00:00:00Z')];
    expect(times({ absences })).toEqual(['Mon 00:00 – Mon 06:00']);
  });

  it('is never while the whole time is covered', () => {
    expect(times({ absences: [away('2026-11-01T00:00:00Z', '2026-12-01T00:00:00Z')] })).toEqual([]);
  });
});
