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
        const unlessNoted = { _id: idOf(deed, address), 'times.of': trusted({ $ne: of }) };
        const noted = {
          $push: { times: { $each: [{ of, at }], $slice: -mostTimes } },
          $max: { lastAt: at },
        };
        try {
          await correspondents.updateOne(unlessNoted, noted, { upsert: true });
        } catch (error) {
          if (!isDuplicateKey(error)) throw error;
          // It stands there already, or another one was the first of this address at the same moment.
          await correspondents.updateOne(unlessNoted, noted);
        }
      }),
  };
}
