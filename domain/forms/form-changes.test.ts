import { describe, expect, it } from '@jest/globals';
import { formChanges } from './form-changes.js';
import { form, inAllLanguages, options, question } from './forms.fixture.js';

const name = question('name', 'short-text');
const colour = question('colour', 'choice', options('red', 'green'));

describe('what another version of a form changes (C2)', () => {
  it('is nothing when only its number is another', () => {
    expect(formChanges(form(name, colour), { ...form(name, colour), version: 2 })).toEqual({
      added: [],
      removed: [],
      changed: [],
      isReordered: false,
      incomparable: [],
      fields: [],
    });
  });

  it('are questions that come, go and move', () => {
    const changes = formChanges(form(name, colour), form(colour, question('day', 'date'), name));
    expect(changes).toMatchObject({ added: ['day'], removed: [], changed: [], isReordered: true });
    expect(formChanges(form(name, colour), form(colour))).toMatchObject({
      removed: ['name'],
      isReordered: false,
    });
  });

  it('are words and conditions, field by field', () => {
    const renamed = question('name', 'short-text', {
      label: { ...inAllLanguages('name'), hu: 'név' },
      required: true,
    });
    const conditional = question('colour', 'choice', {
      ...options('red', 'green'),
      when: { is: 'answered', question: 'name' },
    });
    expect(formChanges(form(name, colour), form(renamed, conditional))).toMatchObject({
      changed: ['name', 'colour'],
      incomparable: [],
      fields: [
        { path: '/questions/name/label/hu', was: 'name', is: 'név' },
        { path: '/questions/name/required', was: false, is: true },
        { path: '/questions/colour/when', is: { is: 'answered', question: 'name' } },
      ],
    });
  });

  it('say where answers cannot be compared any more', () => {
    const fewer = question('colour', 'choice', options('red', 'blue'));
    const more = question('colour', 'choice', options('red', 'blue', 'green'));
    expect(formChanges(form(colour), form(fewer)).incomparable).toEqual(['colour']);
    expect(formChanges(form(colour), form(more))).toMatchObject({ incomparable: [], changed: ['colour'] });
    expect(formChanges(form(name), form(question('name', 'long-text'))).incomparable).toEqual(['name']);
    const identifier = (identifierType: string) => form(question('i', 'identifier', { identifierType }));
    expect(formChanges(identifier('contract'), identifier('plain')).incomparable).toEqual(['i']);
  });
});
