import type { Phrase, Span } from './phrases.js';
import { covered, phrasesOf, spansOf } from './phrases.js';
import type { SpokenWords } from './spoken-words.js';
import { spokenWordLists } from './spoken-words.js';
import type { Token } from './tokens.js';
import { tokensOf } from './tokens.js';

export type Answer =
  'help' | 'ok' | 'acknowledge' | 'decline' | 'immediate-danger' | 'security' | 'medical' | 'travel';

/** `uncertain`: a key is asked for. */
export type Understanding = Answer | 'uncertain';

type WordList = keyof SpokenWords;

interface Found extends Readonly<Record<WordList, readonly Span[]>> {
  readonly tokens: readonly Token[];
}

/**
 * What somebody answered by voice (I2, I5, I6).
 *
 * A call for help counts wherever it stands, unless it is negated. A yes or a no counts only when nothing else was said
 * and nothing is negated: whoever says more than that, or something unknown, is asked for a key. So nobody is taken to
 * be safe who said "I am not OK" or "OK, there is smoke".
 *
 * @param among the answers that the question allows; all when absent. "Medical help" is `medical` where a service is
 *   chosen and `help` where help is an answer.
 */
export function understandSpeech(text: string, words: SpokenWords, among?: readonly Answer[]): Understanding {
  const found = findWords(tokensOf(text), words);
  const answers = answersIn(text, { ...found, fillers: [...found.fillers, ...found.yes], yes: [] });
  return answers.find((answer) => among?.includes(answer) ?? true) ?? 'uncertain';
}

/** The same for written words, where a bare yes acknowledges. */
export function understandWrittenWords(text: string, words: SpokenWords): Understanding {
  return answersIn(text, findWords(tokensOf(text), words))[0] ?? 'uncertain';
}

/** Whether the text holds nothing that could change an answer that stands beside it. */
export function saysNothing(text: string, words: SpokenWords): boolean {
  const found = findWords(tokensOf(text), words);
  return covered(found.fillers).size === found.tokens.length;
}

/** Word lists are few and constant, so each is prepared once. */
const prepared = new WeakMap<SpokenWords, ReadonlyMap<WordList, readonly Phrase[]>>();

function findWords(tokens: readonly Token[], words: SpokenWords): Found {
  let phrases = prepared.get(words);
  if (!phrases) {
    phrases = new Map(spokenWordLists.map((list) => [list, phrasesOf(words[list])]));
    prepared.set(words, phrases);
  }
  const spans = (list: WordList) => spansOf(phrases.get(list) ?? [], tokens);
  return {
    tokens,
    help: spans('help'),
    yes: spans('yes'),
    ok: spans('ok'),
    acknowledge: spans('acknowledge'),
    decline: spans('decline'),
    immediateDanger: spans('immediateDanger'),
    security: spans('security'),
    medical: spans('medical'),
    travel: spans('travel'),
    negations: spans('negations'),
    doubts: spans('doubts'),
    fillers: spans('fillers'),
    linking: spans('linking'),
    needs: spans('needs'),
    clauseStarts: spans('clauseStarts'),
  };
}

/** Everything the text can mean, the most urgent first. */
function answersIn(text: string, found: Found): readonly Answer[] {
  const isMeant = (spans: readonly Span[]) => spans.some((span) => !isNegated(span, found));
  const answers: Answer[] = [];
  if (isMeant(found.immediateDanger)) answers.push('immediate-danger');
  if (isMeant(found.help)) answers.push('help');

  // "In Sicherheit" is no call for security: the longer phrase is meant.
  const services = (['security', 'medical', 'travel'] as const)
    .map((service) => ({ service, spans: found[service].filter((span) => !isPartOf(span, found.ok)) }))
    .filter(({ spans }) => spans.length > 0);
  const [first, ...others] = services.filter(({ spans }) => isMeant(spans));
  if (first && others.length === 0) answers.push(first.service);

  const isUrgent = found.help.length > 0 || found.immediateDanger.length > 0 || services.length > 0;
  const isDoubtful = found.doubts.length > 0 || /[?\uFF1F]/u.test(text);
  if (!isUrgent && !isDoubtful) answers.push(...plainAnswersIn(found));
  return answers;
}

function isPartOf(span: Span, longer: readonly Span[]): boolean {
  return longer.some(
    ({ start, end }) => start <= span.start && span.end <= end && end - start > span.end - span.start,
  );
}

function plainAnswersIn(found: Found): readonly Answer[] {
  const saysNothingBut = (...lists: readonly (readonly Span[])[]) =>
    covered(found.fillers, ...lists).size === found.tokens.length;
  // "I cannot take it" holds "take it": the longer phrase is meant.
  const accepting = found.acknowledge.filter((span) => !isPartOf(span, found.decline));
  const positive = [...found.ok, ...accepting, ...found.yes];

  if (found.negations.length === 0 && found.decline.length === 0) {
    if (!saysNothingBut(positive)) return [];
    const answers: Answer[] = [];
    if (accepting.length > 0) answers.push('acknowledge');
    if (found.ok.length > 0) answers.push('ok');
    if (found.yes.length > 0) answers.push('acknowledge');
    return answers;
  }
  const isNo =
    found.decline.length > 0 && positive.length === 0 && saysNothingBut(found.decline, found.negations);
  return isNo ? ['decline'] : [];
}

/**
 * Whether a negation reaches the words: directly before them or over linking words only ("don't need any help"), or
 * behind them together with a word of need ("Hilfe brauche ich nicht"). A longer way means another thought: "I can't get
 * out, help" needs help.
 */
function isNegated(span: Span, found: Found): boolean {
  const { tokens } = found;
  const negations = covered(found.negations);
  const needs = covered(found.needs);
  const bridges = covered(found.linking, found.needs, found.fillers);
  const starts = covered(found.clauseStarts);
  const clause = (index: number) => tokens[index]?.clause;

  for (let index = span.start - 1; index >= 0 && clause(index) === clause(span.start); index -= 1) {
    if (negations.has(index)) return true;
    if (starts.has(index) || !bridges.has(index)) break;
  }

  let isNeedNamed = false;
  const last = span.end - 1;
  for (let index = span.end; clause(index) === clause(last) && index < tokens.length; index += 1) {
    if (needs.has(index)) isNeedNamed = true;
    if (negations.has(index)) {
      return (
        isNeedNamed || [index + 1, index + 2].some((next) => needs.has(next) && clause(next) === clause(last))
      );
    }
    if (!bridges.has(index)) return false;
  }
  return false;
}
