import type { Model } from 'mongoose';
import { trusted } from 'mongoose';
import { notFound } from '../../domain/errors.js';
import type { Within } from '../deadline.js';
import { isDuplicateKey } from '../deadline.js';
import type { SupportCaseDocument, SupportNoteDocument } from '../models/support.js';
import type { SupportNoteRepository } from '../support-store.js';

/** Notes of the desk, apart from all that partners read (C10). */
export function createSupportNoteRepository(
  notes: Model<SupportNoteDocument>,
  cases: Model<SupportCaseDocument>,
  within: Within,
): SupportNoteRepository {
  return {
    add: ({ id, caseId, ...note }) =>
      within('other', async (maxTimeMS) => {
        const known = await notes
          .findOne({ _id: id, caseId }, { _id: 1 }, { maxTimeMS })
          .lean<{ _id: string }>();
        if (known) return;
        const counted = await cases
          .findOneAndUpdate(
            { _id: caseId },
            { $inc: { notes: 1 } },
            { returnDocument: 'after', projection: { notes: 1 } },
          )
          .lean<Pick<SupportCaseDocument, 'notes'>>();
        if (!counted) throw notFound('support case');
        try {
          await notes.insertOne({ _id: id, caseId, ...note, sequence: counted.notes });
        } catch (error) {
          // The same one at the same moment: a number is left out, nothing else.
          if (!isDuplicateKey(error)) throw error;
        }
      }),

    list: (caseId, { after, limit }) =>
      within('other', async (maxTimeMS) => {
        const found = await notes
          .find({ caseId, sequence: trusted({ $gt: after }) }, null, { maxTimeMS })
          .sort({ sequence: 1 })
          .limit(limit)
          .lean<SupportNoteDocument[]>();
        return found.map(({ _id: id, ...note }) => ({ id, ...note }));
      }),
  };
}
