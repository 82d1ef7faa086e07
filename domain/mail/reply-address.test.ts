import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createReplyAddresses } from './reply-address.js';

const key = (secret: string) => (text: string) => createHmac('sha256', secret).update(text).digest();
const options = {
  keys: { current: key('one') },
  mailbox: 'desk',
  domain: 'desk.example.org',
  idPrefix: 'cas',
};
const addresses = createReplyAddresses(options);
const caseId = 'cas_abcdefghijklmnop';
const caseIds = fc.string({
  unit: fc.constantFrom('a', 'b', 'k', 'z', '2', '7'),
  minLength: 16,
  maxLength: 16,
});

describe('createReplyAddresses (C4)', () => {
  it('makes an address that mail servers accept', () => {
    const address = addresses.addressFor(caseId);
    expect(address).toMatch(/^desk\+[a-z2-7]{32}@desk\.example\.org$/);
    expect(address.indexOf('@')).toBeLessThanOrEqual(64);
  });

  it('knows its case again, in capitals as well', () => {
    fc.assert(
      fc.property(caseIds, (letters) => {
        const address = addresses.addressFor(`cas_${letters}`);
        expect(addresses.caseOf(address)).toBe(`cas_${letters}`);
        expect(addresses.caseOf(address.toUpperCase())).toBe(`cas_${letters}`);
      }),
    );
  });

  it('knows it through servers that rewrite addresses', () => {
    const [localPart = ''] = addresses.addressFor(caseId).split('@');
    expect(addresses.caseOf(`prvs=0123456789=${localPart}@desk.example.org`)).toBe(caseId);
    expect(addresses.caseOf(`SRS0=hash=tt=desk.example.org=${localPart}@other.example.net`)).toBe(caseId);
  });

  it('believes no other letter', () => {
    const address = addresses.addressFor(caseId);
    for (let index = 5; index < address.indexOf('@'); index += 1) {
      const other = address.charAt(index) === 'a' ? 'b' : 'a';
      expect(addresses.caseOf(address.slice(0, index) + other + address.slice(index + 1))).toBeUndefined();
    }
  });

  it('believes nothing that it has not made', () => {
    const [localPart = ''] = addresses.addressFor(caseId).split('@');
    for (const address of [
      '',
      'desk@x',
      'desk+@x',
      `desk+${caseId}@x`,
      localPart.replace('+', ''),
      `${localPart}a@x`,
    ])
      expect(addresses.caseOf(address)).toBeUndefined();
    fc.assert(fc.property(fc.string(), (text) => addresses.caseOf(`desk+${text}@x`) === undefined));
  });

  it('still knows what was made with a former key, and nothing made with a foreign one', () => {
    const address = addresses.addressFor(caseId);
    const after = createReplyAddresses({ ...options, keys: { current: key('two'), former: [key('one')] } });
    expect(after.caseOf(address)).toBe(caseId);
    expect(after.addressFor(caseId)).not.toBe(address);
    expect(
      createReplyAddresses({ ...options, keys: { current: key('two') } }).caseOf(address),
    ).toBeUndefined();
  });

  it('refuses to make what could not be read', () => {
    expect(() => addresses.addressFor('inc_abcdefghijklmnop')).toThrow(RangeError);
    expect(() => addresses.addressFor(`cas_${'a'.repeat(40)}`)).not.toThrow();
    const long = createReplyAddresses({ ...options, mailbox: 'assistance-desk' });
    expect(() => long.addressFor(`cas_${'a'.repeat(40)}`)).toThrow(RangeError);
  });

  it('finds the cases of a mail wherever an address may stand, the nearest first, each once', () => {
    const one = addresses.addressFor(caseId);
    const two = addresses.addressFor('cas_ponmlkjihgfedcba');
    const mail = {
      deliveredTo: [two],
      to: [{ address: 'desk@desk.example.org', name: '' }],
      cc: [{ address: one, name: '' }],
    };
    expect(addresses.casesAddressed(mail)).toEqual(['cas_ponmlkjihgfedcba', caseId]);
    expect(addresses.casesAddressed(mail, { recipients: [one] })).toEqual([caseId, 'cas_ponmlkjihgfedcba']);
    expect(addresses.casesAddressed({ deliveredTo: [], to: [], cc: [] })).toEqual([]);
  });
});

describe('the way back of a message (C5)', () => {
  const message = { caseId, message: 'qrstuvwxyz234567' };
  const returnPath = addresses.returnPathFor(message);
  const mailTo = (address: string) => ({ deliveredTo: [], to: [{ address, name: '' }], cc: [] });

  it('tells the message and its case, and fits into an address', () => {
    expect(returnPath).toMatch(/^desk\+[a-z2-7]{16}-[a-z2-7]{32}@desk\.example\.org$/);
    expect(returnPath.indexOf('@')).toBeLessThanOrEqual(64);
    for (const written of [returnPath, returnPath.toUpperCase(), `SRS0=hash=tt=a.example=${returnPath}`]) {
      expect(addresses.messageReturned(mailTo(written))).toEqual(message);
      expect(addresses.casesAddressed(mailTo(written))).toEqual([caseId]);
    }
    const back = { deliveredTo: [], to: [], cc: [] };
    expect(addresses.messageReturned(back, { recipients: [returnPath] })).toEqual(message);
  });

  it('is believed in no other letter, nor for another use', () => {
    for (let index = 5; index < returnPath.indexOf('@'); index += 1) {
      const other = returnPath.charAt(index) === 'a' ? 'b' : 'a';
      const changed = returnPath.slice(0, index) + other + returnPath.slice(index + 1);
      expect(addresses.messageReturned(mailTo(changed))).toBeUndefined();
      expect(addresses.caseOf(changed)).toBeUndefined();
    }
    expect(addresses.messageReturned(mailTo(addresses.addressFor(caseId)))).toBeUndefined();
  });

  it('is the address of the case where the name of the mailbox leaves no room', () => {
    const named = (mailbox: string) => createReplyAddresses({ ...options, mailbox });
    expect(named('a'.repeat(14)).returnPathFor(message).indexOf('@')).toBe(64);
    const long = named('a'.repeat(15));
    expect(long.returnPathFor(message)).toBe(long.addressFor(caseId));
  });

  it('is made of identifiers only', () => {
    expect(() => addresses.returnPathFor({ ...message, message: 'a-b' })).toThrow(RangeError);
    expect(() => addresses.returnPathFor({ ...message, caseId: 'inc_abcdefghijklmnop' })).toThrow(RangeError);
  });
});
