import { describe, expect, it } from '@jest/globals';
import {
  acceptMandate,
  answerRatification,
  askRatification,
  coverOf,
  fire,
  isOverrideDue,
  isUnratified,
  lapseRatification,
  noteThreat,
  noThreatYet,
  overrideDueAt,
  overrideView,
  type OverrideState,
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

  const by = { by: 'target', target: { role: 'authorising-person', id: 'con_frieda' } } as const;
  const given = { by, means: 'link', at: 700_000 } as const;
  const euros = (amount: number) => ({ amountMinor: amount * 100, currency: 'EUR' });

  it('keeps the first who accepted the mandate and the first answer to the ratification', () => {
    const fired = fire(noThreatYet, decision);
    const one = { by: 'token', tokenId: 'tok_one111' } as const;
    const accepted = acceptMandate(acceptMandate(fired, one), { by: 'rule' });
    expect(accepted).toMatchObject({ mandateAcceptedBy: one });
    const ratified = answerRatification(accepted, 'ratified', given, undefined);
    expect(answerRatification(ratified, 'refused', given, undefined)).toBe(ratified);
    expect(ratified).toMatchObject({ ratification: 'ratified', decision: given, covers: ceiling });
  });

  it('covers as much of its ceiling as the limit of whoever ratifies reaches', () => {
    const fired = fire(noThreatYet, decision);
    expect(answerRatification(fired, 'ratified', given, euros(200))).toMatchObject({ covers: euros(200) });
    expect(answerRatification(fired, 'ratified', given, euros(900))).toMatchObject({ covers: ceiling });
    expect(answerRatification(fired, 'refused', given, euros(900))).not.toHaveProperty('covers');
  });

  it('answers for costs up to its ceiling, then for what was ratified, and for nothing once it was refused or nobody has answered', () => {
    const fired = fire(noThreatYet, decision);
    const cover = (override: OverrideState) => override.state === 'fired' && coverOf(override);
    expect(cover(fired)).toEqual({ upTo: ceiling });
    expect(cover(answerRatification(fired, 'ratified', given, euros(200)))).toEqual({
      upTo: euros(200),
      decision: given,
    });
    expect(cover(answerRatification(fired, 'refused', given, undefined))).toEqual({ upTo: undefined });
    expect(cover(lapseRatification(fired))).toEqual({ upTo: undefined });
  });

  it('asks whoever is named after it has fired, where nobody was to be asked before', () => {
    const alone = fire(noThreatYet, { ...decision, anybodyToAsk: false });
    expect(alone).toMatchObject({ ratification: 'nobody-to-ask' });
    expect(isUnratified(alone)).toBe(true);
    expect(askRatification(alone)).toMatchObject({ ratification: 'asked' });
    const refused = answerRatification(askRatification(alone), 'refused', given, undefined);
    expect(askRatification(refused)).toBe(refused);
  });

  it('stays unratified when nobody has answered until the end of the asking, and an answer stays', () => {
    const fired = fire(noThreatYet, decision);
    expect(lapseRatification(fired)).toMatchObject({ state: 'fired', ratification: 'not-ratified' });
    expect(answerRatification(lapseRatification(fired), 'ratified', given, undefined)).toMatchObject({
      ratification: 'not-ratified',
    });
    const ratified = answerRatification(fired, 'ratified', given, undefined);
    expect(lapseRatification(ratified)).toBe(ratified);
  });
});
