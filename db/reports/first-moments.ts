import type { Model } from 'mongoose';
import type { Within } from '../deadline.js';

/** Types of timeline entries, each with what else is to be true of the entry. */
type WantedEntries = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

interface Grouped {
  readonly _id: { readonly caseId: string; readonly type: string };
  readonly at: number;
}

/**
 * When each of these cases has got its first entry of each type, in epoch milliseconds: by case, then by type. The server
 * looks through the entries, so that of a case with ten thousand of them three numbers travel.
 */
export async function firstMoments<Entry>(
  entries: Model<Entry>,
  caseIds: readonly string[],
  wanted: WantedEntries,
  within: Within,
): Promise<ReadonlyMap<string, ReadonlyMap<string, number>>> {
  const moments = new Map<string, Map<string, number>>();
  const grouped = await within('background', (maxTimeMS) =>
    entries
      .aggregate<Grouped>([
        {
          $match: {
            caseId: { $in: [...caseIds] },
            $or: Object.entries(wanted).map(([type, more]) => ({ 'event.type': type, ...more })),
          },
        },
        { $group: { _id: { caseId: '$caseId', type: '$event.type' }, at: { $min: '$at' } } },
      ])
      .option({ maxTimeMS })
      .exec(),
  );
  for (const {
    _id: { caseId, type },
    at,
  } of grouped) {
    const ofCase = moments.get(caseId) ?? new Map<string, number>();
    moments.set(caseId, ofCase.set(type, at));
  }
  return moments;
}
