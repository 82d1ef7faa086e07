/** Makes a piece of work a step of a longer one, between which something may happen. */
export type Step = <Given extends readonly unknown[], Answer>(
  work: (...given: Given) => Promise<Answer>,
) => (...given: Given) => Promise<Answer>;
