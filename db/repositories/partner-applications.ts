import type { Model } from 'mongoose';
import { trusted } from 'mongoose';
import type { ApplicationDecision, PartnerApplication } from '../../domain/partners/partner-application.js';
import { behind, order, toPage } from '../cursor.js';
import { isDuplicateKey, type Within } from '../deadline.js';
import type { PartnerApplicationDocument } from '../models/partner-application.js';
import { ownedByDesk } from '../scope-filter.js';
import type { PartnerApplicationRepository } from '../store.js';

function toApplication(document: PartnerApplicationDocument): PartnerApplication {
  const { _id: id, form, bodyHash, receivedAt } = document;
  return { id, form, bodyHash, receivedAt, decision: decisionOf(document) };
}

/** The fields of a decision are written together, so none of them is missing beside its state. */
function decisionOf(document: PartnerApplicationDocument): ApplicationDecision {
  const { state, decidedBy, decidedAt, accountId, reason, incomplete } = document;
  if (state === 'received' || decidedBy === undefined || decidedAt === undefined) {
    return { state: 'received' };
  }
  if (accountId !== undefined) {
    const why = incomplete === undefined ? {} : { incomplete };
    return { state: 'accepted', decidedBy, decidedAt, accountId, ...why };
  }
  return { state: 'declined', decidedBy, decidedAt, reason: reason ?? '' };
}

export function createPartnerApplicationRepository(
  applications: Model<PartnerApplicationDocument>,
  within: Within,
): PartnerApplicationRepository {
  return {
    keep: ({ id, decision, ...application }) =>
      within('other', async (maxTimeMS) => {
        const document: PartnerApplicationDocument = { _id: id, ...application, ...decision };
        try {
          await applications.insertOne(document);
          return { stored: 'new', application: toApplication(document) };
        } catch (error) {
          if (!isDuplicateKey(error)) throw error;
          const earlier = await applications
            .findOne({ _id: id }, null, { maxTimeMS })
            .lean<PartnerApplicationDocument>();
          if (!earlier) throw error;
          return { stored: 'exists', application: toApplication(earlier) };
        }
      }),

    find: (scope, id) =>
      within('other', async (maxTimeMS) => {
        const found = await applications
          .findOne({ $and: [{ _id: id }, ownedByDesk(scope)] }, null, { maxTimeMS })
          .lean<PartnerApplicationDocument>();
        return found ? toApplication(found) : undefined;
      }),

    list: (scope, { state, ...page }) =>
      within('other', async (maxTimeMS) => {
        const wanted = state === undefined ? {} : { state };
        const documents = await applications
          .find(
            { $and: [ownedByDesk(scope), wanted, behind('receivedAt', 'newest-first', page.cursor)] },
            null,
            { maxTimeMS },
          )
          .sort(order('receivedAt', 'newest-first'))
          .limit(page.limit + 1)
          .lean<PartnerApplicationDocument[]>();
        return toPage(documents, page, ({ receivedAt }) => receivedAt, toApplication);
      }),

    decide: (scope, id, decision) =>
      within('other', async (maxTimeMS) => {
        const own = { $and: [{ _id: id }, ownedByDesk(scope)] };
        const decided = await applications
          .findOneAndUpdate(
            { ...own, state: 'received' },
            {
              $set: {
                ...decision,
                ...(decision.state === 'accepted' ? { invitationDueAt: decision.decidedAt } : {}),
              },
            },
            { returnDocument: 'after', maxTimeMS },
          )
          .lean<PartnerApplicationDocument>();
        if (decided) return { decided: 'now', application: toApplication(decided) };
        const found = await applications.findOne(own, null, { maxTimeMS }).lean<PartnerApplicationDocument>();
        return found ? { decided: 'before', application: toApplication(found) } : undefined;
      }),

    claimInvitation: (before, next, id) =>
      within('other', async (maxTimeMS) => {
        const claimed = await applications
          .findOneAndUpdate(
            { ...(id === undefined ? {} : { _id: id }), invitationDueAt: trusted({ $lte: before }) },
            { $set: { invitationDueAt: next } },
            { sort: { invitationDueAt: 1 }, returnDocument: 'after', maxTimeMS },
          )
          .lean<PartnerApplicationDocument>();
        return claimed ? toApplication(claimed) : undefined;
      }),

    noteInvited: (id) =>
      within('other', async (maxTimeMS) => {
        await applications.updateOne(
          { _id: id },
          { $unset: { invitationDueAt: 1, incomplete: 1 } },
          { maxTimeMS },
        );
      }),

    noteIncomplete: (id, incomplete) =>
      within('other', async (maxTimeMS) => {
        await applications.updateOne({ _id: id }, { $set: { incomplete } }, { maxTimeMS });
      }),
  };
}
