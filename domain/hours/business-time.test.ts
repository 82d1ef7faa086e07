import { describe, expect, it } from '@jest/globals';
import fastCheck from 'fast-check';
import { addBusinessTime, businessTimeBetween, type KnownHours } from './business-time.js';
import { brokerLineWeek, everyDay, moment, openingHours, shown, workdays } from './hours.fixture.js';
import { knownHours } from './known-hours.js';
import { openIntervals } from './open-intervals.js';

const hour = 3_600_000;
const day = 24 * hour;
const nineToFive = everyDay([{ from: '09:00', to: '17:00' }], workdays);
const nights = everyDay([{ from: '01:00', to: '05:00' }]);

/** Any known hours: some days with intervals anywhere, also side by side with the ends. */
const anyHours = fastCheck
  .uniqueArray(fastCheck.integer({ min: 0, max: 400 }), { minLength: 2, maxLength: 24 })
  .map((moments): KnownHours => {
    const sorted = [...moments].sort((one, other) => one - other);
    const open = sorted.flatMap((from, index) => {
      const to = sorted[index + 1];
      return index % 2 === 0 && to !== undefined ? [{ from, to }] : [];
    });
    return { from: 0, to: 400, open };
  });
const anyMoment = fastCheck.integer({ min: 0, max: 400 });
const anyDuration = fastCheck.integer({ min: 0, max: 300 });

describe('business time over weekends, holidays and changes of the clocks (C9)', () => {
  it.each<[string, string, Readonly<Record<string, unknown>>, string, number, string]>([
    ['within a day', 'Europe/Berlin', nineToFive, '2026-11-23T10:00', 4, 'Mon 23.11. 14:00'],
    ['until closing', 'Europe/Berlin', nineToFive, '2026-11-23T09:00', 8, 'Mon 23.11. 17:00'],
    ['from before opening', 'Europe/Berlin', nineToFive, '2026-11-23T03:00', 1, 'Mon 23.11. 10:00'],
    ['over a night', 'Europe/Berlin', nineToFive, '2026-11-23T16:30', 1, 'Tue 24.11. 09:30'],
    ['over a weekend', 'Europe/Berlin', nineToFive, '2026-11-27T16:00', 2, 'Mon 30.11. 10:00'],
    [
      'over days of different length',
      'Europe/Berlin',
      brokerLineWeek,
      '2026-11-25T16:00',
      8,
      'Thu 26.11. 12:00',
    ],
    [
      'over the weekend of summer time',
      'Europe/Berlin',
      nineToFive,
      '2026-03-27T16:00',
      2,
      'Mon 30.03. 10:00',
    ],
    [
      'over the weekend of winter time',
      'Europe/Berlin',
      nineToFive,
      '2026-10-23T16:00',
      2,
      'Mon 26.10. 10:00',
    ],
    [
      'over the weekend of summer time',
      'Europe/Budapest',
      nineToFive,
      '2026-03-27T16:00',
      2,
      'Mon 30.03. 10:00',
    ],
    [
      'over the weekend of winter time',
      'Europe/Budapest',
      nineToFive,
      '2026-10-23T16:00',
      2,
      'Mon 26.10. 10:00',
    ],
    [
      'over the weekend of summer time',
      'America/New_York',
      nineToFive,
      '2026-03-06T16:00',
      2,
      'Mon 09.03. 10:00',
    ],
    [
      'over the weekend of winter time',
      'America/New_York',
      nineToFive,
      '2026-10-30T16:00',
      2,
      'Mon 02.11. 10:00',
    ],
    [
      'where the clocks never change',
      'Asia/Kathmandu',
      nineToFive,
      '2026-03-27T16:00',
      2,
      'Mon 30.03. 10:00',
    ],
    [
      'over the weekend of summer time',
      'Australia/Lord_Howe',
      nineToFive,
      '2026-10-02T16:00',
      2,
      'Mon 05.10. 10:00',
    ],
    [
      'over the weekend of winter time',
      'Australia/Lord_Howe',
      nineToFive,
      '2026-04-03T16:00',
      2,
      'Mon 06.04. 10:00',
    ],
    // In the night itself an hour (or half an hour) is missing, or there twice.
    ['through the missing hour', 'Europe/Berlin', nights, '2026-03-29T01:00', 2, 'Sun 29.03. 04:00'],
    ['through the double hour', 'Europe/Berlin', nights, '2026-10-25T01:00', 4, 'Sun 25.10. 04:00'],
    ['through the missing hour', 'Europe/Budapest', nights, '2026-03-29T01:00', 2, 'Sun 29.03. 04:00'],
    ['through the double hour', 'Europe/Budapest', nights, '2026-10-25T01:00', 4, 'Sun 25.10. 04:00'],
    ['through the missing hour', 'America/New_York', nights, '2026-03-08T01:00', 2, 'Sun 08.03. 04:00'],
    ['through the double hour', 'America/New_York', nights, '2026-11-01T00:00', 4, 'Sun 01.11. 04:00'],
    ['through a night', 'Asia/Kathmandu', nights, '2026-03-29T01:00', 2, 'Sun 29.03. 03:00'],
    [
      'through the missing half hour',
      'Australia/Lord_Howe',
      nights,
      '2026-10-04T01:00',
      2,
      'Sun 04.10. 03:30',
    ],
    [
      'through the double half hour',
      'Australia/Lord_Howe',
      nights,
      '2026-04-05T01:00',
      4,
      'Sun 05.04. 04:30',
    ],
    ['over a leap day', 'Europe/Berlin', nineToFive, '2028-02-28T16:00', 10, 'Wed 01.03. 10:00'],
    [
      'over the end of a February without one',
      'Europe/Berlin',
      nineToFive,
      '2027-02-26T16:00',
      2,
      'Mon 01.03. 10:00',
    ],
  ])('%s in %s', (_what, timeZone, weekly, from, hours, due) => {
    const begin = moment(from, timeZone);
    const known = knownHours(openingHours({ timeZone, weekly }), begin, hours * hour);
    const result = addBusinessTime(known, begin, hours * hour);
    expect(result.is === 'known' ? shown(result.at, timeZone) : result).toBe(due);
    expect(result.is === 'known' && businessTimeBetween(known, begin, result.at)).toEqual({
      is: 'known',
      duration: hours * hour,
    });
  });

  it.each([
    ['Europe/Berlin', { country: 'DE' }, '2026-04-02T16:00', 'Tue 07.04. 10:00'],
    ['Europe/Berlin', { country: 'DE', state: 'BY' }, '2026-06-03T16:00', 'Fri 05.06. 10:00'],
    ['Europe/Budapest', { country: 'HU' }, '2026-08-19T16:00', 'Fri 21.08. 10:00'],
    ['America/New_York', { country: 'US' }, '2026-11-25T16:00', 'Fri 27.11. 10:00'],
    ['Australia/Lord_Howe', { country: 'AU', state: 'NSW' }, '2026-12-24T16:00', 'Tue 29.12. 10:00'],
  ])('over the holidays of %s, %j', (timeZone, holidays, from, due) => {
    const begin = moment(from, timeZone);
    const known = knownHours(openingHours({ timeZone, weekly: nineToFive, holidays }), begin, 2 * hour);
    const result = addBusinessTime(known, begin, 2 * hour);
    expect(result.is === 'known' ? shown(result.at, timeZone) : result).toBe(due);
  });

  it('has as many hours in a week when the clocks change as the wall clock shows', () => {
    const always = everyDay([{ from: '00:00', to: '24:00' }]);
    const hoursOfWeek = (
      timeZone: string,
      weekly: Readonly<Record<string, unknown>>,
      from: string,
      to: string,
    ) => {
      const [begin, end] = [moment(from, timeZone), moment(to, timeZone)];
      const open = openIntervals(openingHours({ timeZone, weekly }), begin, end);
      const result = businessTimeBetween({ from: begin, to: end, open }, begin, end);
      return result.is === 'known' ? result.duration / hour : undefined;
    };
    expect(hoursOfWeek('Europe/Berlin', always, '2026-03-23', '2026-03-30')).toBe(167);
    expect(hoursOfWeek('Europe/Berlin', always, '2026-10-19', '2026-10-26')).toBe(169);
    expect(hoursOfWeek('Australia/Lord_Howe', always, '2026-09-28', '2026-10-05')).toBe(167.5);
    expect(hoursOfWeek('Asia/Kathmandu', always, '2026-03-23', '2026-03-30')).toBe(168);
    expect(hoursOfWeek('America/New_York', nineToFive, '2026-03-02', '2026-03-09')).toBe(40);
  });
});

describe('business time in known hours (C9)', () => {
  it('is the sum of its parts', () => {
    fastCheck.assert(
      fastCheck.property(anyHours, anyMoment, anyMoment, anyMoment, (hours, one, two, three) => {
        const [from = 0, middle = 0, to = 0] = [one, two, three].sort((a, b) => a - b);
        const duration = (begin: number, end: number) => {
          const result = businessTimeBetween(hours, begin, end);
          return result.is === 'known' ? result.duration : Number.NaN;
        };
        expect(duration(from, middle) + duration(middle, to)).toBe(duration(from, to));
      }),
    );
  });

  it('comes to the same moment in two steps as in one', () => {
    fastCheck.assert(
      fastCheck.property(anyHours, anyMoment, anyDuration, anyDuration, (hours, from, first, second) => {
        const step = addBusinessTime(hours, from, first);
        const inTwo = step.is === 'known' ? addBusinessTime(hours, step.at, second) : step;
        const inOne = addBusinessTime(hours, from, first + second);
        expect(inTwo.is).toBe(inOne.is);
        if (inOne.is === 'known') expect(inTwo).toEqual(inOne);
      }),
    );
  });

  it('finds the earliest moment with this much time before it', () => {
    fastCheck.assert(
      fastCheck.property(
        anyHours,
        anyMoment,
        fastCheck.integer({ min: 1, max: 300 }),
        (hours, from, duration) => {
          const result = addBusinessTime(hours, from, duration);
          const whole = businessTimeBetween(hours, from, hours.to);
          if (result.is !== 'known') {
            expect(whole.is === 'known' && whole.duration < duration).toBe(true);
            expect(result.to).toBeGreaterThan(hours.to);
            return;
          }
          expect(businessTimeBetween(hours, from, result.at)).toEqual({ is: 'known', duration });
          expect(businessTimeBetween(hours, from, result.at - 1)).toEqual({
            is: 'known',
            duration: duration - 1,
          });
        },
      ),
    );
  });

  it('says which hours it needs where the known ones do not reach', () => {
    const hours: KnownHours = { from: 100, to: 200, open: [{ from: 120, to: 150 }] };
    expect(addBusinessTime(hours, 100, 30)).toEqual({ is: 'known', at: 150 });
    expect(addBusinessTime(hours, 100, 31)).toEqual({ is: 'hours-needed', from: 100, to: 201 });
    expect(addBusinessTime(hours, 90, 10)).toEqual({ is: 'hours-needed', from: 90, to: 100 });
    expect(addBusinessTime(hours, 300, 10)).toEqual({ is: 'hours-needed', from: 300, to: 310 });
    expect(businessTimeBetween(hours, 100, 200)).toEqual({ is: 'known', duration: 30 });
    expect(businessTimeBetween(hours, 100, 201)).toEqual({ is: 'hours-needed', from: 100, to: 201 });
    expect(businessTimeBetween(hours, 99, 110)).toEqual({ is: 'hours-needed', from: 99, to: 110 });
  });

  it('is nothing without a duration, and backwards', () => {
    const hours: KnownHours = { from: 0, to: 10, open: [] };
    expect(addBusinessTime(hours, 5, 0)).toEqual({ is: 'known', at: 5 });
    expect(businessTimeBetween(hours, 5, 4)).toEqual({ is: 'known', duration: 0 });
    expect(() => addBusinessTime(hours, 5, -1)).toThrow(RangeError);
    expect(() => addBusinessTime(hours, 5, Number.NaN)).toThrow(RangeError);
  });
});

describe('the hours that an activity computes for a duration', () => {
  const from = moment('2026-11-23T09:00', 'Europe/Berlin');

  it('reach as far as the duration', () => {
    const hours = openingHours({
      timeZone: 'Europe/Berlin',
      weekly: { mon: [{ from: '09:00', to: '10:00' }] },
    });
    expect((knownHours(hours, from, hour).to - from) / day).toBe(8);
    expect((knownHours(hours, from, 3 * hour).to - from) / day).toBe(40);
    expect((knownHours(hours, from, 30 * hour).to - from) / day).toBe(400);
  });

  it('have an end where it never opens', () => {
    const never = knownHours(openingHours({ timeZone: 'Europe/Berlin', weekly: {} }), from, hour);
    expect(never).toEqual({ from, to: from + 400 * day, open: [] });
    expect(addBusinessTime(never, from, hour).is).toBe('hours-needed');
  });
});
