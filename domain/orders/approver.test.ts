import { describe, expect, it } from '@jest/globals';
import { isWithinLimit } from './approver.js';

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
});
