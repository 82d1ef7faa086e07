import { describe, expect, it } from '@jest/globals';
import { computingMilliseconds } from '../../test/computing-time.js';
import { caseQuotedIn } from './case-quote.js';

const inSubject = (subject: string) => caseQuotedIn({ subject, fresh: '' });
const number = (value: string) => ({ quoted: 'one', by: 'case-number', value });
const isReferenceId = (word: string) => /^REF-[A-Z0-9]{4}-[A-Z0-9]{4}$/.test(word);

describe('caseQuotedIn (C3, C4)', () => {
  it('finds a number as people write it', () => {
    expect(inSubject('Re: [B-2026-000123] Question')).toEqual(number('B-2026-000123'));
    expect(inSubject('AW: b-2026-000123: Frage')).toEqual(number('B-2026-000123'));
    expect(inSubject('B\u20112026\u2013000123')).toEqual(number('B-2026-000123'));
    expect(inSubject('(B-2026-000123), B-2026-000123.')).toEqual(number('B-2026-000123'));
    expect(caseQuotedIn({ subject: 'Kérdés', fresh: 'Az ügyszám: B-2026-000123.' })).toEqual(
      number('B-2026-000123'),
    );
  });

  it.each([
    'AB-2026-000123',
    'B-2026-00012',
    'B-1026-000123',
    'B-2026-000123-7',
    'B-2026-000123a',
    'B-2026-0001234567',
    'INV-B-2026-000123',
    'ÁB-2026-000123',
    'B 2026 000123',
  ])('does not take %s for one', (subject) => {
    expect(inSubject(subject)).toEqual({ quoted: 'nothing' });
  });

  it('does not choose among several', () => {
    expect(inSubject('B-2026-000123 and B-2026-000124')).toEqual({
      quoted: 'several',
      values: ['B-2026-000123', 'B-2026-000124'],
    });
  });

  it('believes the subject more than the text', () => {
    expect(caseQuotedIn({ subject: 'B-2026-000123', fresh: 'as in B-2026-000001' })).toEqual(
      number('B-2026-000123'),
    );
  });

  it('finds a reference ID by its own rule, and the number beside it first', () => {
    expect(caseQuotedIn({ subject: 'Ref. ref-ab12-cd34', fresh: '' }, isReferenceId)).toEqual({
      quoted: 'one',
      by: 'reference-id',
      value: 'REF-AB12-CD34',
    });
    expect(caseQuotedIn({ subject: 'B-2026-000123 REF-AB12-CD34', fresh: '' }, isReferenceId)).toEqual(
      number('B-2026-000123'),
    );
    expect(caseQuotedIn({ subject: 'XREF-AB12-CD34', fresh: '' }, isReferenceId)).toEqual({
      quoted: 'nothing',
    });
  });

  it('reads long texts in linear time', () => {
    const milliseconds = computingMilliseconds(() => {
      for (const piece of ['B-2026-', 'a-', 'B', '-', 'B-2026-0001230'])
        caseQuotedIn({ subject: '', fresh: piece.repeat(200_000) }, isReferenceId);
    });
    expect(milliseconds).toBeLessThan(5000);
  });
});
