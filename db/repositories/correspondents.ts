import type { Model } from 'mongoose';
import { trusted } from 'mongoose';
import type { CorrespondentDeed, CorrespondentRepository } from '../correspondent-store.js';
import type { Within } from '../deadline.js';
import { isDuplicateKey } from '../deadline.js';
import type { CorrespondentDocument } from '../models/correspondent.js';

/** More than any cap allows within its time. */
const mostTimes = 250;

/** Counts of mails by address; they are forgotten after two days. */
export function createCorrespondentRepository(
  correspondents: Model<CorrespondentDocument>,
  within: Within,
): CorrespondentRepository {
  const idOf = (deed: CorrespondentDeed, address: string) => `${deed}:${address.toLowerCase()}` as const;

  return {
    times: (deed, address, except) =>
      within('other', async (maxTimeMS) => {
        const found = await correspondents
          .findOne({ _id: idOf(deed, address) }, null, { maxTimeMS })
          .lean<CorrespondentDocument>();
        const times = (found?.times ?? []).filter(({ of }) => of !== except);
        return times.map(({ at }) => at).reverse();
      }),

    note: (deed, address, of, at) =>
      within('other', async () => {
        try {
          await correspondents.updateOne(
            { _id: idOf(deed, address), 'times.of': trusted({ $ne: of }) },
            { $push: { times: { $each: [{ of, at }], $slice: -mostTimes } }, $max: { lastAt: at } },
            { upsert: true },
          );
        } catch (error) {
          // It stands there already: the document that was to be made has the same ID.
          if (!isDuplicateKey(error)) throw error;
        }
      }),
  };
}
