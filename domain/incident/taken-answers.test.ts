import { describe, expect, it } from '@jest/globals';
import { takeAnswer } from './taken-answers.js';

describe('an answer that may come twice', () => {
  it('is taken once', () => {
    const taken = takeAnswer([], 'CA1-attempt-1');
    expect(taken).toEqual(['CA1-attempt-1']);
    expect(takeAnswer(taken ?? [], 'CA1-attempt-1')).toBeUndefined();
    expect(takeAnswer(taken ?? [], 'CA1-attempt-2')).toEqual(['CA1-attempt-1', 'CA1-attempt-2']);
  });

  it('is always news when it has no name', () => {
    expect(takeAnswer(['one'], undefined)).toEqual(['one']);
  });

  it('is forgotten when a hundred others have come behind it', () => {
    let taken: readonly string[] = ['first'];
    for (let index = 0; index < 150; index += 1) taken = takeAnswer(taken, `answer-${index}`) ?? [];
    expect(taken).toHaveLength(100);
    expect(takeAnswer(taken, 'answer-60')).toBeUndefined();
    expect(takeAnswer(taken, 'first')?.at(-1)).toBe('first');
  });
});
