import { createHash, timingSafeEqual } from 'node:crypto';
import type { ContactBook } from '../../db/contact-book/contact-book.js';
import type { CredentialRepository, StoredToken, TokenRepository } from '../../db/store.js';
import { abilitiesOf } from '../../domain/access/abilities.js';
import type { Ability } from '../../domain/access/ability-table.js';
import { sessionCounts, type SessionLifetime } from '../../domain/access/session-rule.js';
import { needsSecondFactor } from '../../domain/access/user-rules.js';
import { scopeOf } from '../../domain/access/user.js';
import { DomainError } from '../../domain/errors.js';
import type { TokenId } from '../../domain/identifiers.js';
import { deskScope, type Scope } from '../../domain/scope.js';
import type { Caller } from '../openapi/route.js';
import type { Visitor } from '../sign-in/browser-session.js';

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
  readonly tokens: Pick<TokenRepository, 'noteUse'>;
  readonly credentials: Pick<CredentialRepository, 'find'>;
  readonly lifetime: SessionLifetime;
  readonly secondFactorForDesk: 'required' | 'optional';
  /** Work that no answer waits for. */
  readonly inBackground: (what: string, work: () => Promise<unknown>) => void;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

export interface Authentication {
  /**
   * Who asks: by bearer token, else by session.
   *
   * @throws DomainError `unauthenticated` with neither, `unavailable` when that cannot be known.
   */
  authenticate(authorization: string | undefined, visitor?: Visitor): Promise<Caller>;
  /** A revoked token is valid no longer, in this process at once, in others within a minute. */
  forget(tokenId: TokenId): void;
}

/** How long a token that was found counts without another look. */
const freshMilliseconds = 60_000;
const mostRemembered = 10_000;
/** How exactly it is known when a token was last used. */
const useMilliseconds = 10 * 60_000;
/** All that somebody of the desk may do before they have a second factor: to get one. */
const enrolmentOnly: readonly Ability[] = ['read account', 'enrol second-factor'];

/**
 * Bearer tokens and sessions. A token that was valid stays valid while MongoDB is away, whether this process has seen it or
 * not: an organisation must be able to report an incident then.
 */
export function createAuthentication(dependencies: AuthenticationDependencies): Authentication {
  const { deskToken, contactBook, tokens, credentials, lifetime, secondFactorForDesk, inBackground, now } =
    dependencies;
  const deskHash = Buffer.from(hashToken(deskToken), 'hex');
  const remembered = new Map<string, { readonly token: StoredToken; readonly seenAt: number }>();
  const lastUse = new Map<TokenId, number>();

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

  function noteUse({ id, lastUsedAt }: StoredToken): void {
    const known = lastUse.get(id) ?? lastUsedAt?.getTime() ?? 0;
    if (now() - known < useMilliseconds) return;
    if (lastUse.size >= mostRemembered) lastUse.clear();
    lastUse.set(id, now());
    const at = new Date(now());
    inBackground('noting the use of a token', () => tokens.noteUse(id, at));
  }

  async function byToken(authorization: string): Promise<Caller> {
    const token = /^Bearer +([\w.~+/=-]{1,300})$/i.exec(authorization)?.[1];
    if (token === undefined) throw new DomainError('unauthenticated', 'A bearer token is needed.');
    const hash = hashToken(token);
    if (timingSafeEqual(Buffer.from(hash, 'hex'), deskHash)) return callerOf(deskTokenId, deskScope);
    const found = await find(hash);
    if (found === undefined || (found.expiresAt !== undefined && found.expiresAt.getTime() <= now())) {
      throw new DomainError('unauthenticated', 'The bearer token is not valid.');
    }
    noteUse(found);
    return callerOf(found.id, found.scope, found.abilities);
  }

  async function bySession(visitor: Visitor): Promise<Caller> {
    const known = await credentials.find(visitor.userId);
    if (known === undefined || !sessionCounts(visitor, known.user, lifetime, now())) {
      throw new DomainError('unauthenticated', 'The session is over; please sign in.');
    }
    if (visitor.proven !== 'all') {
      throw new DomainError('unauthenticated', 'The code of the second factor is needed.');
    }
    const { user } = known;
    const { role, language, timeZone } = user;
    const scope = scopeOf(user);
    const isComplete = visitor.withSecondFactor || !needsSecondFactor(role, secondFactorForDesk);
    return {
      by: { by: 'user', userId: user.id },
      role,
      scope,
      may: abilitiesOf(role, scope, isComplete ? undefined : enrolmentOnly),
      reads: { language, timeZone },
    };
  }

  return {
    async authenticate(authorization, visitor) {
      if (authorization !== undefined) return byToken(authorization);
      if (visitor !== undefined) return bySession(visitor);
      throw new DomainError('unauthenticated', 'A bearer token or a session is needed.');
    },
    forget(tokenId) {
      for (const [hash, { token }] of remembered) if (token.id === tokenId) remembered.delete(hash);
    },
  };
}

function callerOf(tokenId: TokenId, scope: Scope, limitedTo?: readonly Ability[]): Caller {
  const role = scope.of === 'desk' ? 'desk-service' : 'organisation-service';
  return { by: { by: 'token', tokenId }, role, scope, may: abilitiesOf(role, scope, limitedTo) };
}
