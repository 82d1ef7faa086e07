import type { Model } from 'mongoose';
import { trusted } from 'mongoose';
import { behind, order, toPage } from '../cursor.js';
import type { Within } from '../deadline.js';
import { keepOnce } from '../keep-once.js';
import type { ReceivedMailDocument } from '../models/received-mail.js';
import type { ReceivedMail, ReceivedMailRepository } from '../received-mail-store.js';
import type { StoredBytes } from '../stored-bytes.js';

/** A conversation in more cases than this is none. */
const mostRelated = 20;

function toMail({
  _id: id,
  turnAt: _turn,
  fingerprint: _fingerprint,
  ...mail
}: ReceivedMailDocument): ReceivedMail {
  return { id, ...mail };
}

/** Received mails in MongoDB: the bytes first, so that a mail that is found can be read (ADR 22). */
export function createReceivedMailRepository(
  mails: Model<ReceivedMailDocument>,
  storedBytes: StoredBytes,
  within: Within,
): ReceivedMailRepository {
  return {
    async keep({ id, ...mail }, bytes) {
      await storedBytes.put(id, bytes);
      return within('other', async () => {
        const document: ReceivedMailDocument = {
          _id: id,
          ...mail,
          sizeBytes: bytes.length,
          state: 'received',
          tries: 0,
          turnAt: mail.receivedAt,
        };
        return keepOnce(() => mails.insertOne(document));
      });
    },

    find: (id) =>
      within('other', async (maxTimeMS) => {
        const found = await mails.findOne({ _id: id }, null, { maxTimeMS }).lean<ReceivedMailDocument>();
        return found ? toMail(found) : undefined;
      }),

    bytes: ({ id, sizeBytes }) => storedBytes.read(id, sizeBytes),

    waiting: (now, limit) =>
      within('other', async (maxTimeMS) => {
        const found = await mails
          .find({ state: 'received', turnAt: trusted({ $lte: now }) }, { sizeBytes: 1 }, { maxTimeMS })
          // Not by its turn: whatever was put off is older than what came meanwhile.
          .sort({ receivedAt: 1 })
          .limit(limit)
          .lean<Pick<ReceivedMailDocument, '_id' | 'sizeBytes'>[]>();
        return found.map(({ _id: id, sizeBytes }) => ({ id, sizeBytes }));
      }),

    claim: (id, now, until) =>
      within('other', async (maxTimeMS) => {
        const claimed = await mails
          .findOneAndUpdate(
            { _id: id, state: 'received', turnAt: trusted({ $lte: now }) },
            { $set: { turnAt: until }, $inc: { tries: 1 } },
            { maxTimeMS, returnDocument: 'after' },
          )
          .lean<ReceivedMailDocument>();
        return claimed ? toMail(claimed) : undefined;
      }),

    noteHead: (id, head) =>
      within('other', async () => {
        await mails.updateOne({ _id: id }, { $set: { head } });
      }),

    noteFingerprint: (id, fingerprint) =>
      within('other', async (maxTimeMS) => {
        const noted = await keepOnce(() => mails.updateOne({ _id: id }, { $set: { fingerprint } }));
        if (noted === 'kept') return undefined;
        const first = await mails.findOne({ fingerprint }, null, { maxTimeMS }).lean<ReceivedMailDocument>();
        return first ? toMail(first) : undefined;
      }),

    bind: (id, caseId) =>
      within('other', async () => {
        const isFree = [{ boundTo: trusted({ $exists: false }) }, { boundTo: caseId }];
        const { matchedCount } = await mails.updateOne(
          {
            _id: id,
            $and: [{ $or: isFree }, { $or: [{ state: trusted({ $ne: 'filed' }) }, { caseId }] }],
          },
          { $set: { boundTo: caseId } },
        );
        return matchedCount > 0;
      }),

    unbind: (id, caseId) =>
      within('other', async () => {
        await mails.updateOne({ _id: id, boundTo: caseId }, { $unset: { boundTo: 1 } });
      }),

    casesOf: (messageIds) =>
      within('other', async (maxTimeMS) => {
        if (messageIds.length === 0) return [];
        const found = await mails
          .find(
            { state: 'filed', 'head.messageId': trusted({ $in: [...messageIds] }) },
            { caseId: 1 },
            { maxTimeMS },
          )
          .limit(mostRelated)
          .lean<Pick<ReceivedMailDocument, 'caseId'>[]>();
        return [...new Set(found.flatMap(({ caseId }) => caseId ?? []))];
      }),

    putOff: (id, until) =>
      within('other', async () => {
        await mails.updateOne(
          { _id: id, state: 'received' },
          { $set: { turnAt: until }, $inc: { tries: -1 } },
        );
      }),

    settle: (id, from, { state, why, caseId, accountId, repetitionOf }) =>
      within('other', async () => {
        const { matchedCount } = await mails.updateOne(
          { _id: id, state: trusted({ $in: from }) },
          {
            $set: {
              state,
              ...(why === undefined ? {} : { why }),
              ...(caseId === undefined ? {} : { caseId }),
              ...(accountId === undefined ? {} : { accountId }),
              ...(repetitionOf === undefined ? {} : { repetitionOf }),
            },
            $unset: { turnAt: 1, ...(why === undefined ? { why: 1 } : {}) },
          },
        );
        return matchedCount > 0;
      }),

    standing: (state) =>
      within('other', async (maxTimeMS) => {
        const [count, oldest] = await Promise.all([
          mails.countDocuments({ state }, { maxTimeMS }),
          mails
            .findOne({ state }, { receivedAt: 1 }, { maxTimeMS })
            .sort({ receivedAt: 1 })
            .lean<Pick<ReceivedMailDocument, 'receivedAt'>>(),
        ]);
        return { count, ...(oldest ? { oldestAt: oldest.receivedAt } : {}) };
      }),

    list: ({ state, ...page }) =>
      within('other', async (maxTimeMS) => {
        const found = await mails
          .find(
            {
              $and: [state === undefined ? {} : { state }, behind('receivedAt', 'newest-first', page.cursor)],
            },
            null,
            { maxTimeMS },
          )
          .sort(order('receivedAt', 'newest-first'))
          .limit(page.limit + 1)
          .lean<ReceivedMailDocument[]>();
        return toPage(found, page, ({ receivedAt }) => receivedAt, toMail);
      }),
  };
}
