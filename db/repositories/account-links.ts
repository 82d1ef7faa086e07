import type { Model } from 'mongoose';
import { trusted } from 'mongoose';
import type { Within } from '../deadline.js';
import type { AccountLinkDocument } from '../models/account-link.js';
import type { AccountLinkRepository } from '../store.js';

export function createAccountLinkRepository(
  links: Model<AccountLinkDocument>,
  within: Within,
): AccountLinkRepository {
  return {
    put: ({ purpose, userId, hash, expiresAt }) =>
      within('other', async () => {
        await links.updateOne(
          { _id: `${purpose}:${userId}` },
          { $set: { purpose, userId, hash, expiresAt } },
          { upsert: true },
        );
      }),

    find: (purpose, hash, now) =>
      within('other', async (maxTimeMS) => {
        const found = await links
          .findOne({ hash, purpose, expiresAt: trusted({ $gt: now }) }, null, { maxTimeMS })
          .lean<AccountLinkDocument>();
        return found?.userId;
      }),

    take: (purpose, hash, now) =>
      within('other', async (maxTimeMS) => {
        const taken = await links
          .findOneAndDelete({ hash, purpose, expiresAt: trusted({ $gt: now }) }, { maxTimeMS })
          .lean<AccountLinkDocument>();
        return taken?.userId;
      }),
  };
}
