import type { Model } from 'mongoose';
import { trusted } from 'mongoose';
import type { SupportCaseId } from '../../domain/identifiers.js';
import { behind, order, toPage } from '../cursor.js';
import type { Within } from '../deadline.js';
import type { SupportCaseDocument } from '../models/support.js';
import type { SupportCaseRepository } from '../support-store.js';

/** Set in the very write that says that entries are stored: there is no moment in which they are, and their mails forgotten. */
export const unmailed = { unmailed: true } as const;

/** Cases of an earlier release have told nobody of their past, and do not begin with it. */
export async function beginMailing(
  cases: Model<SupportCaseDocument>,
  id: SupportCaseId,
  through: number,
): Promise<void> {
  await cases.updateOne(
    { _id: id, mailedThrough: trusted({ $exists: false }) },
    { $set: { mailedThrough: through } },
  );
}

type Unmailed = Pick<SupportCaseDocument, '_id' | 'opening' | 'openedAt' | 'assignee' | 'timelineThrough'> &
  Required<Pick<SupportCaseDocument, 'mailedThrough'>>;

/** Which cases have entries that are not in the outbox, and how their marks go. */
export function createSupportCaseMarks(
  cases: Model<SupportCaseDocument>,
  within: Within,
): Pick<SupportCaseRepository, 'unmailed' | 'markMailed'> {
  return {
    unmailed: ({ limit, cursor }) =>
      within('other', async (maxTimeMS) => {
        const documents = await cases
          .find(
            {
              $and: [
                { unmailed: true, mailedThrough: trusted({ $exists: true }) },
                behind('openedAt', 'oldest-first', cursor),
              ],
            },
            { opening: 1, openedAt: 1, assignee: 1, mailedThrough: 1, timelineThrough: 1 },
            { maxTimeMS },
          )
          .sort(order('openedAt', 'oldest-first'))
          .limit(limit + 1)
          .lean<Unmailed[]>();
        return toPage(
          documents,
          { limit },
          ({ openedAt }) => openedAt,
          ({ _id: id, opening, openedAt: _openedAt, ...rest }) => ({ opening: { id, ...opening }, ...rest }),
        );
      }),

    markMailed: (id, through) =>
      within('other', async () => {
        // More may have been stored meanwhile: then the mark stays for that.
        const { matchedCount } = await cases.updateOne(
          { _id: id, timelineThrough: through },
          { $max: { mailedThrough: through }, $unset: { unmailed: 1 } },
        );
        if (matchedCount === 0) await cases.updateOne({ _id: id }, { $max: { mailedThrough: through } });
      }),
  };
}
