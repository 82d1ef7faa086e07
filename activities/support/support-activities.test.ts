import { describe, expect, it } from '@jest/globals';
import { addBusinessTime, businessTimeBetween } from '../../domain/hours/business-time.js';
import { everyDay, moment, openingHours, workdays } from '../../domain/hours/hours.fixture.js';
import { createSupportActivities } from './support-activities.js';

const hour = 3_600_000;
const day = 24 * hour;
const zone = 'Europe/Berlin';
const from = moment('2026-11-20T16:00', zone);

function activities(weekly: Readonly<Record<string, unknown>>) {
  return createSupportActivities({
    supportHours: { hours: openingHours({ timeZone: zone, weekly }), revision: 'first' },
    store: {
      supportCases: {
        record: () => Promise.resolve({ recordedThrough: 0 }),
        readStored: () => Promise.resolve(undefined),
      },
    },
  });
}

describe('the hours of the desk for support cases (C9)', () => {
  const office = activities(everyDay([{ from: '09:00', to: '17:00' }], workdays));

  it('reach as far as a promise does', async () => {
    const hours = await office.loadSupportHours({ from, until: from, duration: 16 * hour });
    expect(addBusinessTime(hours, from, 16 * hour)).toEqual({
      is: 'known',
      at: moment('2026-11-24T16:00', zone),
    });
  });

  it('reach until the moment that is asked for, however late somebody is', async () => {
    const until = from + 100 * day;
    const hours = await office.loadSupportHours({ from, until, duration: hour });
    expect(businessTimeBetween(hours, from, until)).toMatchObject({ is: 'known' });
  });

  it('have an end where it never opens, so that nobody asks for ever', async () => {
    const never = activities({});
    const hours = await never.loadSupportHours({ from, until: from, duration: 8 * hour });
    expect(addBusinessTime(hours, from, 8 * hour)).toEqual({ is: 'known', at: from + 400 * day + 8 * hour });
  });
});
