import { describe, expect, it } from '@jest/globals';
import type { OwnedNumberFacts } from '../providers/telephony/twilio-examination.js';
import { numberFaults, type NumberUse } from './number-faults.js';

const addresses = { publicUrl: 'https://desk.example.org/', fallbackUrl: 'https://elsewhere.example/files' };
const ofDesk: NumberUse = { organisationId: 'org_thedesk', dialsWith: '+493023125000', texts: true };
const ofCompany: NumberUse = { organisationId: 'org_company1', dialsWith: '+493023125000', texts: false };

function right({ organisationId, dialsWith }: NumberUse): OwnedNumberFacts {
  const post = (path: string) => ({
    url: `https://desk.example.org/telephony/inbound/${path}`,
    method: 'POST',
  });
  const get = (file: string) => ({ url: `https://elsewhere.example/files/${file}`, method: 'GET' });
  return {
    takesCalls: true,
    takesTexts: true,
    call: post('voice'),
    callFallback: get(`calls/${dialsWith.slice(1)}/${organisationId}.xml`),
    callStatus: post('status'),
    text: post('text'),
    textFallback: get(`texts/${organisationId}.xml`),
    callsGoElsewhere: false,
    textsGoElsewhere: false,
  };
}
const unset = { url: '', method: 'POST' };

describe.each([
  ['the desk’s number', ofDesk],
  ['an organisation’s number', ofCompany],
])('what is wrong with %s (X6)', (_whose, use) => {
  it('is nothing, when all is as the operations manual says', () => {
    expect(numberFaults(right(use), use, addresses)).toEqual([]);
  });

  it.each([
    ['call', 'POST', 'A call comes in'],
    ['callFallback', 'GET', 'Primary handler fails (voice)'],
    ['callStatus', 'POST', 'Call status changes'],
    ['text', 'POST', 'A message comes in'],
    ['textFallback', 'GET', 'Primary handler fails (messaging)'],
  ] as const)(
    'is named for %s: missing, elsewhere, or asked by the other method',
    (name, method, setting) => {
      const facts = right(use);
      const other = method === 'GET' ? 'POST' : 'GET';
      const wrong = [
        unset,
        { ...facts[name], url: 'https://stranger.example/' },
        { ...facts[name], method: other },
      ];
      for (const is of wrong) {
        expect(numberFaults({ ...facts, [name]: is }, use, addresses)).toEqual([
          `"${setting}" must be ${method} ${facts[name].url}`,
        ]);
      }
    },
  );

  it('is whatever takes its calls or texts away, and that it takes no calls', () => {
    expect(numberFaults({ ...right(use), callsGoElsewhere: true }, use, addresses)).toHaveLength(1);
    expect(numberFaults({ ...right(use), textsGoElsewhere: true }, use, addresses)).toHaveLength(1);
    expect(numberFaults({ ...right(use), takesCalls: false }, use, addresses)).toHaveLength(1);
  });

  it('is any missing fallback, where nobody knows the address of the documents', () => {
    const somewhere = { publicUrl: addresses.publicUrl, fallbackUrl: undefined };
    expect(numberFaults(right(use), use, somewhere)).toEqual([]);
    expect(numberFaults({ ...right(use), callFallback: unset }, use, somewhere)).toEqual([
      '"Primary handler fails (voice)" is not set',
    ]);
  });
});

describe('a number that takes no texts (X6)', () => {
  const mute = (use: NumberUse) => ({ ...right(use), takesTexts: false, text: unset, textFallback: unset });

  it('is wrong where we text from it, and right elsewhere', () => {
    expect(numberFaults(mute(ofDesk), ofDesk, addresses)).toEqual(['it cannot text']);
    expect(numberFaults(mute(ofCompany), ofCompany, addresses)).toEqual([]);
  });
});
