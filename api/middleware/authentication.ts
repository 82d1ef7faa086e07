import { createHash, timingSafeEqual } from 'node:crypto';
import type { ContactBook } from '../../db/contact-book/contact-book.js';
import type { StoredToken } from '../../db/store.js';
import { abilitiesOf } from '../../domain/access/abilities.js';
import { DomainError } from '../../domain/errors.js';
import type { TokenId } from '../../domain/identifiers.js';
import { deskScope, type Scope } from '../../domain/scope.js';
import type { Caller } from '../openapi/route.js';

/** The desk's own token has no document: it comes from the environment and works without MongoDB. */
export const deskTokenId: TokenId = 'tok_thedesk';

/** What is stored of a token: its SHA-256, hex. Tokens are random, so a slow hash would add nothing. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

export interface AuthenticationDependencies {
  readonly deskToken: string;
  /** Knows tokens while MongoDB is away too. */
  readonly contactBook: Pick<ContactBook, 'token'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

export interface Authentication {
  /** @throws DomainError `unauthenticated` without a valid bearer token, `unavailable` when that cannot be known. */
  authenticate(authorization: string | undefined): Promise<Caller>;
}

/** How long a token that was found counts without another look. */
const freshMilliseconds = 60_000;
const mostRemembered = 10_000;

/**
 * Bearer tokens. A token that was valid stays valid while MongoDB is away, whether this process has seen it or not: an
 * organisation must be able to report an incident then.
 */
export function createAuthentication({
  deskToken,
  contactBook,
  now,
}: AuthenticationDependencies): Authentication {
  const deskHash = Buffer.from(hashToken(deskToken), 'hex');
  const remembered = new Map<string, { readonly token: StoredToken; readonly seenAt: number }>();

  function remember(token: StoredToken): void {
    remembered.delete(token.hash);
    remembered.set(token.hash, { token, seenAt: now() });
    const [oldest] = remembered.keys();
    if (remembered.size > mostRemembered && oldest !== undefined) remembered.delete(oldest);
  }

  async function find(hash: string): Promise<StoredToken | undefined> {
    const known = remembered.get(hash);
    if (known !== undefined && now() - known.seenAt < freshMilliseconds) return known.token;
    const found = await contactBook.token(hash);
    if (found === undefined) remembered.delete(hash);
    else remember(found);
    return found;
  }

  return {
    async authenticate(authorization) {
      const token = /^Bearer +([\w.~+/=-]{1,300})$/i.exec(authorization ?? '')?.[1];
      if (token === undefined) throw new DomainError('unauthenticated', 'A bearer token is needed.');
      const hash = hashToken(token);
      if (timingSafeEqual(Buffer.from(hash, 'hex'), deskHash)) {
        return callerOf(deskTokenId, deskScope);
      }
      const found = await find(hash);
      if (found === undefined) throw new DomainError('unauthenticated', 'The bearer token is not valid.');
      return callerOf(found.id, found.scope);
    },
  };
}

function callerOf(tokenId: TokenId, scope: Scope): Caller {
  const role = scope.of === 'desk' ? 'desk-service' : 'organisation-service';
  return { by: { by: 'token', tokenId }, role, scope, may: abilitiesOf(role, scope) };
}
