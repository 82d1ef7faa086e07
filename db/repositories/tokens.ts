import type { Model } from 'mongoose';
import { trusted } from 'mongoose';
import { conflict, notFound } from '../../domain/errors.js';
import { mayTouch, type Scope } from '../../domain/scope.js';
import { behind, order, toPage } from '../cursor.js';
import type { Within } from '../deadline.js';
import { isDuplicateKey } from '../deadline.js';
import type { TokenDocument } from '../models/token.js';
import { assertMayTouch } from '../scope-filter.js';
import type { StoredToken, TokenRepository } from '../store.js';

function toToken({ _id: id, ...token }: TokenDocument): StoredToken {
  return { id, ...token };
}

/** Nobody makes a token that reaches further than they do. */
function assertMayGive(scope: Scope, given: Scope): void {
  if (given.of === 'organisation') assertMayTouch(scope, given.organisationId);
  else if (scope.of !== 'desk') throw notFound('organisation');
}

export function createTokenRepository(tokens: Model<TokenDocument>, within: Within): TokenRepository {
  return {
    create: (scope, { id, ...token }) =>
      within('other', async () => {
        assertMayGive(scope, token.scope);
        try {
          await tokens.insertOne({ _id: id, ...token });
        } catch (error) {
          if (isDuplicateKey(error)) throw conflict('There is such a token already.');
          throw error;
        }
      }),

    findByHash: (hash) =>
      within('intake', async (maxTimeMS) => {
        const found = await tokens.findOne({ hash }, null, { maxTimeMS }).lean<TokenDocument>();
        return found ? toToken(found) : undefined;
      }),

    list: (scope, { organisationId, ...page }) =>
      within('other', async (maxTimeMS) => {
        if (!mayTouch(scope, organisationId)) return { items: [] };
        const documents = await tokens
          .find(
            {
              $and: [
                { 'scope.organisationId': organisationId },
                behind('createdAt', 'oldest-first', page.cursor),
              ],
            },
            null,
            { maxTimeMS },
          )
          .sort(order('createdAt', 'oldest-first'))
          .limit(page.limit + 1)
          .lean<TokenDocument[]>();
        return toPage(documents, page, ({ createdAt }) => createdAt, toToken);
      }),

    revoke: (scope, organisationId, id) =>
      within('other', async () => {
        if (!mayTouch(scope, organisationId)) return false;
        const { deletedCount } = await tokens.deleteOne({
          _id: id,
          'scope.organisationId': organisationId,
        });
        return deletedCount === 1;
      }),

    noteUse: (id, at) =>
      within('background', async () => {
        await tokens.updateOne({ _id: id }, { $set: { lastUsedAt: at } });
      }),

    createdSince: (moment) =>
      within('background', async (maxTimeMS) => {
        const found = await tokens
          .find({ createdAt: trusted({ $gte: moment }) }, null, { maxTimeMS })
          .lean<TokenDocument[]>();
        return found.map(toToken);
      }),
  };
}
