import type { Model } from 'mongoose';
import { trusted } from 'mongoose';
import type { SupportMailId } from '../../domain/identifiers.js';
import type { Within } from '../deadline.js';
import { keepOnce } from '../keep-once.js';
import type { SupportMailDocument } from '../models/support-mail.js';
import type { SupportMail, SupportMailRepository } from '../support-mail-store.js';

function toMail({ _id: id, turnAt: _turn, ...mail }: SupportMailDocument): SupportMail {
  return { id, ...mail };
}

/** Earlier news of the same case for the same receiver; undefined for what stands in no such row. */
function earlierThan({ caseId, to, about }: SupportMail) {
  if (to.is !== 'user' || about.is !== 'news') return undefined;
  return { caseId, 'to.userId': to.userId, 'about.sequence': trusted({ $lt: about.sequence }) };
}

/** Mails about support cases that go out, in MongoDB. */
export function createSupportMailRepository(
  mails: Model<SupportMailDocument>,
  within: Within,
): SupportMailRepository {
  function due(
    now: Date,
    limit: number,
    standing: { readonly tries?: 0 },
  ): Promise<readonly SupportMailId[]> {
    return within('other', async (maxTimeMS) => {
      const found = await mails
        .find({ state: 'pending', ...standing, turnAt: trusted({ $lte: now }) }, { _id: 1 }, { maxTimeMS })
        .sort({ turnAt: 1, 'about.sequence': 1 })
        .limit(limit)
        .lean<Pick<SupportMailDocument, '_id'>[]>();
      return found.map(({ _id }) => _id);
    });
  }

  return {
    put: ({ id, ...mail }) =>
      within('other', async () => {
        const document: SupportMailDocument = {
          _id: id,
          ...mail,
          state: 'pending',
          tries: 0,
          turnAt: mail.createdAt,
        };
        return keepOnce(() => mails.insertOne(document));
      }),

    find: (id) =>
      within('other', async (maxTimeMS) => {
        const found = await mails.findOne({ _id: id }, null, { maxTimeMS }).lean<SupportMailDocument>();
        return found ? toMail(found) : undefined;
      }),

    waiting: (now, limit) => due(now, limit, {}),
    fresh: (now, limit) => due(now, limit, { tries: 0 }),

    claim: (id, now, until) =>
      within('other', async (maxTimeMS) => {
        const claimed = await mails
          .findOneAndUpdate(
            { _id: id, state: 'pending', turnAt: trusted({ $lte: now }) },
            { $set: { turnAt: until }, $inc: { tries: 1 } },
            { maxTimeMS, returnDocument: 'after' },
          )
          .lean<SupportMailDocument>();
        return claimed ? toMail(claimed) : undefined;
      }),

    putOff: (id, until) =>
      within('other', async () => {
        await mails.updateOne({ _id: id, state: 'pending' }, { $set: { turnAt: until } });
      }),

    settle: (id, from, state) =>
      within('other', async () => {
        const { matchedCount } = await mails.updateOne(
          { _id: id, state: trusted({ $in: from }) },
          { $set: { state }, $unset: { turnAt: 1 } },
        );
        return matchedCount > 0;
      }),

    isBehindOthers: (mail) =>
      within('other', async (maxTimeMS) => {
        const earlier = earlierThan(mail);
        if (earlier === undefined) return false;
        return (await mails.exists({ ...earlier, state: 'pending' }).maxTimeMS(maxTimeMS)) !== null;
      }),

    sentBefore: (mail, limit) =>
      within('other', async (maxTimeMS) => {
        const earlier = earlierThan(mail);
        if (earlier === undefined) return [];
        const found = await mails
          .find({ ...earlier, state: 'sent' }, null, { maxTimeMS })
          .sort({ 'about.sequence': -1 })
          .limit(limit)
          .lean<SupportMailDocument[]>();
        return found.map(toMail).reverse();
      }),

    pending: () =>
      within('other', async (maxTimeMS) => {
        const count = await mails.countDocuments({ state: 'pending' }).maxTimeMS(maxTimeMS);
        const oldest = await mails
          .findOne({ state: 'pending' }, { createdAt: 1 }, { maxTimeMS })
          .sort({ createdAt: 1 })
          .lean<Pick<SupportMailDocument, 'createdAt'>>();
        return { count, ...(oldest ? { oldestSince: oldest.createdAt } : {}) };
      }),
  };
}
