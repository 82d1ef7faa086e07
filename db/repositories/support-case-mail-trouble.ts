import type { Model } from 'mongoose';
import { trusted } from 'mongoose';
import type { Within } from '../deadline.js';
import type { SupportCaseDocument } from '../models/support.js';
import type { SupportCaseRepository } from '../support-store.js';

/** Marks of earlier releases count as none. */
const marked = (times: number) => (times === 0 ? trusted({ $exists: false }) : times);

/** The mark of a case that a mail about it did not arrive, in MongoDB. */
export function createSupportCaseMailTrouble(
  cases: Model<SupportCaseDocument>,
  within: Within,
): Pick<SupportCaseRepository, 'markMailTrouble' | 'timesMailTroubleMarked' | 'unmarkMailTrouble'> {
  return {
    markMailTrouble: (id, mailTrouble) =>
      within('other', async (maxTimeMS) => {
        await cases.updateOne(
          { _id: id },
          { $set: { mailTrouble }, $inc: { timesMailTroubleMarked: 1 } },
          { maxTimeMS },
        );
      }),

    timesMailTroubleMarked: (id) =>
      within('other', async (maxTimeMS) => {
        const found = await cases
          .findOne({ _id: id }, { timesMailTroubleMarked: 1 }, { maxTimeMS })
          .lean<Pick<SupportCaseDocument, '_id' | 'timesMailTroubleMarked'>>();
        return found?.timesMailTroubleMarked ?? 0;
      }),

    unmarkMailTrouble: (id, times) =>
      within('other', async (maxTimeMS) => {
        await cases.updateOne(
          { _id: id, timesMailTroubleMarked: marked(times) },
          { $unset: { mailTrouble: 1 } },
          { maxTimeMS },
        );
      }),
  };
}
