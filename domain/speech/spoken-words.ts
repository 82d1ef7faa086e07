/**
 * The words of one language by which people answer, and those that turn what is said around them. An entry is a word or a
 * phrase; `*` at the end or the beginning of a word stands for any ending or beginning (`segit*`, `*n't`). Case, accents and
 * punctuation do not matter.
 */
export interface SpokenWords extends AnswerWords, TurningWords {}

/** What people say of themselves, of what is asked and of what is needed. */
export interface AnswerWords {
  readonly help: readonly string[];
  /**
   * Yes. By text it acknowledges; by voice it says nothing, because it is how people answer the phone ("Ja?", "Igen?")
   * before they have heard a word.
   */
  readonly yes: readonly string[];
  readonly ok: readonly string[];
  readonly acknowledge: readonly string[];
  readonly decline: readonly string[];
  readonly immediateDanger: readonly string[];
  readonly security: readonly string[];
  readonly medical: readonly string[];
  readonly travel: readonly string[];
}

/** What changes the meaning of the words around it. */
export interface TurningWords {
  /** Turn the word behind them into its opposite. */
  readonly negations: readonly string[];
  /** Make a yes a maybe. */
  readonly doubts: readonly string[];
  /** Change nothing: they may stand beside an answer. Whatever else stands there makes a yes uncertain. */
  readonly fillers: readonly string[];
  /** May stand between a negation and what it negates: "not [need any] help". */
  readonly linking: readonly string[];
  /** Say that help is needed: "help is not [needed]", "Hilfe [brauche] ich nicht". Linking too. */
  readonly needs: readonly string[];
  /** Begin a new thought, which an earlier negation does not reach: "no, [I] need help". */
  readonly clauseStarts: readonly string[];
}

export const spokenWordLists = [
  'help',
  'yes',
  'ok',
  'acknowledge',
  'decline',
  'immediateDanger',
  'security',
  'medical',
  'travel',
  'negations',
  'doubts',
  'fillers',
  'linking',
  'needs',
  'clauseStarts',
] as const satisfies readonly (keyof SpokenWords)[];
