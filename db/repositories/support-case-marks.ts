import type { Model } from 'mongoose';
import { trusted } from 'mongoose';
import type { SupportCaseId } from '../../domain/identifiers.js';
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

type Column = 'opening' | 'assignee' | 'timelineThrough';

/** Which cases have entries that are not in the outbox, and how their marks go. */
export function createSupportCaseMarks(
  cases: Model<SupportCaseDocument>,
  within: Within,
): Pick<SupportCaseRepository, 'unmailed' | 'markMailed'> {
  return {
    unmailed: (limit) =>
      within('other', async (maxTimeMS) => {
        const found = await cases
          .find(
            { unmailed: true, mailedThrough: trusted({ $exists: true }) },
            { opening: 1, assignee: 1, mailedThrough: 1, timelineThrough: 1 },
            { maxTimeMS },
          )
          .sort({ openedAt: 1 })
          .limit(limit)
          .lean<
            (Pick<SupportCaseDocument, '_id' | Column> &
              Required<Pick<SupportCaseDocument, 'mailedThrough'>>)[]
          >();
        return found.map(({ _id: id, opening, ...rest }) => ({ opening: { id, ...opening }, ...rest }));
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
