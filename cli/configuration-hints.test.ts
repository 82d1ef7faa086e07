import { describe, expect, it } from '@jest/globals';
import { configurationHints } from './configuration-hints.js';

const good = {
  PUBLIC_URL: 'https://desk.example.org',
  ALLOWED_COUNTRIES: ['DE', 'HU'],
  SECOND_FACTOR_FOR_DESK: 'required',
} as const;
const hinted = (change: Partial<Parameters<typeof configurationHints>[0]>) =>
  configurationHints({ ...good, ALLOWED_COUNTRIES: ['DE', 'HU'], ...change }).map(({ variable }) => variable);

describe('what the doctor hints at (X4, X6)', () => {
  it('is nothing where an installation is set up for the world outside', () => {
    expect(hinted({})).toEqual([]);
  });

  it.each([
    'http://localhost:3000',
    'http://desk.localhost:3000',
    'http://LOCALHOST.:3000',
    'http://127.0.0.1:3000',
    'http://127.8.0.9',
    'http://[::1]:3000',
  ])('is nothing about %s, which nobody else hears', (address) => {
    expect(hinted({ PUBLIC_URL: address })).toEqual([]);
  });

  it.each([
    'http://desk.example.org',
    'http://192.168.0.7:3000',
    'http://[2001:db8::1]:3000',
    'http://localhost.example.org',
    'http://notlocalhost',
    'http://128.0.0.1',
  ])('is PUBLIC_URL where it is %s: what people type travels readably', (address) => {
    expect(hinted({ PUBLIC_URL: address })).toEqual(['PUBLIC_URL']);
  });

  it('is ALLOWED_COUNTRIES where calls may go everywhere (I13)', () => {
    const { ALLOWED_COUNTRIES: _none, ...everywhere } = good;
    expect(configurationHints(everywhere)).toEqual([
      { variable: 'ALLOWED_COUNTRIES', meaning: expect.stringContaining('every country') },
    ]);
  });

  it('is SECOND_FACTOR_FOR_DESK where the desk signs in without one', () => {
    expect(hinted({ SECOND_FACTOR_FOR_DESK: 'optional' })).toEqual(['SECOND_FACTOR_FOR_DESK']);
  });
});
