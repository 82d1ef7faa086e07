import { describe, expect, it } from '@jest/globals';
import { fieldErrorsIn } from '../../api/openapi/parse-request.js';
import { brokerLineWeek, everyDay } from './hours.fixture.js';
import { openingHoursSchema } from './opening-hours.js';

const berlin = { timeZone: 'Europe/Berlin', weekly: brokerLineWeek };

/** What is wrong, as `/path message`. */
function errors(hours: unknown): readonly string[] {
  return fieldErrorsIn(openingHoursSchema, hours).map(({ path, message }) => `${path} ${message}`);
}

describe('opening hours as they are sent (B4)', () => {
  it('are weekly hours in a time zone; days without hours are closed', () => {
    expect(openingHoursSchema.parse(berlin)).toEqual({
      timeZone: 'Europe/Berlin',
      weekly: { ...brokerLineWeek, sat: [], sun: [] },
      exceptions: [],
    });
  });

  it('may be split, touch each other, and last over midnight or for the whole day', () => {
    const weekly = {
      mon: [
        { from: '08:00', to: '12:00' },
        { from: '13:00', to: '17:00' },
      ],
      tue: [
        { from: '00:00', to: '12:00' },
        { from: '12:00', to: '24:00' },
      ],
      fri: [{ from: '22:00', to: '06:00', nextDay: true }],
      sat: [{ from: '06:00', to: '06:00', nextDay: true }],
      sun: [{ from: '06:00', to: '00:00', nextDay: true }],
    };
    expect(errors({ ...berlin, weekly })).toEqual([]);
  });

  it.each<[string, object, string[]]>([
    ['an unknown zone', { timeZone: 'Europe/Atlantis' }, ['/timeZone must be an IANA time zone']],
    ['an unknown field', { zone: 'UTC' }, ['/zone is not known here']],
    ['an unknown day', { weekly: { someday: [] } }, ['/weekly/someday is not known here']],
    [
      'no time of day',
      { weekly: { mon: [{ from: '8', to: '25:00' }] } },
      ['/weekly/mon/0/from must be a time of day', '/weekly/mon/0/to must be a time of day'],
    ],
    [
      'an end before its begin',
      { weekly: { mon: [{ from: '17:00', to: '08:00' }] } },
      ['/weekly/mon/0/to must be later than from; nextDay says'],
    ],
    [
      'an end at its begin',
      { weekly: { mon: [{ from: '08:00', to: '08:00' }] } },
      ['/weekly/mon/0/to must be later than from'],
    ],
    [
      'more than a day',
      { weekly: { mon: [{ from: '08:00', to: '09:00', nextDay: true }] } },
      ['/weekly/mon/0/to must be at most 24 hours later'],
    ],
    [
      'a begin at the end of the day',
      { weekly: { mon: [{ from: '24:00', to: '06:00', nextDay: true }] } },
      ['/weekly/mon/0/from must be before the end of the day'],
    ],
    [
      'hours that overlap, in any order',
      {
        weekly: {
          wed: [
            { from: '12:00', to: '18:00' },
            { from: '08:00', to: '12:01' },
          ],
        },
      },
      ['/weekly/wed/1 overlaps'],
    ],
    [
      'hours that reach into those of the next day',
      {
        weekly: {
          tue: [{ from: '20:00', to: '02:00', nextDay: true }],
          wed: [{ from: '01:00', to: '03:00' }],
        },
      },
      ['/weekly/wed/0 overlaps'],
    ],
    [
      'hours that reach from Sunday into Monday',
      {
        weekly: {
          mon: [{ from: '05:00', to: '09:00' }],
          sun: [{ from: '20:00', to: '06:00', nextDay: true }],
        },
      },
      ['/weekly/mon/0 overlaps'],
    ],
    [
      'a country without known holidays',
      { holidays: { country: 'NP' } },
      ['/holidays/country has no public holidays'],
    ],
    [
      'an unknown state',
      { holidays: { country: 'DE', state: 'XX' } },
      ['/holidays/state is no state of this country'],
    ],
    [
      'a state of a country that has none',
      { holidays: { country: 'HU', state: 'BU' } },
      ['/holidays/state is no state of this country'],
    ],
    ['a region without its state', { holidays: { country: 'DE', region: 'A' } }, ['/holidays/region needs']],
    [
      'a name that objects have by themselves',
      { holidays: { country: 'DE', state: 'toString' } },
      ['/holidays/state'],
    ],
    [
      'a date that is none',
      { exceptions: [{ is: 'closed', date: '2027-02-29' }] },
      ['/exceptions/0/date Invalid ISO date'],
    ],
    [
      'two exceptions on a date',
      {
        exceptions: [
          { is: 'closed', date: '2026-12-24' },
          { is: 'other-hours', date: '2026-12-24', hours: [{ from: '08:00', to: '12:00' }] },
        ],
      },
      ['/exceptions/1/date has an exception already'],
    ],
    [
      'an exception whose hours overlap',
      {
        exceptions: [
          {
            is: 'other-hours',
            date: '2026-12-24',
            hours: [
              { from: '08:00', to: '12:00' },
              { from: '11:00', to: '13:00' },
            ],
          },
        ],
      },
      ['/exceptions/0/hours/1 overlaps'],
    ],
    [
      'an override that ends before it begins',
      { override: { is: 'closed', from: '2026-11-24T00:00:00Z', until: '2026-11-23T00:00:00Z' } },
      ['/override/until must be later than from'],
    ],
    [
      'an override without end',
      { override: { is: 'closed', from: '2026-11-24T00:00:00Z' } },
      ['/override/until is required'],
    ],
  ])('refuse %s, naming the field', (_what, change, expected) => {
    const found = errors({ ...berlin, ...change });
    expect(found).toHaveLength(expected.length);
    expected.forEach((begin, index) => {
      expect(found[index]).toMatch(new RegExp(`^${begin}`));
    });
  });

  it('name everything that is wrong at once', () => {
    expect(
      errors({ timeZone: 'X', weekly: everyDay([{ from: '09:00', to: '08:00' }]), override: {} }),
    ).toHaveLength(1 + 7 + 3);
  });
});
