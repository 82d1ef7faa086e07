import { answerTo } from './answer-to.js';
import { holds } from './condition.js';
import type { Form } from './form-schema.js';
import type { Question } from './question-schema.js';

/**
 * The questions that are asked when these answers are given, in the order of the form. What is answered to a question that
 * is not asked does not count, and an empty field is no answer: so it can be asked while somebody fills the form.
 */
export function visibleQuestions(
  form: Pick<Form, 'questions'>,
  answers: Readonly<Record<string, unknown>>,
): readonly Question[] {
  const asked: Question[] = [];
  const given = new Map<string, unknown>();
  for (const question of form.questions) {
    if (question.when !== undefined && !holds(question.when, (id) => given.get(id))) continue;
    asked.push(question);
    const answer = answerTo(answers, question.id);
    if (isGiven(answer)) given.set(question.id, answer);
  }
  return asked;
}

function isGiven(answer: unknown): boolean {
  return (
    answer !== undefined &&
    answer !== null &&
    answer !== '' &&
    !(Array.isArray(answer) && answer.length === 0)
  );
}
