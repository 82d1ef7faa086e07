import { describe, expect, it } from '@jest/globals';
import { providerLanguage, providerSchema } from './provider.js';

const line = { name: 'Line', phones: ['+493023125010'] };
const office = { mon: [{ from: '08:00', to: '16:00' }] };

/** Where a provider as it is sent is wrong. */
function wrong(more: object): readonly string[] {
  const { error } = providerSchema.safeParse({ ...line, ...more });
  return error?.issues.map(({ path }) => path.join('/')) ?? [];
}

describe('a provider (E1, E2)', () => {
  it('may have hours, with holidays and exceptions, in a time zone of its own or of the organisation', () => {
    expect(wrong({})).toEqual([]);
    expect(wrong({ hours: { weekly: office } })).toEqual([]);
    const whole = {
      timeZone: 'Europe/Berlin',
      weekly: office,
      holidays: { country: 'DE', state: 'BY' },
      exceptions: [{ is: 'closed', date: '2026-12-24' }],
    };
    expect(wrong({ hours: whole })).toEqual([]);
  });

  it('is refused with hours that nobody can have meant, each by its place', () => {
    const hours = {
      timeZone: 'Mars/Olympus',
      weekly: { mon: [{ from: '16:00', to: '08:00' }], funday: [] },
      holidays: { country: 'XX' },
    };
    expect([...wrong({ hours })].sort()).toEqual([
      'hours/holidays/country',
      'hours/timeZone',
      'hours/weekly',
      'hours/weekly/mon/0/to',
    ]);
  });

  it('speaks languages that are named once, whether we speak them or not', () => {
    expect(wrong({ languages: ['fr', 'hu', 'gsw'] })).toEqual([]);
    for (const languages of [[], ['fr', 'fr'], ['French'], ['DE'], ['de-AT']]) {
      expect(wrong({ languages })).not.toEqual([]);
    }
    expect(wrong({ language: 'de' })).toEqual(['']);
  });

  it('is called in the first of its languages that we have, else in English', () => {
    expect(providerLanguage(['fr', 'hu', 'de'], 'de')).toBe('hu');
    expect(providerLanguage(['fr'], 'de')).toBe('en');
    expect(providerLanguage(undefined, 'de')).toBe('de');
  });
});
