import type { Model } from 'mongoose';
import type { Within } from '../deadline.js';
import { entryKeysOf, type EnteredCase } from '../entry-keys.js';
import { byKeys } from '../key-parts.js';
import type { SupportEntryDocument } from '../models/support.js';
import type { TimelineEntryDocument } from '../models/timeline-entry.js';

/** Types of timeline entries, each with what else is to be true of the entry. */
type WantedEntries = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

type FoundEntry = Pick<TimelineEntryDocument | SupportEntryDocument, 'caseId' | 'at'> & {
  readonly event: Pick<(TimelineEntryDocument | SupportEntryDocument)['event'], 'type'>;
};

/**
 * When each of these cases has got its first entry of each type, in epoch milliseconds: by case, then by type. Found by keys,
 * and of each entry that fits, its type and moment alone are read.
 */
export async function firstMoments<Entry extends { readonly _id: string }>(
  entries: Model<Entry>,
  cases: readonly EnteredCase[],
  wanted: WantedEntries,
  within: Within,
): Promise<ReadonlyMap<string, ReadonlyMap<string, number>>> {
  const moments = new Map<string, Map<string, number>>();
  const fitting = Object.entries(wanted).map(([type, more]) => ({ 'event.type': type, ...more }));
  await byKeys(cases.flatMap(entryKeysOf), async (_id) => {
    const found = await within('background', (maxTimeMS) =>
      entries
        .find({ _id, $or: fitting }, { caseId: 1, at: 1, 'event.type': 1 }, { maxTimeMS })
        .lean<FoundEntry[]>(),
    );
    for (const { caseId, at, event } of found) {
      const ofCase = moments.get(caseId) ?? new Map<string, number>();
      moments.set(caseId, ofCase.set(event.type, Math.min(at, ofCase.get(event.type) ?? at)));
    }
  });
  return moments;
}
