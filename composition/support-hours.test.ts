import { describe, expect, it } from '@jest/globals';
import { everyDay, openingHours, workdays } from '../domain/hours/hours.fixture.js';
import { supportHours } from './support-hours.js';

const spans = [{ from: '08:00', to: '18:00' }];
const revisionOf = (input: Parameters<typeof openingHours>[0]) =>
  supportHours({ SUPPORT_HOURS: openingHours(input) }).revision;

describe('the revision of the desk’s hours (C9)', () => {
  const weekly = everyDay(spans, workdays);
  const usual = revisionOf({ timeZone: 'Europe/Berlin', weekly });

  it('is the same for the same hours, in whatever order they are written', () => {
    const turned = Object.fromEntries(Object.entries(weekly).reverse());
    expect(revisionOf({ weekly: turned, timeZone: 'Europe/Berlin' })).toBe(usual);
  });

  it('is another one for other hours, another zone, an exception, or an override', () => {
    const override = { is: 'closed', from: '2026-11-23T08:00:00Z', until: '2026-11-23T18:00:00Z' };
    const others = [
      { timeZone: 'Europe/Budapest', weekly },
      { timeZone: 'Europe/Berlin', weekly: everyDay(spans) },
      { timeZone: 'Europe/Berlin', weekly, exceptions: [{ is: 'closed', date: '2026-11-23' }] },
      { timeZone: 'Europe/Berlin', weekly, override },
    ].map(revisionOf);
    expect(new Set([usual, ...others]).size).toBe(5);
  });
});
