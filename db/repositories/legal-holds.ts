import type { Model } from 'mongoose';
import { trusted } from 'mongoose';
import { mayTouch } from '../../domain/scope.js';
import type { LegalHold } from '../../domain/retention/legal-hold.js';
import { behind, order, toPage } from '../cursor.js';
import type { Within } from '../deadline.js';
import type { LegalHoldDocument } from '../models/retention-run.js';
import type { LegalHoldRepository } from '../retention-store.js';
import { assertMayTouch, ownedBy } from '../scope-filter.js';

function toHold({ _id: id, ...hold }: LegalHoldDocument): LegalHold {
  return { id, ...hold };
}

export function createLegalHoldRepository(
  holds: Model<LegalHoldDocument>,
  within: Within,
): LegalHoldRepository {
  return {
    create: (scope, { id, ...hold }) =>
      within('other', async () => {
        assertMayTouch(scope, hold.organisationId);
        await holds.insertOne({ _id: id, ...hold });
        return { id, ...hold };
      }),

    find: (scope, organisationId, id) =>
      within('other', async (maxTimeMS) => {
        if (!mayTouch(scope, organisationId)) return undefined;
        const found = await holds
          .findOne({ _id: id, organisationId }, null, { maxTimeMS })
          .lean<LegalHoldDocument>();
        return found ? toHold(found) : undefined;
      }),

    list: (scope, { organisationId, ...page }) =>
      within('other', async (maxTimeMS) => {
        const wanted = [ownedBy(scope), { organisationId }, behind('createdAt', 'newest-first', page.cursor)];
        const found = await holds
          .find({ $and: wanted }, null, { maxTimeMS })
          .sort(order('createdAt', 'newest-first'))
          .limit(page.limit + 1)
          .lean<LegalHoldDocument[]>();
        return toPage(found, page, ({ createdAt }) => createdAt, toHold);
      }),

    release: (scope, organisationId, id, released) =>
      within('other', async (maxTimeMS) => {
        if (!mayTouch(scope, organisationId)) return undefined;
        await holds.updateOne(
          { _id: id, organisationId, released: trusted({ $exists: false }) },
          { $set: { released } },
          { maxTimeMS },
        );
        const found = await holds
          .findOne({ _id: id, organisationId }, null, { maxTimeMS })
          .lean<LegalHoldDocument>();
        return found ? toHold(found) : undefined;
      }),

    active: (scope, organisationId) =>
      within('background', async () => {
        assertMayTouch(scope, organisationId);
        const found = await holds
          .find({ organisationId, released: trusted({ $exists: false }) })
          .lean<LegalHoldDocument[]>();
        return found.map(toHold);
      }),
  };
}
