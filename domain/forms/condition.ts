/** What a question may be asked for only when: something about answers before it. */
export type Condition =
  /** The answer is this; of several choices, this is among them. */
  | { readonly is: 'equals'; readonly question: string; readonly value: string | number }
  /** The answer is one of these; of several choices, one of these is among them. */
  | { readonly is: 'one-of'; readonly question: string; readonly values: readonly (string | number)[] }
  | { readonly is: 'answered'; readonly question: string }
  | { readonly is: 'and'; readonly conditions: readonly Condition[] }
  | { readonly is: 'or'; readonly conditions: readonly Condition[] }
  | { readonly is: 'not'; readonly condition: Condition };

/** Conditions that look at an answer themselves. */
export type Comparison = Exclude<Condition, { is: 'and' | 'or' | 'not' }>;

/** Whether a condition holds. `answerOf` gives the answer to a question that is asked; undefined: none. */
export function holds(condition: Condition, answerOf: (question: string) => unknown): boolean {
  switch (condition.is) {
    case 'and':
      return condition.conditions.every((each) => holds(each, answerOf));
    case 'or':
      return condition.conditions.some((each) => holds(each, answerOf));
    case 'not':
      return !holds(condition.condition, answerOf);
    case 'answered':
      return answerOf(condition.question) !== undefined;
    case 'equals':
      return isOneOf([condition.value], answerOf(condition.question));
    case 'one-of':
      return isOneOf(condition.values, answerOf(condition.question));
  }
}

/** Every look at an answer in a condition, with its place (as in a JSON pointer, part by part). */
export function comparisonsIn(
  condition: Condition,
  path: readonly (string | number)[] = [],
): readonly { readonly comparison: Comparison; readonly path: readonly (string | number)[] }[] {
  switch (condition.is) {
    case 'and':
    case 'or':
      return condition.conditions.flatMap((each, index) =>
        comparisonsIn(each, [...path, 'conditions', index]),
      );
    case 'not':
      return comparisonsIn(condition.condition, [...path, 'condition']);
    case 'answered':
    case 'equals':
    case 'one-of':
      return [{ comparison: condition, path }];
  }
}

function isOneOf(values: readonly (string | number)[], answer: unknown): boolean {
  const given: readonly unknown[] = Array.isArray(answer) ? answer : [answer];
  return values.some((value) => given.includes(value));
}
