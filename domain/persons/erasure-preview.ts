import {
  countedTogether,
  keptTogether,
  type Counted,
  type Kept,
  type KeptBecause,
} from './erasure-report.js';

/** What an erasure would do at this moment: what would go, and what would stay and why. */
export interface ErasurePreview {
  readonly goes: readonly Counted[];
  readonly stays: readonly Kept[];
}

/** Something that is stored about somebody, as far as it is counted. */
interface Told {
  readonly collection: string;
  readonly stays?: KeptBecause;
}

/**
 * Counts what is stored about somebody, however much it is.
 *
 * @param obstacle why nothing of it can go now, whatever it is; undefined: each thing says it for itself.
 */
export async function previewOf(
  records: AsyncIterable<Told>,
  obstacle: KeptBecause | undefined,
): Promise<ErasurePreview> {
  let goes: readonly Counted[] = [];
  let stays: readonly Kept[] = [];
  for await (const { collection, stays: own } of records) {
    // What stays for good does so whatever else stands in the way.
    const because = own?.why === 'not-theirs-alone' ? own : (obstacle ?? own);
    if (because === undefined) goes = countedTogether([...goes, { collection, count: 1 }]);
    else stays = keptTogether([...stays, { collection, because, count: 1 }]);
  }
  return { goes, stays };
}
