import type { Model } from 'mongoose';
import { trusted } from 'mongoose';
import { ChangedMeanwhileError, notFound } from '../../domain/errors.js';
import type { PartnerAccount } from '../../domain/partners/partner-account.js';
import { mayTouchAccount, type Scope } from '../../domain/scope.js';
import { behind, order, toPage } from '../cursor.js';
import { isDuplicateKey, type Within } from '../deadline.js';
import type { PartnerAccountDocument } from '../models/partner-account.js';
import type { PartnerAccountRepository } from '../store.js';

function toAccount({ _id: id, ...account }: PartnerAccountDocument): PartnerAccount {
  return { id, ...account };
}

/** A partner's own account is the one that it may touch. */
function itself(scope: Scope) {
  switch (scope.of) {
    case 'desk':
      return {};
    case 'account':
      return { _id: scope.accountId };
    case 'organisation':
      return { _id: trusted({ $in: [] }) };
  }
}

/** Nobody shares a number with more. */
const mostOfOneNumber = 20;

export function createPartnerAccountRepository(
  accounts: Model<PartnerAccountDocument>,
  within: Within,
): PartnerAccountRepository {
  return {
    create: (scope, id, details, at) =>
      within('other', async (maxTimeMS) => {
        if (scope.of !== 'desk') throw notFound('partner account');
        const document: PartnerAccountDocument = {
          _id: id,
          revision: 1,
          ...details,
          createdAt: at,
          updatedAt: at,
        };
        try {
          await accounts.insertOne(document);
          return { stored: 'new', account: toAccount(document) };
        } catch (error) {
          if (!isDuplicateKey(error)) throw error;
          const earlier = await accounts
            .findOne({ _id: id }, null, { maxTimeMS })
            .lean<PartnerAccountDocument>();
          if (!earlier) throw error;
          return { stored: 'exists', account: toAccount(earlier) };
        }
      }),

    find: (scope, id) =>
      within('other', async (maxTimeMS) => {
        if (!mayTouchAccount(scope, id)) return undefined;
        const found = await accounts.findOne({ _id: id }, null, { maxTimeMS }).lean<PartnerAccountDocument>();
        return found ? toAccount(found) : undefined;
      }),

    findByIdentifier: (scope, value) =>
      within('other', async (maxTimeMS) => {
        const found = await accounts
          .find({ $and: [itself(scope), { 'identifiers.value': value }] }, { _id: 1 }, { maxTimeMS })
          .limit(mostOfOneNumber)
          .lean<Pick<PartnerAccountDocument, '_id'>[]>();
        return found.map(({ _id: id }) => id);
      }),

    list: (scope, { state, ...page }) =>
      within('other', async (maxTimeMS) => {
        const wanted = state === undefined ? {} : { state };
        const documents = await accounts
          .find({ $and: [itself(scope), wanted, behind('createdAt', 'oldest-first', page.cursor)] }, null, {
            maxTimeMS,
          })
          .sort(order('createdAt', 'oldest-first'))
          .limit(page.limit + 1)
          .lean<PartnerAccountDocument[]>();
        return toPage(documents, page, ({ createdAt }) => createdAt, toAccount);
      }),

    save: (scope, id, details, ifRevision) =>
      within('other', async (maxTimeMS) => {
        if (!mayTouchAccount(scope, id)) return undefined;
        const saved = await accounts
          .findOneAndUpdate(
            { _id: id, ...(ifRevision === undefined ? {} : { revision: ifRevision }) },
            { $set: { ...details, updatedAt: new Date() }, $inc: { revision: 1 } },
            { returnDocument: 'after', maxTimeMS },
          )
          .lean<PartnerAccountDocument>();
        if (saved) return toAccount(saved);
        if (ifRevision === undefined || !(await accounts.exists({ _id: id }).maxTimeMS(maxTimeMS))) {
          return undefined;
        }
        throw new ChangedMeanwhileError('partner account');
      }),
  };
}
