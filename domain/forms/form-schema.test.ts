import { describe, expect, it } from '@jest/globals';
import { fieldErrorsIn } from '../../api/openapi/parse-request.js';
import { formInput, inAllLanguages, options, question } from './forms.fixture.js';
import { formSchema, formSchemaWith } from './form-schema.js';

const colour = question('colour', 'choice', options('red', 'green'));
const equals = { is: 'equals', question: 'colour', value: 'red' };

function errors(...questions: readonly object[]): readonly string[] {
  return fieldErrorsIn(formSchema, formInput(...questions)).map(({ path, message }) => `${path} ${message}`);
}

/** Conditions within conditions. */
function nested(depth: number): object {
  return depth === 0 ? equals : { is: 'not', condition: nested(depth - 1) };
}

describe('a form as data (C2)', () => {
  it('asks questions of every type, on conditions about answers before', () => {
    const when = {
      is: 'and',
      conditions: [
        { is: 'or', conditions: [equals, { is: 'answered', question: 'text' }] },
        { is: 'not', condition: { is: 'one-of', question: 'count', values: [1, 2] } },
      ],
    };
    expect(
      errors(
        colour,
        question('several', 'several-choices', options('a', 'b')),
        question('text', 'short-text'),
        question('long', 'long-text', { help: inAllLanguages('Help'), required: true }),
        question('day', 'date'),
        question('amount', 'amount', { currencies: ['EUR'] }),
        question('count', 'number', { least: 0, most: 5 }),
        question('mail', 'email'),
        question('phone', 'phone'),
        question('contract', 'identifier', { identifierType: 'contract' }),
        question('files', 'attachment', { when }),
      ),
    ).toEqual([]);
  });

  it.each<[string, object[], string[]]>([
    [
      'a condition on a question that is not there',
      [question('a', 'date', { when: equals })],
      ['/questions/0/when/question is no question of this form'],
    ],
    [
      'a condition on a later question',
      [question('a', 'date', { when: equals }), colour],
      ['/questions/0/when/question must be a question that is asked before this one'],
    ],
    [
      'a condition on itself',
      [question('a', 'date', { when: { is: 'answered', question: 'a' } })],
      ['/questions/0/when/question must be a question that is asked before this one'],
    ],
    [
      'questions that wait for each other',
      [
        question('a', 'date', { when: { is: 'answered', question: 'b' } }),
        question('b', 'date', { when: { is: 'answered', question: 'a' } }),
      ],
      ['/questions/0/when/question must be a question that is asked before this one'],
    ],
    [
      'a wrong reference deep within',
      [
        colour,
        question('a', 'date', {
          when: {
            is: 'and',
            conditions: [equals, { is: 'not', condition: { is: 'answered', question: 'x' } }],
          },
        }),
      ],
      ['/questions/1/when/conditions/1/condition/question is no question of this form'],
    ],
    [
      'an option that is not there',
      [
        colour,
        question('a', 'date', { when: { is: 'one-of', question: 'colour', values: ['red', 'blue'] } }),
      ],
      ['/questions/1/when/values/1 is no option of that question'],
    ],
    [
      'a text compared with a number',
      [question('n', 'number'), question('a', 'date', { when: { is: 'equals', question: 'n', value: '1' } })],
      ['/questions/1/when/value must be a number'],
    ],
    [
      'a comparison of what cannot be compared',
      [
        question('t', 'short-text'),
        question('a', 'date', { when: { is: 'equals', question: 't', value: 'x' } }),
      ],
      ['/questions/1/when/question has answers that cannot be compared'],
    ],
    [
      'conditions nested too deep',
      [colour, question('a', 'date', { when: nested(4) })],
      ['/questions/1/when/'],
    ],
    [
      'an id twice',
      [question('a', 'date'), question('a', 'date')],
      ['/questions/1/id is the id of another question'],
    ],
    [
      'an option twice',
      [question('a', 'choice', options('x', 'y', 'x'))],
      ['/questions/0/options/2/id is the id of another option'],
    ],
    [
      'a missing language',
      [question('a', 'date', { label: { en: 'A', de: 'A' } })],
      ['/questions/0/label/hu is required'],
    ],
    [
      'an empty text and a language that we do not speak',
      [question('a', 'date', { help: { ...inAllLanguages('A'), de: ' ', fr: 'A' } })],
      ['/questions/0/help/de', '/questions/0/help/fr is not known here'],
    ],
    ['an unknown type', [question('a', 'colour')], ['/questions/0/type']],
    [
      'a field of another type',
      [question('a', 'date', { mostCharacters: 5 })],
      ['/questions/0/mostCharacters is not known'],
    ],
    ['an id that would need quotes', [question('A b', 'date')], ['/questions/0/id must be lower-case']],
    [
      'a range without numbers in it',
      [question('a', 'number', { least: 5, most: 4 })],
      ['/questions/0/most must be'],
    ],
    ['no questions', [], ['/questions']],
  ])('refuses %s, naming the field', (_what, questions, expected) => {
    const found = errors(...questions);
    expect(found).toHaveLength(expected.length);
    expected.forEach((begin, index) => {
      expect(found[index]?.startsWith(begin)).toBe(true);
    });
  });

  it('refuses conditions of any depth without exhausting the stack', () => {
    let when: object = equals;
    for (let depth = 0; depth < 20_000; depth += 1) when = { is: 'not', condition: when };
    expect(errors(colour, question('a', 'date', { when }))).toHaveLength(1);
  });

  it('asks only for identifiers that are known, where these are given', () => {
    const asking = formInput(question('c', 'identifier', { identifierType: 'contract' }));
    expect(fieldErrorsIn(formSchemaWith([{ id: 'contract' }]), asking)).toEqual([]);
    expect(fieldErrorsIn(formSchemaWith([{ id: 'other' }]), asking)).toEqual([
      { path: '/questions/0/identifierType', message: 'is no type of identifiers that is known' },
    ]);
  });
});
