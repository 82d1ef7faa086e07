import { describe, expect, it } from '@jest/globals';
import fastCheck from 'fast-check';
import { fieldErrorsIn } from '../../api/openapi/parse-request.js';
import { defaultIdentifierTypes } from '../partner-identifiers/default-identifier-types.js';
import { answersSchemaOf } from './answers-schema.js';
import { defaultForms } from './default-forms.js';
import { type Form, formSchemaWith } from './form-schema.js';
import type { Question } from './question-schema.js';
import { visibleQuestions } from './visible-questions.js';

/** Some right answer to a question. */
function anyAnswer(question: Question): fastCheck.Arbitrary<unknown> {
  switch (question.type) {
    case 'short-text':
    case 'long-text':
      return fastCheck.constantFrom('Késik a számla', 'Größe');
    case 'choice':
      return fastCheck.constantFrom(...question.options.map(({ id }) => id));
    case 'several-choices':
      return fastCheck.subarray(
        question.options.map(({ id }) => id),
        { minLength: 1 },
      );
    case 'date':
      return fastCheck.constantFrom('2026-11-23', '2028-02-29');
    case 'amount':
      return fastCheck.record({
        amountMinor: fastCheck.nat(100_000),
        currency: fastCheck.constantFrom(...question.currencies),
      });
    case 'number':
      return fastCheck.integer({ min: question.least ?? 0, max: question.most ?? 100 });
    case 'email':
      return fastCheck.constant('office@example.org');
    case 'phone':
      return fastCheck.constant('+49 30 901820');
    case 'identifier':
      return fastCheck.constant(
        defaultIdentifierTypes.find(({ id }) => id === question.identifierType)?.example,
      );
    case 'attachment':
      return fastCheck.constant(['att_abc123']);
  }
}

/** Somebody who goes through a form, answers what is asked and required, and now and then what is not required. */
function anyAnswers(form: Form): fastCheck.Arbitrary<Readonly<Record<string, unknown>>> {
  const drawn = form.questions.map((question) => fastCheck.tuple(anyAnswer(question), fastCheck.boolean()));
  return fastCheck.tuple(...drawn).map((all) => {
    const answers: Record<string, unknown> = {};
    form.questions.forEach((question, index) => {
      const [answer, isAnswered] = all[index] ?? [undefined, false];
      const isAsked = visibleQuestions(form, answers).includes(question);
      if (isAsked && (question.required || isAnswered)) answers[question.id] = answer;
    });
    return answers;
  });
}

describe('the forms that are there from the beginning (C2)', () => {
  it('are those of the topics that partners ask about', () => {
    expect(defaultForms.map(({ topic }) => topic)).toEqual([
      'enquiry',
      'complaint',
      'business-data-access',
      'technical',
      'billing',
    ]);
  });

  it.each(defaultForms.map((form) => [form.topic, form] as const))(
    '%s fits the schema of forms',
    (_topic, form) => {
      expect(fieldErrorsIn(formSchemaWith(defaultIdentifierTypes), form)).toEqual([]);
      expect(formSchemaWith(defaultIdentifierTypes).parse(form)).toEqual(form);
    },
  );

  it.each(defaultForms.map((form) => [form.topic, form] as const))(
    '%s is written in three languages',
    (_topic, form) => {
      const texts = [
        form.title,
        ...form.questions.flatMap((question) => [
          question.label,
          ...(question.help === undefined ? [] : [question.help]),
          ...(question.type === 'choice' || question.type === 'several-choices'
            ? question.options.map(({ label }) => label)
            : []),
        ]),
      ];
      // Words that are the same in two languages on purpose.
      const shared = new Set(['Terminal']);
      const untranslated = texts.filter(
        ({ en, de, hu }) => new Set([en, de, hu]).size < 3 && !shared.has(en),
      );
      expect(untranslated).toEqual([]);
    },
  );

  it.each(defaultForms.map((form) => [form.topic, form] as const))(
    '%s takes what is answered to all that it asks, and asks every question at some time',
    (_topic, form) => {
      const asked = new Set<string>();
      const schema = answersSchemaOf(form, defaultIdentifierTypes);
      fastCheck.assert(
        fastCheck.property(anyAnswers(form), (answers) => {
          expect(fieldErrorsIn(schema, answers)).toEqual([]);
          for (const { id } of visibleQuestions(form, answers)) asked.add(id);
          // Taken again as it is kept, it is the same.
          expect(schema.parse(schema.parse(answers))).toEqual(schema.parse(answers));
          const required = visibleQuestions(form, answers).find((question) => question.required);
          if (required !== undefined) {
            const { [required.id]: _left, ...rest } = answers;
            expect(fieldErrorsIn(schema, rest).map(({ path }) => path)).toContain(`/${required.id}`);
          }
        }),
        { numRuns: 200, seed: 26 },
      );
      expect(form.questions.map(({ id }) => id).filter((id) => !asked.has(id))).toEqual([]);
    },
  );
});
