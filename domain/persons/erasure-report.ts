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

/** What has left the product, or lies where it cannot take it away: told in every report, since nobody can look. */
export const outsideTraces = [
  /** Mails that were delivered stand with their recipients. */
  'delivered-mails',
  /** Backups expire by their own schedule. */
  'backups',
  /** Texts, and calls of cases that stay, at the telephony provider: its own retention ends them. */
  'telephony-provider',
  /** Systems that were told by webhooks. */
  'webhook-receivers',
] as const;
export type OutsideTrace = (typeof outsideTraces)[number];

/** What has become of somebody's data (R4): collections and counts, nothing by which anybody could be found. */
export interface ErasureReport {
  /** Of the try that it is about. Epoch milliseconds. */
  readonly at: number;
  /** By all tries together. */
  readonly erased: readonly Counted[];
  readonly kept: readonly Kept[];
  readonly outside: readonly OutsideTrace[];
}

/** Whether what is kept has to be tried again. */
export function isToBeTriedAgain(kept: readonly Kept[]): boolean {
  return kept.some(({ because }) => because.why !== 'not-theirs-alone');
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
