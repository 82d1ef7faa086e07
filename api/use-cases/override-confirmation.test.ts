import { describe, expect, it } from '@jest/globals';
import { DomainError } from '../../domain/errors.js';
import { createOverrideConfirmations, type OverrideIntent } from './override-confirmation.js';

let now = 1_000_000;
const confirmations = createOverrideConfirmations({ key: new Uint8Array(32), now: () => now });
const ceiling = { amountMinor: 100, currency: 'EUR' };
const intent: OverrideIntent = { incidentId: 'inc_abcdef', principal: 'tok_abcdef', ceiling };

function kindOf(work: () => unknown): string {
  try {
    work();
    return 'none';
  } catch (error) {
    return error instanceof DomainError ? error.kind : 'another error';
  }
}

describe('the confirmation of an early override (I8)', () => {
  it('holds for the incident, token and ceiling that it was made for', () => {
    const { confirmation } = confirmations.issue(intent);
    expect(confirmations.verify(confirmation, intent)).toEqual(intent);
    const { ceiling: _ceiling, ...withoutCeiling } = intent;
    expect(confirmations.verify(confirmation, withoutCeiling)).toEqual(intent);
    for (const other of [
      { ...intent, incidentId: 'inc_others' as const },
      { ...intent, principal: 'tok_others' },
      { ...intent, ceiling: { ...ceiling, amountMinor: 200 } },
    ]) {
      expect(kindOf(() => confirmations.verify(confirmation, other))).toBe('invalid-input');
    }
  });

  it('adds no ceiling afterwards', () => {
    const { confirmation } = confirmations.issue({ incidentId: 'inc_abcdef', principal: 'tok_abcdef' });
    expect(kindOf(() => confirmations.verify(confirmation, intent))).toBe('invalid-input');
  });

  it('holds for two minutes', () => {
    const { confirmation, expiresAt } = confirmations.issue(intent);
    expect(expiresAt.getTime()).toBe(now + 120_000);
    now += 120_001;
    expect(kindOf(() => confirmations.verify(confirmation, intent))).toBe('conflict');
  });

  it('cannot be forged', () => {
    const { confirmation } = confirmations.issue(intent);
    const foreign = createOverrideConfirmations({ key: new Uint8Array(32).fill(1), now: () => now });
    for (const forged of ['', '.', 'nonsense', `x${confirmation}`, foreign.issue(intent).confirmation]) {
      expect(kindOf(() => confirmations.verify(forged, intent))).toBe('invalid-input');
    }
  });
});
