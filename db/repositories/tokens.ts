import type { Model } from 'mongoose';
import { conflict } from '../../domain/errors.js';
import type { Within } from '../deadline.js';
import { isDuplicateKey } from '../deadline.js';
import type { TokenDocument } from '../models/token.js';
import type { TokenRepository } from '../store.js';

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
        if (!found) return undefined;
        const { _id: id, ...token } = found;
        return { id, ...token };
      }),
  };
}
