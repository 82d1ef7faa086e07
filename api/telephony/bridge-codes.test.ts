import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { incidentIdSchema } from '../../domain/identifiers.js';
import { targetRoles } from '../../domain/target.js';
import { createBridgeCodes } from './bridge-codes.js';

const incident = incidentIdSchema.parse('inc_onewithacaller');
const other = incidentIdSchema.parse('inc_anotherincident');
const key = randomBytes(32);
const started = Date.UTC(2026, 10, 21, 3, 0, 0);

const codesAt = (now: number, sharedKey: Uint8Array = key) =>
  createBridgeCodes({ key: sharedKey, now: () => now });

describe('the code of a bridge (X1)', () => {
  it('tells in any process who comes to which incident', () => {
    for (const role of targetRoles) {
      const code = codesAt(started).make(incident, role);
      expect(code).toMatch(/^\d{13}$/);
      expect(codesAt(started + 5_000).read(code, incident)).toEqual({ role, nonce: code.slice(1, 4) });
      expect(codesAt(started).read(code, other)).toBeUndefined();
      expect(codesAt(started, randomBytes(32)).read(code, incident)).toBeUndefined();
    }
  });

  it('counts for a minute at least, on machines whose clocks differ, and for two at most', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 29_999 }),
        fc.integer({ min: -30_000, max: 60_000 }),
        (within, later) => {
          const made = started + within;
          const code = codesAt(made).make(incident, 'desk');
          expect(codesAt(made + later).read(code, incident)).toBeDefined();
          expect(codesAt(made + 120_000).read(code, incident)).toBeUndefined();
          expect(codesAt(made - 60_000).read(code, incident)).toBeUndefined();
        },
      ),
    );
  });

  it('cannot be altered: neither who comes, nor the rest', () => {
    const codes = codesAt(started);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 1, max: 9 }), (place, by) => {
        const code = codes.make(incident, 'desk');
        const altered = Array.from(code, (digit, index) =>
          index === place ? String((Number(digit) + by) % 10) : digit,
        );
        expect(codes.read(altered.join(''), incident)).toBeUndefined();
      }),
    );
  });

  it.each(['', '1', '12345678901234', '123456789012*', 'abcdefghijklm'])('is not %j', (code) => {
    expect(codesAt(started).read(code, incident)).toBeUndefined();
  });
});
