import { describe, expect, it } from '@jest/globals';
import { numberBlock, type DiallingRules } from './dialling-rules.js';

const anywhere: DiallingRules = { own: [] };
const germanyAndIridium: DiallingRules = { own: ['+36612345678'], allowedCountries: ['DE', '+881'] };

describe('numbers that are never called: the guard against toll fraud (security rules)', () => {
  it.each([
    ['+499001234567', 'a German premium number'],
    ['+19002345678', 'an American premium number'],
    ['+448712345678', 'a British shared-cost number'],
    ['+447012345678', 'a British personal number'],
    ['+4970012345678', 'a German personal number'],
    ['+979123456789', 'an international premium number'],
  ])('has %s among them, %s', (phone) => {
    expect(numberBlock(phone, anywhere)).toBe('premium-rate');
  });

  it.each(['+493023125000', '+4915112345678', '+3612345678', '+881612345678', '+12025550123'])(
    'does not have %s among them where every country is allowed',
    (phone) => {
      expect(numberBlock(phone, anywhere)).toBeUndefined();
    },
  );

  it.each([
    ['+41581234567', 'Swiss'],
    ['+443001234567', 'British'],
    ['+3278123456', 'Belgian'],
  ])('does not have %s among them, a %s number of a company, which may be a provider’s only one', (phone) => {
    expect(numberBlock(phone, anywhere)).toBeUndefined();
  });

  it('has all numbers of countries that are not allowed among them, but not the desk’s own', () => {
    expect(numberBlock('+493023125000', germanyAndIridium)).toBeUndefined();
    expect(numberBlock('+881612345678', germanyAndIridium)).toBeUndefined();
    expect(numberBlock('+36612345678', germanyAndIridium)).toBeUndefined();
    expect(numberBlock('+36301234567', germanyAndIridium)).toBe('country-not-allowed');
    expect(numberBlock('nonsense', germanyAndIridium)).toBe('country-not-allowed');
  });
});
