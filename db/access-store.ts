import type { Ability } from '../domain/access/ability-table.js';
import type { ContactId, OrganisationId, TokenId } from '../domain/identifiers.js';
import type { PinAttempts } from '../domain/organisation/pin-attempts.js';
import type { Scope } from '../domain/scope.js';
import type { Page, PageRequest } from './paging.js';

export interface StoredToken {
  readonly id: TokenId;
  readonly scope: Scope;
  readonly name: string;
  /** SHA-256 of the token, hex. */
  readonly hash: string;
  readonly createdAt: Date;
  /** What the token was narrowed to; absent: all that its role may. */
  readonly abilities?: readonly Ability[];
  /** Absent: until it is revoked. */
  readonly expiresAt?: Date;
  /** Kept coarsely: a request does not write. */
  readonly lastUsedAt?: Date;
}

export interface TokenRepository {
  /** `not-found` when the token would reach further than the scope. */
  create(scope: Scope, token: StoredToken): Promise<void>;
  findByHash(hash: string): Promise<StoredToken | undefined>;
  /** The tokens of one organisation, oldest first. */
  list(
    scope: Scope,
    query: PageRequest & { readonly organisationId: OrganisationId },
  ): Promise<Page<StoredToken>>;
  /** False: the organisation has no such token. */
  revoke(scope: Scope, organisationId: OrganisationId, id: TokenId): Promise<boolean>;
  noteUse(id: TokenId, at: Date): Promise<void>;
  createdSince(moment: Date): Promise<readonly StoredToken[]>;
}

/** An authorising person, whose PIN it is. */
export interface PinOwner {
  readonly organisationId: OrganisationId;
  readonly contactId: ContactId;
}

export interface StoredPin {
  readonly hash: string;
  readonly attempts: PinAttempts;
  readonly version: number;
}

/** PINs of authorising persons (I9), apart from the settings. Digits never come here, only what api/pins makes of them. */
export interface PinRepository {
  /** Sets or replaces it, with no tries counted. */
  save(scope: Scope, owner: PinOwner, hash: string, setAt: Date): Promise<void>;
  /** False: there was none. */
  remove(scope: Scope, owner: PinOwner): Promise<boolean>;
  /** Removes those of people who are no authorising persons of the organisation any more. */
  removeAllBut(scope: Scope, organisationId: OrganisationId, contactIds: readonly ContactId[]): Promise<void>;
  ownersIn(scope: Scope, organisationId: OrganisationId): Promise<ReadonlySet<ContactId>>;
  find(scope: Scope, owner: PinOwner): Promise<StoredPin | undefined>;
  /** False, and nothing happens, when the version is another one by now. */
  count(scope: Scope, owner: PinOwner, ifVersion: number, attempts: PinAttempts): Promise<boolean>;
  /** Begins the count again, unless the PIN is another one by now. */
  forgetTries(scope: Scope, owner: PinOwner, ifHash: string): Promise<void>;
}

/** Links by which authorising persons set their PIN: each works once, until it expires or a newer one is sent. */
export interface PinInvitationRepository {
  put(
    scope: Scope,
    owner: PinOwner,
    link: {
      /** SHA-256 of the token, hex. */
      readonly hash: string;
      readonly expiresAt: Date;
    },
  ): Promise<void>;
  remove(scope: Scope, owner: PinOwner): Promise<void>;
  /** Whose link it is; uses nothing up. */
  find(hash: string, now: Date): Promise<PinOwner | undefined>;
  /** The same, once. */
  take(hash: string, now: Date): Promise<PinOwner | undefined>;
}
