/** The answer to a question; undefined: there is none. A question may be named as something that every object has: `constructor`. */
export function answerTo<Answer>(
  answers: Readonly<Record<string, Answer>>,
  questionId: string,
): Answer | undefined {
  return Object.hasOwn(answers, questionId) ? answers[questionId] : undefined;
}
