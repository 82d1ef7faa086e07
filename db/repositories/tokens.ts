import type { Model } from 'mongoose';
import { trusted } from 'mongoose';
import { conflict } from '../../domain/errors.js';
import type { Within } from '../deadline.js';
import { isDuplicateKey } from '../deadline.js';
import type { TokenDocument } from '../models/token.js';
import type { StoredToken, TokenRepository } from '../store.js';

function toToken({ _id: id, ...token }: TokenDocument): StoredToken {
  return { id, ...token };
}

export function createTokenRepository(tokens: Model<TokenDocument>, within: Within): TokenRepository {
  return {
    create: ({ id, ...token }) =>
      within('other', async () => {
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

    createdSince: (moment) =>
      within('background', async (maxTimeMS) => {
        const found = await tokens
          .find({ createdAt: trusted({ $gte: moment }) }, null, { maxTimeMS })
          .lean<TokenDocument[]>();
        return found.map(toToken);
      }),
  };
}
