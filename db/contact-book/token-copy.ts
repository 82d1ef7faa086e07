import type { TokenId } from '../../domain/identifiers.js';
import type { StoredToken } from '../store.js';

/** The service tokens in memory, by their hashes: a report is accepted while MongoDB is away, whoever has seen its token. */
export interface TokenCopy {
  find(hash: string): StoredToken | undefined;
  all(): readonly StoredToken[];
  /** True when this is news. */
  keep(token: StoredToken): boolean;
  /** True when there was such a token. */
  forget(hash: string): boolean;
  /** The same of a token whose hash nobody has at hand. */
  forgetById(id: TokenId): boolean;
}

export function createTokenCopy(): TokenCopy {
  const tokens = new Map<string, StoredToken>();
  return {
    find: (hash) => tokens.get(hash),
    all: () => [...tokens.values()],
    keep(token) {
      // A token never changes: another one has another hash.
      if (tokens.has(token.hash)) return false;
      tokens.set(token.hash, token);
      return true;
    },
    forget: (hash) => tokens.delete(hash),
    forgetById: (id) => [...tokens.values()].some((token) => token.id === id && tokens.delete(token.hash)),
  };
}
