import type { Model } from 'mongoose';
import { trusted } from 'mongoose';
import type { Within } from '../deadline.js';
import type { AnswerColumn, SupportCaseDocument } from '../models/support.js';
import type { SupportCaseRepository } from '../support-store.js';

/** While the time of the promised answer runs. */
const running: readonly AnswerColumn[] = ['due', 'due-soon'];

/** Which cases count the time of their promised answer by which hours. */
export function createSupportCaseHours(
  cases: Model<SupportCaseDocument>,
  within: Within,
): Pick<SupportCaseRepository, 'countedByOtherHours'> {
  return {
    countedByOtherHours: (revision, except, limit) =>
      within('other', async (maxTimeMS) => {
        const found = await cases
          .find(
            {
              _id: trusted({ $nin: [...except] }),
              answer: trusted({ $in: [...running] }),
              dueAt: trusted({ $exists: true }),
              'view.hoursRevision': trusted({ $ne: revision }),
            },
            { _id: 1 },
            { maxTimeMS },
          )
          .sort({ dueAt: 1, _id: 1 })
          .limit(limit)
          .lean<Pick<SupportCaseDocument, '_id'>[]>();
        return found.map(({ _id }) => _id);
      }),
  };
}
