/** Why something about a person has to stay. */
export type KeptBecause =
  /** A case that goes on, settings in force: it is erased when its use has ended. */
  | { readonly why: 'in-use' }
  | { readonly why: 'held'; readonly holdId: string }
  /** The work of others, or a record that has to be kept: it goes by its own period, and does not name them any more. */
  | { readonly why: 'not-theirs-alone' };

export interface Kept {
  readonly collection: string;
  readonly count: number;
  readonly because: KeptBecause;
}

export interface Counted {
  readonly collection: string;
  readonly count: number;
}

/** What stood in one place before anything of it was erased: what was to go, and everything. */
export interface FoundBefore {
  readonly goes: readonly Counted[];
  readonly standing: readonly Counted[];
}

/** What has left the product, or lies where it cannot take it away: told in every report, since nobody can look. */
export const outsideTraces = [
  /** Mails that were delivered stand with their recipients. */
  'delivered-mails',
  /** Backups expire by their own schedule. */
  'backups',
  /** Calls of cases that stay, and texts to which no trace leads: the provider's own retention ends them. */
  'telephony-provider',
  /** Systems that were told by webhooks. */
  'webhook-receivers',
] as const;
export type OutsideTrace = (typeof outsideTraces)[number];

/** What has become of somebody's data (R4): collections and counts, nothing by which anybody could be found. */
export interface ErasureReport {
  /** Of the try that it is about. Epoch milliseconds. */
  readonly at: number;
  /** What stood there before all tries together and does not any more, also where it was a retention run that took it meanwhile. */
  readonly erased: readonly Counted[];
  readonly kept: readonly Kept[];
  readonly outside: readonly OutsideTrace[];
}

/** Whether what is kept has to be tried again. */
export function isToBeTriedAgain(kept: readonly Kept[]): boolean {
  return kept.some(({ because }) => because.why !== 'not-theirs-alone');
}

/**
 * Whether a report tells anything that the last one did not. Records that stay for good become more by every try, which is itself
 * recorded: they are no news.
 */
export function isNewReport(last: ErasureReport, next: ErasureReport): boolean {
  const told = ({ erased, kept }: ErasureReport): string =>
    JSON.stringify([
      countedTogether(erased),
      keptTogether(kept.filter(({ because }) => because.why !== 'not-theirs-alone')),
    ]);
  return told(last) !== told(next);
}

/** Adds counts up by what they are of, in the order of its name. */
export function countedTogether(counts: readonly Counted[]): readonly Counted[] {
  const sums = new Map<string, number>();
  for (const { collection, count } of counts) sums.set(collection, (sums.get(collection) ?? 0) + count);
  return [...sums]
    .filter(([, count]) => count > 0)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([collection, count]) => ({ collection, count }));
}

/** What of these counts is not among the others any more. */
export function lessThan(counts: readonly Counted[], left: readonly Counted[]): readonly Counted[] {
  const others = new Map(countedTogether(left).map(({ collection, count }) => [collection, count]));
  return countedTogether(counts).map(({ collection, count }) => ({
    collection,
    count: Math.max(0, count - (others.get(collection) ?? 0)),
  }));
}

/**
 * What a try has erased that did not come to its end, and so could not tell: no more than it wanted to erase, and no more than is
 * missing by now.
 */
export function erasedSince({ goes, standing }: FoundBefore, now: FoundBefore): readonly Counted[] {
  const missing = lessThan(standing, now.standing);
  return lessThan(goes, lessThan(goes, missing));
}

/** The same of what is kept, by collection and reason. */
export function keptTogether(kept: readonly Kept[]): readonly Kept[] {
  const sums = new Map<string, Kept>();
  for (const { collection, because, count } of kept) {
    const key = `${collection} ${because.why} ${because.why === 'held' ? because.holdId : ''}`;
    sums.set(key, { collection, because, count: (sums.get(key)?.count ?? 0) + count });
  }
  return [...sums].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, each]) => each);
}
