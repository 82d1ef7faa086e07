import { describe, expect, it } from '@jest/globals';
import { computingMilliseconds } from '../../test/computing-time.js';
import { tokensOfMessage } from './support-search.js';

describe('what a message makes a case found by (C3, C4)', () => {
  it('is known long before recording gives up, however many numbers somebody writes', () => {
    const text = '1 '.repeat(100_000);
    // Of the processor. Recording has five seconds, for all that happens in it.
    expect(computingMilliseconds(() => tokensOfMessage({ text }))).toBeLessThan(1_000);
    expect(tokensOfMessage({ text })).toContain('1');
  });
});
