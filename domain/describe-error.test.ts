import { describe, expect, it } from '@jest/globals';
import { unavailable } from './errors.js';
import { describeError } from './describe-error.js';

describe('an error in the logs (X6)', () => {
  it('says what failed, and why, without its words', () => {
    const refused = Object.assign(new Error('connect to somebody@example.org'), { code: 'ECONNREFUSED' });
    const failure = unavailable('The case engine', new TypeError('call +4915112345678', { cause: refused }));
    const described = describeError(failure);
    expect(described).toMatchObject({
      error: 'unavailable',
      cause: { error: 'TypeError', cause: { error: 'Error', code: 'ECONNREFUSED' } },
    });
    expect(JSON.stringify(described)).not.toMatch(/example\.org|4915112345678/);
  });

  it.each([['a person: somebody@example.org'], [{ number: '+4915112345678' }]])(
    'leaves out a code that is none: %j',
    (code) => {
      expect(describeError(Object.assign(new Error('refused'), { code }))).not.toHaveProperty('code');
    },
  );

  it('tells the kind of what is no error', () => {
    expect(describeError('+4915112345678')).toEqual({ error: 'string' });
  });
});
