import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { monthAfter, timeOfMonth } from '../calendar-month.js';
import { reportIntervals } from './report-plan.js';
import { dueReport } from './report-schedule.js';

describe('when a report is sent (R3, T5)', () => {
  it.each([
    ['month', 'Europe/Budapest', '2026-04-01T04:59:59Z', '2026-02', '2026-02', '2026-03-01T06:00:00Z'],
    ['month', 'Europe/Budapest', '2026-04-01T05:00:00Z', '2026-03', '2026-03', '2026-04-01T05:00:00Z'],
    ['quarter', 'Europe/Budapest', '2026-04-05T00:00:00Z', '2026-01', '2026-03', '2026-04-01T05:00:00Z'],
    ['year', 'Europe/Budapest', '2027-01-01T06:00:00Z', '2026-01', '2026-12', '2027-01-01T06:00:00Z'],
    ['month', 'Pacific/Kiritimati', '2026-12-31T17:00:00Z', '2026-12', '2026-12', '2026-12-31T17:00:00Z'],
    ['year', 'Pacific/Kiritimati', '2026-12-31T17:00:00Z', '2026-01', '2026-12', '2026-12-31T17:00:00Z'],
    ['month', 'America/St_Johns', '2026-11-01T10:30:00Z', '2026-10', '2026-10', '2026-11-01T10:30:00Z'],
  ] as const)('every %s in %s, seen at %s, of %s to %s: at %s', (every, zone, now, from, to, dueAt) => {
    const due = dueReport(every, zone, Date.parse(now));
    expect(due).toEqual({ period: { from, to }, dueAt: Date.parse(dueAt) });
  });

  it('is not sent when it is old news', () => {
    expect(dueReport('quarter', 'UTC', Date.parse('2026-05-02T06:59:59Z'))).toBeDefined();
    expect(dueReport('quarter', 'UTC', Date.parse('2026-05-02T07:00:00Z'))).toBeUndefined();
    expect(dueReport('year', 'UTC', Date.parse('2027-06-01T00:00:00Z'))).toBeUndefined();
  });

  it('is about a time that is over, and no time is left out by whoever looks every day', () => {
    const zones = fc.constantFrom('Europe/Budapest', 'Pacific/Kiritimati', 'America/St_Johns');
    const begins = fc.integer({ min: Date.parse('2025-01-01'), max: Date.parse('2026-06-01') });
    fc.assert(
      fc.property(zones, fc.constantFrom(...reportIntervals), begins, (zone, every, begin) => {
        const periods: string[] = [];
        for (let now = begin; now < begin + 800 * 86_400_000; now += 86_400_000) {
          const due = dueReport(every, zone, now);
          if (due === undefined) continue;
          const { period } = due;
          expect(timeOfMonth(period.to, zone).to).toBeLessThan(now);
          if (periods.at(-1) !== period.from) periods.push(period.from);
        }
        const step = { month: 1, quarter: 3, year: 12 }[every];
        for (const [index, from] of periods.slice(1).entries()) {
          expect(from).toBe(monthAfter(periods[index] ?? '', step));
        }
        expect(new Set(periods).size).toBe(periods.length);
      }),
      { numRuns: 15 },
    );
  });
});
