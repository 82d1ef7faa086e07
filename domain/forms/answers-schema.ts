import { z } from 'zod';
import type { IdentifierType } from '../partner-identifiers/identifier-type.js';
import { type Answer, answerSchemaOf } from './answer-schema.js';
import { comparisonsIn, holds } from './condition.js';
import type { Form } from './form-schema.js';
import type { Question } from './question-schema.js';

/** By the id of the question; only questions that are asked have one. */
export type Answers = Readonly<Record<string, Answer>>;

/**
 * The schema of the answers to a form (C2). Everything that is wrong is named at once, by the id of the question:
 *
 * - an answer that does not fit its question, or to a question that the form does not have;
 * - no answer to a required question that is asked, and an answer to one that is not asked.
 *
 * Where an answer is wrong or missing, nobody can say whether the questions that depend on it are asked: nothing is said of them then.
 *
 * @throws RangeError for a type of identifiers that is not known.
 */
export function answersSchemaOf(
  form: Pick<Form, 'questions'>,
  identifierTypes: readonly IdentifierType[],
): z.ZodType<Answers> {
  const schemas = new Map(
    form.questions.map((question) => [question.id, answerSchemaOf(question, identifierTypes)]),
  );
  return z.record(z.string(), z.unknown()).transform((raw, context): Answers => {
    const given = new Map(Object.entries(raw).filter(([, answer]) => answer !== undefined));
    const unknown = [...given.keys()].filter((id) => !schemas.has(id));
    if (unknown.length > 0) context.addIssue({ code: 'unrecognized_keys', keys: unknown, input: raw });
    const right = new Map<string, Answer>();
    const doubtful = new Set<string>();
    for (const question of form.questions) {
      const { id } = question;
      const parsed = given.has(id) ? schemas.get(id)?.safeParse(given.get(id), wording) : undefined;
      const refuse = (message: string) => {
        context.addIssue({ code: 'custom', path: [id], message });
      };
      const isDoubtful = dependsOn(question, doubtful);
      if (!isDoubtful && !isAsked(question, right)) {
        if (given.has(id)) refuse('is not asked with these answers');
        continue;
      }
      if (isDoubtful || parsed?.success === false) doubtful.add(id);
      if (parsed?.success === true) {
        right.set(id, parsed.data);
      } else if (parsed !== undefined) {
        for (const issue of parsed.error.issues) context.addIssue({ ...issue, path: [id, ...issue.path] });
      } else if (question.required && !isDoubtful) {
        refuse('is required');
        doubtful.add(id);
      }
    }
    return Object.fromEntries(right);
  });
}

/** As everywhere at the border: a part that is missing is named so. */
const wording: z.core.ParseContext<z.core.$ZodIssue> = {
  error: (issue) => (issue.code === 'invalid_type' && issue.input === undefined ? 'is required' : undefined),
};

function isAsked({ when }: Question, answers: ReadonlyMap<string, Answer>): boolean {
  return when === undefined || holds(when, (id) => answers.get(id));
}

function dependsOn({ when }: Question, questions: ReadonlySet<string>): boolean {
  return (
    when !== undefined && comparisonsIn(when).some(({ comparison }) => questions.has(comparison.question))
  );
}
