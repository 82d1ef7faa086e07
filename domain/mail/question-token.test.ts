import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createQuestionTokens } from './question-token.js';

const key = (secret: string) => (text: string) => createHmac('sha256', secret).update(text).digest();
const tokens = createQuestionTokens({ current: key('one') });
const day = 24 * 3_600_000;
const now = Date.UTC(2026, 10, 30, 12);
const ids = fc.string({ unit: fc.constantFrom('a', 'k', 'z', '2', '7'), minLength: 16, maxLength: 16 });

describe('the right to ask further questions (C6)', () => {
  it('is known again with its case and user, until its last day is over', () => {
    fc.assert(
      fc.property(ids, fc.option(ids, { nil: undefined }), (caseLetters, userLetters) => {
        const right = {
          caseId: `sup_${caseLetters}`,
          ...(userLetters === undefined ? {} : { userId: `usr_${userLetters}` as const }),
        } as const;
        const token = tokens.sign(right, now + 90 * day);
        expect(token).toMatch(/^[a-z0-9-]+$/);
        expect(tokens.verify(token, now)).toEqual(right);
        expect(tokens.verify(token, now + 90 * day)).toEqual(right);
        expect(tokens.verify(token, now + 91 * day)).toBeUndefined();
      }),
    );
  });

  it('is not of another case, another user or a later day', () => {
    const right = { caseId: 'sup_aaaaaaaaaaaaaaaa', userId: 'usr_kkkkkkkkkkkkkkkk' } as const;
    const token = tokens.sign(right, now);
    const [caseLetters = '', userLetters = '', lastDay = '', proof = ''] = token.split('-');
    const later = (Number.parseInt(lastDay, 36) + 1).toString(36);
    for (const forged of [
      ['zzzzzzzzzzzzzzzz', userLetters, lastDay, proof],
      [caseLetters, 'zzzzzzzzzzzzzzzz', lastDay, proof],
      [caseLetters, '', lastDay, proof],
      [caseLetters, userLetters, later, proof],
      [caseLetters, userLetters, lastDay, proof.slice(1)],
    ]) {
      expect(tokens.verify(forged.join('-'), now)).toBeUndefined();
    }
    expect(tokens.verify('', now)).toBeUndefined();
  });

  it('holds when the key is replaced, and not with the key of somebody else', () => {
    const token = tokens.sign({ caseId: 'sup_aaaaaaaaaaaaaaaa' }, now);
    const renewed = createQuestionTokens({ current: key('two'), former: [key('one')] });
    expect(renewed.verify(token, now)).toEqual({ caseId: 'sup_aaaaaaaaaaaaaaaa' });
    expect(createQuestionTokens({ current: key('two') }).verify(token, now)).toBeUndefined();
  });
});
