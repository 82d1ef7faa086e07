import { describe, expect, it } from '@jest/globals';
import {
  nextAvailability,
  pauseAfterEmptyRound,
  pauseAfterRound,
  pauseForGood,
  pauseKeepingDistance,
} from './round-pause.js';
import type { RosterMember } from './roster.js';

const now = Date.parse('2026-11-21T10:00:00Z');
const member = (id: string, ...begins: readonly number[]): RosterMember => ({
  target: { role: 'internal-contact', id: `con_${id}` },
  steps: [{ channel: 'voice', position: 0 }],
  available: begins.map((from) => ({ from: now + from, to: now + from + 1_000 })),
});
const skip = ({ target }: RosterMember, reason: 'unavailable' | 'declined' = 'unavailable') => ({
  target,
  reason,
});

describe('the pause behind a round (I6)', () => {
  it('is the configured delay where somebody was asked', () => {
    expect([pauseAfterRound(0), pauseAfterRound(300)]).toEqual([0, 300_000]);
  });

  it('lets a second pass between the beginnings of two rounds, whatever is configured (I3)', () => {
    expect([0, 400, 999].map((lasted) => pauseKeepingDistance(0, lasted))).toEqual([1_000, 600, 1]);
    expect([1_000, 60_000].map((lasted) => pauseKeepingDistance(0, lasted))).toEqual([0, 0]);
    expect(pauseKeepingDistance(0.5, 0)).toBe(1_000);
    expect(pauseKeepingDistance(300, 0)).toBe(300_000);
  });

  it('is a minute where nobody could be asked, or less when somebody becomes available sooner', () => {
    expect(pauseAfterEmptyRound(now, undefined)).toBe(60_000);
    expect(pauseAfterEmptyRound(now, now + 3_600_000)).toBe(60_000);
    expect(pauseAfterEmptyRound(now, now + 20_000)).toBe(20_000);
  });

  it('is as long as it is told to be where a look every minute is of no use', () => {
    expect(pauseAfterEmptyRound(now, undefined, pauseForGood)).toBe(15 * 60_000);
    const day = 24 * 3_600_000;
    expect(pauseAfterEmptyRound(now, undefined, day)).toBe(day);
    expect(pauseAfterEmptyRound(now, now + 3_600_000, day)).toBe(3_600_000);
  });

  it('ends with the first hours of whoever was passed over because of them', () => {
    const [anna, ben] = [member('anna11', -500, 40_000), member('ben111', 20_000)];
    expect(nextAvailability([anna, ben], [skip(anna), skip(ben)], now)).toBe(now + 20_000);
    expect(nextAvailability([anna, ben], [skip(anna), skip(ben, 'declined')], now)).toBe(now + 40_000);
    expect(nextAvailability([anna, ben], [], now)).toBeUndefined();
  });
});
