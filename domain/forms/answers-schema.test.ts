import { describe, expect, it } from '@jest/globals';
import { fieldErrorsIn } from '../../api/openapi/parse-request.js';
import { answersSchemaOf } from './answers-schema.js';
import { contractType, form, options, plainType, question } from './forms.fixture.js';
import { visibleQuestions } from './visible-questions.js';

const types = [contractType, plainType];

/** What is wrong with the answers, as `/path message`. */
function errors(questions: readonly object[], answers: unknown): readonly string[] {
  return fieldErrorsIn(answersSchemaOf(form(...questions), types), answers).map(
    ({ path, message }) => `${path} ${message}`,
  );
}

function parsed(questions: readonly object[], answers: unknown): unknown {
  return answersSchemaOf(form(...questions), types).parse(answers);
}

describe('the answer to one question (C2)', () => {
  it.each<[string, object, unknown, unknown]>([
    ['short-text', {}, '  Hello ', 'Hello'],
    ['long-text', {}, 'Hello\nworld', 'Hello\nworld'],
    ['choice', options('x', 'y'), 'x', 'x'],
    ['several-choices', options('x', 'y', 'z'), ['z', 'x'], ['z', 'x']],
    ['date', {}, '2028-02-29', '2028-02-29'],
    [
      'amount',
      { currencies: ['EUR', 'HUF'] },
      { amountMinor: 1999, currency: 'HUF' },
      { amountMinor: 1999, currency: 'HUF' },
    ],
    ['number', {}, 42, 42],
    ['number', { decimals: 2 }, 0.07, 0.07],
    ['email', {}, 'office@example.org', 'office@example.org'],
    ['phone', {}, '+49 30 901820', '+4930901820'],
    ['identifier', { identifierType: 'contract' }, 'vn 12-34', 'VN1234'],
    ['identifier', { identifierType: 'plain' }, '18-18', '1818'],
    ['attachment', {}, ['att_abc123'], ['att_abc123']],
  ])('%s %j takes %j', (type, more, answer, kept) => {
    expect(parsed([question('q', type, more)], { q: answer })).toEqual({ q: kept });
  });

  it.each<[string, object, unknown, string]>([
    ['short-text', {}, 'two\nlines', '/q must be a single line'],
    ['short-text', {}, ' ', '/q must not be empty'],
    ['short-text', { mostCharacters: 3 }, 'four', '/q'],
    ['short-text', {}, null, '/q'],
    ['long-text', {}, { $ne: '' }, '/q'],
    ['choice', options('x', 'y'), 'z', '/q must be one of the options'],
    ['choice', options('x', 'y'), ['x'], '/q must be one of the options'],
    ['several-choices', options('x', 'y'), ['x', 'z'], '/q/1 must be one of the options'],
    ['several-choices', options('x', 'y'), ['x', 'x'], '/q has an option twice'],
    ['several-choices', options('x', 'y'), [], '/q'],
    ['date', {}, '2027-02-29', '/q must be a date'],
    ['date', {}, '2027-02-28T10:00:00Z', '/q must be a date'],
    [
      'amount',
      { currencies: ['EUR'] },
      { amountMinor: 1, currency: 'HUF' },
      '/q/currency must be one of EUR',
    ],
    ['amount', { currencies: ['EUR'] }, { amountMinor: 1.5, currency: 'EUR' }, '/q/amountMinor'],
    ['amount', { currencies: ['EUR'] }, { amountMinor: 1 }, '/q/currency is required'],
    [
      'amount',
      { currencies: ['EUR'] },
      { amountMinor: 1, currency: 'EUR', more: 1 },
      '/q/more is not known here',
    ],
    ['number', {}, 1.5, '/q must be a whole number'],
    ['number', { decimals: 2 }, 0.123, '/q must have at most 2 digits'],
    ['number', { decimals: 2 }, 1e-7, '/q must have at most 2 digits'],
    ['number', { least: 1, most: 5 }, 6, '/q'],
    ['number', {}, '5', '/q'],
    ['email', {}, 'office@', '/q must be an e-mail address'],
    ['phone', {}, '901820', '/q must be a valid phone number'],
    ['identifier', { identifierType: 'contract' }, '1234', '/q must look like VN 1234'],
    ['identifier', { identifierType: 'plain' }, '12345678', '/q has check digits that do not fit'],
    ['attachment', { mostFiles: 1 }, ['att_abc123', 'att_abc124'], '/q'],
    ['attachment', {}, ['../etc/passwd'], '/q/0'],
    ['attachment', {}, ['att_abc123', 'att_abc123'], '/q has a file twice'],
  ])('%s %j refuses %j, with the path', (type, more, answer, expected) => {
    const found = errors([question('q', type, more)], { q: answer });
    expect(found).toHaveLength(1);
    expect(found[0]?.startsWith(expected)).toBe(true);
  });

  it('is not looked for under a type of identifiers that nobody knows', () => {
    const asking = form(question('q', 'identifier', { identifierType: 'unknown' }));
    expect(() => answersSchemaOf(asking, types)).toThrow(RangeError);
  });
});

describe('the answers to a form (C2)', () => {
  const reason = question('reason', 'choice', { required: true, ...options('late', 'wrong', 'other') });
  const days = question('days', 'number', {
    required: true,
    when: { is: 'equals', question: 'reason', value: 'late' },
  });
  const which = question('which', 'several-choices', {
    ...options('size', 'colour'),
    when: { is: 'equals', question: 'reason', value: 'wrong' },
  });
  const colour = question('colour', 'short-text', {
    required: true,
    when: { is: 'equals', question: 'which', value: 'colour' },
  });
  const form1 = [reason, days, which, colour];

  it('need the required questions that are asked, and no others', () => {
    expect(errors(form1, { reason: 'other' })).toEqual([]);
    expect(errors(form1, { reason: 'late' })).toEqual(['/days is required']);
    expect(errors(form1, { reason: 'late', days: 3 })).toEqual([]);
    expect(errors(form1, { reason: 'wrong' })).toEqual([]);
    expect(errors(form1, { reason: 'wrong', which: ['size', 'colour'] })).toEqual(['/colour is required']);
    expect(errors(form1, {})).toEqual(['/reason is required']);
  });

  it('may not answer what is not asked, also where it hangs on something that is not asked', () => {
    expect(errors(form1, { reason: 'other', days: 3 })).toEqual(['/days is not asked with these answers']);
    expect(errors(form1, { reason: 'late', days: 3, which: ['colour'], colour: 'red' })).toEqual([
      '/which is not asked with these answers',
      '/colour is not asked with these answers',
    ]);
  });

  it('may not answer what the form does not have, nor be anything else', () => {
    expect(errors(form1, { reason: 'other', more: 1, 'a/b~c': 2 })).toEqual([
      '/more is not known here',
      '/a~1b~0c is not known here',
    ]);
    expect(errors(form1, JSON.parse('{"reason":"other","constructor":1}'))).toEqual([
      '/constructor is not known here',
    ]);
    expect(parsed(form1, JSON.parse('{"reason":"other","__proto__":{"days":1}}'))).toEqual({
      reason: 'other',
    });
    for (const nothing of [null, 'text', 5, []]) expect(errors(form1, nothing)).toHaveLength(1);
    expect(errors(form1, undefined)).toEqual([' is required']);
  });

  it('are told everything that is wrong at once, but nothing of what hangs on a wrong answer', () => {
    expect(
      errors([...form1, question('name', 'short-text', { required: true })], {
        reason: 'never',
        days: 'x',
        y: 1,
      }),
    ).toEqual([
      '/y is not known here',
      '/reason must be one of the options',
      expect.stringMatching(/^\/days /),
      '/name is required',
    ]);
    expect(errors(form1, { reason: 'never', days: 3 })).toEqual(['/reason must be one of the options']);
  });

  it('may be answers to questions with names that every object has', () => {
    const special = [
      question('constructor', 'short-text'),
      question('to-string', 'short-text', { when: { is: 'answered', question: 'constructor' } }),
    ];
    expect(errors(special, { 'to-string': 'x' })).toEqual(['/to-string is not asked with these answers']);
    expect(parsed(special, { constructor: 'a', 'to-string': 'b' })).toEqual({
      constructor: 'a',
      'to-string': 'b',
    });
    expect(visibleQuestions(form(...special), {}).map(({ id }) => id)).toEqual(['constructor']);
  });

  it('are asked by every kind of condition', () => {
    const asked = (when: object, answers: Readonly<Record<string, unknown>>) =>
      visibleQuestions(
        form(
          reason,
          question('count', 'number'),
          question('files', 'attachment'),
          question('q', 'date', { when }),
        ),
        answers,
      ).some(({ id }) => id === 'q');
    const late = { is: 'equals', question: 'reason', value: 'late' };
    const two = { is: 'equals', question: 'count', value: 2 };
    expect([asked(late, { reason: 'late' }), asked(late, { reason: 'other' }), asked(late, {})]).toEqual([
      true,
      false,
      false,
    ]);
    const oneOf = { is: 'one-of', question: 'count', values: [1, 2] };
    expect([asked(oneOf, { count: 2 }), asked(oneOf, { count: 3 }), asked(oneOf, {})]).toEqual([
      true,
      false,
      false,
    ]);
    const answered = { is: 'answered', question: 'files' };
    expect([
      asked(answered, { files: ['att_abc123'] }),
      asked(answered, { files: [] }),
      asked(answered, { files: null }),
    ]).toEqual([true, false, false]);
    const and = { is: 'and', conditions: [late, two] };
    expect([asked(and, { reason: 'late', count: 2 }), asked(and, { reason: 'late' })]).toEqual([true, false]);
    const or = { is: 'or', conditions: [late, two] };
    expect([asked(or, { count: 2 }), asked(or, { count: 1 })]).toEqual([true, false]);
    const not = { is: 'not', condition: late };
    expect([asked(not, {}), asked(not, { reason: 'late' })]).toEqual([true, false]);
  });
});
