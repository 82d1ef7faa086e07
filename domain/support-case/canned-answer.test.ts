import { describe, expect, it } from '@jest/globals';
import { cannedAnswerInputSchema, filledIn } from './canned-answer.js';

const values = {
  caseNumber: 'B-2026-000123',
  referenceId: 'ABC-DEF-GHJ',
  subject: '{{agent}} asks',
  company: 'Example & Co',
  agent: 'Anna',
};

describe('a canned answer (C10)', () => {
  it('is filled in once: what stands in a value is no variable', () => {
    expect(filledIn('{{company}}: {{ subject }} ({{caseNumber}}), {{agent}}', values)).toBe(
      'Example & Co: {{agent}} asks (B-2026-000123), Anna',
    );
  });

  it('names a variable that does not exist, in the language where it stands', () => {
    const text = { en: 'Dear {{company}}', de: 'Hallo {{firma}}', hu: 'Kedves {{ }}' };
    const { error } = cannedAnswerInputSchema.safeParse({ name: 'Greeting', text });
    expect(error?.issues.map(({ path }) => path)).toEqual([
      ['text', 'de'],
      ['text', 'hu'],
    ]);
    expect(error?.issues[0]?.message).toContain('{{firma}} is no variable');
  });

  it('has each language, and a name on one line (X2)', () => {
    const text = { en: 'Hello', de: 'Hallo', hu: 'Üdv' };
    expect(cannedAnswerInputSchema.safeParse({ name: 'Greeting', text }).success).toBe(true);
    expect(cannedAnswerInputSchema.safeParse({ name: 'Two\nlines', text }).success).toBe(false);
    expect(cannedAnswerInputSchema.safeParse({ name: 'x', text: { en: 'a', de: 'b' } }).success).toBe(false);
  });
});
