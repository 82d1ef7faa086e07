import type { Model } from 'mongoose';
import { trusted } from 'mongoose';
import type { ReportMail } from '../../domain/reports/report-mail.js';
import type { Within } from '../deadline.js';
import { isDuplicateKey } from '../deadline.js';
import type { ReportMailDocument } from '../models/report-mail.js';
import type { ReportMailRepository } from '../report-mail-store.js';

function toMail({ _id: id, state: _state, turnAt: _turn, ...mail }: ReportMailDocument): ReportMail {
  return { id, ...mail };
}

/** Reports that are sent by mail, in MongoDB. */
export function createReportMailRepository(
  mails: Model<ReportMailDocument>,
  within: Within,
): ReportMailRepository {
  return {
    knownAmong: (ids) =>
      within('other', async (maxTimeMS) => {
        const found = await mails
          .find({ _id: trusted({ $in: [...ids] }) }, { _id: 1 }, { maxTimeMS })
          .lean<Pick<ReportMailDocument, '_id'>[]>();
        return new Set(found.map(({ _id }) => _id));
      }),

    put: ({ id, ...mail }) =>
      within('other', async () => {
        const document: ReportMailDocument = {
          _id: id,
          ...mail,
          state: 'pending',
          turnAt: mail.createdAt,
        };
        try {
          await mails.insertOne(document);
        } catch (error) {
          if (!isDuplicateKey(error)) throw error;
        }
      }),

    waiting: (now, limit) =>
      within('other', async (maxTimeMS) => {
        const found = await mails
          .find({ state: 'pending', turnAt: trusted({ $lte: now }) }, { _id: 1 }, { maxTimeMS })
          .sort({ turnAt: 1 })
          .limit(limit)
          .lean<Pick<ReportMailDocument, '_id'>[]>();
        return found.map(({ _id }) => _id);
      }),

    claim: (id, now, until) =>
      within('other', async (maxTimeMS) => {
        const claimed = await mails
          .findOneAndUpdate(
            { _id: id, state: 'pending', turnAt: trusted({ $lte: now }) },
            { $set: { turnAt: until } },
            { maxTimeMS, returnDocument: 'after' },
          )
          .lean<ReportMailDocument>();
        return claimed ? toMail(claimed) : undefined;
      }),

    putOff: (id, until) =>
      within('other', async () => {
        await mails.updateOne({ _id: id, state: 'pending' }, { $set: { turnAt: until } });
      }),

    find: (id) =>
      within('other', async (maxTimeMS) => {
        const found = await mails.findOne({ _id: id }, null, { maxTimeMS }).lean<ReportMailDocument>();
        return found ? toMail(found) : undefined;
      }),

    settle: (id, from, end) =>
      within('other', async () => {
        await mails.updateOne(
          { _id: id, state: trusted({ $in: [...from] }) },
          { $set: { state: end }, $unset: { turnAt: 1 } },
        );
      }),
  };
}
