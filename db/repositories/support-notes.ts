import type { Model } from 'mongoose';
import { trusted } from 'mongoose';
import { notFound } from '../../domain/errors.js';
import type { Within } from '../deadline.js';
import { isDuplicateKey } from '../deadline.js';
import type { SupportCaseDocument, SupportNoteDocument } from '../models/support.js';
import type { SupportNote, SupportNoteRepository } from '../support-store.js';

/** Notes of the desk, apart from all that partners read (C10). */
export function createSupportNoteRepository(
  notes: Model<SupportNoteDocument>,
  cases: Model<SupportCaseDocument>,
  within: Within,
): SupportNoteRepository {
  async function find(
    { id, caseId }: Pick<SupportNote, 'id' | 'caseId'>,
    maxTimeMS: number,
  ): Promise<SupportNote | undefined> {
    const found = await notes.findOne({ _id: id, caseId }, null, { maxTimeMS }).lean<SupportNoteDocument>();
    if (!found) return undefined;
    const { _id, sequence: _sequence, ...note } = found;
    return { id: _id, ...note };
  }

  return {
    add: (note) =>
      within('other', async (maxTimeMS) => {
        const known = await find(note, maxTimeMS);
        if (known !== undefined) return known;
        const { id, caseId, ...fields } = note;
        const counted = await cases
          .findOneAndUpdate(
            { _id: caseId },
            { $inc: { notes: 1 } },
            { returnDocument: 'after', projection: { notes: 1 } },
          )
          .lean<Pick<SupportCaseDocument, 'notes'>>();
        if (!counted) throw notFound('support case');
        try {
          await notes.insertOne({ _id: id, caseId, ...fields, sequence: counted.notes });
          return note;
        } catch (error) {
          // The same one at the same moment: a number is left out, nothing else.
          const stored = isDuplicateKey(error) ? await find(note, maxTimeMS) : undefined;
          if (stored === undefined) throw error;
          return stored;
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
