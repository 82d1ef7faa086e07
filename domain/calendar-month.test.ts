import { describe, expect, it } from '@jest/globals';
import { monthAfter, monthOf, monthSchema, monthsBetween, timeOfMonth } from './calendar-month.js';

function moments(month: string, timeZone: string): readonly string[] {
  const { from, to } = timeOfMonth(month, timeZone);
  return [new Date(from).toISOString(), new Date(to).toISOString()];
}

describe('the time of a statement (I9, T5)', () => {
  it.each([
    ['2026-11', 'UTC', '2026-11-01T00:00:00.000Z', '2026-12-01T00:00:00.000Z'],
    ['2026-12', 'Europe/Budapest', '2026-11-30T23:00:00.000Z', '2026-12-31T23:00:00.000Z'],
    ['2026-03', 'Europe/Berlin', '2026-02-28T23:00:00.000Z', '2026-03-31T22:00:00.000Z'],
    ['2026-10', 'Europe/Berlin', '2026-09-30T22:00:00.000Z', '2026-10-31T23:00:00.000Z'],
    ['2026-11', 'America/New_York', '2026-11-01T04:00:00.000Z', '2026-12-01T05:00:00.000Z'],
    ['2026-02', 'Pacific/Kiritimati', '2026-01-31T10:00:00.000Z', '2026-02-28T10:00:00.000Z'],
    // The clock of Paraguay was put forward at midnight of the first of October: that day began at 1:00.
    ['2017-10', 'America/Asuncion', '2017-10-01T04:00:00.000Z', '2017-11-01T03:00:00.000Z'],
  ])('%s in %s is from %s to %s', (month, timeZone, from, to) => {
    expect(moments(month, timeZone)).toEqual([from, to]);
  });

  it('leaves no gap between the months, and never overlaps', () => {
    for (const timeZone of ['Europe/Berlin', 'America/New_York', 'Africa/Cairo', 'Australia/Lord_Howe']) {
      for (let month = 1; month < 12; month += 1) {
        const name = (number: number) => `2026-${String(number).padStart(2, '0')}`;
        expect(timeOfMonth(name(month), timeZone).to).toBe(timeOfMonth(name(month + 1), timeZone).from);
      }
    }
  });

  it.each(['2026-13', '2026-00', '2026-1', '26-11', '2026-11-01', '', '2026-11\n'])('is not %j', (month) => {
    expect(monthSchema.safeParse(month).success).toBe(false);
  });
});

describe('the month of a moment (R3, T5)', () => {
  it.each([
    ['2026-12-31T22:59:59.999Z', 'Europe/Budapest', '2026-12'],
    ['2026-12-31T23:00:00Z', 'Europe/Budapest', '2027-01'],
    ['2026-12-31T09:59:59Z', 'Pacific/Kiritimati', '2026-12'],
    ['2026-12-31T10:00:00Z', 'Pacific/Kiritimati', '2027-01'],
    ['2027-01-01T03:29:59Z', 'America/St_Johns', '2026-12'],
    ['2027-01-01T03:30:00Z', 'America/St_Johns', '2027-01'],
    // Summer time begins in March and ends on the first of November.
    ['2026-04-01T02:29:59Z', 'America/St_Johns', '2026-03'],
    ['2026-11-01T02:30:00Z', 'America/St_Johns', '2026-11'],
  ])('%s in %s is in %s', (moment, timeZone, expected) => {
    const at = Date.parse(moment);
    expect(monthOf(at, timeZone)).toBe(expected);
    const { from, to } = timeOfMonth(expected, timeZone);
    expect(at >= from && at < to).toBe(true);
  });

  it('goes on over the ends of years', () => {
    expect(monthAfter('2026-12', 1)).toBe('2027-01');
    expect(monthAfter('2026-01', -1)).toBe('2025-12');
    expect(monthAfter('2026-05', -29)).toBe('2023-12');
    expect(monthsBetween('2026-11', '2027-02')).toEqual(['2026-11', '2026-12', '2027-01', '2027-02']);
    expect(monthsBetween('2027-02', '2026-11')).toEqual([]);
  });
});
