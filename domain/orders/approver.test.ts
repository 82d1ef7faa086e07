import { describe, expect, it } from '@jest/globals';
import type { Money } from '../escalation/policy.js';
import { approverByEmail, isWithinLimit } from './approver.js';

const euros = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });

describe('who may approve an order (I9)', () => {
  it('is anybody without a limit, whatever it costs', () => {
    expect(isWithinLimit(undefined, euros(1_000_000_00))).toBe(true);
  });

  it('is whoever has a limit that reaches so far, to the cent', () => {
    expect(isWithinLimit(euros(500_00), euros(500_00))).toBe(true);
    expect(isWithinLimit(euros(500_00), euros(500_01))).toBe(false);
    expect(isWithinLimit(euros(0), euros(0))).toBe(true);
  });

  it('is nobody whose limit is in another currency', () => {
    expect(isWithinLimit({ amountMinor: 900_000_00, currency: 'HUF' }, euros(1))).toBe(false);
  });

  it('is known by the address, whatever the case of its letters', () => {
    const frieda = { id: 1, email: 'Frieda@Example.org', limit: euros(10_00) };
    const gustav = { id: 2, email: 'gustav@example.org' };
    const persons: readonly { id: number; email?: string; limit?: Money }[] = [{ id: 3 }, frieda, gustav];
    expect(approverByEmail(persons, 'frieda@EXAMPLE.org', euros(1_00))).toBe(frieda);
    expect(approverByEmail(persons, 'frieda@example.org', euros(11_00))).toBe(frieda);
    expect(approverByEmail(persons, 'anna@example.org', euros(1))).toBeUndefined();
    const again = { id: 4, email: 'frieda@example.org' };
    expect(approverByEmail([...persons, again], 'frieda@example.org', euros(11_00))).toBe(again);
    expect(approverByEmail([...persons, again], 'frieda@example.org', euros(10_00))).toBe(frieda);
  });
});
