import { describe, expect, it } from '@jest/globals';
import { describeHours, specialDays } from './describe-hours.js';
import { brokerLineWeek, everyDay, moment, openingHours } from './hours.fixture.js';

const berlin = 'Europe/Berlin';
const now = moment('2026-11-23T12:00', berlin);

describe('opening hours for wording (B4)', () => {
  it('put the days with the same hours together', () => {
    const description = describeHours(openingHours({ timeZone: berlin, weekly: brokerLineWeek }), now);
    expect(description).toEqual({
      timeZone: berlin,
      open: [
        {
          days: ['mon', 'tue', 'thu'],
          runs: [
            { first: 'mon', last: 'tue' },
            { first: 'thu', last: 'thu' },
          ],
          spans: [{ from: '08:00', to: '17:00' }],
        },
        { days: ['wed'], runs: [{ first: 'wed', last: 'wed' }], spans: [{ from: '08:00', to: '20:00' }] },
        { days: ['fri'], runs: [{ first: 'fri', last: 'fri' }], spans: [{ from: '08:00', to: '14:00' }] },
      ],
      closed: ['sat', 'sun'],
      isAroundTheClock: false,
      isClosedOnHolidays: false,
    });
  });

  it('see that hours are the same when they are listed in another order', () => {
    const morning = { from: '08:00', to: '12:00' };
    const afternoon = { from: '13:00', to: '17:00' };
    const weekly = { mon: [morning, afternoon], tue: [afternoon, morning] };
    const { open } = describeHours(openingHours({ timeZone: berlin, weekly }), now);
    expect(open).toEqual([
      { days: ['mon', 'tue'], runs: [{ first: 'mon', last: 'tue' }], spans: [morning, afternoon] },
    ]);
  });

  it.each([
    [[{ from: '00:00', to: '24:00' }], true],
    [[{ from: '08:00', to: '08:00', nextDay: true }], true],
    [
      [
        { from: '18:00', to: '06:00', nextDay: true },
        { from: '06:00', to: '18:00' },
      ],
      true,
    ],
    [[{ from: '00:00', to: '23:59' }], false],
  ])('know what is around the clock: %j', (spans, expected) => {
    const hours = openingHours({ timeZone: berlin, weekly: everyDay(spans) });
    expect(describeHours(hours, now).isAroundTheClock).toBe(expected);
  });

  it('tell an override only while it lasts', () => {
    const until = moment('2026-11-23T18:00', berlin);
    const hours = openingHours({
      timeZone: berlin,
      weekly: brokerLineWeek,
      holidays: { country: 'DE' },
      override: {
        is: 'closed',
        from: '2026-11-23T08:00:00+01:00',
        until: '2026-11-23T18:00:00+01:00',
        note: 'Fire drill',
      },
    });
    expect(describeHours(hours, now)).toMatchObject({
      override: { is: 'closed', until, note: 'Fire drill' },
      isClosedOnHolidays: true,
    });
    expect(describeHours(hours, until).override).toBeUndefined();
    expect(describeHours(hours, now - 86_400_000).override).toBeUndefined();
  });

  it('tell the coming exceptions and holidays, in the language asked for where the name is known', () => {
    const hours = openingHours({
      timeZone: berlin,
      weekly: brokerLineWeek,
      holidays: { country: 'DE' },
      exceptions: [
        {
          is: 'other-hours',
          date: '2026-12-24',
          hours: [{ from: '08:00', to: '12:00' }],
          note: 'Christmas Eve',
        },
      ],
    });
    const within = { from: moment('2026-12-20', berlin), to: moment('2026-12-26', berlin) };
    const names = (language: 'en' | 'de' | 'hu') => specialDays(hours, within, language);
    expect(names('de')).toEqual([
      {
        date: '2026-12-24',
        weekday: 'thu',
        because: 'exception',
        spans: [{ from: '08:00', to: '12:00' }],
        name: 'Christmas Eve',
      },
      { date: '2026-12-25', weekday: 'fri', because: 'holiday', spans: [], name: '1. Weihnachtstag' },
    ]);
    expect(names('hu')[1]?.name).toBe('Karácsony');
    expect(names('en')[1]?.name).toBe('Christmas Day');
  });
});
