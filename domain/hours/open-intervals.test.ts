import { describe, expect, it } from '@jest/globals';
import fastCheck from 'fast-check';
import { DateTime } from 'luxon';
import { brokerLineWeek, everyDay, moment, openingHours, shown, workdays } from './hours.fixture.js';
import { openIntervals } from './open-intervals.js';
import { isOpen, nextClosing, nextOpening } from './opening.js';

const berlin = 'Europe/Berlin';
const hour = 3_600_000;

/** The open intervals from one local time to another, as the wall clock shows them. */
function open(hours: Parameters<typeof openingHours>[0], from: string, to: string): readonly string[] {
  const zone = hours.timeZone;
  return openIntervals(openingHours(hours), moment(from, zone), moment(to, zone)).map(
    (interval) => `${shown(interval.from, zone)} – ${shown(interval.to, zone)}`,
  );
}

describe('open intervals (B4)', () => {
  const brokerLine = { timeZone: berlin, weekly: brokerLineWeek };

  it('are the hours of the week, by the wall clock', () => {
    expect(open(brokerLine, '2026-11-23', '2026-11-30')).toEqual([
      'Mon 23.11. 08:00 – Mon 23.11. 17:00',
      'Tue 24.11. 08:00 – Tue 24.11. 17:00',
      'Wed 25.11. 08:00 – Wed 25.11. 20:00',
      'Thu 26.11. 08:00 – Thu 26.11. 17:00',
      'Fri 27.11. 08:00 – Fri 27.11. 14:00',
    ]);
  });

  it('leave out the pause of split hours, and are cut to the time asked for', () => {
    const split = {
      timeZone: berlin,
      weekly: everyDay([
        { from: '08:00', to: '12:00' },
        { from: '13:00', to: '17:00' },
      ]),
    };
    expect(open(split, '2026-11-23T09:00', '2026-11-23T15:30')).toEqual([
      'Mon 23.11. 09:00 – Mon 23.11. 12:00',
      'Mon 23.11. 13:00 – Mon 23.11. 15:30',
    ]);
  });

  it('go on over midnight, and begin in the night when the day before lasts so long', () => {
    const night = { timeZone: berlin, weekly: { sun: [{ from: '22:00', to: '06:00', nextDay: true }] } };
    expect(open(night, '2026-11-22', '2026-11-24')).toEqual(['Sun 22.11. 22:00 – Mon 23.11. 06:00']);
    expect(open(night, '2026-11-23T01:00', '2026-11-23T02:00')).toEqual([
      'Mon 23.11. 01:00 – Mon 23.11. 02:00',
    ]);
  });

  it('leave out public holidays of the country and of the state', () => {
    const closed = (state?: string) =>
      open({ ...brokerLine, holidays: { country: 'DE', state } }, '2026-10-26', '2026-11-07').length;
    // All Saints’ Day is a Sunday in 2026; Epiphany and Corpus Christi tell the states apart.
    expect(closed()).toBe(10);
    const corpusChristi = (state?: string) =>
      open({ ...brokerLine, holidays: { country: 'DE', state } }, '2026-06-04', '2026-06-05');
    expect(corpusChristi('BY')).toEqual([]);
    expect(corpusChristi('BE')).toEqual(['Thu 04.06. 08:00 – Thu 04.06. 17:00']);
    expect(open({ ...brokerLine, holidays: { country: 'DE' } }, '2026-12-24', '2026-12-29')).toEqual([
      'Thu 24.12. 08:00 – Thu 24.12. 17:00',
      'Mon 28.12. 08:00 – Mon 28.12. 17:00',
    ]);
  });

  it('leave out holidays of banks only where they are asked for', () => {
    const banks = { country: 'DE', kinds: ['public', 'bank'] };
    expect(open({ ...brokerLine, holidays: banks }, '2026-12-24', '2026-12-25')).toEqual([
      'Thu 24.12. 08:00 – Thu 24.12. 14:00',
    ]);
  });

  it('leave out all days of a holiday of several days, and holidays that belong to the year before', () => {
    const everyHour = everyDay([{ from: '00:00', to: '24:00' }]);
    const yerevan = { timeZone: 'Asia/Yerevan', weekly: everyHour, holidays: { country: 'AM' } };
    expect(open(yerevan, '2026-01-01', '2026-01-07')).toEqual([]);
    const mbabane = { timeZone: 'Africa/Mbabane', weekly: everyHour, holidays: { country: 'SZ' } };
    // Six days from 28 December on; 1 January would be free anyway, the 2nd is so by them only.
    expect(open(mbabane, '2026-01-02', '2026-01-04')).toEqual(['Sat 03.01. 00:00 – Sun 04.01. 00:00']);
    const dubai = { timeZone: 'Asia/Dubai', weekly: everyHour, holidays: { country: 'AE' } };
    // The feast begins at sunset of the 19th; its dates are the 20th to the 22nd.
    expect(open(dubai, '2026-03-19T12:00', '2026-03-24')).toEqual([
      'Thu 19.03. 12:00 – Fri 20.03. 00:00',
      'Mon 23.03. 00:00 – Tue 24.03. 00:00',
    ]);
  });

  it('keep the hours before a holiday of half a day', () => {
    const faroe = {
      timeZone: 'Atlantic/Faroe',
      weekly: everyDay([{ from: '08:00', to: '17:00' }]),
      holidays: { country: 'FO' },
    };
    expect(open(faroe, '2026-12-31', '2027-01-01')).toEqual(['Thu 31.12. 08:00 – Thu 31.12. 12:00']);
  });

  it('follow an exception on its date, be it a holiday or not', () => {
    const christmas = {
      ...brokerLine,
      holidays: { country: 'DE' },
      exceptions: [
        { is: 'closed', date: '2026-12-24', note: 'Christmas Eve' },
        { is: 'other-hours', date: '2026-12-25', hours: [{ from: '10:00', to: '12:00' }] },
      ],
    };
    expect(open(christmas, '2026-12-23', '2026-12-28')).toEqual([
      'Wed 23.12. 08:00 – Wed 23.12. 20:00',
      'Fri 25.12. 10:00 – Fri 25.12. 12:00',
    ]);
  });

  it('let the night shift before a closed day end as usual', () => {
    const nights = {
      timeZone: berlin,
      weekly: everyDay([{ from: '20:00', to: '06:00', nextDay: true }]),
      exceptions: [{ is: 'closed', date: '2026-11-24' }],
    };
    expect(open(nights, '2026-11-23T12:00', '2026-11-25T12:00')).toEqual([
      'Mon 23.11. 20:00 – Tue 24.11. 06:00',
    ]);
  });

  it('follow an override while it lasts, over exceptions and holidays', () => {
    const override = (is: string) => ({
      ...brokerLine,
      override: { is, from: '2026-11-24T15:00:00+01:00', until: '2026-11-25T10:00:00+01:00' },
    });
    expect(open(override('closed'), '2026-11-24', '2026-11-26')).toEqual([
      'Tue 24.11. 08:00 – Tue 24.11. 15:00',
      'Wed 25.11. 10:00 – Wed 25.11. 20:00',
    ]);
    expect(open(override('open'), '2026-11-24', '2026-11-26')).toEqual([
      'Tue 24.11. 08:00 – Wed 25.11. 20:00',
    ]);
    expect(open(override('open'), '2026-11-26', '2026-11-27')).toEqual([
      'Thu 26.11. 08:00 – Thu 26.11. 17:00',
    ]);
  });
});

describe('open intervals when the clocks change', () => {
  const allDay = everyDay([{ from: '00:00', to: '24:00' }]);
  const morning = everyDay([{ from: '01:00', to: '05:00' }]);

  it.each([
    // [zone, the day of the change, hours of that day, hours from 01:00 to 05:00]
    [berlin, '2026-03-29', 23, 3],
    [berlin, '2026-10-25', 25, 5],
    ['Europe/Budapest', '2026-03-29', 23, 3],
    ['Europe/Budapest', '2026-10-25', 25, 5],
    ['America/New_York', '2026-03-08', 23, 3],
    ['America/New_York', '2026-11-01', 25, 5],
    ['Asia/Kathmandu', '2026-03-29', 24, 4],
    ['Asia/Kathmandu', '2026-10-25', 24, 4],
    ['Australia/Lord_Howe', '2026-10-04', 23.5, 3.5],
    ['Australia/Lord_Howe', '2026-04-05', 24.5, 4.5],
    [berlin, '2028-02-29', 24, 4],
  ])('in %s on %s have the length that the day has', (timeZone, date, ofDay, ofMorning) => {
    const from = moment(date, timeZone);
    const to = DateTime.fromISO(date, { zone: timeZone }).plus({ days: 1 }).toMillis();
    expect(openIntervals(openingHours({ timeZone, weekly: allDay }), from, to)).toEqual([{ from, to }]);
    expect((to - from) / hour).toBe(ofDay);
    const [interval, ...more] = openIntervals(openingHours({ timeZone, weekly: morning }), from, to);
    expect(more).toEqual([]);
    expect(((interval?.to ?? 0) - (interval?.from ?? 0)) / hour).toBe(ofMorning);
  });

  it('leave out a date that a zone never had', () => {
    // Samoa went from 29 December straight to 31 December 2011.
    const apia = { timeZone: 'Pacific/Apia', weekly: everyDay([{ from: '08:00', to: '17:00' }]) };
    expect(open(apia, '2011-12-29', '2012-01-01')).toEqual([
      'Thu 29.12. 08:00 – Thu 29.12. 17:00',
      'Sat 31.12. 08:00 – Sat 31.12. 17:00',
    ]);
  });

  it('are the same moments however the time is cut into parts', () => {
    const hours = openingHours({
      timeZone: 'Australia/Lord_Howe',
      weekly: everyDay([
        { from: '01:30', to: '02:10' },
        { from: '22:00', to: '00:45', nextDay: true },
      ]),
      exceptions: [{ is: 'closed', date: '2026-10-03' }],
    });
    const begin = moment('2026-10-01', hours.timeZone);
    const length = (parts: readonly { readonly from: number; readonly to: number }[]) =>
      parts.reduce((sum, { from, to }) => sum + to - from, 0);
    fastCheck.assert(
      fastCheck.property(
        fastCheck.integer({ min: 0, max: 7 * 24 * 60 }),
        fastCheck.integer({ min: 0, max: 7 * 24 * 60 }),
        (first, second) => {
          const middle = begin + first * 60_000;
          const end = middle + second * 60_000;
          expect(
            length(openIntervals(hours, begin, middle)) + length(openIntervals(hours, middle, end)),
          ).toBe(length(openIntervals(hours, begin, end)));
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('whether it is open, and from when on', () => {
  const hours = openingHours({
    timeZone: berlin,
    weekly: brokerLineWeek,
    holidays: { country: 'DE' },
  });
  const at = (local: string) => moment(local, berlin);

  it('counts the first moment, not the last', () => {
    expect(
      ['07:59:59', '08:00', '13:59:59', '14:00'].map((time) => isOpen(hours, at(`2026-11-27T${time}`))),
    ).toEqual([false, true, true, false]);
  });

  it.each([
    ['2026-11-23T07:00', 'Mon 23.11. 08:00', 'Mon 23.11. 07:00'],
    ['2026-11-23T12:00', 'Mon 23.11. 12:00', 'Mon 23.11. 17:00'],
    ['2026-11-27T14:00', 'Mon 30.11. 08:00', 'Fri 27.11. 14:00'],
    // Good Friday to Easter Monday.
    ['2026-04-02T18:00', 'Tue 07.04. 08:00', 'Thu 02.04. 18:00'],
    ['2026-12-24T17:00', 'Mon 28.12. 08:00', 'Thu 24.12. 17:00'],
  ])('at %s: opens %s, closes %s', (local, opening, closing) => {
    expect(shown(nextOpening(hours, at(local)), berlin)).toBe(opening);
    expect(shown(nextClosing(hours, at(local)), berlin)).toBe(closing);
  });

  it('looks as far as a yearly holiday, and says when there is no end to it', () => {
    const always = openingHours({ timeZone: berlin, weekly: everyDay([{ from: '00:00', to: '24:00' }]) });
    const never = openingHours({ timeZone: berlin, weekly: {} });
    const from = at('2026-01-02');
    expect(nextClosing(always, from)).toBeUndefined();
    expect(nextOpening(never, from)).toBeUndefined();
    expect([nextOpening(always, from), nextClosing(never, from)]).toEqual([from, from]);
    const exceptions = [{ is: 'closed', date: '2026-12-24' }];
    expect(shown(nextClosing({ ...always, ...openingHours({ ...always, exceptions }) }, from), berlin)).toBe(
      'Thu 24.12. 00:00',
    );
  });

  it('sees the end of “closed until” and “open until”', () => {
    const override = (is: string) =>
      openingHours({
        timeZone: berlin,
        weekly: everyDay([{ from: '08:00', to: '17:00' }], workdays),
        override: { is, from: '2026-11-23T09:00:00+01:00', until: '2026-11-23T18:30:00+01:00' },
      });
    expect(shown(nextOpening(override('closed'), at('2026-11-23T10:00')), berlin)).toBe('Tue 24.11. 08:00');
    expect(shown(nextClosing(override('open'), at('2026-11-23T10:00')), berlin)).toBe('Mon 23.11. 18:30');
  });
});
