import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createReplyAddresses } from './reply-address.js';
import { createCaseMessageIds } from './references.js';

const keys = { current: (text: string) => createHmac('sha256', 'one').update(text).digest() };
const ids = createCaseMessageIds({ keys, domain: 'desk.example.org', idPrefix: 'cas' });
const message = { caseId: 'cas_abcdefghijklmnop', message: '17' };

describe('createCaseMessageIds (C4)', () => {
  it('makes the same Message-ID for the same message', () => {
    expect(ids.messageIdFor(message)).toBe(ids.messageIdFor({ ...message }));
    expect(ids.messageIdFor(message)).toMatch(/^<abcdefghijklmnop\.17\.[a-z2-7]{16}@desk\.example\.org>$/);
    expect(ids.messageIdFor({ ...message, message: '18' })).not.toBe(ids.messageIdFor(message));
  });

  it('knows case and message from it alone', () => {
    const id = ids.messageIdFor(message);
    expect(ids.messageOf(id)).toEqual(message);
    expect(ids.messageOf(id.toUpperCase())).toEqual(message);
    expect(ids.messageOf(id.replace(/@.*>/, '@gateway.example.net>'))).toEqual(message);
  });

  it('believes no other case or message under the same proof', () => {
    const id = ids.messageIdFor(message);
    expect(ids.messageOf(id.replace('.17.', '.18.'))).toBeUndefined();
    expect(ids.messageOf(id.replace('<abc', '<abd'))).toBeUndefined();
    expect(ids.messageOf(id.replace('.17.', '.1.7.'))).toBeUndefined();
    fc.assert(fc.property(fc.string(), (text) => ids.messageOf(`<${text}>`) === undefined));
  });

  it('does not take the proof of a reply address for its own', () => {
    const addresses = createReplyAddresses({ keys, mailbox: 'desk', domain: 'x', idPrefix: 'cas' });
    const proof = addresses
      .addressFor(message.caseId)
      .slice('desk+'.length + 16)
      .replace('@x', '');
    expect(ids.messageOf(`<abcdefghijklmnop.17.${proof}@x>`)).toBeUndefined();
  });

  it('finds the nearest message of ours among those of others', () => {
    const older = ids.messageIdFor({ ...message, message: '1' });
    const newer = ids.messageIdFor(message);
    const foreign = '<x@example.net>';
    expect(ids.answered({ inReplyTo: [foreign], references: [older, newer, foreign] })).toEqual(message);
    expect(ids.answered({ inReplyTo: [older], references: [newer] })).toMatchObject({ message: '1' });
    expect(ids.answered({ inReplyTo: [], references: [foreign] })).toBeUndefined();
  });

  it('refuses identifiers that could not be read again', () => {
    expect(() => ids.messageIdFor({ ...message, message: 'a.b' })).toThrow(RangeError);
    expect(() => ids.messageIdFor({ ...message, caseId: 'inc_abcdefgh' })).toThrow(RangeError);
  });
});
