import type { Model } from 'mongoose';
import { trusted } from 'mongoose';
import type { DeskTask } from '../../domain/desk-tasks/desk-task.js';
import { notFound } from '../../domain/errors.js';
import { behind, order, toPage } from '../cursor.js';
import type { Within } from '../deadline.js';
import { keepOnce } from '../keep-once.js';
import type { DeskTaskRepository } from '../desk-task-store.js';
import type { DeskTaskDocument } from '../models/desk-task.js';
import { ownedByDesk } from '../scope-filter.js';

function toTask({ _id: id, state: _state, ...task }: DeskTaskDocument): DeskTask {
  return { id, ...task };
}

/** Tasks for the desk, in MongoDB. */
export function createDeskTaskRepository(tasks: Model<DeskTaskDocument>, within: Within): DeskTaskRepository {
  return {
    put: ({ id, ...task }) =>
      within('other', async (maxTimeMS) => {
        const document: DeskTaskDocument = { _id: id, ...task, state: 'open' };
        if ((await keepOnce(() => tasks.insertOne(document))) === 'kept') return toTask(document);
        const earlier = await tasks.findOne({ _id: id }, null, { maxTimeMS }).lean<DeskTaskDocument>();
        if (!earlier) throw notFound('task');
        return toTask(earlier);
      }),

    find: (scope, id) =>
      within('other', async (maxTimeMS) => {
        const found = await tasks
          .findOne({ $and: [{ _id: id }, ownedByDesk(scope)] }, null, { maxTimeMS })
          .lean<DeskTaskDocument>();
        return found ? toTask(found) : undefined;
      }),

    list: (scope, { state, ...page }) =>
      within('other', async (maxTimeMS) => {
        const wanted = state === undefined ? {} : { state };
        const found = await tasks
          .find(
            { $and: [ownedByDesk(scope), wanted, behind('createdAt', 'oldest-first', page.cursor)] },
            null,
            { maxTimeMS },
          )
          .sort(order('createdAt', 'oldest-first'))
          .limit(page.limit + 1)
          .lean<DeskTaskDocument[]>();
        return toPage(found, page, ({ createdAt }) => createdAt, toTask);
      }),

    finish: (scope, id, by, at) =>
      within('other', async (maxTimeMS) => {
        const own = { $and: [{ _id: id }, ownedByDesk(scope)] };
        const finished = await tasks
          .findOneAndUpdate(
            { ...own, state: 'open' },
            { $set: { state: 'done', done: { by, at } } },
            { returnDocument: 'after', maxTimeMS },
          )
          .lean<DeskTaskDocument>();
        if (finished) return toTask(finished);
        const found = await tasks.findOne(own, null, { maxTimeMS }).lean<DeskTaskDocument>();
        return found ? toTask(found) : undefined;
      }),

    isOpenAbout: (caseId, kinds) =>
      within('other', async (maxTimeMS) => {
        const found = await tasks
          .exists({ 'about.caseId': caseId, 'about.kind': trusted({ $in: [...kinds] }), state: 'open' })
          .maxTimeMS(maxTimeMS);
        return found !== null;
      }),
  };
}
