import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import {
  endOfPeriod,
  isShorter,
  latestEndOfUse,
  retentionPeriodSchema,
  type RetentionPeriod,
} from './retention-period.js';

const berlin = 'Europe/Berlin';
/** Clocks that are set in both halves of the year, at midnight, by half an hour, by two, in the middle of Ramadan, or never. */
const zones = fc.constantFrom(
  ...[berlin, 'America/Santiago', 'Africa/Cairo', 'America/Asuncion', 'Australia/Lord_Howe'],
  ...['Antarctica/Troll', 'Africa/Casablanca', 'Asia/Kathmandu', 'UTC'],
);
const at = (text: string) => DateTime.fromISO(text, { zone: berlin }).toMillis();
const years = (count: number): RetentionPeriod => ({ count, unit: 'years' });
const months = (count: number): RetentionPeriod => ({ count, unit: 'months' });
const days = (count: number): RetentionPeriod => ({ count, unit: 'days' });

describe('the end of a retention period (R1)', () => {
  it.each([
    ['a day', days(1), '2026-11-30T09:30', '2026-12-02T00:00'],
    ['a month that ends sooner', months(1), '2026-01-31T12:00', '2026-03-01T00:00'],
    ['a year from a leap day', years(1), '2028-02-29T12:00', '2029-03-01T00:00'],
    ['a year to a leap day', years(4), '2024-02-29T12:00', '2028-03-01T00:00'],
    ['a night that is an hour short', days(1), '2026-03-28T12:00', '2026-03-30T00:00'],
    ['a night that is an hour long', days(1), '2026-10-24T12:00', '2026-10-26T00:00'],
  ])('is the midnight behind its last day: %s', (_what, period, endOfUse, end) => {
    expect(endOfPeriod(period, at(endOfUse), berlin)).toBe(at(end));
  });

  it('is where midnight does not exist the first moment of the day', () => {
    const zone = 'America/Asuncion';
    const noon = DateTime.fromISO('2023-09-29T12:00', { zone }).toMillis();
    const end = DateTime.fromMillis(endOfPeriod(days(1), noon, zone), { zone });
    expect(end.toISO()).toBe('2023-10-01T01:00:00.000-03:00');
  });

  it('is never sooner than the period, and never a sooner one for a later end of use', () => {
    const moment = fc.integer({ min: at('2000-01-01'), max: at('2090-01-01') });
    const period = fc.record({
      count: fc.integer({ min: 1, max: 60 }),
      unit: fc.constantFrom('days', 'months', 'years'),
    });
    fc.assert(
      fc.property(moment, moment, period, zones, (one, other, of, zone) => {
        const [first, second] = one < other ? [one, other] : [other, one];
        expect(endOfPeriod(of, first, zone)).toBeGreaterThan(
          DateTime.fromMillis(first, { zone })
            .plus({ [of.unit]: of.count })
            .toMillis(),
        );
        expect(endOfPeriod(of, first, zone)).toBeLessThanOrEqual(endOfPeriod(of, second, zone));
      }),
    );
  });
});

describe('where to look for what has outlived its period (R1)', () => {
  it('is behind everything that has', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: at('2000-01-01'), max: at('2090-01-01') }),
        fc.integer({ min: 0, max: 40 * 86_400_000 }),
        fc.record({
          count: fc.integer({ min: 1, max: 60 }),
          unit: fc.constantFrom('days', 'months', 'years'),
        }),
        zones,
        (endOfUse, later, period, zone) => {
          const now = endOfPeriod(period, endOfUse, zone) + later;
          expect(endOfUse).toBeLessThan(latestEndOfUse(period, now, zone));
        },
      ),
    );
  });
});

describe('comparing periods (E4)', () => {
  it.each([
    [days(365), years(1), true],
    [days(366), years(1), false],
    [months(12), years(1), false],
    [months(11), years(1), true],
    [days(30), months(1), true],
    [days(31), months(1), false],
  ])('%j against %j', (period, than, shorter) => {
    expect(isShorter(period, than)).toBe(shorter);
  });

  it('refuses what is no period', () => {
    for (const period of [days(0), years(101), { count: 1, unit: 'weeks' }, { count: 1.5, unit: 'days' }]) {
      expect(retentionPeriodSchema.safeParse(period).success).toBe(false);
    }
  });
});
