import { describe, expect, it } from '@jest/globals';
import { HttpProblem } from './http-problem.js';
import { createRateLimits } from './rate-limits.js';

describe('rate limits (X3, security rules)', () => {
  it('refuse a token that asks too often, and say when to come back', async () => {
    const limits = createRateLimits({ ordinary: 2, urgent: 2, failedAuthentications: 1, anonymous: 1 });
    await limits.request('tok_first1', 'ordinary');
    await limits.request('tok_first1', 'ordinary');
    const refused = limits.request('tok_first1', 'ordinary');
    await expect(refused).rejects.toMatchObject({ status: 429 });
    await expect(refused).rejects.toBeInstanceOf(HttpProblem);
    await limits.request('tok_second', 'ordinary');
  });

  it('never let ordinary requests use up what calls for help need', async () => {
    const limits = createRateLimits({ ordinary: 1, urgent: 1, failedAuthentications: 1, anonymous: 1 });
    await limits.request('tok_first1', 'ordinary');
    await expect(limits.request('tok_first1', 'ordinary')).rejects.toMatchObject({ status: 429 });
    await limits.request('tok_first1', 'urgent');
  });

  it('count by address what is asked without signing in (X3)', async () => {
    const limits = createRateLimits({ ordinary: 1, urgent: 1, failedAuthentications: 1, anonymous: 2 });
    await limits.anonymous('203.0.113.7');
    await limits.anonymous('203.0.113.7');
    await expect(limits.anonymous('203.0.113.7')).rejects.toMatchObject({ status: 429 });
    await limits.anonymous('203.0.113.8');
  });
});
