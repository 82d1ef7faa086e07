import { describe, expect, it } from '@jest/globals';
import { attemptPurposes } from './attempt.js';
import { leaseEnd, lineFor, questionKind, type NumberLine } from './number-line.js';

const taking: NumberLine = {
  holder: 'holder',
  kind: 'take',
  joined: ['joiner'],
  openQuestions: 2,
  readOut: false,
  expiresAt: 1000,
};
const another = { attempt: 'another', purpose: 'take' } as const;

describe('who may call a number (X1)', () => {
  it('is whoever comes first, until the line expires', () => {
    expect(lineFor(undefined, another, 0)).toBe('free');
    expect(lineFor({ ...taking, kind: 'ratify' }, another, 999)).toBe('occupied');
    expect(lineFor({ ...taking, kind: 'ratify' }, another, 1000)).toBe('free');
  });

  it('is told the same again', () => {
    expect(lineFor(taking, { ...another, attempt: 'holder' }, 0)).toBe('held');
    expect(lineFor(taking, { ...another, attempt: 'joiner' }, 0)).toBe('joined');
  });

  it('shares a call as long as its questions are open and unheard', () => {
    expect(lineFor(taking, another, 0)).toBe('open');
    expect(lineFor(taking, { ...another, purpose: 'mandate' }, 0)).toBe('open');
    expect(lineFor({ ...taking, openQuestions: 0 }, another, 0)).toBe('occupied');
    expect(lineFor({ ...taking, readOut: true }, another, 0)).toBe('occupied');
  });

  it('shares a call with questions of the same kind only, and some with nobody', () => {
    for (const purpose of attemptPurposes) {
      for (const other of attemptPurposes) {
        const line = { ...taking, kind: questionKind(other).kind };
        const mayShare = ['take', 'mandate', 'inform'].includes(purpose);
        const isSameKind = purpose === other || (purpose !== 'inform' && other !== 'inform' && mayShare);
        const expected = mayShare && isSameKind && ['take', 'mandate', 'inform'].includes(other);
        expect([purpose, other, lineFor(line, { attempt: 'another', purpose }, 0)]).toEqual([
          purpose,
          other,
          expected ? 'open' : 'occupied',
        ]);
      }
    }
  });

  it('keeps the line for longer than the call is meant to take', () => {
    expect(leaseEnd({ ringSeconds: 25, talkSeconds: 90 }, 1000)).toBe(1000 + 175_000);
  });
});
