import { languages } from '../language.js';
import { type SearchTerm, searchTermsOf } from './search-terms.js';
import { isStopWord } from './stop-words.js';

/** More than this nobody types, and each is a look into the index. */
const mostConditions = 12;

/** Ways to fulfil it, of which one has to fit: all tokens of that way are there. */
export type QueryCondition = readonly (readonly string[])[];

/** What the tokens of a text must fulfil for it to be found: every condition. None: there was nothing to search for. */
export type SearchQuery = readonly QueryCondition[];

/**
 * What is searched for. An identifier fits as a whole, as the beginning of one, or by its groups, however it is typed. Stop
 * words of all languages are left out, unless there is nothing else.
 */
export function searchQueryOf(text: string): SearchQuery {
  const terms = searchTermsOf(text);
  const isTelling = (word: string) => !isStopWord(word, languages);
  const telling = terms.flatMap((term) => conditionsOf(term, isTelling));
  const found = telling.length > 0 ? telling : terms.flatMap((term) => conditionsOf(term, () => true));
  return found.slice(0, mostConditions);
}

function conditionsOf(term: SearchTerm, isTelling: (word: string) => boolean): readonly QueryCondition[] {
  if (term.is === 'words') {
    const words = term.words.filter(isTelling);
    if (term.compound !== undefined) return [distinct([[term.compound], words])];
    return words.map((word) => [[word]]);
  }
  const { lead, groups } = term;
  const before = lead !== undefined && isTelling(lead) ? [lead] : [];
  const wholes = groups.map(({ whole }) => whole);
  const together = wholes.join('');
  return [
    distinct([
      [`${lead ?? ''}${together}`],
      [...before, together],
      [...before, ...wholes],
      [...before, ...groups.flatMap(({ words }) => words.filter(isTelling))],
    ]),
  ];
}

function distinct(ways: QueryCondition): QueryCondition {
  const seen = new Map(ways.filter((way) => way.length > 0).map((way) => [way.join(' '), way]));
  return [...seen.values()];
}
