import { describe, expect, it } from '@jest/globals';
import { guardTelephony } from './guarded-telephony.js';
import type { CallOrder, Telephony } from './telephony.js';

/** Says what it was asked to do; nothing else of telephony is needed here. */
function telephonyThatTells(asked: string[]): Telephony {
  const notHere = () => Promise.reject(new Error('Nobody asks for that here.'));
  return {
    placeCall: ({ to }) => {
      asked.push(`call ${to}`);
      return Promise.resolve({ placed: 'yes', call: { sid: 'CA1', account: 'AC1' } });
    },
    sendText: ({ to }) => {
      asked.push(`text ${to}`);
      return Promise.resolve({ sent: 'yes', text: { sid: 'SM1', account: 'AC1' } });
    },
    lookUpCall: notHere,
    findCall: notHere,
    liveCallsTo: notHere,
    stopCall: notHere,
    redirectCall: notHere,
    announce: notHere,
    forgetCall: notHere,
    forgetText: notHere,
    findTexts: notHere,
    isGivenUp: () => false,
  };
}

const callTo = (to: string): CallOrder => ({
  to,
  from: '+493023125000',
  answerUrl: 'https://example.org/answered',
  statusUrl: 'https://example.org/status',
  ringSeconds: 25,
});

describe('the guard against toll fraud (security rules)', () => {
  it('keeps calls and texts from numbers that are blocked, and lets all others through', async () => {
    const asked: string[] = [];
    const guarded = guardTelephony(telephonyThatTells(asked), { own: [], allowedCountries: ['DE'] });
    const blocked = { why: 'number-blocked' };
    expect(await guarded.placeCall(callTo('+499001234567'))).toMatchObject({ placed: 'no', ...blocked });
    expect(await guarded.placeCall(callTo('+36301234567'))).toMatchObject({ placed: 'no', ...blocked });
    const text = { from: '+493023125000', body: 'Hello' };
    expect(await guarded.sendText({ ...text, to: '+36301234567' })).toMatchObject({
      sent: 'no',
      ...blocked,
    });
    expect(asked).toEqual([]);
    expect(await guarded.placeCall(callTo('+493023125010'))).toMatchObject({ placed: 'yes' });
    expect(await guarded.sendText({ ...text, to: '+4915112345678' })).toMatchObject({ sent: 'yes' });
    expect(asked).toEqual(['call +493023125010', 'text +4915112345678']);
  });
});
