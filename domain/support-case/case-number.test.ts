import { describe, expect, it } from '@jest/globals';
import fastCheck from 'fast-check';
import { formatCaseNumber, parseCaseNumber } from './case-number.js';

const number = { year: 2026, sequence: 123 };

describe('a case number (C3)', () => {
  it('has six digits, and more when a year has more cases', () => {
    expect(formatCaseNumber(number)).toBe('B-2026-000123');
    expect(formatCaseNumber({ year: 2026, sequence: 1_234_567 })).toBe('B-2026-1234567');
  });

  it.each([
    'B-2026-000123',
    'b-2026-123',
    ' B 2026 000123 ',
    'B2026-0123',
    'B–2026—000123',
    'b.2026.123',
    '#B-2026-000123',
    'B2026000123',
    'Ｂ-2026-123',
    'B_2026/123',
  ])('is read from %j', (text) => {
    expect(parseCaseNumber(text)).toEqual(number);
  });

  it.each([
    '',
    'B',
    'B-2026',
    'B-2026-',
    'B-2026-0',
    'B-26-123',
    'A-2026-123',
    'B-2026-123-4',
    'B-1999-123',
    'B-2026-1234567890',
    '2026-123',
  ])('is not read from %j', (text) => {
    expect(parseCaseNumber(text)).toBeUndefined();
  });

  it('comes back from what was written', () => {
    fastCheck.assert(
      fastCheck.property(
        fastCheck.integer({ min: 2000, max: 9999 }),
        fastCheck.integer({ min: 1, max: 999_999_999 }),
        (year, sequence) => {
          const written = formatCaseNumber({ year, sequence });
          expect(parseCaseNumber(written)).toEqual({ year, sequence });
        },
      ),
    );
  });

  it.each([
    { year: 2026, sequence: 0 },
    { year: 2026, sequence: 1.5 },
    { year: 26, sequence: 1 },
    { year: Number.NaN, sequence: 1 },
  ])('is never written of %j', (wrong) => {
    expect(() => formatCaseNumber(wrong)).toThrow(RangeError);
  });
});
