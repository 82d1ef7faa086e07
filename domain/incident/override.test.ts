import { describe, expect, it } from '@jest/globals';
import {
  acceptMandate,
  answerRatification,
  askRatification,
  fire,
  isOverrideDue,
  noteThreat,
  noThreatYet,
  overrideDueAt,
  overrideView,
} from './override.js';

const conditions = { threat: 'immediate', delaySeconds: 600, acknowledged: false } as const;
const ceiling = { amountMinor: 500_00, currency: 'EUR' };
const decision = { basis: 'rule', ceiling, at: 600_000, anybodyToAsk: true } as const;

describe('life-safety override (I8)', () => {
  it('runs from the first immediate threat, and not anew when the threat changes to and fro', () => {
    const first = noteThreat(noThreatYet, 'immediate', 1_000);
    const again = noteThreat(noteThreat(first, 'none', 2_000), 'immediate', 300_000);
    expect(overrideDueAt(again, conditions)).toBe(601_000);
  });

  it('is not due without an immediate threat, nor under an acknowledgement', () => {
    const running = noteThreat(noThreatYet, 'immediate', 0);
    expect(isOverrideDue(running, conditions, 600_000)).toBe(true);
    expect(isOverrideDue(running, conditions, 599_999)).toBe(false);
    expect(isOverrideDue(running, { ...conditions, threat: 'unknown' }, 600_000)).toBe(false);
    expect(isOverrideDue(running, { ...conditions, acknowledged: true }, 600_000)).toBe(false);
    expect(isOverrideDue(noThreatYet, conditions, 600_000)).toBe(false);
  });

  it('fires at once with a delay of 0', () => {
    expect(
      isOverrideDue(noteThreat(noThreatYet, 'immediate', 5), { ...conditions, delaySeconds: 0 }, 5),
    ).toBe(true);
  });

  it('fires once and is never revoked', () => {
    const fired = fire(noteThreat(noThreatYet, 'immediate', 0), decision);
    expect(fire(fired, { ...decision, basis: 'operator', at: 700_000 })).toBe(fired);
    expect(isOverrideDue(fired, conditions, 900_000)).toBe(false);
    expect(overrideView(fired, { ...conditions, threat: 'none', acknowledged: true })).toMatchObject({
      state: 'fired',
      basis: 'rule',
      firedAt: 600_000,
      ratification: 'asked',
    });
  });

  it('keeps the first who accepted the mandate and the first answer to the ratification', () => {
    const fired = fire(noThreatYet, decision);
    const one = { by: 'token', tokenId: 'tok_one111' } as const;
    const accepted = acceptMandate(acceptMandate(fired, one), { by: 'rule' });
    expect(accepted).toMatchObject({ mandateAcceptedBy: one });
    expect(answerRatification(answerRatification(accepted, 'ratified'), 'refused')).toMatchObject({
      ratification: 'ratified',
    });
  });

  it('asks a late acknowledger where nobody else is there to ratify', () => {
    const alone = fire(noThreatYet, { ...decision, anybodyToAsk: false });
    expect(alone).toMatchObject({ ratification: 'nobody-to-ask' });
    expect(askRatification(alone)).toMatchObject({ ratification: 'asked' });
    expect(askRatification(answerRatification(askRatification(alone), 'refused'))).toMatchObject({
      ratification: 'refused',
    });
  });
});
