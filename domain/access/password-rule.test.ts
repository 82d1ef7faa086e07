import { describe, expect, it } from '@jest/globals';
import { DomainError } from '../errors.js';
import { requireGoodPassword } from './password-rule.js';

function refusal(password: string, about: readonly string[] = []): string | undefined {
  try {
    requireGoodPassword(password, about);
    return undefined;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    if (password !== '') expect(JSON.stringify([error.message, error.fields])).not.toContain(password);
    return error.fields[0]?.message;
  }
}

describe('a password (X4)', () => {
  it.each(['', 'short', 'Tr0ub4dor&3'])('has 12 characters at least: not %j', (password) => {
    expect(refusal(password)).toContain('at least 12');
  });

  it('has 128 characters at most, which are hashed as they are', () => {
    expect(refusal('x7'.repeat(65))).toContain('at most 128');
  });

  it.each([
    'password1234',
    'qwertzuiop12',
    'aaaaaaaaaaaaaaaa',
    '123456789012',
    'Passw0rd!Passw0rd!',
    'beistand2026',
  ])('is not one that everybody tries: not %j', (password) => {
    expect(refusal(password)).toContain('too easy');
  });

  it('is not made of what is known of its owner', () => {
    const about = ['Kunigunde Traxlmayr', 'kunigunde.traxlmayr@wunderlich-reisen.example'];
    expect(refusal('kunigundetraxlmayr', about)).toContain('too easy');
    expect(refusal('wunderlich-reisen', about)).toContain('too easy');
  });

  it.each(['quartz Ofenrohr vierzig Minuten', 'szilvafa nyolc kék teáskanna', 'mK7#vp2Qx9!dLz'])(
    'may be a sentence or chance: %j',
    (password) => {
      expect(refusal(password, ['Anna Example', 'anna@example.org'])).toBeUndefined();
    },
  );
});
