import type { Model } from 'mongoose';
import { ChangedMeanwhileError, notFound } from '../../domain/errors.js';
import type { CannedAnswer } from '../../domain/support-case/canned-answer.js';
import type { CannedAnswerRepository } from '../canned-answer-store.js';
import { behind, order, toPage } from '../cursor.js';
import { isDuplicateKey, type Within } from '../deadline.js';
import type { CannedAnswerDocument } from '../models/canned-answer.js';
import { ownedByDesk } from '../scope-filter.js';

function toCannedAnswer({ _id: id, ...answer }: CannedAnswerDocument): CannedAnswer {
  return { id, ...answer };
}

export function createCannedAnswerRepository(
  answers: Model<CannedAnswerDocument>,
  within: Within,
): CannedAnswerRepository {
  return {
    create: (scope, id, input, at) =>
      within('other', async (maxTimeMS) => {
        if (scope.of !== 'desk') throw notFound('canned answer');
        const document: CannedAnswerDocument = {
          ...{ _id: id, revision: 1, ...input },
          ...{ createdAt: at, updatedAt: at },
        };
        try {
          await answers.insertOne(document);
          return toCannedAnswer(document);
        } catch (error) {
          if (!isDuplicateKey(error)) throw error;
          const earlier = await answers
            .findOne({ _id: id }, null, { maxTimeMS })
            .lean<CannedAnswerDocument>();
          if (!earlier) throw error;
          return toCannedAnswer(earlier);
        }
      }),

    find: (scope, id) =>
      within('other', async (maxTimeMS) => {
        const found = await answers
          .findOne({ $and: [{ _id: id }, ownedByDesk(scope)] }, null, { maxTimeMS })
          .lean<CannedAnswerDocument>();
        return found ? toCannedAnswer(found) : undefined;
      }),

    list: (scope, page) =>
      within('other', async (maxTimeMS) => {
        const documents = await answers
          .find({ $and: [ownedByDesk(scope), behind('createdAt', 'oldest-first', page.cursor)] }, null, {
            maxTimeMS,
          })
          .sort(order('createdAt', 'oldest-first'))
          .limit(page.limit + 1)
          .lean<CannedAnswerDocument[]>();
        return toPage(documents, page, ({ createdAt }) => createdAt, toCannedAnswer);
      }),

    save: (scope, id, input, at, ifRevision) =>
      within('other', async (maxTimeMS) => {
        const itself = { $and: [{ _id: id }, ownedByDesk(scope)] };
        const saved = await answers
          .findOneAndUpdate(
            ifRevision === undefined ? itself : { ...itself, revision: ifRevision },
            { $set: { ...input, updatedAt: at }, $inc: { revision: 1 } },
            { returnDocument: 'after', maxTimeMS },
          )
          .lean<CannedAnswerDocument>();
        if (saved) return toCannedAnswer(saved);
        if (ifRevision === undefined || !(await answers.exists(itself).maxTimeMS(maxTimeMS)))
          return undefined;
        throw new ChangedMeanwhileError('canned answer');
      }),

    remove: (scope, id) =>
      within('other', async (maxTimeMS) => {
        const { deletedCount } = await answers.deleteOne(
          { $and: [{ _id: id }, ownedByDesk(scope)] },
          { maxTimeMS },
        );
        return deletedCount > 0;
      }),
  };
}
