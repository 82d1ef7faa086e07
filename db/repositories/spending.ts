import type { Model } from 'mongoose';
import { trusted } from 'mongoose';
import type { OrganisationId } from '../../domain/identifiers.js';
import { mayTouch } from '../../domain/scope.js';
import type { Within } from '../deadline.js';
import { isDuplicateKey } from '../deadline.js';
import type { SpendingDayDocument } from '../models/spending-day.js';
import type { SpendingRepository } from '../store.js';

/** One document per organisation and day; each step is one atomic write, so of any number of spenders none passes the cap. */
export function createSpendingRepository(
  days: Model<SpendingDayDocument>,
  within: Within,
): SpendingRepository {
  return {
    spend: (organisationId, day, amount, cap) =>
      within('dial', async () => {
        const _id = idOf(organisationId, day);
        if (cap !== undefined && amount > cap) return false;
        const limit = cap === undefined ? {} : { spent: trusted({ $lte: cap - amount }) };
        try {
          await days.updateOne(
            { _id, ...limit },
            { $inc: { spent: amount }, $setOnInsert: { at: new Date() } },
            { upsert: true },
          );
          return true;
        } catch (error) {
          if (!isDuplicateKey(error)) throw error;
          // The day's document exists: it has no room, or it was born while this one looked for it.
          const { matchedCount } = await days.updateOne({ _id, ...limit }, { $inc: { spent: amount } });
          return matchedCount === 1;
        }
      }),

    spentOn: (scope, organisationId, day) =>
      within('other', async (maxTimeMS) => {
        if (!mayTouch(scope, organisationId)) return 0;
        const found = await days
          .findOne({ _id: idOf(organisationId, day) }, null, { maxTimeMS })
          .lean<SpendingDayDocument>();
        return found?.spent ?? 0;
      }),
  };
}

function idOf(organisationId: OrganisationId, day: string): string {
  return `${organisationId}:${day}`;
}
